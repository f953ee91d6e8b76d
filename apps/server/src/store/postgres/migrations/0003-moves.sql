-- How far the move of an SQLite database into this one is: the table it is at, and the key behind which it goes on. Until it is finished
-- no server starts on this database.
CREATE TABLE moves (
  move        boolean     PRIMARY KEY CHECK (move),
  source      text        NOT NULL,
  at_table    text        NOT NULL,
  after       jsonb       NOT NULL,
  begun_at    timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
