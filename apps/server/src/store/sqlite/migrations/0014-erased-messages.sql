-- What leaders erased and can still bring back for a while: the message as it was, as JSON. `version` and `erased_by` are those of the change
-- that erased it.
CREATE TABLE erased_messages (
  room       INTEGER NOT NULL REFERENCES rooms (room),
  sequence   INTEGER NOT NULL,
  message_id TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  erased_by  TEXT    NOT NULL,
  erased_at  INTEGER NOT NULL,
  record     TEXT    NOT NULL,
  PRIMARY KEY (room, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX erased_messages_by_age ON erased_messages (erased_at);
