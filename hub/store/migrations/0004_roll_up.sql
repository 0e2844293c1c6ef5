-- The roll-up by the minute (src/rollup.rs). Every frame measured before `rolled_until` marks its hour
-- as stale when it is stored; ingest reads the row under a shared lock, so no frame falls between.
CREATE TABLE roll_up (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    rolled_until timestamptz NOT NULL
);

-- How far the minutes are really written. Whoever rolls up locks this row, and ingest never looks at it.
CREATE TABLE roll_up_written (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    until timestamptz NOT NULL
);

-- `marks` counts the ingests that marked the hour: one that was marked again meanwhile stays.
CREATE TABLE stale_hours (
    device_key integer NOT NULL,
    hour timestamptz NOT NULL,
    marks bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (device_key, hour)
);
