SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
CREATE TABLE public.alert_transitions (
    alert_id uuid NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    change text NOT NULL,
    rule_name text,
    staff_id uuid,
    priority text NOT NULL,
    condition text NOT NULL,
    response text NOT NULL,
    value integer,
    limit_value integer,
    reason text NOT NULL,
    CONSTRAINT alert_transitions_check CHECK (((rule_name IS NULL) <> (staff_id IS NULL)))
);
CREATE TABLE public.alerts (
    id uuid NOT NULL,
    version integer NOT NULL,
    episode_id uuid,
    rule text NOT NULL,
    subject text NOT NULL,
    priority text NOT NULL,
    condition text NOT NULL,
    response text NOT NULL,
    vital text,
    value integer,
    limit_value integer,
    extreme integer,
    since_at timestamp with time zone NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    acknowledged_by uuid,
    acknowledged_at timestamp with time zone,
    reviewed_by uuid,
    reviewed_at timestamp with time zone,
    while_offline boolean NOT NULL,
    as_of_at timestamp with time zone,
    open boolean NOT NULL,
    CONSTRAINT alerts_condition_check CHECK ((condition = ANY (ARRAY['pending'::text, 'active'::text, 'cleared'::text]))),
    CONSTRAINT alerts_priority_check CHECK ((priority = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT alerts_response_check CHECK ((response = ANY (ARRAY['none'::text, 'acknowledged'::text, 'reviewed'::text])))
);
CREATE TABLE public.anchors (
    gateway_id text NOT NULL,
    boot bigint NOT NULL,
    mono_ms bigint NOT NULL,
    wall_ms bigint NOT NULL,
    quality smallint NOT NULL,
    uncertainty_ms integer NOT NULL
);
CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    staff_id uuid,
    act text NOT NULL,
    subject text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE public.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bindings (
    id uuid NOT NULL,
    device_key integer NOT NULL,
    episode_id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    bound_by uuid,
    ended_by uuid,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT bindings_check CHECK (((until_at IS NULL) OR (until_at > from_at)))
);
CREATE TABLE public.devices (
    key integer NOT NULL,
    id text NOT NULL,
    kit_id text,
    model text DEFAULT ''::text NOT NULL,
    protocol text DEFAULT ''::text NOT NULL,
    serial_number text DEFAULT ''::text NOT NULL,
    CONSTRAINT devices_id_check CHECK ((id ~ '^[a-z0-9-]{4,16}$'::text))
);
ALTER TABLE public.devices ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.devices_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.episodes (
    id uuid NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    patient_id uuid NOT NULL,
    label text NOT NULL,
    address text NOT NULL,
    time_zone text NOT NULL,
    phase text NOT NULL,
    limits jsonb NOT NULL,
    admitted_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT episodes_address_check CHECK ((length(address) <= 300)),
    CONSTRAINT episodes_check CHECK (((ended_at IS NULL) OR (ended_at >= admitted_at))),
    CONSTRAINT episodes_label_check CHECK (((length(label) >= 1) AND (length(label) <= 40))),
    CONSTRAINT episodes_phase_check CHECK ((phase = ANY (ARRAY['acute'::text, 'restorative'::text])))
);
CREATE TABLE public.events (
    stream_key integer NOT NULL,
    seq bigint NOT NULL,
    gateway_id text NOT NULL,
    device_key integer,
    at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    event jsonb NOT NULL
);
CREATE TABLE public.frame_minutes (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate_min integer,
    heart_rate_max integer,
    heart_rate_sum bigint,
    heart_rate_n integer,
    pulse_rate_min integer,
    pulse_rate_max integer,
    pulse_rate_sum bigint,
    pulse_rate_n integer,
    spo2_min integer,
    spo2_max integer,
    spo2_sum bigint,
    spo2_n integer,
    perfusion_index_min integer,
    perfusion_index_max integer,
    perfusion_index_sum bigint,
    perfusion_index_n integer,
    respiratory_rate_min integer,
    respiratory_rate_max integer,
    respiratory_rate_sum bigint,
    respiratory_rate_n integer,
    temperature_min integer,
    temperature_max integer,
    temperature_sum bigint,
    temperature_n integer,
    systolic_min integer,
    systolic_max integer,
    systolic_sum bigint,
    systolic_n integer,
    diastolic_min integer,
    diastolic_max integer,
    diastolic_sum bigint,
    diastolic_n integer,
    mean_arterial_min integer,
    mean_arterial_max integer,
    mean_arterial_sum bigint,
    mean_arterial_n integer,
    weight_min integer,
    weight_max integer,
    weight_sum bigint,
    weight_n integer,
    glucose_min integer,
    glucose_max integer,
    glucose_sum bigint,
    glucose_n integer,
    etco2_min integer,
    etco2_max integer,
    etco2_sum bigint,
    etco2_n integer,
    late boolean NOT NULL
)
PARTITION BY RANGE (at);
CREATE TABLE public.frame_minutes_20261124 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate_min integer,
    heart_rate_max integer,
    heart_rate_sum bigint,
    heart_rate_n integer,
    pulse_rate_min integer,
    pulse_rate_max integer,
    pulse_rate_sum bigint,
    pulse_rate_n integer,
    spo2_min integer,
    spo2_max integer,
    spo2_sum bigint,
    spo2_n integer,
    perfusion_index_min integer,
    perfusion_index_max integer,
    perfusion_index_sum bigint,
    perfusion_index_n integer,
    respiratory_rate_min integer,
    respiratory_rate_max integer,
    respiratory_rate_sum bigint,
    respiratory_rate_n integer,
    temperature_min integer,
    temperature_max integer,
    temperature_sum bigint,
    temperature_n integer,
    systolic_min integer,
    systolic_max integer,
    systolic_sum bigint,
    systolic_n integer,
    diastolic_min integer,
    diastolic_max integer,
    diastolic_sum bigint,
    diastolic_n integer,
    mean_arterial_min integer,
    mean_arterial_max integer,
    mean_arterial_sum bigint,
    mean_arterial_n integer,
    weight_min integer,
    weight_max integer,
    weight_sum bigint,
    weight_n integer,
    glucose_min integer,
    glucose_max integer,
    glucose_sum bigint,
    glucose_n integer,
    etco2_min integer,
    etco2_max integer,
    etco2_sum bigint,
    etco2_n integer,
    late boolean NOT NULL
);
CREATE TABLE public.frame_minutes_20261125 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate_min integer,
    heart_rate_max integer,
    heart_rate_sum bigint,
    heart_rate_n integer,
    pulse_rate_min integer,
    pulse_rate_max integer,
    pulse_rate_sum bigint,
    pulse_rate_n integer,
    spo2_min integer,
    spo2_max integer,
    spo2_sum bigint,
    spo2_n integer,
    perfusion_index_min integer,
    perfusion_index_max integer,
    perfusion_index_sum bigint,
    perfusion_index_n integer,
    respiratory_rate_min integer,
    respiratory_rate_max integer,
    respiratory_rate_sum bigint,
    respiratory_rate_n integer,
    temperature_min integer,
    temperature_max integer,
    temperature_sum bigint,
    temperature_n integer,
    systolic_min integer,
    systolic_max integer,
    systolic_sum bigint,
    systolic_n integer,
    diastolic_min integer,
    diastolic_max integer,
    diastolic_sum bigint,
    diastolic_n integer,
    mean_arterial_min integer,
    mean_arterial_max integer,
    mean_arterial_sum bigint,
    mean_arterial_n integer,
    weight_min integer,
    weight_max integer,
    weight_sum bigint,
    weight_n integer,
    glucose_min integer,
    glucose_max integer,
    glucose_sum bigint,
    glucose_n integer,
    etco2_min integer,
    etco2_max integer,
    etco2_sum bigint,
    etco2_n integer,
    late boolean NOT NULL
);
CREATE TABLE public.frame_minutes_20261126 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate_min integer,
    heart_rate_max integer,
    heart_rate_sum bigint,
    heart_rate_n integer,
    pulse_rate_min integer,
    pulse_rate_max integer,
    pulse_rate_sum bigint,
    pulse_rate_n integer,
    spo2_min integer,
    spo2_max integer,
    spo2_sum bigint,
    spo2_n integer,
    perfusion_index_min integer,
    perfusion_index_max integer,
    perfusion_index_sum bigint,
    perfusion_index_n integer,
    respiratory_rate_min integer,
    respiratory_rate_max integer,
    respiratory_rate_sum bigint,
    respiratory_rate_n integer,
    temperature_min integer,
    temperature_max integer,
    temperature_sum bigint,
    temperature_n integer,
    systolic_min integer,
    systolic_max integer,
    systolic_sum bigint,
    systolic_n integer,
    diastolic_min integer,
    diastolic_max integer,
    diastolic_sum bigint,
    diastolic_n integer,
    mean_arterial_min integer,
    mean_arterial_max integer,
    mean_arterial_sum bigint,
    mean_arterial_n integer,
    weight_min integer,
    weight_max integer,
    weight_sum bigint,
    weight_n integer,
    glucose_min integer,
    glucose_max integer,
    glucose_sum bigint,
    glucose_n integer,
    etco2_min integer,
    etco2_max integer,
    etco2_sum bigint,
    etco2_n integer,
    late boolean NOT NULL
);
CREATE TABLE public.frames (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate integer,
    pulse_rate integer,
    spo2 integer,
    perfusion_index integer,
    respiratory_rate integer,
    temperature integer,
    systolic integer,
    diastolic integer,
    mean_arterial integer,
    weight integer,
    glucose integer,
    etco2 integer,
    quality bytea,
    received_at timestamp with time zone NOT NULL,
    device_time bigint,
    clock smallint NOT NULL,
    uncertainty_ms integer NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
)
PARTITION BY RANGE (at);
CREATE TABLE public.frames_20261124 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate integer,
    pulse_rate integer,
    spo2 integer,
    perfusion_index integer,
    respiratory_rate integer,
    temperature integer,
    systolic integer,
    diastolic integer,
    mean_arterial integer,
    weight integer,
    glucose integer,
    etco2 integer,
    quality bytea,
    received_at timestamp with time zone NOT NULL,
    device_time bigint,
    clock smallint NOT NULL,
    uncertainty_ms integer NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.frames_20261125 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate integer,
    pulse_rate integer,
    spo2 integer,
    perfusion_index integer,
    respiratory_rate integer,
    temperature integer,
    systolic integer,
    diastolic integer,
    mean_arterial integer,
    weight integer,
    glucose integer,
    etco2 integer,
    quality bytea,
    received_at timestamp with time zone NOT NULL,
    device_time bigint,
    clock smallint NOT NULL,
    uncertainty_ms integer NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.frames_20261126 (
    device_key integer NOT NULL,
    at timestamp with time zone NOT NULL,
    heart_rate integer,
    pulse_rate integer,
    spo2 integer,
    perfusion_index integer,
    respiratory_rate integer,
    temperature integer,
    systolic integer,
    diastolic integer,
    mean_arterial integer,
    weight integer,
    glucose integer,
    etco2 integer,
    quality bytea,
    received_at timestamp with time zone NOT NULL,
    device_time bigint,
    clock smallint NOT NULL,
    uncertainty_ms integer NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.gateway_status (
    gateway_id text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    status jsonb NOT NULL
);
CREATE TABLE public.gateways (
    id text NOT NULL,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    state jsonb,
    last_heard_at timestamp with time zone,
    CONSTRAINT gateways_id_check CHECK ((id ~ '^[a-z0-9-]{4,16}$'::text))
);
CREATE TABLE public.kits (
    id text NOT NULL,
    label text NOT NULL,
    gateway_id text,
    CONSTRAINT kits_id_check CHECK ((id ~ '^[a-z0-9-]{4,16}$'::text)),
    CONSTRAINT kits_label_check CHECK (((length(label) >= 1) AND (length(label) <= 80)))
);
CREATE TABLE public.late_hours (
    device_key integer NOT NULL,
    hour timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL
);
CREATE TABLE public.latest (
    device_key integer NOT NULL,
    heart_rate integer,
    heart_rate_at bigint,
    pulse_rate integer,
    pulse_rate_at bigint,
    spo2 integer,
    spo2_at bigint,
    perfusion_index integer,
    perfusion_index_at bigint,
    respiratory_rate integer,
    respiratory_rate_at bigint,
    temperature integer,
    temperature_at bigint,
    systolic integer,
    systolic_at bigint,
    diastolic integer,
    diastolic_at bigint,
    mean_arterial integer,
    mean_arterial_at bigint,
    weight integer,
    weight_at bigint,
    glucose integer,
    glucose_at bigint,
    etco2 integer,
    etco2_at bigint,
    received_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.losses (
    stream_key integer NOT NULL,
    seq bigint NOT NULL,
    lost_stream_key integer NOT NULL,
    range int8range NOT NULL,
    reason text NOT NULL,
    received_at timestamp with time zone NOT NULL
);
CREATE TABLE public.patients (
    id uuid NOT NULL,
    family_name text NOT NULL,
    given_name text NOT NULL,
    birth_date date NOT NULL,
    medical_record_number text NOT NULL,
    sex text NOT NULL,
    language text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT patients_family_name_check CHECK (((length(family_name) >= 1) AND (length(family_name) <= 120))),
    CONSTRAINT patients_given_name_check CHECK (((length(given_name) >= 1) AND (length(given_name) <= 120))),
    CONSTRAINT patients_language_check CHECK (((length(language) >= 2) AND (length(language) <= 35))),
    CONSTRAINT patients_medical_record_number_check CHECK (((length(medical_record_number) >= 1) AND (length(medical_record_number) <= 40))),
    CONSTRAINT patients_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text, 'other'::text, 'unknown'::text])))
);
CREATE TABLE public.quarantine (
    id bigint NOT NULL,
    gateway_id text NOT NULL,
    stream_key integer,
    range int8range,
    reason text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    bytes bytea NOT NULL
);
ALTER TABLE public.quarantine ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.quarantine_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.roll_up (
    only_row boolean DEFAULT true NOT NULL,
    rolled_until timestamp with time zone NOT NULL,
    CONSTRAINT roll_up_only_row_check CHECK (only_row)
);
CREATE TABLE public.roll_up_written (
    only_row boolean DEFAULT true NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT roll_up_written_only_row_check CHECK (only_row)
);
CREATE TABLE public.roster_version (
    only_row boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT roster_version_only_row_check CHECK (only_row)
);
CREATE TABLE public.sessions (
    token_hash bytea NOT NULL,
    staff_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.staff (
    id uuid NOT NULL,
    name text NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL,
    password_hash text NOT NULL,
    must_change_password boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT staff_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 80))),
    CONSTRAINT staff_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{1,31}$'::text)),
    CONSTRAINT staff_role_check CHECK ((role = ANY (ARRAY['nurse'::text, 'charge_nurse'::text, 'technician'::text, 'administrator'::text])))
);
CREATE TABLE public.stale_hours (
    device_key integer NOT NULL,
    hour timestamp with time zone NOT NULL,
    marks bigint DEFAULT 1 NOT NULL
);
CREATE TABLE public.store_identity (
    only_row boolean DEFAULT true NOT NULL,
    id uuid NOT NULL,
    epoch integer DEFAULT 1 NOT NULL,
    CONSTRAINT store_identity_epoch_check CHECK ((epoch > 0)),
    CONSTRAINT store_identity_only_row_check CHECK (only_row)
);
CREATE TABLE public.streams (
    key integer NOT NULL,
    gateway_id text NOT NULL,
    generation bigint NOT NULL,
    class smallint NOT NULL,
    held int8multirange DEFAULT '{}'::int8multirange NOT NULL,
    lost int8multirange DEFAULT '{}'::int8multirange NOT NULL,
    CONSTRAINT streams_class_check CHECK (((class >= 0) AND (class <= 2)))
)
WITH (fillfactor='50');
ALTER TABLE public.streams ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.streams_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.unplaced (
    stream_key integer NOT NULL,
    seq bigint NOT NULL,
    gateway_id text NOT NULL,
    boot bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    record bytea NOT NULL
);
CREATE TABLE public.watch (
    only_row boolean DEFAULT true NOT NULL,
    holder uuid,
    since_at timestamp with time zone,
    CONSTRAINT watch_only_row_check CHECK (only_row)
);
CREATE TABLE public.waveforms (
    device_key integer NOT NULL,
    kind smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    period_us integer NOT NULL,
    samples integer NOT NULL,
    packed bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
)
PARTITION BY RANGE (at);
CREATE TABLE public.waveforms_20261124 (
    device_key integer NOT NULL,
    kind smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    period_us integer NOT NULL,
    samples integer NOT NULL,
    packed bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.waveforms_20261125 (
    device_key integer NOT NULL,
    kind smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    period_us integer NOT NULL,
    samples integer NOT NULL,
    packed bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.waveforms_20261126 (
    device_key integer NOT NULL,
    kind smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    period_us integer NOT NULL,
    samples integer NOT NULL,
    packed bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stream_key integer NOT NULL,
    seq bigint NOT NULL
);
ALTER TABLE ONLY public.frame_minutes ATTACH PARTITION public.frame_minutes_20261124 FOR VALUES FROM ('2026-11-24 00:00:00+00') TO ('2026-11-25 00:00:00+00');
ALTER TABLE ONLY public.frame_minutes ATTACH PARTITION public.frame_minutes_20261125 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');
ALTER TABLE ONLY public.frame_minutes ATTACH PARTITION public.frame_minutes_20261126 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
ALTER TABLE ONLY public.frames ATTACH PARTITION public.frames_20261124 FOR VALUES FROM ('2026-11-24 00:00:00+00') TO ('2026-11-25 00:00:00+00');
ALTER TABLE ONLY public.frames ATTACH PARTITION public.frames_20261125 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');
ALTER TABLE ONLY public.frames ATTACH PARTITION public.frames_20261126 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
ALTER TABLE ONLY public.waveforms ATTACH PARTITION public.waveforms_20261124 FOR VALUES FROM ('2026-11-24 00:00:00+00') TO ('2026-11-25 00:00:00+00');
ALTER TABLE ONLY public.waveforms ATTACH PARTITION public.waveforms_20261125 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');
ALTER TABLE ONLY public.waveforms ATTACH PARTITION public.waveforms_20261126 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
COPY public._sqlx_migrations (version, description, installed_on, success, checksum, execution_time) FROM stdin;
1	registry	2026-11-29 09:34:59.19657+00	t	\\x28322392133c19326b42b9f529039b3287be388c74a9bf1361ea0caa50ef5a732738b804eb6f6e3fdcae37c9ed7354d4	51270893
2	telemetry	2026-11-29 09:34:59.248754+00	t	\\x12257f5ebb87585a06ed7a51779c1f227ab73bac6440e4a08c0edf3f2726424b95a4c2b149feb4401c81e047b95b49b3	12356748
3	alerts	2026-11-29 09:34:59.261323+00	t	\\x92a2817c317380fa28309b3ada33638a27a3f595cb80a047db1428abf75c7a277c4c5a34732e7d94fd2dcb7cd4e9df93	7843004
4	roll up	2026-11-29 09:34:59.26939+00	t	\\xb87852a47bd5946e04bb79be88d275fa00784b8a505af1b51691a2de4f5a78ef77ff22050818a5fdeaefaeeeb0957285	1601852
5	late hours	2026-11-29 09:34:59.271151+00	t	\\xe343fd75b864b302cc301571d8ed8613c282c4cb16f8a2ea5077c1728289ee61b3bfa5c4f9bee9f11a4d7c3417c6fe18	770050
6	lookups	2026-11-29 09:34:59.272072+00	t	\\x94d22426d2942ec6189b959cecf76d42ab7d0f64ac51f9d2ab879c3981cf116c1cf85f6ce6927bcd78608c781d72bdc0	1077796
7	lost	2026-11-29 09:34:59.273294+00	t	\\xbba2f4060d5cc89c5855f8101708671dcdec0eb8bb660db3038855610afb613f99656bd2d2b4c807db7743c6a6fede2b	474162
8	quarantine	2026-11-29 09:34:59.273865+00	t	\\xdd72807f72a9ec5baaad2d05120680d7756402754fc2fc4f2ce727d2a3d4540567369101b071dde6d74f0ee4fa39aa6a	471238
\.
COPY public.alert_transitions (alert_id, version, at, change, rule_name, staff_id, priority, condition, response, value, limit_value, reason) FROM stdin;
00000000-0000-0000-0000-00000000004d	1	2026-11-24 12:00:00+00	raised	self_check	\N	high	active	none	\N	\N	kept
\.
COPY public.alerts (id, version, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, since_at, raised_at, cleared_at, acknowledged_by, acknowledged_at, reviewed_by, reviewed_at, while_offline, as_of_at, open) FROM stdin;
00000000-0000-0000-0000-00000000004d	1	\N	broker_down	hub	high	active	none	\N	\N	\N	\N	2026-11-24 12:00:00+00	2026-11-24 12:00:00+00	\N	\N	\N	\N	\N	f	\N	t
\.
COPY public.anchors (gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms) FROM stdin;
home-0001	1	1	1795521600000	1	20
home-0002	2	1	1795521600000	1	20
home-0003	3	1	1795521600000	1	20
\.
COPY public.audit (id, at, staff_id, act, subject, detail) FROM stdin;
\.
COPY public.bindings (id, device_key, episode_id, from_at, until_at, bound_by, ended_by, reason) FROM stdin;
00000000-0000-0003-0000-000000000001	1	00000000-0000-0002-0000-000000000001	2026-11-23 12:00:00+00	\N	\N	\N	
00000000-0000-0003-0000-000000000002	2	00000000-0000-0002-0000-000000000002	2026-11-23 12:00:00+00	\N	\N	\N	
00000000-0000-0003-0000-000000000003	3	00000000-0000-0002-0000-000000000003	2026-11-23 12:00:00+00	\N	\N	\N	
\.
COPY public.devices (key, id, kit_id, model, protocol, serial_number) FROM stdin;
1	oxi-0001	kit-0001		nonin-df2	
2	oxi-0002	kit-0002		nonin-df2	
3	oxi-0003	kit-0003		nonin-df2	
\.
COPY public.episodes (id, version, patient_id, label, address, time_zone, phase, limits, admitted_at, ended_at) FROM stdin;
00000000-0000-0002-0000-000000000001	1	00000000-0000-0001-0000-000000000001	Home		UTC	acute	[]	2026-11-29 09:34:59.415229+00	\N
00000000-0000-0002-0000-000000000002	1	00000000-0000-0001-0000-000000000002	Home		UTC	acute	[]	2026-11-29 09:34:59.473176+00	\N
00000000-0000-0002-0000-000000000003	1	00000000-0000-0001-0000-000000000003	Home		UTC	acute	[]	2026-11-29 09:34:59.488231+00	\N
\.
COPY public.events (stream_key, seq, gateway_id, device_key, at, received_at, event) FROM stdin;
1	0	home-0001	1	2026-11-24 12:00:05+00	2026-11-24 12:00:00.1+00	{"code": 9, "event": "cuff_fault"}
4	0	home-0002	2	2026-11-24 12:00:05+00	2026-11-24 12:00:00.1+00	{"code": 9, "event": "cuff_fault"}
7	0	home-0003	3	2026-11-24 12:00:05+00	2026-11-24 12:00:00.1+00	{"code": 9, "event": "cuff_fault"}
\.
COPY public.frame_minutes_20261124 (device_key, at, heart_rate_min, heart_rate_max, heart_rate_sum, heart_rate_n, pulse_rate_min, pulse_rate_max, pulse_rate_sum, pulse_rate_n, spo2_min, spo2_max, spo2_sum, spo2_n, perfusion_index_min, perfusion_index_max, perfusion_index_sum, perfusion_index_n, respiratory_rate_min, respiratory_rate_max, respiratory_rate_sum, respiratory_rate_n, temperature_min, temperature_max, temperature_sum, temperature_n, systolic_min, systolic_max, systolic_sum, systolic_n, diastolic_min, diastolic_max, diastolic_sum, diastolic_n, mean_arterial_min, mean_arterial_max, mean_arterial_sum, mean_arterial_n, weight_min, weight_max, weight_sum, weight_n, glucose_min, glucose_max, glucose_sum, glucose_n, etco2_min, etco2_max, etco2_sum, etco2_n, late) FROM stdin;
1	2026-11-24 12:00:00+00	\N	\N	\N	\N	701	701	28040	40	930	969	34190	36	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	380	15200	40	f
2	2026-11-24 12:00:00+00	\N	\N	\N	\N	702	702	28080	40	930	969	34190	36	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	380	15200	40	f
3	2026-11-24 12:00:00+00	\N	\N	\N	\N	703	703	28120	40	930	969	34190	36	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	380	15200	40	f
\.
COPY public.frame_minutes_20261125 (device_key, at, heart_rate_min, heart_rate_max, heart_rate_sum, heart_rate_n, pulse_rate_min, pulse_rate_max, pulse_rate_sum, pulse_rate_n, spo2_min, spo2_max, spo2_sum, spo2_n, perfusion_index_min, perfusion_index_max, perfusion_index_sum, perfusion_index_n, respiratory_rate_min, respiratory_rate_max, respiratory_rate_sum, respiratory_rate_n, temperature_min, temperature_max, temperature_sum, temperature_n, systolic_min, systolic_max, systolic_sum, systolic_n, diastolic_min, diastolic_max, diastolic_sum, diastolic_n, mean_arterial_min, mean_arterial_max, mean_arterial_sum, mean_arterial_n, weight_min, weight_max, weight_sum, weight_n, glucose_min, glucose_max, glucose_sum, glucose_n, etco2_min, etco2_max, etco2_sum, etco2_n, late) FROM stdin;
\.
COPY public.frame_minutes_20261126 (device_key, at, heart_rate_min, heart_rate_max, heart_rate_sum, heart_rate_n, pulse_rate_min, pulse_rate_max, pulse_rate_sum, pulse_rate_n, spo2_min, spo2_max, spo2_sum, spo2_n, perfusion_index_min, perfusion_index_max, perfusion_index_sum, perfusion_index_n, respiratory_rate_min, respiratory_rate_max, respiratory_rate_sum, respiratory_rate_n, temperature_min, temperature_max, temperature_sum, temperature_n, systolic_min, systolic_max, systolic_sum, systolic_n, diastolic_min, diastolic_max, diastolic_sum, diastolic_n, mean_arterial_min, mean_arterial_max, mean_arterial_sum, mean_arterial_n, weight_min, weight_max, weight_sum, weight_n, glucose_min, glucose_max, glucose_sum, glucose_n, etco2_min, etco2_max, etco2_sum, etco2_n, late) FROM stdin;
\.
COPY public.frames_20261124 (device_key, at, heart_rate, pulse_rate, spo2, perfusion_index, respiratory_rate, temperature, systolic, diastolic, mean_arterial, weight, glucose, etco2, quality, received_at, device_time, clock, uncertainty_ms, stream_key, seq) FROM stdin;
1	2026-11-24 12:00:00+00	\N	701	930	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	0	1	20	2	0
1	2026-11-24 12:00:01+00	\N	701	931	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	1
1	2026-11-24 12:00:02+00	\N	701	932	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	2	1	20	2	2
1	2026-11-24 12:00:03+00	\N	701	933	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	3
1	2026-11-24 12:00:04+00	\N	701	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	4	1	20	2	4
1	2026-11-24 12:00:05+00	\N	701	935	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	5
1	2026-11-24 12:00:06+00	\N	701	936	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	6	1	20	2	6
1	2026-11-24 12:00:07+00	\N	701	937	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	7
1	2026-11-24 12:00:08+00	\N	701	938	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	8	1	20	2	8
1	2026-11-24 12:00:09+00	\N	701	939	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	9
1	2026-11-24 12:00:10+00	\N	701	940	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	10	1	20	2	10
1	2026-11-24 12:00:11+00	\N	701	941	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	11
1	2026-11-24 12:00:12+00	\N	701	942	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	12	1	20	2	12
1	2026-11-24 12:00:13+00	\N	701	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	13
1	2026-11-24 12:00:14+00	\N	701	944	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	14	1	20	2	14
1	2026-11-24 12:00:15+00	\N	701	945	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	15
1	2026-11-24 12:00:16+00	\N	701	946	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	16	1	20	2	16
1	2026-11-24 12:00:17+00	\N	701	947	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	17
1	2026-11-24 12:00:18+00	\N	701	948	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	18	1	20	2	18
1	2026-11-24 12:00:19+00	\N	701	949	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	19
1	2026-11-24 12:00:20+00	\N	701	950	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	20	1	20	2	20
1	2026-11-24 12:00:21+00	\N	701	951	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	21
1	2026-11-24 12:00:22+00	\N	701	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	22	1	20	2	22
1	2026-11-24 12:00:23+00	\N	701	953	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	23
1	2026-11-24 12:00:24+00	\N	701	954	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	24	1	20	2	24
1	2026-11-24 12:00:25+00	\N	701	955	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	25
1	2026-11-24 12:00:26+00	\N	701	956	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	26	1	20	2	26
1	2026-11-24 12:00:27+00	\N	701	957	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	27
1	2026-11-24 12:00:28+00	\N	701	958	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	28	1	20	2	28
1	2026-11-24 12:00:29+00	\N	701	959	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	29
1	2026-11-24 12:00:30+00	\N	701	960	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	30	1	20	2	30
1	2026-11-24 12:00:31+00	\N	701	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	31
1	2026-11-24 12:00:32+00	\N	701	962	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	32	1	20	2	32
1	2026-11-24 12:00:33+00	\N	701	963	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	33
1	2026-11-24 12:00:34+00	\N	701	964	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	34	1	20	2	34
1	2026-11-24 12:00:35+00	\N	701	965	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	35
1	2026-11-24 12:00:36+00	\N	701	966	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	36	1	20	2	36
1	2026-11-24 12:00:37+00	\N	701	967	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	37
1	2026-11-24 12:00:38+00	\N	701	968	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	38	1	20	2	38
1	2026-11-24 12:00:39+00	\N	701	969	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	2	39
2	2026-11-24 12:00:00+00	\N	702	930	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	0	1	20	5	0
2	2026-11-24 12:00:01+00	\N	702	931	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	1
2	2026-11-24 12:00:02+00	\N	702	932	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	2	1	20	5	2
2	2026-11-24 12:00:03+00	\N	702	933	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	3
2	2026-11-24 12:00:04+00	\N	702	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	4	1	20	5	4
2	2026-11-24 12:00:05+00	\N	702	935	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	5
2	2026-11-24 12:00:06+00	\N	702	936	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	6	1	20	5	6
2	2026-11-24 12:00:07+00	\N	702	937	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	7
2	2026-11-24 12:00:08+00	\N	702	938	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	8	1	20	5	8
2	2026-11-24 12:00:09+00	\N	702	939	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	9
2	2026-11-24 12:00:10+00	\N	702	940	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	10	1	20	5	10
2	2026-11-24 12:00:11+00	\N	702	941	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	11
2	2026-11-24 12:00:12+00	\N	702	942	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	12	1	20	5	12
2	2026-11-24 12:00:13+00	\N	702	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	13
2	2026-11-24 12:00:14+00	\N	702	944	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	14	1	20	5	14
2	2026-11-24 12:00:15+00	\N	702	945	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	15
2	2026-11-24 12:00:16+00	\N	702	946	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	16	1	20	5	16
2	2026-11-24 12:00:17+00	\N	702	947	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	17
2	2026-11-24 12:00:18+00	\N	702	948	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	18	1	20	5	18
2	2026-11-24 12:00:19+00	\N	702	949	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	19
2	2026-11-24 12:00:20+00	\N	702	950	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	20	1	20	5	20
2	2026-11-24 12:00:21+00	\N	702	951	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	21
2	2026-11-24 12:00:22+00	\N	702	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	22	1	20	5	22
2	2026-11-24 12:00:23+00	\N	702	953	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	23
2	2026-11-24 12:00:24+00	\N	702	954	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	24	1	20	5	24
2	2026-11-24 12:00:25+00	\N	702	955	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	25
2	2026-11-24 12:00:26+00	\N	702	956	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	26	1	20	5	26
2	2026-11-24 12:00:27+00	\N	702	957	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	27
2	2026-11-24 12:00:28+00	\N	702	958	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	28	1	20	5	28
2	2026-11-24 12:00:29+00	\N	702	959	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	29
2	2026-11-24 12:00:30+00	\N	702	960	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	30	1	20	5	30
2	2026-11-24 12:00:31+00	\N	702	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	31
2	2026-11-24 12:00:32+00	\N	702	962	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	32	1	20	5	32
2	2026-11-24 12:00:33+00	\N	702	963	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	33
2	2026-11-24 12:00:34+00	\N	702	964	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	34	1	20	5	34
2	2026-11-24 12:00:35+00	\N	702	965	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	35
2	2026-11-24 12:00:36+00	\N	702	966	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	36	1	20	5	36
2	2026-11-24 12:00:37+00	\N	702	967	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	37
2	2026-11-24 12:00:38+00	\N	702	968	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	38	1	20	5	38
2	2026-11-24 12:00:39+00	\N	702	969	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	5	39
3	2026-11-24 12:00:00+00	\N	703	930	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	0	1	20	8	0
3	2026-11-24 12:00:01+00	\N	703	931	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	1
3	2026-11-24 12:00:02+00	\N	703	932	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	2	1	20	8	2
3	2026-11-24 12:00:03+00	\N	703	933	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	3
3	2026-11-24 12:00:04+00	\N	703	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	4	1	20	8	4
3	2026-11-24 12:00:05+00	\N	703	935	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	5
3	2026-11-24 12:00:06+00	\N	703	936	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	6	1	20	8	6
3	2026-11-24 12:00:07+00	\N	703	937	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	7
3	2026-11-24 12:00:08+00	\N	703	938	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	8	1	20	8	8
3	2026-11-24 12:00:09+00	\N	703	939	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	9
3	2026-11-24 12:00:10+00	\N	703	940	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	10	1	20	8	10
3	2026-11-24 12:00:11+00	\N	703	941	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	11
3	2026-11-24 12:00:12+00	\N	703	942	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	12	1	20	8	12
3	2026-11-24 12:00:13+00	\N	703	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	13
3	2026-11-24 12:00:14+00	\N	703	944	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	14	1	20	8	14
3	2026-11-24 12:00:15+00	\N	703	945	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	15
3	2026-11-24 12:00:16+00	\N	703	946	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	16	1	20	8	16
3	2026-11-24 12:00:17+00	\N	703	947	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	17
3	2026-11-24 12:00:18+00	\N	703	948	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	18	1	20	8	18
3	2026-11-24 12:00:19+00	\N	703	949	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	19
3	2026-11-24 12:00:20+00	\N	703	950	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	20	1	20	8	20
3	2026-11-24 12:00:21+00	\N	703	951	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	21
3	2026-11-24 12:00:22+00	\N	703	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	22	1	20	8	22
3	2026-11-24 12:00:23+00	\N	703	953	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	23
3	2026-11-24 12:00:24+00	\N	703	954	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	24	1	20	8	24
3	2026-11-24 12:00:25+00	\N	703	955	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	25
3	2026-11-24 12:00:26+00	\N	703	956	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	26	1	20	8	26
3	2026-11-24 12:00:27+00	\N	703	957	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	27
3	2026-11-24 12:00:28+00	\N	703	958	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	28	1	20	8	28
3	2026-11-24 12:00:29+00	\N	703	959	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	29
3	2026-11-24 12:00:30+00	\N	703	960	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	30	1	20	8	30
3	2026-11-24 12:00:31+00	\N	703	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0200010b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	31
3	2026-11-24 12:00:32+00	\N	703	962	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	32	1	20	8	32
3	2026-11-24 12:00:33+00	\N	703	963	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	33
3	2026-11-24 12:00:34+00	\N	703	964	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	34	1	20	8	34
3	2026-11-24 12:00:35+00	\N	703	965	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	35
3	2026-11-24 12:00:36+00	\N	703	966	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	36	1	20	8	36
3	2026-11-24 12:00:37+00	\N	703	967	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	37
3	2026-11-24 12:00:38+00	\N	703	968	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	38	1	20	8	38
3	2026-11-24 12:00:39+00	\N	703	969	\N	\N	\N	\N	\N	\N	\N	\N	380	\\x0b0200	2026-11-24 12:00:00.1+00	\N	1	20	8	39
\.
COPY public.frames_20261125 (device_key, at, heart_rate, pulse_rate, spo2, perfusion_index, respiratory_rate, temperature, systolic, diastolic, mean_arterial, weight, glucose, etco2, quality, received_at, device_time, clock, uncertainty_ms, stream_key, seq) FROM stdin;
\.
COPY public.frames_20261126 (device_key, at, heart_rate, pulse_rate, spo2, perfusion_index, respiratory_rate, temperature, systolic, diastolic, mean_arterial, weight, glucose, etco2, quality, received_at, device_time, clock, uncertainty_ms, stream_key, seq) FROM stdin;
\.
COPY public.gateway_status (gateway_id, received_at, status) FROM stdin;
home-0001	2026-11-24 12:00:00.1+00	{"mono": 1, "clock": "drifting", "backlog": 3, "links_up": 1, "links_total": 1, "outbox_bytes": 1, "disk_free_bytes": 2}
home-0002	2026-11-24 12:00:00.1+00	{"mono": 1, "clock": "drifting", "backlog": 3, "links_up": 1, "links_total": 1, "outbox_bytes": 1, "disk_free_bytes": 2}
home-0003	2026-11-24 12:00:00.1+00	{"mono": 1, "clock": "drifting", "backlog": 3, "links_up": 1, "links_total": 1, "outbox_bytes": 1, "disk_free_bytes": 2}
\.
COPY public.gateways (id, registered_at, revoked_at, state, last_heard_at) FROM stdin;
home-0001	2026-11-29 09:34:59.412532+00	\N	\N	\N
home-0002	2026-11-29 09:34:59.472163+00	\N	\N	\N
home-0003	2026-11-29 09:34:59.4868+00	\N	\N	\N
\.
COPY public.kits (id, label, gateway_id) FROM stdin;
kit-0001	Kit	home-0001
kit-0002	Kit	home-0002
kit-0003	Kit	home-0003
\.
COPY public.late_hours (device_key, hour, received_at) FROM stdin;
\.
COPY public.latest (device_key, heart_rate, heart_rate_at, pulse_rate, pulse_rate_at, spo2, spo2_at, perfusion_index, perfusion_index_at, respiratory_rate, respiratory_rate_at, temperature, temperature_at, systolic, systolic_at, diastolic, diastolic_at, mean_arterial, mean_arterial_at, weight, weight_at, glucose, glucose_at, etco2, etco2_at, received_at) FROM stdin;
1	\N	\N	701	1795521639000	969	1795521639000	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	1795521639000	2026-11-24 12:00:00.1+00
2	\N	\N	702	1795521639000	969	1795521639000	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	1795521639000	2026-11-24 12:00:00.1+00
3	\N	\N	703	1795521639000	969	1795521639000	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	380	1795521639000	2026-11-24 12:00:00.1+00
\.
COPY public.losses (stream_key, seq, lost_stream_key, range, reason, received_at) FROM stdin;
1	3	2	[40,47)	disk_full	2026-11-24 12:00:00.1+00
4	3	5	[40,47)	disk_full	2026-11-24 12:00:00.1+00
7	3	8	[40,47)	disk_full	2026-11-24 12:00:00.1+00
\.
COPY public.patients (id, family_name, given_name, birth_date, medical_record_number, sex, language, created_at) FROM stdin;
00000000-0000-0001-0000-000000000001	F	G	1970-01-01	00000000-0000-0001-0000-000000000001	female	es	2026-11-29 09:34:59.414588+00
00000000-0000-0001-0000-000000000002	F	G	1970-01-01	00000000-0000-0001-0000-000000000002	female	es	2026-11-29 09:34:59.472889+00
00000000-0000-0001-0000-000000000003	F	G	1970-01-01	00000000-0000-0001-0000-000000000003	female	es	2026-11-29 09:34:59.487828+00
\.
COPY public.quarantine (id, gateway_id, stream_key, range, reason, received_at, bytes) FROM stdin;
1	home-0001	1	[4,5)	measured outside what is kept	2026-11-24 12:00:00.1+00	\\x6279746573
2	home-0002	4	[4,5)	measured outside what is kept	2026-11-24 12:00:00.1+00	\\x6279746573
3	home-0003	7	[4,5)	measured outside what is kept	2026-11-24 12:00:00.1+00	\\x6279746573
4	home-0001	\N	\N	does not begin with 'HB'	2026-11-24 12:00:00+00	\\x6e6f206261746368
\.
COPY public.roll_up (only_row, rolled_until) FROM stdin;
t	2026-11-25 11:58:00+00
\.
COPY public.roll_up_written (only_row, until) FROM stdin;
t	2026-11-29 09:34:00+00
\.
COPY public.roster_version (only_row, version) FROM stdin;
t	1
\.
COPY public.sessions (token_hash, staff_id, created_at, expires_at) FROM stdin;
\.
COPY public.staff (id, name, display_name, role, password_hash, must_change_password, created_at) FROM stdin;
\.
COPY public.stale_hours (device_key, hour, marks) FROM stdin;
\.
COPY public.store_identity (only_row, id, epoch) FROM stdin;
t	9097c7d6-c5a4-4040-91d4-a1ffae41c056	1
\.
COPY public.streams (key, gateway_id, generation, class, held, lost) FROM stdin;
1	home-0001	1	0	{[0,5)}	{}
2	home-0001	1	1	{[0,47),[1000,1001)}	{[40,47)}
3	home-0001	1	2	{[0,1)}	{}
4	home-0002	2	0	{[0,5)}	{}
5	home-0002	2	1	{[0,47),[1000,1001)}	{[40,47)}
6	home-0002	2	2	{[0,1)}	{}
7	home-0003	3	0	{[0,5)}	{}
8	home-0003	3	1	{[0,47),[1000,1001)}	{[40,47)}
9	home-0003	3	2	{[0,1)}	{}
\.
COPY public.unplaced (stream_key, seq, gateway_id, boot, received_at, record) FROM stdin;
2	1000	home-0001	101	2026-11-24 12:00:00.1+00	\\x01016500000000000000d8fc3c0001086f78692d30303031200000861001fa0a01a60f8108f805
5	1000	home-0002	102	2026-11-24 12:00:00.1+00	\\x01016600000000000000d8fc3c0001086f78692d30303032200000861001fc0a01a60f8108f805
8	1000	home-0003	103	2026-11-24 12:00:00.1+00	\\x01016700000000000000d8fc3c0001086f78692d30303033200000861001fe0a01a60f8108f805
\.
COPY public.watch (only_row, holder, since_at) FROM stdin;
t	\N	\N
\.
COPY public.waveforms_20261124 (device_key, kind, at, period_us, samples, packed, received_at, stream_key, seq) FROM stdin;
1	0	2026-11-24 12:00:01+00	13333	4	\\x0205085d	2026-11-24 12:00:00.1+00	3	0
2	0	2026-11-24 12:00:01+00	13333	4	\\x0205085d	2026-11-24 12:00:00.1+00	6	0
3	0	2026-11-24 12:00:01+00	13333	4	\\x0205085d	2026-11-24 12:00:00.1+00	9	0
\.
COPY public.waveforms_20261125 (device_key, kind, at, period_us, samples, packed, received_at, stream_key, seq) FROM stdin;
\.
COPY public.waveforms_20261126 (device_key, kind, at, period_us, samples, packed, received_at, stream_key, seq) FROM stdin;
\.
SELECT pg_catalog.setval('public.audit_id_seq', 1, false);
SELECT pg_catalog.setval('public.devices_key_seq', 3, true);
SELECT pg_catalog.setval('public.quarantine_id_seq', 4, true);
SELECT pg_catalog.setval('public.streams_key_seq', 9, true);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.alert_transitions
    ADD CONSTRAINT alert_transitions_pkey PRIMARY KEY (alert_id, version);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.anchors
    ADD CONSTRAINT anchors_pkey PRIMARY KEY (gateway_id, boot, mono_ms);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_never_overlap EXCLUDE USING gist (device_key WITH =, tstzrange(from_at, until_at) WITH &&);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_id_key UNIQUE (id);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (stream_key, seq);
ALTER TABLE ONLY public.frame_minutes
    ADD CONSTRAINT frame_minutes_pkey PRIMARY KEY (device_key, at);
ALTER TABLE ONLY public.frame_minutes_20261124
    ADD CONSTRAINT frame_minutes_20261124_pkey PRIMARY KEY (device_key, at);
ALTER TABLE ONLY public.frame_minutes_20261125
    ADD CONSTRAINT frame_minutes_20261125_pkey PRIMARY KEY (device_key, at);
ALTER TABLE ONLY public.frame_minutes_20261126
    ADD CONSTRAINT frame_minutes_20261126_pkey PRIMARY KEY (device_key, at);
ALTER TABLE ONLY public.frames
    ADD CONSTRAINT frames_pkey PRIMARY KEY (device_key, at, stream_key, seq);
ALTER TABLE ONLY public.frames_20261124
    ADD CONSTRAINT frames_20261124_pkey PRIMARY KEY (device_key, at, stream_key, seq);
ALTER TABLE ONLY public.frames_20261125
    ADD CONSTRAINT frames_20261125_pkey PRIMARY KEY (device_key, at, stream_key, seq);
ALTER TABLE ONLY public.frames_20261126
    ADD CONSTRAINT frames_20261126_pkey PRIMARY KEY (device_key, at, stream_key, seq);
ALTER TABLE ONLY public.gateway_status
    ADD CONSTRAINT gateway_status_pkey PRIMARY KEY (gateway_id);
ALTER TABLE ONLY public.gateways
    ADD CONSTRAINT gateways_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kits
    ADD CONSTRAINT kits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.late_hours
    ADD CONSTRAINT late_hours_pkey PRIMARY KEY (device_key, hour);
ALTER TABLE ONLY public.latest
    ADD CONSTRAINT latest_pkey PRIMARY KEY (device_key);
ALTER TABLE ONLY public.losses
    ADD CONSTRAINT losses_pkey PRIMARY KEY (stream_key, seq);
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_medical_record_number_key UNIQUE (medical_record_number);
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roll_up
    ADD CONSTRAINT roll_up_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.roll_up_written
    ADD CONSTRAINT roll_up_written_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.roster_version
    ADD CONSTRAINT roster_version_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_name_key UNIQUE (name);
ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stale_hours
    ADD CONSTRAINT stale_hours_pkey PRIMARY KEY (device_key, hour);
ALTER TABLE ONLY public.store_identity
    ADD CONSTRAINT store_identity_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.streams
    ADD CONSTRAINT streams_gateway_id_generation_class_key UNIQUE (gateway_id, generation, class);
ALTER TABLE ONLY public.streams
    ADD CONSTRAINT streams_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.unplaced
    ADD CONSTRAINT unplaced_pkey PRIMARY KEY (stream_key, seq);
ALTER TABLE ONLY public.watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.waveforms
    ADD CONSTRAINT waveforms_pkey PRIMARY KEY (device_key, kind, at, stream_key, seq);
ALTER TABLE ONLY public.waveforms_20261124
    ADD CONSTRAINT waveforms_20261124_pkey PRIMARY KEY (device_key, kind, at, stream_key, seq);
ALTER TABLE ONLY public.waveforms_20261125
    ADD CONSTRAINT waveforms_20261125_pkey PRIMARY KEY (device_key, kind, at, stream_key, seq);
ALTER TABLE ONLY public.waveforms_20261126
    ADD CONSTRAINT waveforms_20261126_pkey PRIMARY KEY (device_key, kind, at, stream_key, seq);
CREATE INDEX alerts_by_episode ON public.alerts USING btree (episode_id, raised_at DESC);
CREATE INDEX alerts_by_raised ON public.alerts USING btree (raised_at DESC, id DESC);
CREATE UNIQUE INDEX alerts_one_open ON public.alerts USING btree (COALESCE(episode_id, '00000000-0000-0000-0000-000000000000'::uuid), rule, subject) WHERE open;
CREATE INDEX audit_by_subject ON public.audit USING btree (subject, at);
CREATE INDEX bindings_by_episode ON public.bindings USING btree (episode_id);
CREATE UNIQUE INDEX episodes_one_active ON public.episodes USING btree (patient_id) WHERE (ended_at IS NULL);
CREATE INDEX events_by_device ON public.events USING btree (device_key, at);
CREATE INDEX losses_by_lost_stream ON public.losses USING btree (lost_stream_key, received_at);
CREATE INDEX quarantine_by_gateway ON public.quarantine USING btree (gateway_id, received_at);
CREATE INDEX unplaced_by_boot ON public.unplaced USING btree (gateway_id, boot);
ALTER INDEX public.frame_minutes_pkey ATTACH PARTITION public.frame_minutes_20261124_pkey;
ALTER INDEX public.frame_minutes_pkey ATTACH PARTITION public.frame_minutes_20261125_pkey;
ALTER INDEX public.frame_minutes_pkey ATTACH PARTITION public.frame_minutes_20261126_pkey;
ALTER INDEX public.frames_pkey ATTACH PARTITION public.frames_20261124_pkey;
ALTER INDEX public.frames_pkey ATTACH PARTITION public.frames_20261125_pkey;
ALTER INDEX public.frames_pkey ATTACH PARTITION public.frames_20261126_pkey;
ALTER INDEX public.waveforms_pkey ATTACH PARTITION public.waveforms_20261124_pkey;
ALTER INDEX public.waveforms_pkey ATTACH PARTITION public.waveforms_20261125_pkey;
ALTER INDEX public.waveforms_pkey ATTACH PARTITION public.waveforms_20261126_pkey;
CREATE RULE audit_is_never_changed AS
    ON UPDATE TO public.audit DO INSTEAD NOTHING;
CREATE RULE audit_is_never_deleted AS
    ON DELETE TO public.audit DO INSTEAD NOTHING;
ALTER TABLE ONLY public.alert_transitions
    ADD CONSTRAINT alert_transitions_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id);
ALTER TABLE ONLY public.alert_transitions
    ADD CONSTRAINT alert_transitions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES public.staff(id);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES public.episodes(id);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES public.staff(id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_bound_by_fkey FOREIGN KEY (bound_by) REFERENCES public.staff(id);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_device_key_fkey FOREIGN KEY (device_key) REFERENCES public.devices(key);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES public.staff(id);
ALTER TABLE ONLY public.bindings
    ADD CONSTRAINT bindings_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES public.episodes(id);
ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_kit_id_fkey FOREIGN KEY (kit_id) REFERENCES public.kits(id);
ALTER TABLE ONLY public.episodes
    ADD CONSTRAINT episodes_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_device_key_fkey FOREIGN KEY (device_key) REFERENCES public.devices(key);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_stream_key_fkey FOREIGN KEY (stream_key) REFERENCES public.streams(key);
ALTER TABLE ONLY public.kits
    ADD CONSTRAINT kits_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateways(id);
ALTER TABLE ONLY public.latest
    ADD CONSTRAINT latest_device_key_fkey FOREIGN KEY (device_key) REFERENCES public.devices(key);
ALTER TABLE ONLY public.losses
    ADD CONSTRAINT losses_lost_stream_key_fkey FOREIGN KEY (lost_stream_key) REFERENCES public.streams(key);
ALTER TABLE ONLY public.losses
    ADD CONSTRAINT losses_stream_key_fkey FOREIGN KEY (stream_key) REFERENCES public.streams(key);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT quarantine_stream_key_fkey FOREIGN KEY (stream_key) REFERENCES public.streams(key);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.unplaced
    ADD CONSTRAINT unplaced_stream_key_fkey FOREIGN KEY (stream_key) REFERENCES public.streams(key);
ALTER TABLE ONLY public.watch
    ADD CONSTRAINT watch_holder_fkey FOREIGN KEY (holder) REFERENCES public.staff(id);
