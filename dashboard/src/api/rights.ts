// Made from docs/openapi.json by `npm run api`: not to be edited by hand. A test keeps it true.
export const RIGHTS = {
  "answer": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "physician": "all"
  },
  "attend": {
    "paramedic": "assigned"
  },
  "bind": {
    "charge_nurse": "all",
    "nurse": "all",
    "physician": "all",
    "technician": "all"
  },
  "care": {
    "charge_nurse": "all",
    "nurse": "all",
    "physician": "all"
  },
  "dispatch": {
    "charge_nurse": "all",
    "dispatcher": "all"
  },
  "hold_watch": {
    "charge_nurse": "all",
    "nurse": "all"
  },
  "keep_kits": {
    "administrator": "all",
    "charge_nurse": "all",
    "technician": "all"
  },
  "keep_shifts": {
    "charge_nurse": "all"
  },
  "keep_staff": {
    "administrator": "all"
  },
  "keep_tasks": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "physician": "all"
  },
  "log_calls": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "physician": "all"
  },
  "respond": {
    "charge_nurse": "all",
    "dispatcher": "all",
    "paramedic": "assigned"
  },
  "see_access": {
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "assigned"
  },
  "see_alerts": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "assigned",
    "pharmacist": "assigned",
    "physician": "all"
  },
  "see_audit": {
    "auditor": "all",
    "charge_nurse": "all"
  },
  "see_duty": {
    "administrator": "all",
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "all",
    "pharmacist": "all",
    "physician": "all",
    "technician": "all"
  },
  "see_incidents": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "assigned",
    "physician": "all"
  },
  "see_kits": {
    "administrator": "all",
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "physician": "all",
    "technician": "all"
  },
  "see_measurements": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "assigned",
    "pharmacist": "assigned",
    "physician": "all"
  },
  "see_patients": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "paramedic": "assigned",
    "pharmacist": "assigned",
    "physician": "all"
  },
  "see_reports": {
    "administrator": "all",
    "auditor": "all",
    "charge_nurse": "all",
    "physician": "all"
  },
  "see_rules": {
    "call_agent": "all",
    "charge_nurse": "all",
    "dispatcher": "all",
    "nurse": "all",
    "physician": "all"
  },
  "see_staff": {
    "administrator": "all",
    "charge_nurse": "all"
  },
  "sign": {
    "physician": "all"
  },
  "try_out": {
    "charge_nurse": "all",
    "physician": "all"
  },
  "write_notes": {
    "charge_nurse": "all",
    "nurse": "all",
    "physician": "all"
  }
} as const;
