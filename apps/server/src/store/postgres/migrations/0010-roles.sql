-- More roles than owner and member. Every row that is there keeps the wider rule, so nothing has to be looked through.
ALTER TABLE members DROP CONSTRAINT members_role_check;
ALTER TABLE members ADD CONSTRAINT members_role_check
  CHECK (role IN ('owner', 'moderator', 'member', 'reader', 'removed', 'banned')) NOT VALID;

-- What those who lead a room have settled for it: JSON, or null.
ALTER TABLE rooms ADD COLUMN settings text;
