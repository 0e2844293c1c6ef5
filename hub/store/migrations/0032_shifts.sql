-- Shifts, and who holds the watch of each stay. The table watch (0001) is the watch of all stays, for sites that keep no
-- shifts; its one row is also the lock that orders all acts on shifts and watches.
CREATE TABLE shifts (
    id uuid PRIMARY KEY,
    version integer NOT NULL CHECK (version > 0),
    staff_id uuid NOT NULL REFERENCES staff,
    duty text NOT NULL CHECK (duty IN ('nurse', 'charge_nurse', 'call_agent', 'physician', 'dispatcher')),
    site text NOT NULL CHECK (length(site) BETWEEN 1 AND 40),
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    reach_by text NOT NULL CHECK (reach_by IN ('desk', 'phone')),
    phone text NOT NULL CHECK (length(phone) <= 40),
    languages text[] NOT NULL,
    ended_at timestamptz,
    cancelled_at timestamptz,
    CHECK (until_at > from_at AND until_at <= from_at + interval '24 hours'),
    CHECK ((reach_by = 'phone') = (phone <> '')),
    CHECK (ended_at IS NULL OR (cancelled_at IS NULL AND ended_at >= from_at)),
    -- Nobody works twice at a time.
    CONSTRAINT shifts_never_overlap EXCLUDE USING gist
        (staff_id WITH =, tstzrange(from_at, LEAST(until_at, COALESCE(ended_at, until_at))) WITH &&) WHERE (cancelled_at IS NULL)
);
CREATE INDEX shifts_by_end ON shifts (until_at);

-- Who holds the watch of a stay: one shift, never two, and once somebody has held it never nobody.
CREATE TABLE watches (
    episode_id uuid PRIMARY KEY REFERENCES episodes,
    version integer NOT NULL CHECK (version > 0),
    holder uuid NOT NULL REFERENCES shifts,
    since_at timestamptz NOT NULL,
    backup uuid REFERENCES shifts,
    CHECK (backup IS DISTINCT FROM holder)
);

-- Every step of the roster and of the watch: who, when, what.
CREATE TABLE shift_steps (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff,
    step text NOT NULL CHECK (step IN ('planned', 'changed', 'cancelled', 'ended')),
    shift_id uuid NOT NULL REFERENCES shifts,
    plan jsonb,
    CHECK ((plan IS NOT NULL) = (step IN ('planned', 'changed')))
);
CREATE TABLE watch_steps (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff,
    episode_id uuid NOT NULL REFERENCES episodes,
    version integer NOT NULL CHECK (version > 0),
    from_shift uuid REFERENCES shifts,
    holder uuid NOT NULL REFERENCES shifts,
    backup uuid REFERENCES shifts,
    why text NOT NULL CHECK (why IN ('assigned', 'taken_over', 'handed_over', 'kept')),
    UNIQUE (episode_id, version)
);

CREATE FUNCTION steps_of_care_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step of a shift or of a watch is never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON shift_steps
    FOR EACH STATEMENT EXECUTE FUNCTION steps_of_care_are_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON watch_steps
    FOR EACH STATEMENT EXECUTE FUNCTION steps_of_care_are_kept();
