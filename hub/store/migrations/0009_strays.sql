-- A device counts only through a gateway of its kit. Which that was is kept with each binding: a device that is
-- moved to another kit later still had this one when it was worn.
ALTER TABLE bindings ADD COLUMN gateway_id text REFERENCES gateways;
UPDATE bindings b SET gateway_id = k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE d.key = b.device_key;

-- What comes under the name of a device through any other gateway is kept under a key of its own, one for each
-- such gateway: all that is found by a device's key (frames, waveforms, newest values, minutes) is the device's alone.
ALTER TABLE devices ADD COLUMN heard_through text CHECK (heard_through IS NULL OR kit_id IS NULL);
ALTER TABLE devices DROP CONSTRAINT devices_id_key;
ALTER TABLE devices ADD CONSTRAINT devices_id_key UNIQUE NULLS NOT DISTINCT (id, heard_through);

-- How much that is, measured from when until when, and when the last of it came.
CREATE TABLE strays (
    device_key integer PRIMARY KEY REFERENCES devices,
    records bigint NOT NULL,
    from_at timestamptz,
    until_at timestamptz,
    received_at timestamptz NOT NULL
);
