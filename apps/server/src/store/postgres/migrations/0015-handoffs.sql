-- Codes that carry an identity to another device, as their hashes. `made_by` is the token it was asked for with, `taken_by` the one it was taken
-- with; null while it was not.
CREATE TABLE handoffs (
  code_hash text   COLLATE "C" PRIMARY KEY,
  identity  bigint NOT NULL,
  made_at   bigint NOT NULL,
  made_by   text   COLLATE "C" NOT NULL,
  taken_by  text   COLLATE "C"
);

CREATE INDEX handoffs_of_identity ON handoffs (identity);
CREATE INDEX handoffs_by_age ON handoffs (made_at);
