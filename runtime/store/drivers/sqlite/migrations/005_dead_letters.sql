-- When a record became a dead letter, and when it was sent to the log again; epoch milliseconds.
ALTER TABLE dead_letters ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dead_letters ADD COLUMN resubmitted INTEGER;
UPDATE dead_letters SET at = unixepoch() * 1000;
