-- What counts of the course of a stay beside its limits.
ALTER TABLE episodes ADD COLUMN neutropenic boolean NOT NULL DEFAULT false;
ALTER TABLE episodes ADD COLUMN scale_two_by uuid REFERENCES staff;
ALTER TABLE episodes ADD COLUMN scale_two_at timestamptz CHECK ((scale_two_by IS NULL) = (scale_two_at IS NULL));

-- Every profile that a stay has had or was proposed, by number. The episode's row holds what is in force; `before` is the
-- profile to which a temporary one goes back.
CREATE TABLE profiles (
    episode_id uuid NOT NULL REFERENCES episodes,
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('proposed', 'in_force', 'past', 'refused')),
    template text NOT NULL,
    limits jsonb NOT NULL,
    neutropenic boolean NOT NULL,
    scale_two_by uuid REFERENCES staff,
    scale_two_at timestamptz,
    reason text NOT NULL,
    author uuid REFERENCES staff,
    made_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz,
    decided_by uuid REFERENCES staff,
    decided_at timestamptz,
    signed_by uuid REFERENCES staff,
    signed_at timestamptz,
    before integer,
    PRIMARY KEY (episode_id, number),
    CHECK ((scale_two_by IS NULL) = (scale_two_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((signed_by IS NULL) = (signed_at IS NULL)),
    -- Nobody agrees to a proposal of their own; one may take it back.
    CHECK (decided_by IS NULL OR state = 'refused' OR author IS NULL OR decided_by <> author)
);
CREATE UNIQUE INDEX profiles_one_in_force ON profiles (episode_id) WHERE state = 'in_force';
CREATE UNIQUE INDEX profiles_one_proposed ON profiles (episode_id) WHERE state = 'proposed';
CREATE INDEX profiles_temporary ON profiles (ends_at) WHERE state = 'in_force' AND ends_at IS NOT NULL;

-- Stays of before begin with the limits that they have. Nobody is known to have signed them.
INSERT INTO profiles (episode_id, number, state, template, limits, neutropenic, reason, made_at)
    SELECT id, 1, 'in_force', 'adult', limits, false, '', admitted_at FROM episodes;
