-- On what grounds an alert rang: the parts, inputs and ages of a score, the temperatures of a fever. NULL for alerts that
-- compare one value with one limit.
ALTER TABLE alerts ADD COLUMN evidence jsonb;
ALTER TABLE alert_transitions ADD COLUMN evidence jsonb;

-- A streamed vital of a stay, as one median for each stretch of five minutes: what the scores are made of. A copy of what
-- the frames say, so that a hub that starts needs not read half a day of them.
CREATE TABLE stretches (
    episode_id uuid NOT NULL REFERENCES episodes,
    vital text NOT NULL,
    until timestamptz NOT NULL,
    -- The median in steps of the vital's resolution, and when the newest good sample was measured.
    median integer NOT NULL,
    newest_at timestamptz NOT NULL,
    good integer NOT NULL CHECK (good > 0),
    expected integer NOT NULL CHECK (expected > 0),
    PRIMARY KEY (episode_id, vital, until)
);
CREATE INDEX stretches_until ON stretches (until);
