-- Each entry of the audit gets a seal over what it says and the seal before it, in the order in which the hub finds them.
CREATE TABLE audit_seals (
    number bigint PRIMARY KEY CHECK (number > 0),
    audit_id bigint NOT NULL UNIQUE REFERENCES audit,
    seal bytea NOT NULL CHECK (octet_length(seal) = 32)
);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
-- Rules keep entries from being changed or deleted; nothing kept them from being emptied out all at once.
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();

-- Entries that wait for their seal: transactions do not commit in the order of the ids.
CREATE TABLE audit_unsealed (audit_id bigint PRIMARY KEY);
CREATE FUNCTION awaits_its_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed VALUES (NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER awaits_its_seal AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION awaits_its_seal();
INSERT INTO audit_unsealed SELECT id FROM audit;

-- Ways in for the auditor: what happened last, and what one person did.
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_by_person ON audit (staff_id, at DESC);
