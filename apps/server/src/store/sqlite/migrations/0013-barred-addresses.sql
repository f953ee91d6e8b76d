-- Where banned members came from, as keyed hashes. Each stands for one ban, by the version it gave the member, and counts for some days.
CREATE TABLE barred_addresses (
  room         INTEGER NOT NULL REFERENCES rooms (room),
  address_hash TEXT NOT NULL,
  member_id    TEXT NOT NULL,
  version      INTEGER NOT NULL,
  barred_at    INTEGER NOT NULL,
  PRIMARY KEY (room, address_hash, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX barred_addresses_by_age ON barred_addresses (barred_at);
