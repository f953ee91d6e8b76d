-- What identities can sign in with elsewhere. Who an identity is to authenticators: a random handle that says nothing.
CREATE TABLE user_handles (
  identity INTEGER PRIMARY KEY REFERENCES identities (identity),
  handle   TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE passkeys (
  credential_id TEXT    NOT NULL PRIMARY KEY,
  identity      INTEGER NOT NULL REFERENCES identities (identity),
  public_key    TEXT    NOT NULL,
  counter       INTEGER NOT NULL,
  transports    TEXT    NOT NULL,
  is_backed_up  INTEGER NOT NULL,
  label         TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  used_at       INTEGER
) STRICT;

CREATE INDEX passkeys_of_identity ON passkeys (identity, created_at);

CREATE TABLE passwords (
  identity       INTEGER PRIMARY KEY REFERENCES identities (identity),
  login_name     TEXT    NOT NULL,
  login_skeleton TEXT    NOT NULL UNIQUE,
  hash           TEXT    NOT NULL,
  changed_at     INTEGER NOT NULL
) STRICT;

-- SHA-256 of each code that was not used yet, hex: codes are random enough that there is nothing to slow down.
CREATE TABLE recovery_codes (
  code_hash TEXT    NOT NULL PRIMARY KEY,
  identity  INTEGER NOT NULL REFERENCES identities (identity)
) STRICT, WITHOUT ROWID;

CREATE INDEX recovery_codes_of_identity ON recovery_codes (identity);
