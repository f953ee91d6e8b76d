-- How far members have seen their rooms. Not a change of the room: nobody else is ever told.
CREATE TABLE last_reads (
  room      INTEGER NOT NULL REFERENCES rooms (room),
  member_id TEXT    NOT NULL,
  sequence  INTEGER NOT NULL,
  PRIMARY KEY (room, member_id)
) STRICT, WITHOUT ROWID;
