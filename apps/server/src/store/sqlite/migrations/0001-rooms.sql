-- Who a browser is. A row is made with its first membership, so a stranger who only looks leaves nothing behind.
CREATE TABLE identities (
  identity   INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT;

-- What proves an identity: SHA-256 of the token, hex. Apart from identities, so that one may have several.
CREATE TABLE tokens (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  identity   INTEGER NOT NULL REFERENCES identities (identity)
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_of_identity ON tokens (identity);

-- `head` is the room's counter: it moves in the transaction that writes what it counts, so there is never a hole (D2).
-- `latest_at` is the newest time given out in the room; later changes never get an earlier one.
-- The room's own record is placed at 1; `version` is the sequence of its last change.
CREATE TABLE rooms (
  room       INTEGER PRIMARY KEY,
  room_id    TEXT    NOT NULL UNIQUE,
  code       TEXT    NOT NULL UNIQUE,
  epoch      TEXT    NOT NULL,
  head       INTEGER NOT NULL,
  latest_at  INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  title      TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
  room          INTEGER NOT NULL REFERENCES rooms (room),
  sequence      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  member_id     TEXT    NOT NULL,
  identity      INTEGER NOT NULL REFERENCES identities (identity),
  name          TEXT    NOT NULL,
  name_skeleton TEXT    NOT NULL,
  role          TEXT    NOT NULL CHECK (role IN ('owner', 'member')),
  joined_at     INTEGER NOT NULL,
  PRIMARY KEY (room, sequence),
  UNIQUE (room, member_id),
  UNIQUE (room, name_skeleton),
  UNIQUE (identity, room)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_changed ON members (room, version) WHERE version > sequence;

-- Clustered by place, so a page is one stretch of the file however long the room. The unique id is what makes posting
-- again harmless (D3). The author's name is kept as it was then.
CREATE TABLE messages (
  room        INTEGER NOT NULL REFERENCES rooms (room),
  sequence    INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  message_id  TEXT    NOT NULL,
  author_id   TEXT    NOT NULL,
  author_name TEXT    NOT NULL,
  posted_at   INTEGER NOT NULL,
  body        TEXT    NOT NULL,
  PRIMARY KEY (room, sequence),
  UNIQUE (room, message_id),
  FOREIGN KEY (room, author_id) REFERENCES members (room, member_id)
) STRICT, WITHOUT ROWID;

-- What changed above a version is what was placed above it, found by place, and what was changed later, found here.
CREATE INDEX messages_changed ON messages (room, version) WHERE version > sequence;
