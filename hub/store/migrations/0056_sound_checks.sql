-- What people said of the alarm sounds of the desk at which they watch: that they heard them, that they did not, or that the browser
-- did not play them. Rows are added, never changed: a desk that was silent in the night was so.
CREATE TABLE sound_checks (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    screen text NOT NULL CHECK (length(screen) BETWEEN 1 AND 60),
    outcome text NOT NULL CHECK (outcome IN ('heard', 'not_heard', 'blocked'))
);
CREATE INDEX sound_checks_of_a_person ON sound_checks (staff_id, at DESC);

CREATE FUNCTION sound_checks_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a sound check is never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON sound_checks
    FOR EACH STATEMENT EXECUTE FUNCTION sound_checks_are_kept();
