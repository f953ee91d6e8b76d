-- What those who lead a room did in it, each written with the deed itself. `by_member` is empty for whoever runs the server. `detail` is a little
-- JSON: never what anybody wrote, and no password.
CREATE TABLE deeds (
  room      bigint NOT NULL REFERENCES rooms (room),
  deed      bigint NOT NULL,
  at        bigint NOT NULL,
  by_member text   COLLATE "C",
  kind      text   NOT NULL,
  whom      text   COLLATE "C",
  detail    text,
  PRIMARY KEY (room, deed)
);

CREATE INDEX deeds_by_age ON deeds (at);
