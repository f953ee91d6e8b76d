-- Files of messages. Their bytes lie elsewhere, under `storage_key`, which is here before the first of them is there and until after the
-- last is gone. `bytes` is the space a file takes; one that is being erased takes none. `due_at` is when somebody has to look after it:
-- it was not posted in time, or its row can go.
CREATE TABLE files (
  file_id     text   COLLATE "C" PRIMARY KEY,
  room        bigint NOT NULL,
  identity    bigint NOT NULL,
  state       text   NOT NULL CHECK (state IN ('reserved', 'ready', 'posted', 'erasing')),
  bytes       bigint NOT NULL CHECK (bytes >= 0),
  storage_key text   COLLATE "C" NOT NULL UNIQUE,
  announced   text   NOT NULL,
  record      text,
  refusal     text,
  due_at      bigint
);

CREATE INDEX files_of_room ON files (room, bytes);
CREATE INDEX files_of_identity ON files (identity, bytes);
CREATE INDEX files_due ON files (due_at) WHERE due_at IS NOT NULL;

-- What all files take, kept by the table itself: counting them anew for each would take longer with each. Whoever takes space locks the
-- row first, so two never take the same.
CREATE TABLE file_space (
  one   boolean PRIMARY KEY CHECK (one),
  bytes bigint  NOT NULL
);

INSERT INTO file_space VALUES (true, 0);

CREATE FUNCTION count_file_space() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE file_space SET bytes = bytes
    + CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.bytes END
    - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.bytes END;
  RETURN NULL;
END
$$;

CREATE TRIGGER files_take_space AFTER INSERT ON files FOR EACH ROW EXECUTE FUNCTION count_file_space();
CREATE TRIGGER files_change_space AFTER UPDATE OF bytes ON files
  FOR EACH ROW WHEN (NEW.bytes <> OLD.bytes) EXECUTE FUNCTION count_file_space();
CREATE TRIGGER files_give_space_back AFTER DELETE ON files
  FOR EACH ROW WHEN (OLD.bytes <> 0) EXECUTE FUNCTION count_file_space();

-- Signs links to files.
INSERT INTO secrets VALUES
  ('file-links', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
