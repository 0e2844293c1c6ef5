-- A hub that starts asks for what happened at its homes in the last day, of the kinds for which there are rules.
CREATE INDEX events_judged ON events (gateway_id, received_at) WHERE event->>'event' IN ('button', 'cuff_fault', 'rejected');
