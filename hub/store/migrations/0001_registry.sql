-- Who and what: patients, episodes, kits, devices, bindings, staff. Instants are timestamptz,
-- written as milliseconds since 1970. Every row that people change carries a version.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One row: which store this is. The epoch rises when it is restored from a backup, so that
-- gateways offer again what they still have.
CREATE TABLE store_identity (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id uuid NOT NULL,
    epoch integer NOT NULL DEFAULT 1 CHECK (epoch > 0)
);

CREATE TABLE staff (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
    display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
    role text NOT NULL CHECK (role IN ('nurse', 'charge_nurse', 'technician', 'administrator')),
    password_hash text NOT NULL,
    must_change_password boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Only a hash of the token is kept: a stolen backup opens no session.
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

CREATE TABLE watch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    holder uuid REFERENCES staff,
    since_at timestamptz
);
INSERT INTO watch DEFAULT VALUES;

CREATE TABLE patients (
    id uuid PRIMARY KEY,
    family_name text NOT NULL CHECK (length(family_name) BETWEEN 1 AND 120),
    given_name text NOT NULL CHECK (length(given_name) BETWEEN 1 AND 120),
    birth_date date NOT NULL,
    medical_record_number text NOT NULL UNIQUE CHECK (length(medical_record_number) BETWEEN 1 AND 40),
    sex text NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
    language text NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE episodes (
    id uuid PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    patient_id uuid NOT NULL REFERENCES patients,
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 40),
    address text NOT NULL CHECK (length(address) <= 300),
    time_zone text NOT NULL,
    phase text NOT NULL CHECK (phase IN ('acute', 'restorative')),
    limits jsonb NOT NULL,
    admitted_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK (ended_at IS NULL OR ended_at >= admitted_at)
);
-- A patient is in one home at a time.
CREATE UNIQUE INDEX episodes_one_active ON episodes (patient_id) WHERE ended_at IS NULL;

CREATE TABLE gateways (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{4,16}$'),
    registered_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    state jsonb,
    last_heard_at timestamptz
);

CREATE TABLE kits (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{4,16}$'),
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
    gateway_id text REFERENCES gateways
);

-- A device that sends before anyone registered it gets a row without a kit: its frames are
-- kept as "unassigned", never thrown away.
CREATE TABLE devices (
    key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE CHECK (id ~ '^[a-z0-9-]{4,16}$'),
    kit_id text REFERENCES kits,
    model text NOT NULL DEFAULT '',
    protocol text NOT NULL DEFAULT '',
    serial_number text NOT NULL DEFAULT ''
);

-- Whose the device was, from (included) until (not included). The exclusion makes two holders
-- at one instant impossible to store.
CREATE TABLE bindings (
    id uuid PRIMARY KEY,
    device_key integer NOT NULL REFERENCES devices,
    episode_id uuid NOT NULL REFERENCES episodes,
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    bound_by uuid REFERENCES staff,
    ended_by uuid REFERENCES staff,
    reason text NOT NULL DEFAULT '',
    CHECK (until_at IS NULL OR until_at > from_at),
    CONSTRAINT bindings_never_overlap EXCLUDE USING gist (device_key WITH =, tstzrange(from_at, until_at) WITH &&)
);
CREATE INDEX bindings_by_episode ON bindings (episode_id);

-- Rises with every change of a binding, an episode or a device: an ingest that judged by older
-- bindings is refused and judged again.
CREATE TABLE roster_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO roster_version DEFAULT VALUES;

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    staff_id uuid REFERENCES staff,
    act text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE RULE audit_is_never_changed AS ON UPDATE TO audit DO INSTEAD NOTHING;
CREATE RULE audit_is_never_deleted AS ON DELETE TO audit DO INSTEAD NOTHING;
