-- What is measured now and then, or said by a person: one row an observation. Streamed vitals stay in `frames`.
-- A number is `value` steps of 10^-`decimals` of `unit`; a coded answer is a word in `finding`. `source` is who gave it:
-- staff, patient, family, or a device (then `device_key` names it). `author` is who wrote it down.
--
-- Nothing is changed or deleted. A correction is a row that names the one it corrects, of the same stay and code, and
-- a row is corrected at most once: so the rows form chains, and the newest of a chain is the one that no other names.
-- A withdrawal ("entered in error") is such a row too; it says no value, only why.
CREATE TABLE observations (
    id uuid PRIMARY KEY,
    episode_id uuid NOT NULL REFERENCES episodes,
    code text NOT NULL CHECK (code ~ '^([a-z][a-z0-9_]{0,39}|[0-9]{1,7}-[0-9])$'),
    at timestamptz NOT NULL,
    value bigint,
    decimals smallint CHECK (decimals BETWEEN 0 AND 6),
    unit text CHECK (length(unit) BETWEEN 1 AND 20),
    finding text CHECK (length(finding) BETWEEN 1 AND 80),
    method text NOT NULL,
    source text NOT NULL CHECK (source IN ('staff', 'patient', 'family', 'device')),
    device_key integer REFERENCES devices,
    author uuid NOT NULL REFERENCES staff,
    entered_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    corrects uuid UNIQUE,
    withdrawal boolean NOT NULL DEFAULT false,
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    UNIQUE (id, episode_id, code),
    FOREIGN KEY (corrects, episode_id, code) REFERENCES observations (id, episode_id, code),
    CHECK (corrects <> id),
    -- A number with its resolution and unit, or a word, or neither in a withdrawal.
    CHECK ((value IS NULL) = (decimals IS NULL) AND (value IS NULL) = (unit IS NULL)),
    CHECK (num_nonnulls(value, finding) = CASE WHEN withdrawal THEN 0 ELSE 1 END),
    CHECK ((device_key IS NOT NULL) = (source = 'device')),
    CHECK ((corrects IS NOT NULL) = (reason <> '')),
    CHECK (corrects IS NOT NULL OR NOT withdrawal)
);
CREATE INDEX observations_by_episode ON observations (episode_id, at DESC, id DESC);
CREATE INDEX observations_by_code ON observations (episode_id, code, at DESC, id DESC);

CREATE FUNCTION observations_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an observation is corrected by a new row, never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON observations
    FOR EACH STATEMENT EXECUTE FUNCTION observations_are_kept();
