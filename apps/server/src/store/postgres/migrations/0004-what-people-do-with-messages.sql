-- needs: 4
-- A program that does not know of these would leave them out of what it tells people who come back.

-- What few messages have, as JSON: what they answer, when they were edited or deleted. A room's pins likewise.
ALTER TABLE messages ADD COLUMN extra text;
ALTER TABLE rooms ADD COLUMN pins text;

-- What messages said before they were edited. `version` is that of the record that said so.
CREATE TABLE edits (
  room        bigint NOT NULL,
  sequence    bigint NOT NULL,
  version     bigint NOT NULL,
  replaced_at bigint NOT NULL,
  body        text   NOT NULL,
  PRIMARY KEY (room, sequence, version)
);

-- The records beside messages, at the places of their messages: what was reacted with, how often, and who first, as JSON.
CREATE TABLE reactions (
  room       bigint NOT NULL,
  sequence   bigint NOT NULL,
  version    bigint NOT NULL,
  message_id text   COLLATE "C" NOT NULL,
  reactions  text   NOT NULL,
  PRIMARY KEY (room, sequence)
);

CREATE INDEX reactions_changed ON reactions (room, version);

-- Everybody who reacted, and at which of the room's changes.
CREATE TABLE reactors (
  room      bigint NOT NULL,
  sequence  bigint NOT NULL,
  emoji     text   COLLATE "C" NOT NULL,
  member_id text   COLLATE "C" NOT NULL,
  version   bigint NOT NULL,
  PRIMARY KEY (room, sequence, emoji, member_id)
);

CREATE INDEX reactors_in_turn ON reactors (room, sequence, emoji, version);

-- Which messages mention a member, by their places.
CREATE TABLE mentions (
  room      bigint NOT NULL,
  member_id text   COLLATE "C" NOT NULL,
  sequence  bigint NOT NULL,
  PRIMARY KEY (room, member_id, sequence)
);

CREATE INDEX mentions_of_message ON mentions (room, sequence);
