-- What has to be known of a stay beside its measurements, and what people wrote about it.
--
-- Particulars are kept in sections that people change one by one (allergies, code_status, language, home, access, contacts).
-- Each change is a row of its own, so that it says who changed what and when; the highest version of a section holds.
CREATE TABLE particulars (
    episode_id uuid NOT NULL REFERENCES episodes,
    section text NOT NULL CHECK (section ~ '^[a-z][a-z_]{0,39}$'),
    version integer NOT NULL CHECK (version > 0),
    content jsonb NOT NULL,
    changed_by uuid NOT NULL REFERENCES staff,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (episode_id, section, version)
);

-- A note is signed by who wrote it. It is amended only by a new one that names it, of the same stay, and only once: so
-- amendments form chains, and the newest of a chain is the one that no other names.
CREATE TABLE notes (
    id uuid PRIMARY KEY,
    episode_id uuid NOT NULL REFERENCES episodes,
    kind text NOT NULL CHECK (kind IN ('sbar', 'free')),
    -- For an SBAR its four parts, for a free note its text.
    content jsonb NOT NULL,
    author uuid NOT NULL REFERENCES staff,
    signed_at timestamptz NOT NULL,
    amends uuid UNIQUE,
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    UNIQUE (id, episode_id),
    FOREIGN KEY (amends, episode_id) REFERENCES notes (id, episode_id),
    CHECK (amends <> id),
    CHECK ((amends IS NOT NULL) = (reason <> ''))
);
CREATE INDEX notes_by_episode ON notes (episode_id, signed_at DESC, id DESC);

CREATE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was written of a stay is followed by a new row, never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON particulars
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON notes
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
