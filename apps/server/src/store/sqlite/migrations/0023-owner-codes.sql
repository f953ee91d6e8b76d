-- The code with which somebody in a room owns it, once: what is kept of it, the version of the room that brought it, and who set it. It holds while
-- the room's settings name that version.
CREATE TABLE owner_codes (
  room    INTEGER PRIMARY KEY REFERENCES rooms (room),
  hash    TEXT NOT NULL,
  since   INTEGER NOT NULL,
  made_by TEXT NOT NULL
) STRICT;
