-- What gateways sent. `frames`, `waveforms` and `latest` are made by the hub (src/layout.rs), because
-- their columns follow the list of vitals and their kind follows the server: hypertables where
-- TimescaleDB is present, range partitions by day elsewhere.

-- One numbered stream of one gateway and the numbers that are committed. The exactly-once rule
-- lives here: a number in `held` is never stored again.
CREATE TABLE streams (
    key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway_id text NOT NULL,
    generation bigint NOT NULL,
    class smallint NOT NULL CHECK (class BETWEEN 0 AND 2),
    held int8multirange NOT NULL DEFAULT '{}',
    UNIQUE (gateway_id, generation, class)
);

CREATE TABLE events (
    stream_key integer NOT NULL REFERENCES streams,
    seq bigint NOT NULL,
    gateway_id text NOT NULL,
    device_key integer REFERENCES devices,
    at timestamptz,
    received_at timestamptz NOT NULL,
    event jsonb NOT NULL,
    PRIMARY KEY (stream_key, seq)
);
CREATE INDEX events_by_device ON events (device_key, at);

CREATE TABLE gateway_status (
    gateway_id text PRIMARY KEY,
    received_at timestamptz NOT NULL,
    status jsonb NOT NULL
);

CREATE TABLE losses (
    stream_key integer NOT NULL REFERENCES streams,
    seq bigint NOT NULL,
    lost_stream_key integer NOT NULL REFERENCES streams,
    range int8range NOT NULL,
    reason text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (stream_key, seq)
);

CREATE TABLE anchors (
    gateway_id text NOT NULL,
    boot bigint NOT NULL,
    mono_ms bigint NOT NULL,
    wall_ms bigint NOT NULL,
    quality smallint NOT NULL,
    uncertainty_ms integer NOT NULL,
    PRIMARY KEY (gateway_id, boot, mono_ms)
);

-- Time unknown: measured before any clock could be trusted. Kept as it came, placed when an
-- anchor of its boot arrives, never guessed onto a patient.
CREATE TABLE unplaced (
    stream_key integer NOT NULL REFERENCES streams,
    seq bigint NOT NULL,
    gateway_id text NOT NULL,
    boot bigint NOT NULL,
    received_at timestamptz NOT NULL,
    record bytea NOT NULL,
    PRIMARY KEY (stream_key, seq)
);
CREATE INDEX unplaced_by_boot ON unplaced (gateway_id, boot);

-- What could not be read: the bytes, and which numbers they held if that could be read.
CREATE TABLE quarantine (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway_id text NOT NULL,
    stream_key integer REFERENCES streams,
    range int8range,
    reason text NOT NULL,
    received_at timestamptz NOT NULL,
    bytes bytea NOT NULL
);
