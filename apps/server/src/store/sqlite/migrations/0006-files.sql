-- Files of messages. Their bytes lie elsewhere, under `storage_key`, which is here before the first of them is there and until after the
-- last is gone. `bytes` is the space a file takes; one that is being erased takes none. `due_at` is when somebody has to look after it:
-- it was not posted in time, or its row can go.
CREATE TABLE files (
  file_id     TEXT    NOT NULL PRIMARY KEY,
  room        INTEGER NOT NULL REFERENCES rooms (room),
  identity    INTEGER NOT NULL REFERENCES identities (identity),
  state       TEXT    NOT NULL CHECK (state IN ('reserved', 'ready', 'posted', 'erasing')),
  bytes       INTEGER NOT NULL CHECK (bytes >= 0),
  storage_key TEXT    NOT NULL UNIQUE,
  announced   TEXT    NOT NULL,
  record      TEXT,
  refusal     TEXT,
  due_at      INTEGER
) STRICT;

CREATE INDEX files_of_room ON files (room, bytes);
CREATE INDEX files_of_identity ON files (identity, bytes);
CREATE INDEX files_due ON files (due_at) WHERE due_at IS NOT NULL;

-- What all files take, kept by the table itself: counting them anew for each would take longer with each.
CREATE TABLE file_space (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  bytes INTEGER NOT NULL
) STRICT;

INSERT INTO file_space VALUES (1, 0);

CREATE TRIGGER files_take_space AFTER INSERT ON files BEGIN
  UPDATE file_space SET bytes = bytes + NEW.bytes;
END;
CREATE TRIGGER files_change_space AFTER UPDATE OF bytes ON files BEGIN
  UPDATE file_space SET bytes = bytes + NEW.bytes - OLD.bytes;
END;
CREATE TRIGGER files_give_space_back AFTER DELETE ON files BEGIN
  UPDATE file_space SET bytes = bytes - OLD.bytes;
END;

-- What this server knows and nobody else may. The key signs links to files.
CREATE TABLE secrets (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO secrets VALUES ('file-links', randomblob(32));
