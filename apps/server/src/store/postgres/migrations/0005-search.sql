-- needs: 5
-- A program that does not know of these would leave what is edited and deleted in them.

-- What is searched, in stretches of 4,096 places: which of a room's are indexed, and the time each covers. Nothing is indexed here: the
-- servers do it while they run, old messages and new ones alike.
CREATE TABLE search_segments (
  room    bigint NOT NULL,
  segment bigint NOT NULL,
  from_at bigint NOT NULL,
  to_at   bigint NOT NULL,
  PRIMARY KEY (room, segment)
);

-- For each term of a stretch, the places of the messages that have it.
CREATE TABLE search_postings (
  room     bigint NOT NULL,
  segment  bigint NOT NULL,
  term     text   COLLATE "C" NOT NULL,
  postings bytea  NOT NULL,
  PRIMARY KEY (room, segment, term)
);

ALTER TABLE search_postings ALTER COLUMN postings SET STORAGE PLAIN;
