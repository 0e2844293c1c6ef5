-- What the programme owed within a period, for the report: a thousand stays make four thousand such tasks a day.
CREATE INDEX tasks_of_programme ON tasks (due_at) WHERE origin LIKE 'day %';

-- A handover that is over is complete: nothing is added to what was said of it, and none of its tables is emptied.
CREATE FUNCTION handover_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row is locked by whoever closes it, so that nothing slips in meanwhile.
    PERFORM FROM handovers WHERE id = NEW.handover_id AND state = 'offered' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a handover is never changed once it is closed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open BEFORE INSERT ON handover_sheets FOR EACH ROW EXECUTE FUNCTION handover_is_open();
CREATE TRIGGER open BEFORE INSERT ON handover_receipts FOR EACH ROW EXECUTE FUNCTION handover_is_open();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON handovers FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON handover_sheets FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON handover_receipts FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
