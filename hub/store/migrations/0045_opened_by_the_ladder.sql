-- An incident may be opened by the ladder of its alert, where the site says so: by nobody then.
ALTER TABLE incidents ALTER COLUMN opened_by DROP NOT NULL;
ALTER TABLE incidents ADD CHECK (opened_by IS NOT NULL OR alert_id IS NOT NULL);
CREATE INDEX incidents_by_alert ON incidents (alert_id) WHERE alert_id IS NOT NULL;
