-- What stands at a room's door: its password, and who waits to be let in. `answer` is null while nobody said anything.
CREATE TABLE room_passwords (
  room  bigint PRIMARY KEY REFERENCES rooms (room),
  hash  text NOT NULL,
  since bigint NOT NULL
);

CREATE TABLE knocks (
  room       bigint NOT NULL REFERENCES rooms (room),
  token_hash text NOT NULL,
  knock_id   text NOT NULL,
  name       text NOT NULL,
  asked_at   bigint NOT NULL,
  answer     text CHECK (answer IN ('in', 'out')),
  PRIMARY KEY (room, token_hash)
);

CREATE INDEX knocks_by_age ON knocks (asked_at);
