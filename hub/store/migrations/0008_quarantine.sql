-- How many bodies of a gateway are kept, and which is the newest.
CREATE INDEX quarantine_by_gateway ON quarantine (gateway_id, received_at);
