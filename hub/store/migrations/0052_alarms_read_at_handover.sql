-- Which profile's reduced alarms the receiver of a handover has read; null where nothing was reduced, and before this was asked.
ALTER TABLE handover_receipts ADD COLUMN profile integer CHECK (profile > 0);
