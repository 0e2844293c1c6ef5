-- Alerts and every step of them. `episode_id` is null for the hub's own faults.

CREATE TABLE alerts (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    episode_id uuid REFERENCES episodes,
    rule text NOT NULL,
    subject text NOT NULL,
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    condition text NOT NULL CHECK (condition IN ('pending', 'active', 'cleared')),
    response text NOT NULL CHECK (response IN ('none', 'acknowledged', 'reviewed')),
    vital text,
    value integer,
    limit_value integer,
    extreme integer,
    since_at timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    cleared_at timestamptz,
    acknowledged_by uuid REFERENCES staff,
    acknowledged_at timestamptz,
    reviewed_by uuid REFERENCES staff,
    reviewed_at timestamptz,
    while_offline boolean NOT NULL,
    as_of_at timestamptz,
    open boolean NOT NULL
);
-- One open alert per episode, rule and subject, whatever races.
CREATE UNIQUE INDEX alerts_one_open ON alerts (coalesce(episode_id, '00000000-0000-0000-0000-000000000000'), rule, subject) WHERE open;
CREATE INDEX alerts_by_episode ON alerts (episode_id, raised_at DESC);

CREATE TABLE alert_transitions (
    alert_id uuid NOT NULL REFERENCES alerts,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    change text NOT NULL,
    rule_name text,
    staff_id uuid REFERENCES staff,
    priority text NOT NULL,
    condition text NOT NULL,
    response text NOT NULL,
    value integer,
    limit_value integer,
    reason text NOT NULL,
    PRIMARY KEY (alert_id, version),
    -- Who made it is always known: a named rule or a person, never both.
    CHECK ((rule_name IS NULL) <> (staff_id IS NULL))
);
