-- The code with which somebody in a room owns it, once: what is kept of it, the version of the room that brought it, and who set it. It holds while
-- the room's settings name that version.
CREATE TABLE owner_codes (
  room    bigint NOT NULL PRIMARY KEY REFERENCES rooms (room),
  hash    text   NOT NULL,
  since   bigint NOT NULL,
  made_by text   NOT NULL COLLATE "C"
);
