-- Ways in for what people look up: the history of one thing, a page of alerts, losses of a gateway.
CREATE INDEX audit_by_subject ON audit (subject, at);
CREATE INDEX alerts_by_raised ON alerts (raised_at DESC, id DESC);
CREATE INDEX losses_by_lost_stream ON losses (lost_stream_key, received_at);
