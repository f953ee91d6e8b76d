-- What few messages have, as JSON: what they answer, when they were edited or deleted. A room's pins likewise.
ALTER TABLE messages ADD COLUMN extra TEXT;
ALTER TABLE rooms ADD COLUMN pins TEXT;

-- What messages said before they were edited. `version` is that of the record that said so.
CREATE TABLE edits (
  room        INTEGER NOT NULL REFERENCES rooms (room),
  sequence    INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,
  body        TEXT    NOT NULL,
  PRIMARY KEY (room, sequence, version)
) STRICT, WITHOUT ROWID;

-- The records beside messages, at the places of their messages: what was reacted with, how often, and who first, as JSON.
CREATE TABLE reactions (
  room       INTEGER NOT NULL REFERENCES rooms (room),
  sequence   INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  message_id TEXT    NOT NULL,
  reactions  TEXT    NOT NULL,
  PRIMARY KEY (room, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX reactions_changed ON reactions (room, version);

-- Everybody who reacted, and at which of the room's changes.
CREATE TABLE reactors (
  room      INTEGER NOT NULL REFERENCES rooms (room),
  sequence  INTEGER NOT NULL,
  emoji     TEXT    NOT NULL,
  member_id TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  PRIMARY KEY (room, sequence, emoji, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reactors_in_turn ON reactors (room, sequence, emoji, version);

-- Which messages mention a member, by their places.
CREATE TABLE mentions (
  room      INTEGER NOT NULL REFERENCES rooms (room),
  member_id TEXT    NOT NULL,
  sequence  INTEGER NOT NULL,
  PRIMARY KEY (room, member_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_of_message ON mentions (room, sequence);
