-- Codes that carry an identity to another device, as their hashes. `made_by` is the token it was asked for with, `taken_by` the one it was taken
-- with; null while it was not.
CREATE TABLE handoffs (
  code_hash TEXT    NOT NULL PRIMARY KEY,
  identity  INTEGER NOT NULL REFERENCES identities (identity),
  made_at   INTEGER NOT NULL,
  made_by   TEXT    NOT NULL,
  taken_by  TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX handoffs_of_identity ON handoffs (identity);
CREATE INDEX handoffs_by_age ON handoffs (made_at);
