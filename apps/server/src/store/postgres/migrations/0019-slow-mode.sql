-- When members posted last, written where they have to wait between two posts.
CREATE TABLE last_posts (
  room      bigint NOT NULL,
  member_id text   COLLATE "C" NOT NULL,
  posted_at bigint NOT NULL,
  PRIMARY KEY (room, member_id)
);
