-- How many times a row was saved: a writer that changes one says which it read, and a change in between shows.
ALTER TABLE sessions ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE orders ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE visitors ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
