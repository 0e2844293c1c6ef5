-- What a gateway newer than its hub said and the hub had no word for: of a frame the readings of one vital (or with one
-- flag), else the whole record, as bytes that stand for themselves. `kind` and `code` say what a hub must know to
-- read it: 0 vital, 1 waveform, 2 event, 3 flag. A stray came through a gateway that may not speak for its device. The
-- number is held, and the rest of its frame is in `frames`.
CREATE TABLE unknown_codes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream_key integer NOT NULL REFERENCES streams,
    seq bigint NOT NULL,
    kind smallint NOT NULL,
    code smallint NOT NULL,
    gateway_id text NOT NULL,
    at timestamptz,
    clock smallint,
    uncertainty_ms integer,
    received_at timestamptz NOT NULL,
    stray boolean NOT NULL DEFAULT false,
    record bytea NOT NULL
);
CREATE INDEX unknown_codes_by_code ON unknown_codes (kind, code);
CREATE INDEX unknown_codes_by_received ON unknown_codes (received_at);
