-- Where words like “today” are understood; NULL: UTC, and weeks that begin on Monday.
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN week_start TEXT;
