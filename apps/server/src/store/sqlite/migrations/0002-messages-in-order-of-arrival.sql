-- Messages lie in the order they came in, whatever their rooms, and the index of their unique ids begins with the id, which
-- begins with the moment it was made. So a commit of a hundred posts fills a few pages at the end of each, where before it
-- touched two for every post. A page of history is found by (room, sequence).
CREATE TABLE messages_as_they_came (
  message     INTEGER PRIMARY KEY,
  room        INTEGER NOT NULL REFERENCES rooms (room),
  sequence    INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  message_id  TEXT    NOT NULL,
  author_id   TEXT    NOT NULL,
  author_name TEXT    NOT NULL,
  posted_at   INTEGER NOT NULL,
  body        TEXT    NOT NULL,
  UNIQUE (room, sequence),
  UNIQUE (message_id, room),
  FOREIGN KEY (room, author_id) REFERENCES members (room, member_id)
) STRICT;

INSERT INTO messages_as_they_came
  (room, sequence, version, message_id, author_id, author_name, posted_at, body)
SELECT room, sequence, version, message_id, author_id, author_name, posted_at, body FROM messages;

DROP TABLE messages;
ALTER TABLE messages_as_they_came RENAME TO messages;

CREATE INDEX messages_changed ON messages (room, version) WHERE version > sequence;
