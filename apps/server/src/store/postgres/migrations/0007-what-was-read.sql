-- How far members have seen their rooms. Not a change of the room: nobody else is ever told.
CREATE TABLE last_reads (
  room      bigint NOT NULL,
  member_id text   COLLATE "C" NOT NULL,
  sequence  bigint NOT NULL,
  PRIMARY KEY (room, member_id)
);
