-- Where banned members came from, as keyed hashes. Each stands for one ban, by the version it gave the member, and counts for some days.
CREATE TABLE barred_addresses (
  room         bigint NOT NULL REFERENCES rooms (room),
  address_hash text NOT NULL,
  member_id    text COLLATE "C" NOT NULL,
  version      bigint NOT NULL,
  barred_at    bigint NOT NULL,
  PRIMARY KEY (room, address_hash, member_id)
);

CREATE INDEX barred_addresses_by_age ON barred_addresses (barred_at);
