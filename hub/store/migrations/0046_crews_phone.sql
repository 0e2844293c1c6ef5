-- What the phones of crews send: each thing once, whatever became of it; and calls of a crew for help for itself.

-- One press of a button, under the id that the phone gave it. What was refused stays beside the incident with what stood against it.
CREATE TABLE crew_presses (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incidents,
    by_staff uuid NOT NULL REFERENCES staff,
    -- When the hub heard.
    at timestamptz NOT NULL,
    place smallint NOT NULL CHECK (place BETWEEN 1 AND 8),
    unit_id uuid NOT NULL REFERENCES units,
    state text NOT NULL,
    -- As in a step.
    pressed_ms bigint,
    sent_ms bigint,
    steady_ms bigint,
    -- Why not; empty if it was done.
    refused text,
    -- How far the place was then, where that is why.
    is_state text,
    -- Which unit had it then, where that is why.
    other_unit uuid REFERENCES units,
    CHECK ((pressed_ms IS NULL) = (sent_ms IS NULL)),
    CHECK (steady_ms IS NULL OR pressed_ms IS NOT NULL),
    CHECK (refused IS NOT NULL OR (is_state IS NULL AND other_unit IS NULL))
);
CREATE INDEX crew_presses_refused ON crew_presses (incident_id, at) WHERE refused IS NOT NULL;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON crew_presses
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();

-- A crew calls for help for itself. It is open until somebody says that it is over.
CREATE TABLE crew_sos (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units,
    by_staff uuid NOT NULL REFERENCES staff,
    -- When it was pressed, as far as the hub can say, and when the hub heard.
    pressed_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by uuid REFERENCES staff,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX crew_sos_open ON crew_sos (unit_id) WHERE ended_at IS NULL;
CREATE TRIGGER kept_whole BEFORE DELETE OR TRUNCATE ON crew_sos FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE FUNCTION sos_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR (OLD.id, OLD.unit_id, OLD.by_staff, OLD.pressed_at, OLD.at) IS DISTINCT FROM (NEW.id, NEW.unit_id, NEW.by_staff, NEW.pressed_at, NEW.at) THEN
        RAISE EXCEPTION 'a call for help is ended once, and nothing else of it is ever changed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_kept BEFORE UPDATE ON crew_sos FOR EACH ROW EXECUTE FUNCTION sos_is_kept();
