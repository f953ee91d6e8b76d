-- What is searched, in stretches of 4,096 places: which of a room's are indexed, and the time each covers. Nothing is indexed here: the
-- server does it while it runs, old messages and new ones alike.
CREATE TABLE search_segments (
  room    INTEGER NOT NULL REFERENCES rooms (room),
  segment INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER NOT NULL,
  PRIMARY KEY (room, segment)
) STRICT, WITHOUT ROWID;

-- For each term of a stretch, the places of the messages that have it.
CREATE TABLE search_postings (
  room     INTEGER NOT NULL,
  segment  INTEGER NOT NULL,
  term     TEXT    NOT NULL,
  postings BLOB    NOT NULL,
  PRIMARY KEY (room, segment, term)
) STRICT, WITHOUT ROWID;
