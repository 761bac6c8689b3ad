-- It is part of the key of every kept answer: one more, and all answers of the dataset are forgotten, on every server.
ALTER TABLE datasets ADD COLUMN cache_generation INTEGER NOT NULL DEFAULT 0;
