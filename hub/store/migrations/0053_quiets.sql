-- What keeps alerts of a stay quiet for hours: one rule that is shelved, or a context that the patient is in. A row is never deleted: it
-- says who, why, from when until when, and why it ended.
CREATE TABLE quiets (
    id uuid PRIMARY KEY,
    episode_id uuid NOT NULL REFERENCES episodes,
    rule text,
    context text CHECK (context IN ('bath', 'transport', 'end_of_life')),
    reason text NOT NULL CHECK (length(reason) <= 1000),
    begun_by uuid NOT NULL REFERENCES staff,
    begun_at timestamptz NOT NULL,
    level integer,
    until_at timestamptz,
    ended_at timestamptz,
    ended_by uuid REFERENCES staff,
    ended_why text CHECK (ended_why IN ('over', 'worse', 'new', 'ended')),
    CHECK (num_nulls(rule, context) = 1),
    CHECK (until_at IS NOT NULL OR context = 'end_of_life'),
    CHECK (num_nulls(ended_at, ended_why) IN (0, 2)),
    CHECK ((ended_by IS NOT NULL) = (ended_why IS NOT NULL AND ended_why = 'ended'))
);
CREATE INDEX quiets_of_a_stay ON quiets (episode_id, begun_at DESC);
CREATE INDEX quiets_under_way ON quiets (episode_id) WHERE ended_at IS NULL;

-- A pause of an alert by one of them. It has no end of its own while that has none.
ALTER TABLE escalations ADD COLUMN pause_quiet uuid REFERENCES quiets;
ALTER TABLE escalations DROP CONSTRAINT escalations_pause_reason_check;
ALTER TABLE escalations ADD CONSTRAINT escalations_pause_reason_check
    CHECK (pause_reason IN ('at_the_patient', 'bath', 'transport', 'shelved', 'end_of_life'));
ALTER TABLE escalation_steps DROP CONSTRAINT escalation_steps_check1;
ALTER TABLE escalation_steps ADD CONSTRAINT escalation_steps_check1
    CHECK ((posts IS NOT NULL) = (step = 'fired') AND (step <> 'fired' OR due_at IS NOT NULL)
        AND (due_at IS NULL OR step IN ('fired', 'paused')));

-- Who has read what rings less for a patient: the profile that reduces it (null where none does), and what was quiet then.
CREATE TABLE alarms_read (
    episode_id uuid NOT NULL REFERENCES episodes,
    staff_id uuid NOT NULL REFERENCES staff,
    read_at timestamptz NOT NULL,
    profile integer CHECK (profile > 0),
    quiets uuid[] NOT NULL,
    PRIMARY KEY (episode_id, staff_id, read_at)
);
