-- What those who lead a room did in it, each written with the deed itself. `by_member` is empty for whoever runs the server. `detail` is a little
-- JSON: never what anybody wrote, and no password.
CREATE TABLE deeds (
  room      INTEGER NOT NULL REFERENCES rooms (room),
  deed      INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  by_member TEXT,
  kind      TEXT    NOT NULL,
  whom      TEXT,
  detail    TEXT,
  PRIMARY KEY (room, deed)
) STRICT, WITHOUT ROWID;

CREATE INDEX deeds_by_age ON deeds (at);
