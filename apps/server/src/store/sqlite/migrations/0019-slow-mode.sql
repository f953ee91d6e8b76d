-- When members posted last, written where they have to wait between two posts.
CREATE TABLE last_posts (
  room      INTEGER NOT NULL REFERENCES rooms (room),
  member_id TEXT    NOT NULL,
  posted_at INTEGER NOT NULL,
  PRIMARY KEY (room, member_id)
) STRICT, WITHOUT ROWID;
