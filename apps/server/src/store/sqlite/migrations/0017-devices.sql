-- A token is a device to whoever it belongs to: what kind of browser it is in, since when, and when it was last here; null while nobody knows.
ALTER TABLE tokens ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN created_at INTEGER;
ALTER TABLE tokens ADD COLUMN seen_at INTEGER;

-- The token a browser asked to be called with: it is called no more once that is over. Null for those of before, which end with any.
ALTER TABLE push_subscriptions ADD COLUMN kept_by TEXT;

-- The token a code was used for; null while it is good.
ALTER TABLE recovery_codes ADD COLUMN used_by TEXT;

-- What passkeys are asked to sign, each for one answer.
CREATE TABLE challenges (
  challenge_hash TEXT    NOT NULL PRIMARY KEY,
  made_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX challenges_by_age ON challenges (made_at);
