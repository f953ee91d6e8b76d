-- What leaders erased and can still bring back for a while: the message as it was, as JSON. `version` and `erased_by` are those of the change
-- that erased it.
CREATE TABLE erased_messages (
  room       bigint NOT NULL,
  sequence   bigint NOT NULL,
  message_id text   COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  erased_by  text   NOT NULL,
  erased_at  bigint NOT NULL,
  record     text   NOT NULL,
  PRIMARY KEY (room, sequence)
);

CREATE INDEX erased_messages_by_age ON erased_messages (erased_at);
