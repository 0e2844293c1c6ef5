-- What is owed to a patient, and who talked to whom. Beside the present state of each task stand its steps, which are kept
-- as they were; a call and its end are rows that are never changed.
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    version integer NOT NULL DEFAULT 1,
    episode_id uuid NOT NULL REFERENCES episodes,
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{0,39}$'),
    -- What exactly, in the words of who made it; empty where the kind says all.
    what text NOT NULL DEFAULT '' CHECK (length(what) <= 300),
    -- The vital that is to be measured, or what is to be asked; NULL where the kind says all.
    item text CHECK (item ~ '^[a-z][a-z0-9_]{0,39}$'),
    post text NOT NULL,
    owner uuid REFERENCES staff,
    opens_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'done', 'cancelled', 'over')),
    lateness text NOT NULL CHECK (lateness IN ('on_time', 'soon', 'late', 'alerted')),
    made_by uuid REFERENCES staff,
    made_at timestamptz NOT NULL,
    closed_at timestamptz,
    -- What a rule, the programme or a call made it from: it is made once.
    origin text NOT NULL DEFAULT '' CHECK (length(origin) <= 120),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX tasks_open ON tasks (due_at, id) WHERE state = 'open';
CREATE INDEX tasks_by_episode ON tasks (episode_id, due_at DESC, id DESC);
-- What the programme owes has its day in its origin, and is made once for ever; what a rule wants may be wanted again.
CREATE UNIQUE INDEX tasks_made_once ON tasks (episode_id, origin) WHERE origin <> '' AND (state = 'open' OR origin LIKE 'day %');

CREATE TABLE task_steps (
    task_id uuid NOT NULL REFERENCES tasks,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    by_staff uuid REFERENCES staff,
    owner uuid REFERENCES staff,
    due_at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    PRIMARY KEY (task_id, version)
);

CREATE TABLE calls (
    id uuid PRIMARY KEY,
    episode_id uuid NOT NULL REFERENCES episodes,
    direction text NOT NULL CHECK (direction IN ('out', 'in')),
    -- Whom: patient, family, interpreter, colleague or other, and the name as it was known then.
    party text NOT NULL,
    name text NOT NULL DEFAULT '' CHECK (length(name) <= 120),
    number text NOT NULL DEFAULT '' CHECK (length(number) <= 40),
    why text NOT NULL DEFAULT '' CHECK (length(why) <= 300),
    interpreter boolean NOT NULL DEFAULT false,
    begun_by uuid NOT NULL REFERENCES staff,
    begun_at timestamptz NOT NULL,
    alert_id uuid REFERENCES alerts,
    task_id uuid REFERENCES tasks
);
CREATE INDEX calls_by_episode ON calls (episode_id, begun_at DESC, id DESC);

CREATE TABLE call_ends (
    call_id uuid PRIMARY KEY REFERENCES calls,
    at timestamptz NOT NULL,
    outcome text NOT NULL,
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    ended_by uuid NOT NULL REFERENCES staff,
    -- The task that came of it: a missed or promised call.
    task_id uuid REFERENCES tasks
);

CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON task_steps
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON calls
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON call_ends
    FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
