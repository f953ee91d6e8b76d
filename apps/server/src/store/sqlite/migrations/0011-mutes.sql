-- What few members have, as it is told of them: JSON, or null.
ALTER TABLE members ADD COLUMN extra TEXT;
