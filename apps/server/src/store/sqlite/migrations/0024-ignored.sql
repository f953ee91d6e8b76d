-- Whom an identity would rather not read, in which room. Nobody else is told.
CREATE TABLE ignored (
  identity  INTEGER NOT NULL REFERENCES identities (identity),
  room      INTEGER NOT NULL REFERENCES rooms (room),
  member_id TEXT    NOT NULL,
  PRIMARY KEY (identity, room, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ignored_in_room ON ignored (room);
