-- What a replay of the alert rules has to know beside readings, values by hand and acts.

-- When a hub was at work: from its start until it was last known to be alive.
CREATE TABLE hub_runs (
    id uuid PRIMARY KEY,
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    CHECK (alive_at >= started_at)
);
CREATE INDEX hub_runs_by_start ON hub_runs (started_at);

-- When a hub at work received nothing or could store nothing: silence proves nothing then. Without an end: until it ended.
CREATE TABLE intake_pauses (
    run_id uuid NOT NULL REFERENCES hub_runs ON DELETE CASCADE,
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    PRIMARY KEY (run_id, from_at)
);

-- When nothing was heard of a gateway for longer than it may be quiet: from when it was heard before until it was heard
-- again. That it is heard is not stored otherwise: most of what it says has no row.
CREATE TABLE gateway_silences (
    gateway_id text NOT NULL REFERENCES gateways,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (gateway_id, from_at)
);
