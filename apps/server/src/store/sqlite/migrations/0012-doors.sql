-- What stands at a room's door: its password, and who waits to be let in. `answer` is null while nobody said anything.
CREATE TABLE room_passwords (
  room  INTEGER PRIMARY KEY REFERENCES rooms (room),
  hash  TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE knocks (
  room       INTEGER NOT NULL REFERENCES rooms (room),
  token_hash TEXT NOT NULL,
  knock_id   TEXT NOT NULL,
  name       TEXT NOT NULL,
  asked_at   INTEGER NOT NULL,
  answer     TEXT CHECK (answer IN ('in', 'out')),
  PRIMARY KEY (room, token_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX knocks_by_age ON knocks (asked_at);
