-- A member may be removed. Every row that is there keeps the wider rule, so nothing has to be looked through, and a node of the version
-- before goes on meanwhile.
ALTER TABLE members DROP CONSTRAINT members_role_check;
ALTER TABLE members ADD CONSTRAINT members_role_check CHECK (role IN ('owner', 'member', 'removed')) NOT VALID;

-- When a token was ended, in milliseconds of the database's clock. Its row is kept, so that it never proves anything again.
ALTER TABLE tokens ADD COLUMN revoked_at bigint;

CREATE INDEX tokens_revoked ON tokens (revoked_at) WHERE revoked_at IS NOT NULL;
