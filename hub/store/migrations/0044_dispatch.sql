-- Units, who drives them, and incidents. An incident is its steps, which are kept as they were; its row and its places say where
-- it stands, for queries and constraints.

-- The one row that orders all acts on incidents and units.
CREATE TABLE dispatch_desk (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO dispatch_desk DEFAULT VALUES;

CREATE TABLE units (
    id uuid PRIMARY KEY,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 40),
    equipment text[] NOT NULL CHECK (cardinality(equipment) <= 12)
);

-- Who drives a unit from when until when.
CREATE TABLE crews (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units,
    members uuid[] NOT NULL CHECK (cardinality(members) BETWEEN 1 AND 4),
    skills text[] NOT NULL CHECK (cardinality(skills) <= 12),
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    made_by uuid NOT NULL REFERENCES staff,
    ended_at timestamptz,
    CHECK (until_at > from_at AND until_at <= from_at + interval '24 hours'),
    CHECK (ended_at IS NULL OR ended_at >= from_at),
    CONSTRAINT crews_one_at_a_time EXCLUDE USING gist
        (unit_id WITH =, tstzrange(from_at, LEAST(until_at, COALESCE(ended_at, until_at))) WITH &&)
);
CREATE INDEX crews_of_unit ON crews (unit_id, from_at DESC);
CREATE INDEX crews_of_member ON crews USING gin (members);

-- Where each unit was last: one row a unit, and none of where it was before.
CREATE TABLE unit_positions (
    unit_id uuid PRIMARY KEY REFERENCES units,
    latitude_udeg integer NOT NULL CHECK (latitude_udeg BETWEEN -90000000 AND 90000000),
    longitude_udeg integer NOT NULL CHECK (longitude_udeg BETWEEN -180000000 AND 180000000),
    at timestamptz NOT NULL
);

CREATE TABLE incidents (
    id uuid PRIMARY KEY,
    version integer NOT NULL CHECK (version > 0),
    episode_id uuid NOT NULL REFERENCES episodes,
    state text NOT NULL CHECK (state IN ('received', 'triaged', 'resolved_remotely', 'cancelled', 'closed')),
    -- The half hour runs from here.
    since_at timestamptz NOT NULL,
    -- What it was made from; neither where somebody opened it by hand.
    alert_id uuid REFERENCES alerts,
    call_id uuid REFERENCES calls,
    -- Why somebody has to go, in one sentence.
    why text NOT NULL CHECK (length(why) <= 300),
    latitude_udeg integer CHECK (latitude_udeg BETWEEN -90000000 AND 90000000),
    longitude_udeg integer CHECK (longitude_udeg BETWEEN -180000000 AND 180000000),
    language text NOT NULL CHECK (length(language) <= 35),
    equipment text[] NOT NULL CHECK (cardinality(equipment) <= 12),
    skills text[] NOT NULL CHECK (cardinality(skills) <= 12),
    opened_by uuid NOT NULL REFERENCES staff,
    opened_at timestamptz NOT NULL,
    CHECK (alert_id IS NULL OR call_id IS NULL),
    CHECK ((latitude_udeg IS NULL) = (longitude_udeg IS NULL))
);
-- Two who open an incident of one stay at once open one. What was solved or cancelled does not stand in the way of the next.
CREATE UNIQUE INDEX incidents_one_open ON incidents (episode_id) WHERE state IN ('received', 'triaged');
CREATE INDEX incidents_not_closed ON incidents (since_at, id) WHERE state <> 'closed';
CREATE INDEX incidents_by_episode ON incidents (episode_id, opened_at DESC, id DESC);

CREATE TABLE incident_places (
    incident_id uuid NOT NULL REFERENCES incidents,
    number smallint NOT NULL CHECK (number BETWEEN 1 AND 8),
    unit_id uuid NOT NULL REFERENCES units,
    state text NOT NULL,
    -- When it was offered to this unit.
    offered_at timestamptz NOT NULL,
    -- When this unit was clear; empty while it is not, and of one that was called back.
    clear_at timestamptz,
    PRIMARY KEY (incident_id, number)
);
CREATE INDEX incident_places_clear ON incident_places (clear_at) WHERE clear_at IS NOT NULL;
-- No unit is in two places, whoever sends it.
CREATE UNIQUE INDEX incident_places_one_a_unit ON incident_places (unit_id) WHERE state NOT IN ('clear', 'cancelled');

CREATE TABLE incident_steps (
    incident_id uuid NOT NULL REFERENCES incidents,
    -- From 1 without a gap; the version of the incident after it.
    number integer NOT NULL CHECK (number > 0),
    -- When the hub heard of it, or found it.
    at timestamptz NOT NULL,
    by_staff uuid REFERENCES staff,
    what text NOT NULL,
    place smallint,
    unit_id uuid REFERENCES units,
    state text,
    confirm_by timestamptz,
    -- When it happened, of a stamp or a correction.
    happened_at timestamptz,
    source text,
    -- What a phone's clock said, right or wrong, ms since 1970.
    pressed_ms bigint,
    sent_ms bigint,
    -- What lay between by a clock that nobody sets, ms.
    steady_ms bigint,
    -- The step whose instant no longer counts.
    names integer,
    reason text NOT NULL CHECK (length(reason) <= 500),
    PRIMARY KEY (incident_id, number),
    CHECK ((pressed_ms IS NULL) = (sent_ms IS NULL)),
    CHECK (steady_ms IS NULL OR pressed_ms IS NOT NULL)
);

CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_steps
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept_whole BEFORE DELETE OR TRUNCATE ON incidents FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();

-- Nothing of a closed incident changes, and no step is left out.
CREATE FUNCTION incident_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM incidents WHERE id = NEW.incident_id AND state <> 'closed' FOR UPDATE;
    IF NOT FOUND OR (NEW.number > 1 AND NOT EXISTS (SELECT FROM incident_steps WHERE incident_id = NEW.incident_id AND number = NEW.number - 1)) THEN
        RAISE EXCEPTION 'a step follows the last one of an incident that is not closed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_on BEFORE INSERT ON incident_steps FOR EACH ROW EXECUTE FUNCTION incident_goes_on();

-- What an incident is about stays as it was opened, and where it stands changes with a step.
CREATE FUNCTION incident_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    as_it_was incidents := OLD;
BEGIN
    as_it_was.version := NEW.version;
    as_it_was.state := NEW.state;
    IF OLD.state = 'closed' OR as_it_was IS DISTINCT FROM NEW OR NEW.version <= OLD.version
        OR NEW.version <> (SELECT max(number) FROM incident_steps WHERE incident_id = NEW.id) THEN
        RAISE EXCEPTION 'an incident changes with its steps, and a closed one never' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_kept BEFORE UPDATE ON incidents FOR EACH ROW EXECUTE FUNCTION incident_is_kept();

CREATE TRIGGER kept_whole BEFORE DELETE OR TRUNCATE ON incident_places FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE FUNCTION place_is_of_open_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM incidents WHERE id = NEW.incident_id AND state <> 'closed';
    IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.incident_id, NEW.number) IS DISTINCT FROM (OLD.incident_id, OLD.number)) THEN
        RAISE EXCEPTION 'a place changes while its incident is not closed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_on BEFORE INSERT OR UPDATE ON incident_places FOR EACH ROW EXECUTE FUNCTION place_is_of_open_incident();
