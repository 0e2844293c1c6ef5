-- A site that keeps no shifts any more says so, and why: until a shift is planned again in which somebody watches, one person holds
-- the watch of all stays. Whoever said so last counts; what was said is kept.
CREATE TABLE shift_rests (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 300)
);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON shift_rests
    FOR EACH STATEMENT EXECUTE FUNCTION steps_of_care_are_kept();
