-- Whom each rung reached: one row a person, first when a screen showed it, then when somebody opened the alert there.
CREATE TABLE escalation_receipts (
    alert_id uuid NOT NULL,
    round integer NOT NULL,
    rung smallint NOT NULL,
    place smallint NOT NULL CHECK (place > 0),
    staff_id uuid NOT NULL REFERENCES staff,
    delivered_at timestamptz NOT NULL,
    opened_at timestamptz,
    PRIMARY KEY (alert_id, round, rung, staff_id),
    FOREIGN KEY (alert_id, round, rung) REFERENCES escalation_rungs
);

-- Whether the last reminder went to everyone, and the pause under way: who, why, since when, and what was known of the
-- alert then. Its end is a deadline, so that no pause is without one.
ALTER TABLE escalations
    ADD COLUMN reminded_everyone boolean NOT NULL DEFAULT false,
    ADD COLUMN pauses smallint NOT NULL DEFAULT 0 CHECK (pauses >= 0),
    ADD COLUMN paused_by uuid REFERENCES staff,
    ADD COLUMN pause_reason text CHECK (pause_reason IN ('at_the_patient', 'bath', 'transport')),
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN pause_extreme integer,
    ADD COLUMN pause_raised_at timestamptz,
    ADD CHECK (num_nulls(paused_by, pause_reason, paused_at, pause_raised_at) IN (0, 4));

ALTER TABLE escalation_deadlines DROP CONSTRAINT escalation_deadlines_kind_check;
ALTER TABLE escalation_deadlines ADD CONSTRAINT escalation_deadlines_kind_check
    CHECK (kind IN ('rung', 'receipt', 'reminder', 'pause'));

-- `due_at` of a pause is its end; `detail` is its reason, and of a resumption why.
ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_step_check;
ALTER TABLE escalation_steps ADD CONSTRAINT escalation_steps_step_check
    CHECK (step IN ('fired', 'unheard', 'received', 'stopped', 'reminded', 'paused', 'resumed'));
ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_check1;
ALTER TABLE escalation_steps ADD CONSTRAINT escalation_steps_check1
    CHECK ((posts IS NOT NULL) = (step = 'fired') AND (due_at IS NOT NULL) = (step IN ('fired', 'paused')));
