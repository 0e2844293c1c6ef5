-- What happened to a patient that an alert should have told of: marked by a clinician, so that profiles can be compared by it.
-- A mark is withdrawn, not deleted.
CREATE TABLE marked_events (
    id uuid PRIMARY KEY,
    episode_id uuid NOT NULL REFERENCES episodes,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    marked_by uuid NOT NULL REFERENCES staff,
    marked_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_by uuid REFERENCES staff,
    withdrawn_at timestamptz,
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX marked_events_by_stay ON marked_events (episode_id, at);

-- The newest trial of each person: what was asked, and what came of it.
CREATE TABLE trials (
    staff_id uuid PRIMARY KEY REFERENCES staff,
    id uuid NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    wish jsonb NOT NULL,
    -- The version of each stay when it was asked: a stay with another one has another profile by now.
    versions jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    result jsonb,
    CHECK ((state = 'done') = (result IS NOT NULL))
);
