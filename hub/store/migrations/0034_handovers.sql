-- Handovers: what the giver says of each stay (I-PASS), what the receiver reads back, and the alerts that went with it. An offer is
-- open until it is accepted, declined or withdrawn; nothing of it is ever changed.
CREATE TABLE handovers (
    id uuid PRIMARY KEY,
    from_staff uuid NOT NULL REFERENCES staff,
    to_staff uuid NOT NULL REFERENCES staff,
    state text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn')),
    offered_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by uuid REFERENCES staff,
    CHECK (from_staff <> to_staff),
    CHECK ((state = 'offered') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX handovers_one_open ON handovers (from_staff, to_staff) WHERE state = 'offered';
CREATE INDEX handovers_by_time ON handovers (offered_at);

CREATE TABLE handover_sheets (
    handover_id uuid NOT NULL REFERENCES handovers,
    episode_id uuid NOT NULL REFERENCES episodes,
    watch_version integer NOT NULL CHECK (watch_version > 0),
    severity text NOT NULL CHECK (severity IN ('stable', 'watcher', 'unstable')),
    suggested text NOT NULL CHECK (suggested IN ('stable', 'watcher', 'unstable')),
    news2 smallint,
    summary text NOT NULL CHECK (length(summary) <= 2000),
    actions text[] NOT NULL,
    if_then text NOT NULL CHECK (length(if_then) <= 1000),
    PRIMARY KEY (handover_id, episode_id)
);
CREATE INDEX handover_sheets_by_episode ON handover_sheets (episode_id);

-- `alerts` are the alerts that the receiver took over with the stay, each by its id and the version that was shown.
CREATE TABLE handover_receipts (
    handover_id uuid NOT NULL,
    episode_id uuid NOT NULL,
    read_back text NOT NULL CHECK (length(read_back) <= 1000),
    alerts jsonb NOT NULL,
    PRIMARY KEY (handover_id, episode_id),
    FOREIGN KEY (handover_id, episode_id) REFERENCES handover_sheets
);

CREATE FUNCTION handovers_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'handovers' THEN
        IF OLD.state = 'offered' AND NEW.state <> 'offered'
            AND (NEW.id, NEW.from_staff, NEW.to_staff, NEW.offered_at) = (OLD.id, OLD.from_staff, OLD.to_staff, OLD.offered_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a handover is never changed or deleted' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON handovers FOR EACH ROW EXECUTE FUNCTION handovers_are_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON handover_sheets FOR EACH ROW EXECUTE FUNCTION handovers_are_kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON handover_receipts FOR EACH ROW EXECUTE FUNCTION handovers_are_kept();
