-- The shard that a gateway was given when it was registered: that of the gateway whose home it shares, so that all of
-- one home once go to the same hub. NULL is what its id says.
ALTER TABLE gateways ADD COLUMN shard smallint CHECK (shard BETWEEN 0 AND 63);
