-- What identities want to be called for in rooms, where it is not everything, and until when they want not to be called at all.
CREATE TABLE levels (
  identity bigint NOT NULL,
  room     bigint NOT NULL,
  level    text   NOT NULL CHECK (level IN ('mentions', 'none')),
  PRIMARY KEY (identity, room)
);

CREATE TABLE quiet (
  identity bigint PRIMARY KEY,
  until_at bigint NOT NULL
);

-- Browsers that can be called, by what their push services gave them.
CREATE TABLE push_subscriptions (
  endpoint text   COLLATE "C" PRIMARY KEY,
  identity bigint NOT NULL,
  p256dh   text   NOT NULL,
  auth     text   NOT NULL,
  language text   NOT NULL,
  kept_at  bigint NOT NULL
);

CREATE INDEX push_subscriptions_of_identity ON push_subscriptions (identity, kept_at);

-- In which rooms whoever has such a browser is or was a member: found by the room, however many members it has and however many people
-- elsewhere can be called.
CREATE TABLE push_rooms (
  room     bigint NOT NULL,
  identity bigint NOT NULL,
  PRIMARY KEY (room, identity)
);

CREATE INDEX push_rooms_of_identity ON push_rooms (identity);

CREATE FUNCTION call_new_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO push_rooms (room, identity)
  SELECT NEW.room, NEW.identity WHERE EXISTS (SELECT FROM push_subscriptions WHERE identity = NEW.identity)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER members_can_be_called AFTER INSERT ON members FOR EACH ROW EXECUTE FUNCTION call_new_member();

-- The secret half of the server's key for push, once somebody asked for it.
CREATE TABLE push_keys (
  one    bigint PRIMARY KEY CHECK (one = 1),
  secret text   NOT NULL
);
