-- The known alert that the hub sends itself: the last one that was raised, and when the loop that escalates had it. It is no row
-- of `alerts`, and whoever it is about is no row of `patients`: nothing that counts or lists them can meet it.
CREATE TABLE canary (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    alert_id uuid NOT NULL,
    raised_at timestamptz NOT NULL,
    escalated_at timestamptz CHECK (escalated_at >= raised_at)
);

-- What a physician has signed of the numbers that every patient is watched by. A number that is another one in a later version
-- has no row yet and is not signed; one that comes back is.
CREATE TABLE clinical_signatures (
    item text NOT NULL,
    value text NOT NULL,
    signed_by uuid NOT NULL REFERENCES staff,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item, value)
);
