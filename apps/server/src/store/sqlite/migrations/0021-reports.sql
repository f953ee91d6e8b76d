-- What members told whoever runs the server of a message, or of somebody. `message_id` is empty for somebody. `evidence` is what was there
-- then, as JSON: deleting it in the room leaves it here until the report is settled, or too old.
CREATE TABLE reports (
  report       INTEGER PRIMARY KEY AUTOINCREMENT,
  room         INTEGER NOT NULL REFERENCES rooms (room),
  reporter     INTEGER NOT NULL REFERENCES identities (identity),
  about        INTEGER NOT NULL REFERENCES identities (identity),
  member_id    TEXT    NOT NULL,
  message_id   TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  note         TEXT    NOT NULL,
  evidence     TEXT    NOT NULL,
  reported_at  INTEGER NOT NULL,
  settled_at   INTEGER,
  settled_note TEXT
) STRICT;

CREATE INDEX reports_of_room ON reports (room, reporter);
CREATE INDEX reports_open ON reports (about) WHERE settled_at IS NULL;
