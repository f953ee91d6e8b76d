-- What identities want to be called for in rooms, where it is not everything, and until when they want not to be called at all.
CREATE TABLE levels (
  identity INTEGER NOT NULL REFERENCES identities (identity),
  room     INTEGER NOT NULL REFERENCES rooms (room),
  level    TEXT    NOT NULL CHECK (level IN ('mentions', 'none')),
  PRIMARY KEY (identity, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE quiet (
  identity INTEGER PRIMARY KEY REFERENCES identities (identity),
  until_at INTEGER NOT NULL
) STRICT;

-- Browsers that can be called, by what their push services gave them.
CREATE TABLE push_subscriptions (
  endpoint TEXT    NOT NULL PRIMARY KEY,
  identity INTEGER NOT NULL REFERENCES identities (identity),
  p256dh   TEXT    NOT NULL,
  auth     TEXT    NOT NULL,
  language TEXT    NOT NULL,
  kept_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX push_subscriptions_of_identity ON push_subscriptions (identity, kept_at);

-- In which rooms whoever has such a browser is or was a member: found by the room, however many members it has and however many people
-- elsewhere can be called.
CREATE TABLE push_rooms (
  room     INTEGER NOT NULL REFERENCES rooms (room),
  identity INTEGER NOT NULL REFERENCES identities (identity),
  PRIMARY KEY (room, identity)
) STRICT, WITHOUT ROWID;

CREATE INDEX push_rooms_of_identity ON push_rooms (identity);

CREATE TRIGGER members_can_be_called AFTER INSERT ON members
WHEN EXISTS (SELECT 1 FROM push_subscriptions WHERE identity = NEW.identity) BEGIN
  INSERT INTO push_rooms (room, identity) VALUES (NEW.room, NEW.identity) ON CONFLICT DO NOTHING;
END;

-- The secret half of the server's key for push, once somebody asked for it.
CREATE TABLE push_keys (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  secret TEXT    NOT NULL
) STRICT;
