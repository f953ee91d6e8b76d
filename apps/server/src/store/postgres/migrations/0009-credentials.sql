-- What identities can sign in with elsewhere. Who an identity is to authenticators: a random handle that says nothing.
CREATE TABLE user_handles (
  identity bigint PRIMARY KEY,
  handle   text   COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE passkeys (
  credential_id text   COLLATE "C" PRIMARY KEY,
  identity      bigint NOT NULL,
  public_key    text   NOT NULL,
  counter       bigint NOT NULL,
  transports    text   NOT NULL,
  is_backed_up  bigint NOT NULL,
  label         text   NOT NULL,
  created_at    bigint NOT NULL,
  used_at       bigint
);

CREATE INDEX passkeys_of_identity ON passkeys (identity, created_at);

CREATE TABLE passwords (
  identity       bigint PRIMARY KEY,
  login_name     text   NOT NULL,
  login_skeleton text   COLLATE "C" NOT NULL UNIQUE,
  hash           text   NOT NULL,
  changed_at     bigint NOT NULL
);

-- SHA-256 of each code that was not used yet, hex: codes are random enough that there is nothing to slow down.
CREATE TABLE recovery_codes (
  code_hash text   COLLATE "C" PRIMARY KEY,
  identity  bigint NOT NULL
);

CREATE INDEX recovery_codes_of_identity ON recovery_codes (identity);
