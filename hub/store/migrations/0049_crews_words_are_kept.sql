-- What crews measured and wrote that the record of the patient did not take: it stays beside the incident, where both sides see it.
-- Nobody judges it, because nobody knows that it holds of the patient now.
CREATE TABLE crew_unrecorded (
    -- The id that the phone gave it.
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incidents,
    by_staff uuid NOT NULL REFERENCES staff,
    -- When the hub heard.
    at timestamptz NOT NULL,
    -- A number with its code and unit, a word with its code, or a note.
    code text,
    value double precision,
    unit text,
    finding text,
    body text CHECK (length(body) BETWEEN 1 AND 4000),
    -- As in a step.
    pressed_ms bigint,
    sent_ms bigint,
    steady_ms bigint,
    why text NOT NULL,
    CHECK ((code IS NULL) <> (body IS NULL) AND (value IS NULL) = (unit IS NULL)),
    CHECK (CASE WHEN code IS NULL THEN value IS NULL AND finding IS NULL ELSE (value IS NULL) <> (finding IS NULL) END),
    CHECK ((pressed_ms IS NULL) = (sent_ms IS NULL))
);
CREATE INDEX crew_unrecorded_of ON crew_unrecorded (incident_id, at);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON crew_unrecorded
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();

-- A note that was written without a link is signed later than it was written.
ALTER TABLE notes ADD COLUMN written_at timestamptz CHECK (written_at <= signed_at);
-- True where nobody can say when it was written: it is not as of its signing.
ALTER TABLE notes ADD COLUMN written_unknown boolean NOT NULL DEFAULT false CHECK (NOT written_unknown OR written_at IS NULL);
