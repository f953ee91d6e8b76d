-- A token is a device to whoever it belongs to: what kind of browser it is in, since when, and when it was last here; null while nobody knows.
ALTER TABLE tokens ADD COLUMN label text NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN created_at bigint;
ALTER TABLE tokens ADD COLUMN seen_at bigint;

-- The token a browser asked to be called with: it is called no more once that is over. Null for those of before, which end with any.
ALTER TABLE push_subscriptions ADD COLUMN kept_by text COLLATE "C";

-- The token a code was used for; null while it is good.
ALTER TABLE recovery_codes ADD COLUMN used_by text COLLATE "C";

-- What passkeys are asked to sign, each for one answer.
CREATE TABLE challenges (
  challenge_hash text   COLLATE "C" PRIMARY KEY,
  made_at        bigint NOT NULL
);

CREATE INDEX challenges_by_age ON challenges (made_at);
