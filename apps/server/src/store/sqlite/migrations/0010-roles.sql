-- More roles than owner and member. A CHECK cannot be changed in place, so the table is written anew; its rows stay where they are placed.
CREATE TABLE members_with_roles (
  room          INTEGER NOT NULL REFERENCES rooms (room),
  sequence      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  member_id     TEXT    NOT NULL,
  identity      INTEGER NOT NULL REFERENCES identities (identity),
  name          TEXT    NOT NULL,
  name_skeleton TEXT    NOT NULL,
  role          TEXT    NOT NULL CHECK (role IN ('owner', 'moderator', 'member', 'reader', 'removed', 'banned')),
  joined_at     INTEGER NOT NULL,
  PRIMARY KEY (room, sequence),
  UNIQUE (room, member_id),
  UNIQUE (room, name_skeleton),
  UNIQUE (identity, room)
) STRICT, WITHOUT ROWID;

INSERT INTO members_with_roles
  (room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at)
SELECT room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at FROM members;

DROP TABLE members;
ALTER TABLE members_with_roles RENAME TO members;

CREATE INDEX members_changed ON members (room, version) WHERE version > sequence;

CREATE TRIGGER members_can_be_called AFTER INSERT ON members
WHEN EXISTS (SELECT 1 FROM push_subscriptions WHERE identity = NEW.identity) BEGIN
  INSERT INTO push_rooms (room, identity) VALUES (NEW.room, NEW.identity) ON CONFLICT DO NOTHING;
END;

-- What those who lead a room have settled for it: JSON, or null.
ALTER TABLE rooms ADD COLUMN settings TEXT;
