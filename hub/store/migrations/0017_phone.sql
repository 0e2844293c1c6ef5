-- The number that the home answers: a screen that no longer sees a home says whom to call, and where. Empty when
-- nobody has written one down.
ALTER TABLE episodes ADD COLUMN phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 40);
