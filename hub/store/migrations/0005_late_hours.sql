-- Where frames that arrived late lie: device and hour of measurement, and when the last of them came.
-- After a restart the engines need what was *received* lately, also when it was measured days ago; frames
-- are found by device and instant only, so ingest notes the hours. Rows a day old are deleted.
CREATE TABLE late_hours (
    device_key integer NOT NULL,
    hour timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device_key, hour)
);
