-- What who has an alert says that they do, and when they want to be reminded. The last word stands with the alert, each with its step.
ALTER TABLE alerts
    ADD COLUMN action text CHECK (action ~ '^[a-z][a-z_]{0,39}$'),
    ADD COLUMN remind_at timestamptz;
ALTER TABLE alert_transitions
    ADD COLUMN action text CHECK (action ~ '^[a-z][a-z_]{0,39}$'),
    ADD COLUMN remind_at timestamptz,
    ADD CHECK (change = 'acted' OR (action IS NULL AND remind_at IS NULL));

-- What its owner had asked for when the deadline of the reminder was set: one word is heeded once.
ALTER TABLE escalations ADD COLUMN asked_at timestamptz;
