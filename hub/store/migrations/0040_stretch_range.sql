-- The lowest and the highest good value of a stretch: a device that repeats one number for hours is found by them, over
-- restarts too. NULL for the stretches of before, of which nobody has kept them.
ALTER TABLE stretches ADD COLUMN low integer, ADD COLUMN high integer, ADD CHECK ((low IS NULL) = (high IS NULL) AND low <= high);
