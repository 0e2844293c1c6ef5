-- The version that readings are judged by counts changes of bindings and of what belongs to them.
ALTER TABLE roster_version RENAME TO bindings_version;
ALTER TABLE bindings_version RENAME CONSTRAINT roster_version_pkey TO bindings_version_pkey;
ALTER TABLE bindings_version RENAME CONSTRAINT roster_version_only_row_check TO bindings_version_only_row_check;

-- What each change concerns, so that a hub reads that and not everything again: episodes whose row or devices
-- changed, devices whose bindings or kit changed, and the gateways that all of these speak through. A version without
-- a row says that anything may have changed. The newest rows are kept; a hub that is further behind reads everything.
CREATE TABLE binding_changes (
    version bigint PRIMARY KEY,
    episodes uuid[] NOT NULL,
    devices text[] NOT NULL,
    gateways text[] NOT NULL
);
