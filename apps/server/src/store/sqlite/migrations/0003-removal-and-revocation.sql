-- A member may be removed. A CHECK cannot be changed in place, so the table is written anew; its rows stay where they are placed, and
-- what refers to them finds them under the same name.
CREATE TABLE members_with_removal (
  room          INTEGER NOT NULL REFERENCES rooms (room),
  sequence      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  member_id     TEXT    NOT NULL,
  identity      INTEGER NOT NULL REFERENCES identities (identity),
  name          TEXT    NOT NULL,
  name_skeleton TEXT    NOT NULL,
  role          TEXT    NOT NULL CHECK (role IN ('owner', 'member', 'removed')),
  joined_at     INTEGER NOT NULL,
  PRIMARY KEY (room, sequence),
  UNIQUE (room, member_id),
  UNIQUE (room, name_skeleton),
  UNIQUE (identity, room)
) STRICT, WITHOUT ROWID;

INSERT INTO members_with_removal
  (room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at)
SELECT room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at FROM members;

DROP TABLE members;
ALTER TABLE members_with_removal RENAME TO members;

CREATE INDEX members_changed ON members (room, version) WHERE version > sequence;

-- When a token was ended, in milliseconds of the store's own clock. Its row is kept, so that it never proves anything again.
ALTER TABLE tokens ADD COLUMN revoked_at INTEGER;

CREATE INDEX tokens_revoked ON tokens (revoked_at) WHERE revoked_at IS NOT NULL;
