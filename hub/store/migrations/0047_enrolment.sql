-- Codes with which a box is enrolled as a gateway, once, and the certificates that it has got. Nothing here lets anybody in: of
-- a code there is the mark by which it is found, the seal over the hub's authority, and a digest of its secret.
CREATE TABLE enrolment_codes (
    mark bytea PRIMARY KEY CHECK (length(mark) = 16),
    gateway_id text NOT NULL REFERENCES gateways,
    seal bytea NOT NULL CHECK (length(seal) = 32),
    kept bytea NOT NULL CHECK (length(kept) = 32),
    made_at timestamptz NOT NULL,
    -- NULL for a code that was made by command.
    made_by uuid REFERENCES staff,
    until_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK (until_at > made_at)
);
CREATE INDEX enrolment_codes_of ON enrolment_codes (gateway_id);

CREATE TABLE gateway_certificates (
    serial text PRIMARY KEY CHECK (serial ~ '^[0-9a-f]{2,40}$'),
    gateway_id text NOT NULL REFERENCES gateways,
    -- SHA-256 of its public key: who renews keeps the key.
    key text NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
    issued_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CHECK (until_at > issued_at)
);
CREATE INDEX gateway_certificates_of ON gateway_certificates (gateway_id);
CREATE INDEX gateway_certificates_by_key ON gateway_certificates (key);
