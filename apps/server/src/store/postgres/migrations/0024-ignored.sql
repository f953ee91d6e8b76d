-- Whom an identity would rather not read, in which room. Nobody else is told.
CREATE TABLE ignored (
  identity  bigint NOT NULL REFERENCES identities (identity),
  room      bigint NOT NULL REFERENCES rooms (room),
  member_id text   NOT NULL COLLATE "C",
  PRIMARY KEY (identity, room, member_id)
);

CREATE INDEX ignored_in_room ON ignored (room);
