-- The roles of the people whom an alert reaches when nobody at the command center answers.
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check
    CHECK (role IN ('nurse', 'charge_nurse', 'physician', 'call_agent', 'dispatcher', 'technician', 'administrator'));

-- How far each open alert has climbed: one row an open alert, gone when it is closed. `round` rises when an
-- acknowledgement becomes void; `at_once` is how many rungs the round began with.
CREATE TABLE escalations (
    alert_id uuid PRIMARY KEY REFERENCES alerts,
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    active boolean NOT NULL,
    acknowledged_by uuid REFERENCES staff,
    acknowledged_at timestamptz,
    round integer NOT NULL CHECK (round > 0),
    at_once smallint NOT NULL CHECK (at_once > 0),
    reminders integer NOT NULL CHECK (reminders >= 0),
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
);

-- What is due when: the next rung, the receipt of the last one, the next reminder.
CREATE TABLE escalation_deadlines (
    alert_id uuid NOT NULL REFERENCES escalations ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('rung', 'receipt', 'reminder')),
    due_at timestamptz NOT NULL,
    PRIMARY KEY (alert_id, kind)
);

-- Each rung that fired, and what became of it. The key lets no rung of a round fire twice, whatever races.
CREATE TABLE escalation_rungs (
    alert_id uuid NOT NULL REFERENCES alerts,
    round integer NOT NULL,
    rung smallint NOT NULL CHECK (rung > 0),
    posts text NOT NULL,
    due_at timestamptz NOT NULL,
    fired_at timestamptz NOT NULL,
    receipt text CHECK (receipt IN ('delivered', 'opened', 'answered')),
    receipt_at timestamptz,
    unheard boolean NOT NULL,
    PRIMARY KEY (alert_id, round, rung),
    CHECK ((receipt IS NULL) = (receipt_at IS NULL))
);

-- Every step, in the order in which the hub took it. `staff_id` is whose screen confirmed, who took the alert, or who
-- was reminded; a reminder without it went to everyone.
CREATE TABLE escalation_steps (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id uuid NOT NULL REFERENCES alerts,
    round integer NOT NULL,
    at timestamptz NOT NULL,
    step text NOT NULL CHECK (step IN ('fired', 'unheard', 'received', 'stopped', 'reminded')),
    rung smallint,
    posts text,
    due_at timestamptz,
    detail text,
    staff_id uuid REFERENCES staff,
    CHECK ((rung IS NOT NULL) = (step IN ('fired', 'unheard', 'received'))),
    CHECK ((posts IS NOT NULL) = (step = 'fired') AND (due_at IS NOT NULL) = (step = 'fired'))
);
CREATE INDEX escalation_steps_by_alert ON escalation_steps (alert_id, number);

CREATE FUNCTION escalation_steps_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step of an escalation is never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON escalation_steps
    FOR EACH STATEMENT EXECUTE FUNCTION escalation_steps_are_kept();
