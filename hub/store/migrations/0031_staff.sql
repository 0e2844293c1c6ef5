-- Roles of people who go to a home, prepare orders or read the audit; what is known of each person; and who may not sign in any
-- more. A household's tablet is no member of staff.
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (role IN ('nurse', 'charge_nurse', 'physician', 'call_agent', 'dispatcher',
    'paramedic', 'pharmacist', 'technician', 'auditor', 'administrator'));

-- Rises with every change of the person, so that two who change it at once are told of each other.
ALTER TABLE staff ADD COLUMN version bigint NOT NULL DEFAULT 1;
-- Languages that the person speaks with patients: tags of BCP 47.
ALTER TABLE staff ADD COLUMN languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 8);
-- The number at which the person is reached on duty; empty when none is known.
ALTER TABLE staff ADD COLUMN phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 40);
-- Since when the person may not sign in; NULL while they may.
ALTER TABLE staff ADD COLUMN disabled_at timestamptz;
