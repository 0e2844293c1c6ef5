// Made from docs/openapi.json by `npm run api`: not to be edited by hand. A test keeps it true.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists alerts. People who may not see patients get only those about devices, gateways and the hub.
         * @description Asks for `see_alerts`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Else for `see_kits`, which shows alerts about devices, gateways and the hub without whose they are: technician, administrator.
         */
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts how often alerts rang about each active stay: within the last hour, and by rule within the last 24 hours. The holder of
         *     several stays has the sum of these.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["alert_load"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives an alert and every step of it.
         * @description Asks for `see_alerts`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Else for `see_kits`, which shows alerts about devices, gateways and the hub without whose they are: technician, administrator.
         */
        get: operations["alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledges an alert, with what the person does about it if they say so. Its owner may say so too, which replaces what they
         *     said before. People who do not act for patients can acknowledge an alert once its ladder has reached them. The first one wins:
         *     the second gets `already-acknowledged`, with who and when in `detail` and the alert as it stands in `alert`.
         * @description Asks for `answer`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses an alert. The pause ends by itself, and earlier if the alert gets worse or something new is raised about the patient.
         *     Alerts about silence, a link, a battery or the hub cannot be paused.
         * @description Asks for `answer`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a pause: what was due meanwhile is due now.
         * @description Asks for `answer`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reviews an alert whose condition has ended; this closes it.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists entries of the audit, a page at a time. For one patient: `episode_id` and `kind=looks` tell who looked.
         * @description Asks for `see_audit`: charge nurse, auditor.
         */
        get: operations["entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The entries as a table for a spreadsheet, at most 100,000, the newest first.
         * @description Asks for `see_audit`: charge nurse, auditor.
         */
        get: operations["table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.fhir": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The entries as AuditEvent resources of FHIR R4, one a line, at most 100,000, the newest first.
         * @description Asks for `see_audit`: charge nurse, auditor.
         */
        get: operations["fhir"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The entries as JSON lines, at most 100,000, the newest first.
         * @description Asks for `see_audit`: charge nurse, auditor.
         */
        get: operations["lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bindings/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a binding: readings measured from then on no longer belong to the stay.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["end_binding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a call. If nobody was reached, or a call back was promised, a task is made for it; an answered call closes the task that
         *     it was about. If that task was to call back and nobody was reached, it is put off instead of making another. The task that
         *     asks how the call ended is closed.
         * @description Asks for `log_calls`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["end_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clinical-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that a clinician has to sign.
         * @description Asks for `see_rules`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        get: operations["clinical_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clinical-settings/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs some of the settings, each as it was shown.
         * @description Asks for `sign`: physician.
         */
        post: operations["sign_settings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crews/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who can be in a crew.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        get: operations["crew_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crews/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the duty of a crew now; not while its unit is sent.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        post: operations["end_crew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists registered devices, a page at a time.
         * @description Asks for `see_kits`: nurse, charge nurse, physician, call agent, dispatcher, technician, administrator.
         */
        get: operations["list_devices"];
        put?: never;
        /**
         * Registers a device in a kit. One that is known and not bound is moved there.
         * @description Asks for `keep_kits`: charge nurse, technician, administrator.
         */
        post: operations["add_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Binds a device to an episode. People who may not see patients give both identifiers of a patient at home instead, as they
         *     stand on the wristband.
         * @description Asks for `bind`: nurse, charge nurse, physician, technician.
         */
        post: operations["bind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a box a gateway, once for each code. The box that was this gateway before is shut out.
         * @description Open to everybody.
         */
        post: operations["enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment/hello": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows the hub's authority to a box with a code, with the proof that it is this hub's.
         * @description Open to everybody.
         */
        post: operations["greet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment/renewal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a gateway its next certificate, for the key that it has, when two thirds of the life of the one it has are over.
         * @description Open to everybody.
         */
        post: operations["renew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists episodes with their limits, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Lists what it reaches.
         */
        get: operations["list_episodes"];
        put?: never;
        /**
         * Admits a patient: begins an episode.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["admit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists stays that have ended, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["ended"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/ended/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists people who did something in stays that have ended, including those who no longer work here.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["ended_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives an episode with its bindings, newest values and open alerts.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["episode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who did what in a stay, as the audit has it, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["acts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the calls of a stay, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["calls"];
        put?: never;
        /**
         * Begins a call. Sent twice with the same `id`, it is kept once, and the second answer (200) is the first one.
         * @description Asks for `log_calls`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["begin_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a context: the alerts that it names neither climb nor sound while it lasts. It never names silence, a link, a battery or the
         *     call button. One context at a time.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["begin_context"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends an episode and the bindings of its devices.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["end_episode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives what happened to an episode in a stretch of time.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the incidents of a stay.
         * @description Asks for `see_incidents`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own).
         */
        get: operations["incidents_of"];
        put?: never;
        /**
         * Opens an incident of an active stay: somebody has to go there. A stay has one open incident at a time (409 with that one in
         *     `current`). An older one that only has to be closed (solved without a visit, cancelled, or treated and every unit clear) is
         *     closed first.
         * @description Asks for `answer`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["open_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets the limits of an active episode. Refused when a rule would ring later, less urgently or not at all: that is proposed
         *     with `PUT /episodes/{id}/profile`, and a second person agrees.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        put: operations["set_limits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/marked-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The marked events of a stay.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["marked_events"];
        put?: never;
        /**
         * Marks an event, by which profiles are compared.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["mark_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the notes of a stay, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["notes"];
        put?: never;
        /**
         * Signs a note of an active stay, by who is signed in. Sent twice with the same `id`, it is kept once, and the second answer
         *     (200) is the first one.
         * @description Asks for `write_notes`: nurse, charge nurse, physician.
         */
        post: operations["write_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the observations of a stay, a page at a time.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["list"];
        put?: never;
        /**
         * Writes an observation down for an active stay. Sent twice with the same `id`, it is written once, and the second
         *     answer (200) is the first one.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["observe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/observations/newest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives the newest observation of each code that holds: what a patient's page shows beside the vitals.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["newest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/particulars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives what is known of a stay, except how to get in.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["particulars"];
        /**
         * Writes one section of an active stay. If the version is not the present one, the answer is `conflict` with the section as it
         *     stands in `current`.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        put: operations["set_particulars"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/particulars/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives how to get into the home: door codes, keys. Each look is written into the audit.
         * @description Asks for `see_access`: nurse, charge nurse, dispatcher, paramedic (own).
         */
        get: operations["access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/particulars/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives every version of a section, with who wrote it and when.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Writes down the number that the home of an active episode answers.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        put: operations["set_phone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The profiles of a stay, the newest first.
         * @description Asks for `see_rules`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        get: operations["profiles"];
        /**
         * Changes the profile of an active stay: in force at once, or proposed if it weakens a rule.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        put: operations["set_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/profile/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compares the alerts that a profile would have raised about this patient in the last 24 hours with those of the present one.
         *     Changes nothing.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["try_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/profile/{number}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agrees, as the second person, to a profile that weakens a rule.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["confirm_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/profile/{number}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuses a profile that waits for a second person; its author takes it back.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["refuse_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/profile/{number}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs the profile in force.
         * @description Asks for `sign`: physician.
         */
        post: operations["sign_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/quiets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives what keeps alerts of a stay quiet, and what has.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["quiets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/quiets/{quiet}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends what keeps alerts quiet: what was due meanwhile is due now.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["end_quiet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives a vital as at most `points` buckets with lowest, highest and mean value of what devices measured, and what
         *     people wrote down of it as single points. Anything else that can be observed has these alone.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/reduced/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Notes that one has read what rings less for a patient, as it was shown. Refused if it has changed since.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["read_reduced"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/shelve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shelves one rule of a stay: its alerts up to medium neither climb nor sound for a time. It ends at once when it gets worse or
         *     something new is raised about the patient. Silence, links, batteries, the call button and the hub are never shelved, nor the score,
         *     fever and a high temperature, which speak for other rules.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["shelve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the tasks of a stay, open and closed, a page at a time.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["tasks_of"];
        put?: never;
        /**
         * Makes a task for an active stay. Sent twice with the same `id`, it is made once, and the second answer (200) is the first one.
         * @description Asks for `keep_tasks`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["make_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/waveforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives the blocks that begin in a window.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["waveforms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opens the live feed: a heartbeat each second, and of each topic that the viewer subscribes to a snapshot, then what
         *     changes (`docs/feed.md`). Who may not see patients can follow gateways, the watch and alerts that are nobody's
         *     condition. One sign-in may have 16 of them open, one person 48; one more is closed with the reason.
         * @description Asks for a session.
         */
        get: operations["feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists gateways, a page at a time.
         * @description Asks for `see_kits`: nurse, charge nurse, physician, call agent, dispatcher, technician, administrator.
         */
        get: operations["list_gateways"];
        put?: never;
        /**
         * Registers a gateway, or one again that was revoked, and makes its sign-in, which is shown once.
         * @description Asks for `keep_kits`: charge nurse, technician, administrator.
         */
        post: operations["register_gateway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a code with which a box becomes this gateway, in the place of the box that is it now: eight words, for a quarter of an
         *     hour, once.
         * @description Asks for `keep_kits`: charge nurse, technician, administrator.
         */
        post: operations["make_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a gateway's sign-in away. One through which a patient is watched keeps it until nothing of its kit is bound.
         * @description Asks for `keep_kits`: charge nurse, technician, administrator.
         */
        post: operations["revoke_gateway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The open and the newest handovers.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["handovers"];
        put?: never;
        /**
         * Offers stays to somebody who is on shift. They stay with their holder until the receiver has accepted.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["offer_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sheets for every stay that one holds the watch of, filled in as far as the data say: how ill the patient is, which alerts are open,
         *     what was said when the stay was last handed over.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        get: operations["draft_handover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One handover with all that was said.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["handover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepts a handover, as a whole: its stays and their open alerts are the receiver's from now on. Refused if an alert of a stay is not
         *     named, or has become more urgent since it was shown, and if what rings less for a patient was not read as it is now.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["accept_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraws one's own offer, or declines one: the stays remain with their holder.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["close_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The incidents that are not closed, and the units. A crew sees those that it is sent to and its own unit; its look is audited,
         *     once in a quarter of an hour while its screen lies open.
         * @description Asks for `see_incidents`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own). Lists what it reaches.
         */
        get: operations["board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives an incident with its log. A look of a crew is audited, once a quarter of an hour while its screen lies open.
         * @description Asks for `see_incidents`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own).
         */
        get: operations["incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carries out an act on an incident. Whoever comes second is told who was first, with the incident as it is now in `current`.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        post: operations["act_on_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives what a crew has to know of the patient: who, where, how to get in, what they must not be given, how they are. A crew
         *     gets it from confirming the offer until twelve hours after it was clear. Each look is audited; a card that lies open is one
         *     look in a quarter of an hour.
         * @description Asks for `see_access`: nurse, charge nurse, dispatcher, paramedic (own).
         */
        get: operations["card"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs a note of a crew about the stay of its incident, with when it was written. Sent twice with the same `id`, it is kept once,
         *     and the second answer (200) is the first one. What the record does not take is kept as with a number.
         * @description Asks for `attend`: paramedic (own).
         */
        post: operations["write_note_at_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes a number down that a crew has measured at the patient. Sent twice with the same `id`, it is written once, and the second
         *     answer (200) is the first one. Also of a crew whose place another has by now, if it was measured before. What the record does not
         *     take (409: the stay has ended, its time is unknown, the unit did not have the job then) is kept in `unrecorded` of the incident.
         * @description Asks for `attend`: paramedic (own).
         */
        post: operations["observe_at_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/stamp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stamps how far a unit is; `acknowledged` confirms the offer. A crew stamps the place that it was offered, the desk any unit
         *     that it hears by radio. A crew that has lost its place is told so (409 without `current`). Refused presses of crews stay in
         *     `refused` of the incident. Sent twice with the same `id`, it is taken once, and the second answer is the first one.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["stamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists kits, a page at a time.
         * @description Asks for `see_kits`: nurse, charge nurse, physician, call agent, dispatcher, technician, administrator.
         */
        get: operations["list_kits"];
        put?: never;
        /**
         * Adds a kit: a gateway and the devices that go to one home with it.
         * @description Asks for `keep_kits`: charge nurse, technician, administrator.
         */
        post: operations["add_kit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/marked-events/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraws a mark that is wrong.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["withdraw_mark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notes/{id}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Amends a note by a new one that names it. The old one stays, marked. A note is amended once: the next amendment amends
         *     the newest.
         * @description Asks for `write_notes`: nurse, charge nurse, physician.
         */
        post: operations["amend_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/antipyretics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists, of each patient in care, the newest antipyretic that was given within six hours: a fever may be masked.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["antipyretics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what can be observed, with the unit, band or words of each answer. Any other LOINC code can be observed too: its
         *     number is taken with the unit that is sent and at most three decimal places, or it is answered in words.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Lists what it reaches.
         */
        get: operations["codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Corrects an observation: another one takes its place, and both are kept. Only the newest of a chain of corrections
         *     can be corrected. A stay that has ended can still be corrected.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["correct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/observations/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraws an observation that was entered in error. It is kept, with who withdrew it and why.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds patients by name or record number.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Lists what it reaches.
         */
        get: operations["find_patients"];
        put?: never;
        /**
         * Adds a patient. A stay at home is begun by an admission.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["add_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The profiles that a site starts from.
         * @description Asks for `see_rules`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        get: operations["profile_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the alerts of a period asked of people.
         * @description Asks for `see_reports`: charge nurse, physician, auditor, administrator.
         */
        get: operations["alert_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/alerts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The report as a table for a spreadsheet: one figure a line.
         * @description Asks for `see_reports`: charge nurse, physician, auditor, administrator.
         */
        get: operations["alert_report_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/unmonitored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts for how long something of each active stay that should have been seen was not, and why.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["unmonitored_stays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The session in force.
         * @description Asks for a session; also one whose first password has to be changed.
         */
        get: operations["session"];
        put?: never;
        /**
         * Signs in. The session that this browser had before (somebody else's, or one that soon ends) is ended.
         * @description Open to everybody.
         */
        post: operations["sign_in"];
        /**
         * Signs out. Also succeeds without a session.
         * @description Open to everybody.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes one's own password and ends one's other sessions.
         * @description Asks for a session; also one whose first password has to be changed.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The roster of a stretch of time, and where it has holes.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["shifts"];
        put?: never;
        /**
         * Puts a shift on the roster.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        post: operations["plan_shift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shifts/rest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declares that this site no longer keeps shifts: stays have no holders of their own, and none is reported as unwatched. The
         *     person who declares it holds the watch of all stays, until somebody takes it. Refused while somebody watches in a shift that
         *     runs or is planned. The next planned shift that begins ends this.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        post: operations["rest_shifts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shifts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes a shift. For one that has begun, only its end, its site, its languages and how the person is reached can be changed.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        put: operations["change_shift"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shifts/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a shift that has not begun off the roster.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        post: operations["cancel_shift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shifts/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends one's own shift; the charge nurse ends anybody's. Refused while it holds the watch of stays.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["end_shift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sparklines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives lowest and highest values of heart rate, pulse rate and SpO2 of every active episode.
         * @description Asks for `see_measurements`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own). Lists what it reaches.
         */
        get: operations["sparklines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists staff, a page at a time; those who may not sign in, too.
         * @description Asks for `see_staff`: charge nurse, administrator.
         */
        get: operations["list_staff"];
        put?: never;
        /**
         * Adds a member of staff, with a first password that is shown once.
         * @description Asks for `keep_staff`: administrator.
         */
        post: operations["add_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives one member of staff.
         * @description Asks for `see_staff`: charge nurse, administrator.
         */
        get: operations["staff_member"];
        /**
         * Changes a member of staff. The last administrator stays one.
         * @description Asks for `keep_staff`: administrator.
         */
        put: operations["change_staff"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forbids a member of staff to sign in, and ends the person's sessions and screens. The last administrator stays one.
         * @description Asks for `keep_staff`: administrator.
         */
        post: operations["disable_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a member of staff sign in again, with the password from before.
         * @description Asks for `keep_staff`: administrator.
         */
        post: operations["enable_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a member of staff a new first password, shown once, and ends the person's sessions and screens.
         * @description Asks for `keep_staff`: administrator.
         */
        post: operations["reset_staff_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what is kept apart because its gateway may not speak for its device.
         * @description Asks for `see_kits`: nurse, charge nurse, physician, call agent, dispatcher, technician, administrator.
         */
        get: operations["list_strays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives facts about this hub.
         * @description Asks for a session.
         */
        get: operations["system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what is owed now, of all stays.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["open_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/owed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives what the programme owes each stay on this day of its home.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["owed_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives a task with its steps.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carries out an act on a task. Whoever comes second is told who was first, with the task as it is now in `current`.
         * @description Asks for `keep_tasks`: nurse, charge nurse, physician, call agent, dispatcher.
         */
        post: operations["act_on_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the units that a crew can sign on to, and who drives them; not where they are, nor where they are sent. Who is on duty in a
         *     unit is given that one alone: they have nothing to choose.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own). Lists what it reaches.
         */
        get: operations["units_to_sign_on"];
        put?: never;
        /**
         * Adds a unit to the site's fleet; it can be sent once a crew has signed on to it.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        post: operations["add_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes what a unit is called and carries.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        put: operations["change_unit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/crew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a crew on duty in a unit.
         * @description Asks for `dispatch`: charge nurse, dispatcher.
         */
        post: operations["begin_crew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says where a unit is. Of each unit only the last position is kept.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["unit_was_at"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/sign-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes the paramedic who asks off duty in a unit; the rest of the crew stays on. Not while the unit is sent.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["sign_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts the paramedic who asks on duty in a unit, alone or together with its crew.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["sign_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/sos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls for help for the crew of a unit: a high alert, `crew_sos`, rings until somebody has dealt with it.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["call_for_help"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/sos/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends calls for help of a unit: the crew is safe, or somebody is with it. Only the named calls end, because a request that
         *     comes late, or twice, must not end a newer call.
         * @description Asks for `respond`: charge nurse, dispatcher, paramedic (own).
         */
        post: operations["end_help"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gives the person who holds the watch of all stays, or, where shifts are kept, who is on shift.
         * @description Asks for `see_duty`: nurse, charge nurse, physician, call agent, dispatcher, paramedic, pharmacist, technician, administrator.
         */
        get: operations["watch"];
        put?: never;
        /**
         * Takes the watch of all stays, where no shifts are kept.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["take_watch"];
        /**
         * Hands the watch of all stays back, where no shifts are kept: nobody holds it until somebody takes it. Also succeeds for a
         *     person who does not hold it.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        delete: operations["leave_watch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assigns the watch of stays to people.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        post: operations["assign_watch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proposes who could hold which stay, so that nobody has much more to do than the others: by number of patients, by how ill they
         *     are and by language; or, with `relieve`, which stays a person could hand over for whom alerts ring too often. Nothing is
         *     changed: the charge nurse sends it back as an assignment.
         * @description Asks for `keep_shifts`: charge nurse.
         */
        get: operations["balance_watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/reduced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what rings less than the template says, of every patient, and whether whoever holds the watch has read it since they took it.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["reduced_of_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who holds the watch, and whether they have heard the alarm sounds of their desk since they began.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["desk_sounds"];
        put?: never;
        /**
         * Keeps what somebody says of the alarm sounds at their desk: who, at which screen, when.
         * @description Asks for `care`: nurse, charge nurse, physician.
         */
        post: operations["note_sound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/stays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who holds the watch of each stay.
         * @description Asks for `see_patients`: nurse, charge nurse, physician, call agent, dispatcher, paramedic (own), pharmacist (own).
         */
        get: operations["stay_watches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes stays over, from whoever holds them or from nobody: the person must be on shift. Where there is time, a handover with
         *     its sheet says more.
         * @description Asks for `hold_watch`: nurse, charge nurse.
         */
        post: operations["take_stays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workbench": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest trial of the person who asks.
         * @description Asks for `try_out`: charge nurse, physician.
         */
        get: operations["trial"];
        put?: never;
        /**
         * Begins a trial, in the place of the person's last one.
         * @description Asks for `try_out`: charge nurse, physician.
         */
        post: operations["begin_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workbench/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels the trial of the person who asks.
         * @description Asks for `try_out`: charge nurse, physician.
         */
        post: operations["cancel_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who wrote down how to get in, and when; without the text itself. */
        AccessKnown: {
            /**
             * Format: int64
             * @description When it was written, ms since 1970.
             */
            changed_at: number;
            /** @description The member of staff who wrote it. */
            changed_by: components["schemas"]["StaffRef"];
            /**
             * Format: int32
             * @description Counts from 1; to be sent back with a change.
             */
            version: number;
        };
        /** @description An acknowledgement: "I have it." */
        Acknowledgement: {
            /**
             * @description What who has the alert does about it; `null` if they have not said.
             * @enum {string|null}
             */
            action?: "calling_patient" | "calling_family" | "repeat_asked" | "sensor_corrected" | "physician_asked" | "as_ordered" | "sending_someone" | "watching" | null;
            /**
             * Format: int64
             * @description When the person pressed, ms since 1970 by the hub's clock. An act that arrives more than 15 s after it is refused.
             *     Left out, it counts as pressed now.
             */
            pressed_at: number | null;
            /**
             * Format: int32
             * @description After how many minutes the person wants to be reminded if the condition still holds: 5, 10 or 15, and only 5 for a high
             *     alert. Left out, a reminder that was asked for earlier stays; otherwise the usual one comes.
             */
            remind_in_min?: number | null;
            /**
             * Format: int32
             * @description The version of the alert that the person was shown. The act is refused if the alert has become more urgent since.
             */
            version: number;
        };
        /** @description A page of acts. */
        ActPage: {
            /** @description The acts of this page, the newest first. */
            acts: components["schemas"]["StayAct"][];
            /**
             * Format: int64
             * @description The mark to ask the next page with (`before`); `null` on the last page.
             */
            next_before: number | null;
        };
        /** @description How often people named one action for alerts that they had taken. */
        ActionShare: {
            /**
             * @description What who has the alert does about it; `null` if they have not said.
             * @enum {string|null}
             */
            action: "calling_patient" | "calling_family" | "repeat_asked" | "sensor_corrected" | "physician_asked" | "as_ordered" | "sending_someone" | "watching" | null;
            /** @description True for alerts about a patient's condition; false for all other alerts. */
            clinical: boolean;
            /**
             * Format: int64
             * @description Number of alerts for which this action was named.
             */
            count: number;
            /**
             * Format: int64
             * @description Number of alerts that somebody took, whether an action was named or not.
             */
            taken: number;
        };
        /** @description Who made a transition of an alert. */
        Actor: {
            /** @description Name shown to colleagues. */
            display_name: string;
            /**
             * Format: uuid
             * @description Id of the member of staff.
             */
            id: string;
            /** @enum {string} */
            kind: "person";
        } | {
            /** @enum {string} */
            kind: "rule";
            /** @description Name of the rule. */
            name: string;
        };
        /** @description The wish to admit a patient. */
        Admission: {
            /** @description Postal address of the home; may be empty. */
            address: string;
            /**
             * Format: int64
             * @description When the stay began, ms since 1970: within the last 3 days and not in the future; now when left out. What its devices
             *     measured since then is bound to it by `from_at`.
             */
            admitted_at?: number | null;
            /** @description The patient's date of birth, `YYYY-MM-DD`, typed again as the second identifier. */
            birth_date: string;
            /** @description Short name of the home, shown on the wall. */
            label: string;
            /** @description Alarm limits; those of an adult when left out. */
            limits?: components["schemas"]["Limit"][] | null;
            /** @description The patient's medical record number, typed again as the first identifier. */
            medical_record_number: string;
            news2?: components["schemas"]["News2AtAdmission"] | null;
            /** @description What is already known of the stay beside its measurements, at most one of each section. */
            particulars?: components["schemas"]["ParticularsSaid"][];
            /**
             * Format: uuid
             * @description The patient who is admitted, by the id.
             */
            patient_id: string;
            /** @description Phase of the stay. */
            phase: components["schemas"]["Phase"];
            /** @description Telephone number of the home; empty when none is known. */
            phone: string;
            /**
             * @description IANA name of the home's time zone.
             * @example America/New_York
             */
            time_zone: string;
        };
        /** @description An alert. Instants are ms since 1970; values are in `unit`. */
        Alert: {
            /**
             * Format: int64
             * @description When it was acknowledged, ms since 1970; `null` while nobody has.
             */
            acknowledged_at: number | null;
            acknowledged_by: components["schemas"]["StaffRef"] | null;
            /**
             * @description What who has the alert does about it; `null` if they have not said.
             * @enum {string|null}
             */
            action: "calling_patient" | "calling_family" | "repeat_asked" | "sensor_corrected" | "physician_asked" | "as_ordered" | "sending_someone" | "watching" | null;
            /**
             * Format: int64
             * @description When `value` was measured, ms since 1970, if it was already old when it arrived; otherwise `null`.
             */
            as_of_at: number | null;
            /**
             * Format: int64
             * @description When the condition ended, by the time of measurement, ms since 1970; `null` while it is active.
             */
            cleared_at: number | null;
            /**
             * @description Whether what the alert tells of is so: `pending` while its delay runs, `active`, or `cleared` once it has ended.
             * @enum {string}
             */
            condition: "pending" | "active" | "cleared";
            /** @description Id of the device that it is about; `null` if it is not about one. */
            device_id: string | null;
            /**
             * Format: uuid
             * @description Id of the episode; `null` for the hub's own faults.
             */
            episode_id: string | null;
            evidence: components["schemas"]["Evidence"] | null;
            /**
             * Format: double
             * @description The worst value of this alert that was known at its last transition.
             */
            extreme: number | null;
            /** @description Id of the gateway that it is about; `null` if it is not about one. */
            gateway_id: string | null;
            /**
             * Format: uuid
             * @description Id of the alert.
             */
            id: string;
            /**
             * @description What an alert is about: `clinical` (the patient), `technical` (the home's devices) or `system` (the hub).
             * @enum {string}
             */
            kind: "clinical" | "technical" | "system";
            /**
             * Format: double
             * @description The limit with which `value` was compared.
             */
            limit: number | null;
            /** @description False once it is closed and no longer on the screens. */
            open: boolean;
            /**
             * @description How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).
             * @enum {string}
             */
            priority: "low" | "medium" | "high";
            /**
             * Format: int64
             * @description When the hub raised it, or last raised it again, ms since 1970.
             */
            raised_at: number;
            /** @description False while the database cannot record it; it could then be lost. */
            recorded: boolean;
            /**
             * Format: int64
             * @description When its owner asked to be reminded, ms since 1970; `null` if they have not said.
             */
            remind_at: number | null;
            /**
             * @description What people have done about it: `none`, `acknowledged` or `reviewed`.
             * @enum {string}
             */
            response: "none" | "acknowledged" | "reviewed";
            /**
             * Format: int64
             * @description When it was reviewed, ms since 1970; `null` while nobody has.
             */
            reviewed_at: number | null;
            reviewed_by: components["schemas"]["StaffRef"] | null;
            /** @description The rule that raised it: `spo2_low`, `gateway_offline`, ... */
            rule: string;
            /**
             * Format: int64
             * @description When the condition began, by the time of measurement, ms since 1970.
             */
            since_at: number;
            /** @description UCUM unit of `value`, `limit` and `extreme`. */
            unit: string | null;
            /**
             * Format: double
             * @description The value at its last transition; after it has ended, the last value outside the limit. Not the newest value.
             */
            value: number | null;
            /**
             * Format: int32
             * @description Rises by one with every transition; to be sent back with an acknowledgement or review.
             */
            version: number;
            /** @description Key of the vital that it is about; `null` if it is not about one. */
            vital: string | null;
            /** @description True when it was found afterwards, in data that arrived late: nobody could have acted on it at the time. */
            while_offline: boolean;
        };
        /** @description An alert and its history. */
        AlertDetail: {
            /** @description The alert as it is now. */
            alert: components["schemas"]["Alert"];
            /**
             * @description The incidents that were made from it, with every step and their outcome, oldest first. Empty for people who may not see
             *     incidents.
             */
            incidents: components["schemas"]["AlertIncident"][];
            /** @description The rungs of its ladder that have fired, with whom they reached, oldest first. */
            told: components["schemas"]["ToldRung"][];
            /** @description Its transitions, oldest first. */
            transitions: components["schemas"]["Transition"][];
        };
        /** @description An incident that was made from an alert. */
        AlertIncident: {
            /** @description The incident in brief, with its outcome. */
            incident: components["schemas"]["IncidentBrief"];
            /** @description Everything that happened, oldest first. */
            steps: components["schemas"]["IncidentStep"][];
        };
        /** @description What alerts ask of people now. */
        AlertLoad: {
            /**
             * Format: int32
             * @description Alerts with a sound that one person can answer in an hour; more is too much.
             */
            an_hour_max: number;
            /**
             * Format: int64
             * @description When this was counted, ms since 1970.
             */
            at: number;
            /** @description Each active stay about which alerts rang within the last 24 hours. */
            stays: components["schemas"]["StayRings"][];
        };
        /** @description A page of alerts. */
        AlertPage: {
            /** @description The alerts, those raised last first. */
            alerts: components["schemas"]["Alert"][];
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
        };
        /** @description An alert that is taken over, as it was shown. */
        AlertSeen: {
            /**
             * Format: uuid
             * @description Id of the alert.
             */
            id: string;
            /**
             * Format: int32
             * @description Its version that was shown.
             */
            version: number;
        };
        /** @description One thing that the patient must not be given. */
        Allergy: {
            /** @description What the reaction was; may be empty. */
            reaction: string;
            /** @description How bad the reaction was. */
            severity: components["schemas"]["AllergySeverity"];
            /** @description The drug, food or material that the patient must not be given. */
            substance: string;
        };
        /**
         * @description How bad a reaction was.
         * @enum {string}
         */
        AllergySeverity: "mild" | "moderate" | "severe" | "unknown";
        /** @description A dose of a drug that lowers a fever. */
        AntipyreticDose: {
            /**
             * Format: int64
             * @description When it was given, ms since 1970.
             */
            at: number;
            /** @description Its code in the ATC classification; `null` for a drug that has no word of its own. */
            atc: string | null;
            /** @description The drug, as a fixed word that stands in `x-codes` under `findings`. */
            drug: string;
            /**
             * Format: uuid
             * @description The stay of the patient who was given it.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description Until when a fever may be masked by it, ms since 1970.
             */
            until: number;
        };
        /** @description The doses that may mask a fever now. */
        AntipyreticDoses: {
            /** @description The newest such dose of each patient in care; a patient without one is left out. */
            doses: components["schemas"]["AntipyreticDose"][];
        };
        /** @description An entry of the audit. */
        AuditItem: {
            /** @description What was done: `admit`, `look`, `sign_in`, `sign_in_refused`, `refused`, ... */
            act: string;
            /**
             * Format: int64
             * @description When it was written, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
            /** @description The rest, by act: `operation`, `what` was seen, `from` which address, ... */
            detail: Record<string, never>;
            episode: components["schemas"]["AuditStay"] | null;
            /**
             * Format: int64
             * @description Id of the entry; rises with time.
             */
            id: number;
            /**
             * Format: int64
             * @description Its number in the chain of seals; `null` during the second in which it waits for its seal.
             */
            seal: number | null;
            /** @description To what: an id, or a word of the act. */
            subject: string;
        };
        /** @description A page of the audit. */
        AuditPage: {
            /** @description The entries of this page, the newest first. */
            entries: components["schemas"]["AuditItem"][];
            /**
             * Format: int64
             * @description The mark to ask the next page with (`before`); `null` on the last page.
             */
            next_before: number | null;
        };
        /** @description The stay that an entry is about. */
        AuditStay: {
            /**
             * Format: uuid
             * @description Id of the stay, a UUID.
             */
            id: string;
            /** @description Short name of the home, as on the wall; not the patient's name. */
            label: string;
        };
        /** @description A proposal that shares the load. */
        Balance: {
            /** @description A proposal for each stay; empty when nobody who may watch is on shift. */
            stays: components["schemas"]["Proposed"][];
        };
        /** @description Stays that are watched by what a template was. */
        BehindTemplate: {
            /** @description The active stays whose profile has something of it as it was, by id. */
            stays: string[];
            /** @description The template that has changed since. */
            template: string;
        };
        /** @description The wish to bind a device to an episode. */
        BindWish: {
            /** @description The patient's date of birth, `YYYY-MM-DD`, typed again as the second identifier. */
            birth_date: string;
            /**
             * Format: uuid
             * @description Id of the episode; `null` or left out for that of the patient at home with these identifiers.
             */
            episode_id?: string | null;
            /**
             * Format: int64
             * @description When the binding begins, ms since 1970: within the stay and not in the future. `null` for now, and for people who may not
             *     act for patients.
             */
            from_at: number | null;
            /** @description The patient's medical record number, typed again as the first identifier. */
            medical_record_number: string;
        };
        /** @description A binding: a device belongs to an episode for a time. */
        Binding: {
            bound_by: components["schemas"]["StaffRef"] | null;
            /** @description The device that is bound, by its id in the gateway's configuration. */
            device_id: string;
            /**
             * Format: uuid
             * @description The stay that the device belongs to, by its id.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description When the binding begins, ms since 1970; a reading measured at this instant belongs to the episode.
             */
            from_at: number;
            /**
             * Format: uuid
             * @description Id of the binding, a UUID; it means nothing outside the hub.
             */
            id: string;
            /**
             * Format: int64
             * @description When it ended, ms since 1970; a reading measured at this instant no longer belongs to it. `null` while it holds.
             */
            until_at: number | null;
        };
        /** @description A number for each priority. */
        ByLevel: {
            /**
             * Format: double
             * @description Of priority high: act now.
             */
            high: number;
            /**
             * Format: double
             * @description Of priority low: be aware.
             */
            low: number;
            /**
             * Format: double
             * @description Of priority medium: act promptly.
             */
            medium: number;
        };
        /** @description A phone call about a stay, as it was written down. The hub does not place or record calls. */
        Call: {
            /**
             * Format: uuid
             * @description Id of the alert that it is about; `null` if it is about none.
             */
            alert_id: string | null;
            /**
             * Format: int64
             * @description When it began, ms since 1970.
             */
            begun_at: number;
            /** @description Who called, or took the call. */
            by: components["schemas"]["StaffRef"];
            /** @description The direction of the call: `out` of the command center, or `in` to it. */
            direction: components["schemas"]["CallDirection"];
            ended: components["schemas"]["Ended"] | null;
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description Id of the call, a UUID.
             */
            id: string;
            /** @description True if an interpreter took part. */
            interpreter: boolean;
            /** @description The name, as it was known then; may be empty. */
            name: string;
            /** @description The number, as it was known then; may be empty. */
            number: string;
            /** @description Whom it is with. */
            party: components["schemas"]["CallParty"];
            /**
             * Format: uuid
             * @description Id of the task that it is about; `null` if it is about none.
             */
            task_id: string | null;
            /** @description Reason of the call, in the words of who wrote it down; may be empty. */
            why: string;
        };
        /**
         * @description The direction of a call: `out` of the command center, or `in` to it.
         * @enum {string}
         */
        CallDirection: "out" | "in";
        /** @description The end of a call. */
        CallEnding: {
            /**
             * Format: int64
             * @description For `promised`, until when they are called back, ms since 1970: within seven days; otherwise `null`.
             */
            call_back_at: number | null;
            /** @description What was said; may be empty. */
            note: string;
            /** @description What came of it. */
            outcome: components["schemas"]["CallOutcome"];
        };
        /**
         * @description What came of a call.
         * @enum {string}
         */
        CallOutcome: "answered" | "no_answer" | "busy" | "left_message" | "wrong_number" | "missed" | "promised";
        /** @description A page of calls. */
        CallPage: {
            /** @description The calls, newest first. */
            calls: components["schemas"]["Call"][];
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
        };
        /**
         * @description Whom the call is with.
         * @enum {string}
         */
        CallParty: "home" | "contact" | "interpreter" | "colleague" | "other";
        /** @description A call that begins. */
        CallWish: {
            /**
             * Format: uuid
             * @description Id of the alert of this stay that it is about; `null` if it is about none.
             */
            alert_id: string | null;
            /** @description The direction of the call: `out` of the command center, or `in` to it. */
            direction: components["schemas"]["CallDirection"];
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, so that a call that is sent twice is kept once. Left out, the hub chooses one.
             */
            id?: string | null;
            /** @description True if an interpreter takes part. */
            interpreter: boolean;
            /** @description The name, as it is known now; may be empty. */
            name: string;
            /** @description The number, as it is known now; needed for a call out. */
            number: string;
            /** @description At whose end the call is; the name and number are in the fields beside. */
            party: components["schemas"]["CallParty"];
            /**
             * Format: uuid
             * @description Id of the task of this stay that it is about; `null` if it is about none. A call that is answered closes it.
             */
            task_id: string | null;
            /** @description Reason of the call, in the caller's own words; may be empty. */
            why: string;
        };
        /** @description Who the patient is. */
        CardPatient: {
            /** @description Date of birth, `YYYY-MM-DD`. */
            birth_date: string;
            /** @description Family name of the patient. */
            family_name: string;
            /** @description Given name of the patient. */
            given_name: string;
            /** @description The patient's language, a BCP 47 tag. */
            language: string;
            /** @description Medical record number: the number by which the hospital knows the patient. */
            medical_record_number: string;
            /** @description Administrative sex: `male`, `female`, `other` or `unknown`. */
            sex: string;
        };
        /** @description One vital over the last 24 h. */
        CardTrend: {
            /**
             * Format: int64
             * @description Length of a bucket, ms.
             */
            bucket_ms: number;
            /**
             * @description For each bucket its beginning (ms since 1970), its lowest and its highest value, oldest first. Buckets without a value are
             *     left out.
             */
            points: [
                number,
                number,
                number
            ][];
            /** @description UCUM unit of the values. */
            unit: string;
            /** @description Key of the vital. */
            vital: string;
        };
        /** @description Conditions of one rule that came and went: three rings or more within a minute. */
        ChatteringLoad: {
            /**
             * Format: int64
             * @description Number of conditions that did so: of a patient, a device or a home.
             */
            conditions: number;
            /** @description Kind of the rule: `clinical`, `technical` or `system`. */
            kind: string;
            /**
             * Format: int64
             * @description Number of rings that were the third or a later one within a minute.
             */
            rings: number;
            /** @description Name of the rule. */
            rule: string;
        };
        /** @description How far the alerts of one priority climbed. */
        ClimbLoad: {
            /**
             * Format: int64
             * @description Number of rungs that were told more than 2 seconds after they were due: deadlines that the hub missed.
             */
            late: number;
            /**
             * Format: double
             * @description How late the latest rung was told, in seconds.
             */
            latest_s: number;
            /** @description The highest priority that these alerts reached. */
            priority: string;
            /**
             * Format: int64
             * @description Number of rungs that were told.
             */
            rungs: number;
            /**
             * Format: int64
             * @description Number of those alerts that came to the second rung: whoever was told first had not taken them in time.
             */
            second: number;
            /**
             * Format: int64
             * @description Number of alerts that their ladder told to somebody.
             */
            told: number;
        };
        /** @description A single number of a setting. */
        ClinicalFigure: {
            /** @description Name of the figure: of its constant in small letters, or a vital. */
            name: string;
            /** @description Unit of the figure: `s`, a unit of UCUM, or empty for a count. */
            unit: string;
            /**
             * Format: double
             * @description The number, in `unit`.
             */
            value: number;
        };
        /** @description One rung of a ladder of people. */
        ClinicalRung: {
            /**
             * Format: int64
             * @description How long after the alert was raised it fires, s.
             */
            after_s: number;
            /** @description Posts that this step tells: `holder`, `backup`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`, `everyone`. */
            posts: string[];
        };
        /** @description Numbers that are signed together. */
        ClinicalSetting: {
            /** @description Single numbers of the setting that are not limits, such as a delay; may be empty. */
            figures: components["schemas"]["ClinicalFigure"][];
            /** @description Steps of alarm limits of vitals, such as SpO2 below 90 for 60 s; empty where the setting has none. */
            limits: components["schemas"]["Limit"][];
            /** @description Name of the setting: `limits_` and a vital, `template_` and a template, or a word of `x-codes`. */
            name: string;
            /** @description Steps of escalation: which posts are told, and after how long; empty where the setting has none. */
            rungs: components["schemas"]["ClinicalRung"][];
            signed: components["schemas"]["Signature"] | null;
            /** @description Sources of the numbers, as words of `settings_sources`. */
            sources: string[];
            /** @description The whole setting as one text, to be sent back by the person who signs it. */
            value: string;
        };
        /** @description Everything that is to be signed. */
        ClinicalSettings: {
            /** @description Stays that are watched by what a template was before it changed: they keep that until somebody takes the new rungs. */
            behind: components["schemas"]["BehindTemplate"][];
            /** @description Each, in the order in which it is shown. */
            settings: components["schemas"]["ClinicalSetting"][];
            /** @description How many of them nobody has signed. */
            unsigned: number;
        };
        /**
         * @description What is done if heart or breath stop.
         * @enum {string}
         */
        CodeStatus: "full_code" | "dnr" | "dnr_dni" | "limited" | "comfort_care";
        /** @description The agreement of a second person. */
        Confirmation: {
            /**
             * Format: int64
             * @description The version of the episode that the person was shown. Refused if it has changed since.
             */
            version: number;
        };
        /** @description One person to call. */
        Contact: {
            /**
             * @description The person's language, a BCP 47 tag.
             * @example es
             */
            language: string;
            /** @description Full name of the person to call. */
            name: string;
            /** @description Telephone number of the person, as it is dialled. */
            phone: string;
            /** @description What the person is to the patient. */
            relation: string;
        };
        /** @description A context that the patient is in. */
        ContextWish: {
            /** @description The state that the patient is in now. */
            context: components["schemas"]["ContextWord"];
            /**
             * Format: int32
             * @description How long, minutes: 5 to 60 for a bath, to 240 for a transport. `null`, until somebody ends it, at the end of life alone.
             */
            minutes: number | null;
            /** @description Why it is switched off, in the person's own words; shown wherever it stands. */
            reason: string;
        };
        /**
         * @description A state of the patient in which some alerts mean nothing.
         * @enum {string}
         */
        ContextWord: "bath" | "transport" | "end_of_life";
        /** @description What a crew has measured or found. */
        CrewMeasured: {
            /**
             * Format: int64
             * @description How long before the sending it was measured, ms: 0 to 12 hours. Not an instant, because a phone's clock may be wrong. `null` if
             *     nobody can say: then it is kept beside the incident, and never taken for the patient's present.
             */
            age_ms?: number | null;
            /**
             * @description What was measured: a code of `GET /observations/codes`.
             * @example spo2
             */
            code: string;
            /** @description True when the crew has looked at the patient and confirms a number below what anybody lives with. Left out, it is false. */
            confirmed?: boolean | null;
            /** @description The word, if the answer is a word. */
            finding?: string | null;
            /**
             * Format: int64
             * @description For an antipyretic that was given before it was written down: how long before, ms, 0 to 12 hours. Left out, it is 0.
             */
            given_ago_ms?: number | null;
            /**
             * Format: uuid
             * @description A UUID chosen by the phone, so that one that is sent twice is stored once.
             */
            id: string;
            /**
             * Format: int64
             * @description When the phone's clock says that it was measured, ms since 1970.
             */
            pressed_at?: number | null;
            /**
             * Format: int64
             * @description When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
             */
            sent_at?: number | null;
            /**
             * @description UCUM unit of the number: the code's own.
             * @example %
             */
            unit?: string | null;
            /**
             * Format: double
             * @description The number, if the answer is a number.
             */
            value?: number | null;
        };
        /** @description A note of a crew. */
        CrewNote: {
            /**
             * Format: int64
             * @description How long before the sending it was written, ms: 0 to 12 hours. `null` with `pressed_at` if nobody can say; left out without, it is
             *     as of now.
             */
            age_ms?: number | null;
            /** @description Text of the note; may have several lines. */
            body: string;
            /**
             * Format: uuid
             * @description A UUID chosen by the phone, so that one that is sent twice is kept once.
             */
            id: string;
            /**
             * Format: int64
             * @description When the phone's clock says that it was written, ms since 1970.
             */
            pressed_at?: number | null;
            /**
             * Format: int64
             * @description When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
             */
            sent_at?: number | null;
        };
        /** @description Who can be in a crew. */
        CrewPeople: {
            /** @description The paramedics whose accounts are in force. */
            people: components["schemas"]["StaffRef"][];
        };
        /** @description A crew that goes on duty. */
        CrewWish: {
            /**
             * Format: int64
             * @description When the duty begins, ms since 1970.
             */
            from_at: number;
            /** @description Ids of the paramedics. */
            members: string[];
            /** @description What they can do: words of `unit_skills`. */
            skills: string[];
            /**
             * Format: int64
             * @description When the duty is to end, ms since 1970; a quarter of an hour to a day after it begins.
             */
            until_at: number;
        };
        /** @description The alerts of one priority on one day of the period. */
        DayLoad: {
            /**
             * Format: int64
             * @description Number of alerts of that day and priority.
             */
            count: number;
            /**
             * Format: int32
             * @description Number of the day within the period, from 0; each day begins at the time of day of `from`.
             */
            day: number;
            /**
             * @description The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
             *     separate rows.
             */
            priority: string;
        };
        /** @description Whether the desk of somebody who holds the watch can be heard. */
        DeskSound: {
            /**
             * Format: int64
             * @description When it was tested, ms since 1970; `null` while it was not.
             */
            at: number | null;
            /** @description Who holds the watch of at least one stay. */
            holder: components["schemas"]["StaffRef"];
            outcome: components["schemas"]["SoundOutcome"] | null;
            /** @description The screen that was tested; `null` while none was. */
            screen: string | null;
            /**
             * Format: int64
             * @description The instant from which a test counts for this watch, ms since 1970.
             */
            since: number;
        };
        /** @description The desks of those who hold the watch. */
        DeskSounds: {
            /** @description One for each person who holds the watch of a stay. */
            desks: components["schemas"]["DeskSound"][];
        };
        /** @description A device that is registered at the site, such as a pulse oximeter. */
        Device: {
            binding: components["schemas"]["Binding"] | null;
            /** @description True while a binding holds. */
            bound: boolean;
            /** @description The device's id, as in the gateway's configuration. */
            id: string;
            /** @description Id of the kit that it belongs to. */
            kit_id: string;
            /**
             * Format: int64
             * @description When the hub received its newest frame, ms since 1970; `null` if it never sent one.
             */
            last_heard_at: number | null;
            /** @description Its model, as it was registered; for people only. */
            model: string;
            /** @description Key of the protocol that it speaks, such as `nonin-df7`. */
            protocol: string;
            /** @description The maker's serial number; may be empty. */
            serial_number: string;
        };
        /** @description A page of devices. */
        Devices: {
            /** @description The devices, sorted by id. */
            devices: components["schemas"]["Device"][];
            /** @description The mark to ask the next page with (`after`); `null` on the last page. */
            next_after: string | null;
        };
        /** @description The board of dispatch. */
        DispatchBoard: {
            /**
             * Format: int64
             * @description The hub's time, ms since 1970: what every age and clock on the board is counted from.
             */
            at: number;
            /** @description The calls for help of crews that nobody has ended, oldest first; a crew sees those of its unit and its own. At most 800. */
            help: components["schemas"]["HelpCall"][];
            /** @description The incidents that are not closed, for a crew also those that were since, at most 200: those to which somebody may have to be sent first, of them the oldest alert first. */
            incidents: components["schemas"]["Incident"][];
            /**
             * Format: int64
             * @description How many more incidents are not closed; they are not in the list.
             */
            left_off: number;
            /** @description The units, by name; at most 200. */
            units: components["schemas"]["Unit"][];
        };
        /**
         * @description The work that somebody does in a shift.
         * @enum {string}
         */
        Duty: "nurse" | "charge_nurse" | "call_agent" | "physician" | "dispatcher";
        /** @description How many duties of one kind the care programme owed, and what became of them. */
        DutyDone: {
            /**
             * Format: int32
             * @description Number of duties of this kind that each patient is owed on a whole day.
             */
            a_day: number;
            /**
             * Format: int64
             * @description Number of the duties that somebody cancelled; whatever is neither done, not done nor cancelled is still owed.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Number of the duties due that were done, late or not.
             */
            done: number;
            /** @description Kind of the duty: `visit` or `vitals_set`. */
            kind: string;
            /**
             * Format: int64
             * @description Number of the duties that nobody did on their day.
             */
            not_done: number;
            /**
             * Format: int64
             * @description Number of the duties that were done by the time they were due.
             */
            on_time: number;
            /**
             * Format: int64
             * @description Number of duties that were due within the period, while the patient's stay lasted.
             */
            owed: number;
            /**
             * Format: double
             * @description Number of duties done per patient and day of monitoring.
             */
            per_patient_day: number;
        };
        /** @description The wish of a paramedic to go on duty. */
        DutyWish: {
            /**
             * Format: int64
             * @description How long the duty lasts, ms: a quarter of an hour to a day. A paramedic who joins a crew is on duty as long as that crew.
             */
            lasts_ms: number;
            /** @description What they can do: words of `unit_skills`. */
            skills: string[];
        };
        /** @description How a call ended. */
        Ended: {
            /**
             * Format: int64
             * @description When the call ended, ms since 1970.
             */
            at: number;
            /** @description Who wrote it down. */
            by: components["schemas"]["StaffRef"];
            /** @description What was said; may be empty. */
            note: string;
            /** @description What came of it. */
            outcome: components["schemas"]["CallOutcome"];
            /**
             * Format: uuid
             * @description Id of the task that came of it: a missed or promised call; otherwise `null`.
             */
            task_id: string | null;
        };
        /** @description The people who did something in stays that have ended. */
        EndedPeople: {
            /** @description By name; at most 500. */
            people: components["schemas"]["StaffRef"][];
        };
        /** @description A page of ended stays. */
        EndedStays: {
            /** @description Ended stays, the last one first. */
            episodes: components["schemas"]["Episode"][];
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
        };
        /** @description The wish to end a stay. */
        Ending: {
            /** @description Why it ends; kept in the audit. */
            reason: string;
        };
        /** @description What a box needs to be a gateway. */
        Enrolled: {
            /** @description The authority that signed it and the broker's, PEM. */
            authority: string;
            /** @description Where the broker is; `null` where the hub is. */
            broker_host: string | null;
            /**
             * Format: int32
             * @description The broker's port for TLS.
             */
            broker_port: number;
            /** @description The gateway's own certificate for the broker, PEM. */
            certificate: string;
            /** @description Id of the gateway that the box is from now on. */
            gateway: string;
            /** @description The shard in which its topics lie. */
            shard: string;
        };
        /** @description The wish to become a gateway. */
        Enrolment: {
            /** @description The mark of the code. */
            mark: string;
            /** @description The signature over the request with the key that follows from the code, in hexadecimal. */
            proof: string;
            /** @description A certificate request (PKCS 10, PEM), signed with the key that the box made. */
            request: string;
        };
        /** @description A code with which a box becomes a gateway. It is shown only now. */
        EnrolmentCode: {
            /** @description Id of the gateway that the box becomes. */
            gateway: string;
            /**
             * Format: int64
             * @description When the code ends, ms since 1970.
             */
            until: number;
            /** @description Eight words, separated by blanks, that are typed into the box. */
            words: string;
        };
        /** @description One stay of a patient at home. */
        Episode: {
            /** @description Postal address of the home. */
            address: string;
            /**
             * Format: int64
             * @description When the stay began, ms since 1970.
             */
            admitted_at: number;
            /**
             * Format: int64
             * @description When the stay ended, ms since 1970; `null` while it lasts.
             */
            ended_at: number | null;
            /**
             * Format: uuid
             * @description Id of the stay, a UUID.
             */
            id: string;
            /** @description Short name of the home, shown on the wall. */
            label: string;
            /** @description Alarm limits in force; at most one for each vital. */
            limits: components["schemas"]["Limit"][];
            /** @description Who the patient of this stay is. */
            patient: components["schemas"]["EpisodePatient"];
            /**
             * Format: uuid
             * @description The patient whose stay it is, by the id.
             */
            patient_id: string;
            /** @description Phase of the stay. */
            phase: components["schemas"]["Phase"];
            /** @description Telephone number of the home; empty when none is known. */
            phone: string;
            /** @description IANA name of the home's time zone, such as `America/New_York`. */
            time_zone: string;
            /**
             * Format: int64
             * @description Rises when the limits change and when the stay ends; to be sent back with new limits.
             */
            version: number;
        };
        /** @description An episode with its bindings, newest values and open alerts. */
        EpisodeDetail: components["schemas"]["Episode"] & {
            /** @description Its open alerts, newest first. */
            alerts: components["schemas"]["Alert"][];
            /** @description Bindings of the devices that it has or had, oldest first. */
            bindings: components["schemas"]["Binding"][];
            /** @description The newest value of each vital and device. */
            latest: components["schemas"]["Value"][];
        };
        /** @description The patient of an episode. */
        EpisodePatient: {
            /** @description Date of birth, `YYYY-MM-DD`: the second identifier. */
            birth_date: string;
            /** @description Family name of the patient. */
            family_name: string;
            /** @description Given name of the patient. */
            given_name: string;
            /** @description The patient's initials, for screens that others can see. */
            initials: string;
            /** @description The patient's language, a BCP 47 tag such as `es`. */
            language: string;
            /** @description Medical record number: the first identifier. */
            medical_record_number: string;
            /** @description Administrative sex of the patient, by the codes of FHIR. */
            sex: components["schemas"]["Sex"];
        };
        /** @description A page of episodes. */
        Episodes: {
            /** @description The episodes, sorted by label. */
            episodes: components["schemas"]["Episode"][];
            /**
             * Format: uuid
             * @description The mark to ask the next page with (`after`); `null` on the last page.
             */
            next_after: string | null;
        };
        /** @description An event as somebody marks it. */
        EventMark: {
            /**
             * Format: int64
             * @description When it happened, ms since 1970: within the stay, and not in the future.
             */
            at: number;
            /** @description The kind of event, such as an emergency call. */
            kind: components["schemas"]["MarkedKind"];
        };
        /** @description The values and scores because of which an alert rang. */
        Evidence: {
            /**
             * Format: int64
             * @description The instant from which people work against the clock, ms since 1970: the first temperature of a fever.
             */
            clock_from_at: number | null;
            /** @description Why the alert's number cannot be believed (`x-codes`: `number_faults`); `null` if it can. */
            fault: string | null;
            /** @description What the number may have been (`x-codes`: `number_hints`). */
            hint: string | null;
            /** @description What was found, oldest first: at most eight. */
            inputs: components["schemas"]["Input"][];
            score: components["schemas"]["Score"] | null;
            /** @description Keys of the vitals of one device that fell silent together, if there are several; otherwise empty. */
            silent: string[];
            /** @description What has to be measured or asked because of it: keys of vitals, `consciousness`, `oxygen`. */
            wanted: string[];
        };
        /** @description One field that is not valid. */
        FieldError: {
            /** @description Why the field cannot be accepted, as a fixed code: `field_faults` of `x-codes`. */
            code: string;
            /** @description Path of the field, as `limits[0].low`. */
            field: string;
            /** @description What to write instead, in English. */
            message: string;
            /** @description The parameters of the sentence, by name; `x-params` says what each is. */
            params: Record<string, never>;
        };
        /** @description A member of staff with a first password. */
        FirstPassword: {
            /** @description The password for the next sign-in, which asks for another one. It is shown only now. */
            first_password: string;
            /** @description The member of staff, as they are now. */
            member: components["schemas"]["StaffMember"];
        };
        /** @description A gateway that is registered, with what it last said of itself. */
        Gateway: {
            /**
             * Format: int64
             * @description How many records wait on its disk for a receipt; `null` until it has told it.
             */
            backlog: number | null;
            /** @description Quality of its clock: `synchronised`, `drifting` or `unknown`; `null` until it has told it. */
            clock: string | null;
            /** @description Id of the gateway, as in its configuration. */
            id: string;
            /**
             * Format: int64
             * @description When the hub last heard from it, ms since 1970; `null` if it never did.
             */
            last_heard_at: number | null;
            /** @description Its links, one for each device in its configuration. */
            links: components["schemas"]["GatewayLink"][];
            /** @description True when the hub has heard from it within the last 20 s, and it does not say that it is offline. */
            online: boolean;
            /** @description What a person should mend; empty when all is well. */
            problems: components["schemas"]["Problem"][];
            /**
             * Format: int64
             * @description When it was registered, ms since 1970.
             */
            registered_at: number;
            /**
             * Format: int64
             * @description When it was revoked, ms since 1970; `null` while it may send.
             */
            revoked_at: number | null;
            /** @description Version of its program; `null` until it has told it. */
            version: string | null;
        };
        /** @description The link of a gateway to a device. */
        GatewayLink: {
            /** @description Id of the device. */
            device: string;
            /** @description Why no valid data arrives, in words; empty while `up` is true. */
            reason: string;
            /** @description True while valid data arrives from the device. */
            up: boolean;
        };
        /** @description What the configuration of a new gateway asks for. It is shown only now. */
        GatewaySignIn: {
            /** @description Id of the gateway, as in its configuration. */
            gateway: string;
            /** @description Where the broker is, as the hub knows it. */
            host: string;
            /** @description False where somebody has to enter name and password at a broker that is not the hub's own. */
            let_in: boolean;
            /** @description The password, shown only now. */
            password: string;
            /**
             * Format: int32
             * @description TCP port of the broker.
             */
            port: number;
            /** @description The shard in which its topics lie. */
            shard: string;
            /** @description The name to sign in with. */
            username: string;
        };
        /** @description A page of gateways. */
        Gateways: {
            /** @description The gateways, sorted by id. */
            gateways: components["schemas"]["Gateway"][];
            /** @description The mark to ask the next page with (`after`); `null` on the last page. */
            next_after: string | null;
        };
        /** @description The hub's authority, and the proof that it is the hub's. */
        Greeting: {
            /** @description The certificate of the hub's authority, PEM. */
            authority: string;
            /** @description The seal of the code over it, in hexadecimal. */
            seal: string;
        };
        /** @description The half hour within which somebody has to be at the door. */
        HalfHour: {
            /**
             * Format: int64
             * @description When somebody was at the door, ms since 1970; `null` while nobody was.
             */
            arrived_at: number | null;
            /**
             * Format: int64
             * @description Until when somebody has to be there, ms since 1970.
             */
            by: number;
            /**
             * Format: int64
             * @description When it is expected, ms since 1970.
             */
            expected_at: number | null;
            /**
             * Format: uuid
             * @description Id of the unit that is expected first; `null` if none is, or its distance is not known.
             */
            expected_unit_id: string | null;
            /** @description True if that was in time; `null` while nobody was. */
            in_time: boolean | null;
            /** @description How it stands: a word of `incident_clocks`. */
            state: string;
            /** @description What is still possible, where it is lost; empty for a crew. */
            still: components["schemas"]["StillPossible"][];
        };
        /** @description A handover: one person gives the watch of stays to another. */
        Handover: {
            /**
             * Format: int64
             * @description When it was accepted, declined or withdrawn, ms since 1970; `null` while it is open.
             */
            closed_at: number | null;
            /** @description The person who gives the stays away. */
            from: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description Id of the handover, a UUID.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was offered, ms since 1970.
             */
            offered_at: number;
            /** @description Whether it is open, and if not, how it ended. */
            state: components["schemas"]["HandoverState"];
            /** @description What was said of each stay; empty in a list. */
            stays: components["schemas"]["HandoverSheet"][];
            /** @description The person who is to receive the stays. */
            to: components["schemas"]["StaffRef"];
        };
        /** @description What the receiver says of one stay. */
        HandoverAccepted: {
            /** @description The open alerts of the stay, each taken over by name. */
            alerts: components["schemas"]["AlertSeen"][];
            /**
             * Format: uuid
             * @description The stay that is taken over, by its id.
             */
            episode_id: string;
            /**
             * Format: int32
             * @description The number of the profile whose reduced alarms were read. Required while something is reduced, and must be the one in force;
             *     `null` otherwise.
             */
            profile: number | null;
            /** @description What was shown as quiet, by its id: all that is quiet now must be among it. */
            quiets?: string[];
            /** @description What the receiver has understood, in their own words; empty if they only said so. At most 1,000 characters. */
            read_back: string;
        };
        /** @description Sheets for every stay that whoever asks holds the watch of, filled in as far as the data say. */
        HandoverDraft: {
            /** @description A draft for each stay, the most unstable patient first. */
            stays: components["schemas"]["SheetDraft"][];
        };
        /** @description A handover as somebody offers it. */
        HandoverOffer: {
            /** @description A sheet for each stay. */
            stays: components["schemas"]["SheetWish"][];
            /**
             * Format: uuid
             * @description Id of the member of staff who is to receive the stays; they have to be on shift now.
             */
            to_id: string;
        };
        /** @description A handover that waits for its receiver. */
        HandoverOffered: {
            /** @description The person who gives the stays away. */
            from: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description Id of the handover.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was offered, ms since 1970.
             */
            offered_at: number;
            /** @description The person who is to receive the stays. */
            to: components["schemas"]["StaffRef"];
        };
        /** @description The receiver's part of a handover. */
        HandoverReceipt: {
            /** @description A receipt for each stay of the handover, each stay once. */
            stays: components["schemas"]["HandoverAccepted"][];
        };
        /** @description What was said of one stay. */
        HandoverSheet: {
            /** @description What was to be done. */
            actions: string[];
            /** @description The alerts that were taken over with the stay. */
            alerts: components["schemas"]["AlertSeen"][];
            /**
             * Format: uuid
             * @description The stay that the sheet is about, by its id.
             */
            episode_id: string;
            /** @description What to do if something happens. */
            if_then: string;
            /**
             * Format: int32
             * @description The points of the early warning score then.
             */
            news2: number | null;
            /**
             * Format: int32
             * @description The number of the profile whose reduced alarms the receiver read; `null` until they accepted, and if nothing was reduced.
             */
            profile: number | null;
            /** @description What the receiver read back; `null` until they accepted, empty if they only said that they understood. */
            read_back: string | null;
            reduced: components["schemas"]["ReducedAlarms"] | null;
            /** @description How ill the patient was, in the giver's judgement. */
            severity: components["schemas"]["IllnessSeverity"];
            /** @description How ill the patient was, as the data suggested. */
            suggested: components["schemas"]["IllnessSeverity"];
            /** @description Who the patient is and what happened. */
            summary: string;
        };
        /**
         * @description State of a handover.
         * @enum {string}
         */
        HandoverState: "offered" | "accepted" | "declined" | "withdrawn";
        /** @description A list of handovers, without what was said of each stay. */
        Handovers: {
            /** @description Those that are open, then the newest, without what was said; at most 50. */
            handovers: components["schemas"]["Handover"][];
        };
        /** @description A crew's call for help for itself. */
        HelpCall: {
            /** @description The crew member who pressed the button. */
            by: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description Id of the call for help, a UUID.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was pressed, ms since 1970.
             */
            pressed_at: number;
            /** @description The name of the unit. */
            unit: string;
            /**
             * Format: uuid
             * @description The unit whose crew calls, by its id.
             */
            unit_id: string;
        };
        /** @description A call for help of a crew in danger. */
        HelpWish: {
            /**
             * Format: int64
             * @description How long before sending the button was pressed, ms: 0 to 12 hours.
             */
            age_ms: number;
            /**
             * Format: uuid
             * @description A UUID chosen by the phone, so that one that is sent twice rings once.
             */
            id: string;
        };
        /**
         * @description How ill somebody is.
         * @enum {string}
         */
        IllnessSeverity: "stable" | "watcher" | "unstable";
        /** @description An incident: somebody has to go to a home. */
        Incident: {
            /**
             * Format: uuid
             * @description Id of the alert that it was made from; `null` if from none.
             */
            alert_id: string | null;
            /**
             * Format: uuid
             * @description Id of the call that it was made from; `null` if from none.
             */
            call_id: string | null;
            /** @description The units, the best first: on the board the best five that can be sent now, else all. Empty for a crew. */
            choices: components["schemas"]["UnitChoice"][];
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /** @description What has to be aboard: words of `unit_equipment`. */
            equipment: string[];
            /** @description How the half hour stands. */
            half_hour: components["schemas"]["HalfHour"];
            home: components["schemas"]["MapPoint"] | null;
            /**
             * Format: uuid
             * @description Id of the incident, a UUID.
             */
            id: string;
            /** @description The language of the patient, as a BCP 47 tag. */
            language: string;
            /** @description True once it was reported that the half hour cannot be kept. */
            limit_lost: boolean;
            /**
             * Format: int64
             * @description When it was opened, ms since 1970.
             */
            opened_at: number;
            opened_by: components["schemas"]["StaffRef"] | null;
            /** @description What came of it: a word of `incident_outcomes`; `null` while nothing has. */
            outcome: string | null;
            /** @description The places for units, by number. */
            places: components["schemas"]["IncidentPlace"][];
            /**
             * Format: int64
             * @description When the alert was raised or the call came, ms since 1970: the half hour runs from here.
             */
            since_at: number;
            /** @description What the crew has to be able to do: words of `unit_skills`. */
            skills: string[];
            /** @description Its own state: `received`, `triaged`, `resolved_remotely`, `cancelled` or `closed`. How far the units are stands in `places`. */
            state: string;
            /** @description True once it was reported that the stay has ended meanwhile. */
            stay_ended: boolean;
            /**
             * Format: int32
             * @description Rises by one with each step; to be sent back with acts that depend on what was shown.
             */
            version: number;
            /** @description Why somebody has to go, in one sentence; empty where the ladder of the alert opened it: the alert says why. */
            why: string;
        };
        /** @description An act on an incident. */
        IncidentAct: {
            /** @enum {string} */
            act: "triage";
        } | {
            /** @enum {string} */
            act: "send";
            /** @description True if it comes besides a unit that is sent already. */
            second: boolean;
            /**
             * Format: uuid
             * @description Id of the unit to send.
             */
            unit_id: string;
        } | {
            /** @enum {string} */
            act: "reassign";
            /**
             * Format: int32
             * @description Number of the place in the incident, from 1.
             */
            place: number;
            /** @description Why the place goes to another unit, in the person's own words. */
            reason: string;
            /**
             * Format: uuid
             * @description Id of the unit that gets the place.
             */
            unit_id: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "amend";
            /**
             * Format: int64
             * @description When it happened, ms since 1970.
             */
            happened_at: number;
            /** @description Why the first instant was wrong, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The number of the step that says when it happened: the stamp's, or of its last correction.
             */
            step: number;
        } | {
            /** @enum {string} */
            act: "stand_down";
            /**
             * Format: int32
             * @description Number of the place in the incident, from 1, whose unit is called back.
             */
            place: number;
            /** @description Why the unit is called back, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "resolve_remotely";
            /** @description How it was solved without a visit, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "cancel";
            /** @description Why nobody is needed any more, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "close";
            /** @description What came of it; may be empty. */
            note: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        };
        /** @description An incident in a list. */
        IncidentBrief: {
            /**
             * Format: uuid
             * @description Id of the alert that it was made from; `null` if from none.
             */
            alert_id: string | null;
            /**
             * Format: int64
             * @description When the first of them was at the door, ms since 1970; `null` if none was.
             */
            arrived_at: number | null;
            /**
             * Format: uuid
             * @description Id of the incident, a UUID.
             */
            id: string;
            /** @description What came of it: a word of `incident_outcomes`; `null` while nothing has. */
            outcome: string | null;
            /**
             * Format: int64
             * @description When the alert was raised or the call came, ms since 1970.
             */
            since_at: number;
            /** @description Its own state: a word of `incident_states`. */
            state: string;
            /** @description How many units were sent. */
            units: number;
            /** @description Why somebody had to go. */
            why: string;
        };
        /** @description One incident with everything that happened. */
        IncidentDetail: {
            /** @description The incident as it is now. */
            incident: components["schemas"]["Incident"];
            /** @description What crews pressed and what was refused, oldest first, with what stood against it; at most 100. A crew sees its own. */
            refused: components["schemas"]["RefusedPress"][];
            /** @description Everything that happened, oldest first. Steps are never changed: a correction is a step of its own. */
            steps: components["schemas"]["IncidentStep"][];
            /** @description What crews measured and wrote that the record of the patient did not take, oldest first; at most 500. A crew sees its own. */
            unrecorded: components["schemas"]["Unrecorded"][];
        };
        /** @description The incidents of a stay. */
        IncidentList: {
            /** @description Open and closed, the newest first; at most 100. */
            incidents: components["schemas"]["IncidentBrief"][];
        };
        /** @description A place for a unit in an incident. */
        IncidentPlace: {
            /**
             * Format: int64
             * @description Until when the offer has to be confirmed, ms since 1970; `null` once it was.
             */
            confirm_by: number | null;
            /**
             * Format: uuid
             * @description Id of the unit that is asked next if this one does not confirm; `null` if there is none, it did, or a crew asks.
             */
            next_unit_id: string | null;
            /** @description True once nobody else can be asked. */
            nobody_left: boolean;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            number: number;
            /**
             * Format: int32
             * @description The number of the step in which it was offered to that unit: what a crew says of it belongs to this offer.
             */
            offer: number;
            /**
             * Format: int64
             * @description When it was offered, ms since 1970.
             */
            offered_at: number;
            /** @description True once the unit's shift has ended before it was with the patient. */
            shift_over: boolean;
            /** @description How far it is: a word of `incident_states`. */
            state: string;
            /** @description True once it was not confirmed in time. */
            unconfirmed: boolean;
            /** @description The name of that unit. */
            unit: string;
            /**
             * Format: uuid
             * @description Id of the unit that has it, or is offered it.
             */
            unit_id: string;
        };
        /** @description Something that happened in an incident. */
        IncidentStep: {
            /**
             * Format: int64
             * @description Time from press to sending by the phone's monotonic clock, ms; `null` for a phone without one.
             */
            age_ms: number | null;
            /**
             * Format: int64
             * @description When the hub heard of it, or found it, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description Until when an offer has to be confirmed, ms since 1970.
             */
            confirm_by: number | null;
            /** @description Why `happened_at` is not when the hub heard: a word of `stamp_doubts`. */
            doubt: string | null;
            /**
             * Format: int64
             * @description When a stamp happened, as far as the hub can say, ms since 1970.
             */
            happened_at: number | null;
            /**
             * Format: int32
             * @description For a correction: number of the step whose instant no longer counts.
             */
            names: number | null;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            number: number;
            /**
             * Format: int32
             * @description Number of the place in the incident, from 1; `null` for a step of the incident as a whole.
             */
            place: number | null;
            /**
             * Format: int64
             * @description When a phone's clock says that it was pressed, ms since 1970.
             */
            pressed_at: number | null;
            /** @description Reason of the step, in the words of who did it; may be empty. */
            reason: string;
            /**
             * Format: int64
             * @description When that clock says that it was sent, ms since 1970.
             */
            sent_at: number | null;
            /** @description How a stamp was reported: a word of `stamp_sources`. */
            source: string | null;
            /** @description The state that the unit, or the incident itself, came to: a word of `incident_states`. */
            state: string | null;
            /** @description The name of the unit. */
            unit: string | null;
            /**
             * Format: uuid
             * @description The unit that the step is about, by its id; `null` for none.
             */
            unit_id: string | null;
            /** @description What happened: a word of `incident_steps`. */
            what: string;
        };
        /** @description An incident to be opened. */
        IncidentWish: {
            /**
             * Format: uuid
             * @description Id of the alert that it is about; `null` if it is about none. The half hour runs from when the alert was raised, even if
             *     that is over by now.
             */
            alert_id: string | null;
            /**
             * Format: uuid
             * @description Id of the call that it comes from; `null` if from none, and beside an `alert_id`. The half hour runs from when the call began.
             */
            call_id: string | null;
            /** @description What has to be aboard: words of `unit_equipment`. */
            equipment: string[];
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, so that one that is sent twice is opened once. Left out, the hub chooses one.
             */
            id?: string | null;
            /**
             * Format: double
             * @description Latitude of the home in degrees, north positive; `null` takes the position of the stay's last incident. Without one, no
             *     travel time is estimated.
             */
            latitude: number | null;
            /**
             * Format: double
             * @description Longitude of the home in degrees, east positive; needed with `latitude`.
             */
            longitude: number | null;
            /** @description What the crew has to be able to do: words of `unit_skills`. */
            skills: string[];
            /** @description Why somebody has to go, in one sentence. */
            why: string;
        };
        /** @description Something that was found by a device or a person. */
        Input: {
            /**
             * Format: int64
             * @description When it was measured or said, ms since 1970.
             */
            at: number;
            /** @description What is doubtful about it. */
            flags: string[];
            /**
             * Format: int32
             * @description Share of good samples in percent, if it stands for five minutes of them.
             */
            good_percent: number | null;
            /** @description UCUM unit of the number. */
            unit: string | null;
            /**
             * Format: double
             * @description The number, in `unit`; `null` for a word.
             */
            value: number | null;
            /** @description Key of the vital, `consciousness` or `oxygen`. */
            what: string;
            /** @description The word: a level of consciousness, or `on` or `off` for oxygen; `null` for a number. */
            word: string | null;
        };
        /** @description What a crew has to know of the patient whom it is sent to. */
        JobCard: {
            /** @description Postal address of the home, on one line. */
            address: string;
            /**
             * Format: int64
             * @description When the stay began, ms since 1970.
             */
            admitted_at: number;
            /**
             * Format: int64
             * @description The hub's time, ms since 1970: every age on the card is counted from it.
             */
            at: number;
            /** @description What people observed since the incident was opened and holds, oldest first: the course that is handed over; the newest 100. */
            course: components["schemas"]["Observation"][];
            /**
             * Format: uuid
             * @description The incident that the crew is sent to, by its id.
             */
            incident_id: string;
            /** @description Short name of the home. */
            label: string;
            /** @description The newest ten notes, and those since the incident was opened, newest first; at most 50. */
            notes: components["schemas"]["Note"][];
            /** @description The newest of each code that people observed. */
            observed: components["schemas"]["Observation"][];
            /**
             * Format: int64
             * @description When it was opened, ms since 1970.
             */
            opened_at: number;
            opened_by: components["schemas"]["StaffRef"] | null;
            /** @description What people wrote down of the stay: allergies, code status, language, home, contacts, and how to get in. */
            particulars: components["schemas"]["ParticularsVersion"][];
            /** @description Name, date of birth and language: whom to ask for at the door. */
            patient: components["schemas"]["CardPatient"];
            /** @description Telephone number of the home; empty when none is known. */
            phone: string;
            /** @description IANA name of the home's time zone. */
            time_zone: string;
            /** @description The vitals over the last 24 h, if they were asked for. */
            trends: components["schemas"]["CardTrend"][] | null;
            /** @description The newest values, one for each vital and device. */
            values: components["schemas"]["Value"][];
            /** @description Why somebody has to go, in one sentence. */
            why: string;
        };
        /** @description A kit: a gateway and the devices that belong to it. */
        Kit: {
            /** @description Id of the gateway in it; `null` while it has none. */
            gateway_id: string | null;
            /**
             * @description The kit's id: 4 to 16 of a-z, 0-9 and '-'.
             * @example kit-0001
             */
            id: string;
            /** @description What is written on the box, for people. */
            label: string;
        };
        /** @description A page of kits. */
        Kits: {
            /** @description The kits, sorted by id. */
            kits: components["schemas"]["Kit"][];
            /** @description The mark to ask the next page with (`after`); `null` on the last page. */
            next_after: string | null;
        };
        /** @description The newest number of a vital whose newest reading has no number. */
        LastValue: {
            /**
             * Format: int64
             * @description When it was measured, ms since 1970.
             */
            at: number;
            /**
             * Format: double
             * @description The number, in the vital's unit.
             */
            value: number;
        };
        /** @description How long values take from the device's measurement until they are sent on the feed, over the last minute. */
        Latency: {
            /**
             * Format: int64
             * @description How many values were measured; the other figures are 0 when there were none.
             */
            count: number;
            /**
             * Format: int64
             * @description Median of the latency, ms.
             */
            p50_ms: number;
            /**
             * Format: int64
             * @description 99th percentile of the latency, ms.
             */
            p99_ms: number;
        };
        /**
         * @description The alarm limits of one vital of one episode, in the vital's unit. A value equal to a limit is inside. The rungs say all;
         *     the other fields say of them what a limit was before there were rungs. Given without rungs they make two on each side.
         *     Beside rungs they must say what those say, so that nobody changes one and overlooks the other; a bound may be `null`.
         */
        Limit: {
            /**
             * Format: double
             * @description A value above this raises an alert of high priority at once; `null` for no critical high limit.
             */
            critical_high: number | null;
            /**
             * Format: double
             * @description A value below this raises an alert of high priority at once; `null` for no critical low limit.
             */
            critical_low: number | null;
            /**
             * Format: int32
             * @description How long values must be outside before the alert is raised, seconds: that of the first low rung, or of the first high one.
             */
            delay_s: number;
            /**
             * Format: double
             * @description A value above this is outside: the first high rung; `null` for no high limit.
             */
            high: number | null;
            /** @description The rungs above the usual values, the highest last. */
            high_rungs?: components["schemas"]["LimitRung"][] | null;
            /**
             * Format: double
             * @description A value below this is outside: the first low rung; `null` for no low limit.
             */
            low: number | null;
            /** @description The rungs below the usual values, the lowest last. */
            low_rungs?: components["schemas"]["LimitRung"][] | null;
            /**
             * @description How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).
             * @enum {string}
             */
            priority: "low" | "medium" | "high";
            /** @description Key of the vital, such as `spo2`. */
            vital: string;
        };
        /** @description The limits of one vital before and after a change. */
        LimitChange: {
            after: components["schemas"]["Limit"] | null;
            before: components["schemas"]["Limit"] | null;
            /** @description Key of the vital. */
            vital: string;
        };
        /** @description One rung of a limit: how far, for how long, and how urgent that is. */
        LimitRung: {
            /**
             * Format: double
             * @description A value further out than this is beyond the rung, in the vital's unit.
             */
            edge: number;
            /**
             * Format: int32
             * @description How long values must be beyond it, seconds; 0 for at once.
             */
            for_s: number;
            /**
             * @description How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).
             * @enum {string}
             */
            priority: "low" | "medium" | "high";
        };
        /**
         * @description The side of a limit.
         * @enum {string}
         */
        LimitSide: "low" | "high";
        /** @description New limits of an episode, and the reason for them. */
        LimitsChange: {
            /** @description All limits from now on; a vital that is not listed has none. */
            limits: components["schemas"]["Limit"][];
            /** @description Why they change; kept in the audit. */
            reason: string;
            /**
             * Format: int64
             * @description The version of the episode that the person was shown. Refused if it has changed since.
             */
            version: number;
        };
        /** @description A point on the map (WGS 84). */
        MapPoint: {
            /**
             * Format: double
             * @description Latitude in degrees, -90 to 90; north is positive.
             */
            latitude: number;
            /**
             * Format: double
             * @description Longitude in degrees, -180 to 180; east is positive.
             */
            longitude: number;
        };
        /** @description The mark of a code. */
        Mark: {
            /** @description 16 bytes that follow from the code, in hexadecimal. */
            mark: string;
        };
        /** @description An event that a person marked: something that alerts should have told of beforehand. */
        MarkedEvent: {
            /**
             * Format: int64
             * @description When it happened, ms since 1970.
             */
            at: number;
            /** @description The member of staff who marked it. */
            by: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description Id of the marked event, a UUID.
             */
            id: string;
            /** @description What happened: a word of `marked_events`. */
            kind: string;
            /**
             * Format: int64
             * @description When it was marked, ms since 1970.
             */
            marked_at: number;
        };
        /** @description The marked events of a stay. */
        MarkedEvents: {
            /** @description Oldest first, at most 200; those that were withdrawn are not listed. */
            events: components["schemas"]["MarkedEvent"][];
        };
        /**
         * @description What can have happened.
         * @enum {string}
         */
        MarkedKind: "emergency_call" | "hospital_return" | "unplanned_visit" | "treatment_stepped" | "death";
        /** @description The Modified Early Warning Score of a patient: 5 and more is a reason to call a physician. */
        Mews: {
            /**
             * Format: int32
             * @description The sum of the known parts: the total is this or more.
             */
            at_least: number;
            /** @description Every part, known or not, by the same names as those of NEWS2. */
            parts: components["schemas"]["ScorePart"][];
            /**
             * Format: int32
             * @description The sum of all parts; `null` while a part is missing.
             */
            total: number | null;
        };
        /** @description A device to register. */
        NewDevice: {
            /**
             * @description Its id: 4 to 16 of a-z, 0-9 and '-'; as in the gateway's configuration.
             * @example oxi-0001
             */
            id: string;
            /** @description Id of the kit that it belongs to. */
            kit_id: string;
            /** @description Its model; for people only. */
            model: string;
            /**
             * @description Key of the protocol that it speaks.
             * @example nonin-df7
             */
            protocol: string;
            /** @description The maker's serial number; may be empty. */
            serial_number: string;
        };
        /** @description A gateway to register. */
        NewGateway: {
            /** @description Id of a gateway in the same home, whose shard it is to share; `null` or left out for the first of a home. */
            beside?: string | null;
            /**
             * @description Its id: 4 to 16 of a-z, 0-9 and '-'.
             * @example home-0001
             */
            id: string;
        };
        /** @description A patient to add. */
        NewPatient: {
            /**
             * @description Date of birth, `YYYY-MM-DD`.
             * @example 1961-04-17
             */
            birth_date: string;
            /** @description Family name of the patient. */
            family_name: string;
            /** @description Given name of the patient. */
            given_name: string;
            /**
             * @description The patient's language, a BCP 47 tag.
             * @example es
             */
            language: string;
            /** @description Medical record number: the number by which the hospital knows the patient. */
            medical_record_number: string;
            /** @description Administrative sex of the patient, by the codes of FHIR. */
            sex: components["schemas"]["Sex"];
        };
        /** @description A member of staff to add. */
        NewStaffMember: {
            /** @description The name that colleagues see. */
            display_name: string;
            /** @description Languages that the person speaks with patients; at most 8. */
            languages?: string[];
            /**
             * @description The name to sign in with: 2 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit.
             * @example ana.lopez
             */
            name: string;
            /** @description The number at which the person is reached on duty; may be empty. */
            phone?: string;
            /** @description The role, which decides what the person may do. */
            role: components["schemas"]["Role"];
        };
        /** @description The newest observation of each code. */
        NewestObservations: {
            /** @description The observations, newest first; only current ones, and at most 200. */
            observations: components["schemas"]["Observation"][];
        };
        /**
         * @description Whether a stay begins with NEWS2.
         * @enum {string}
         */
        News2AtAdmission: "judged" | "under_16";
        /** @description A signed note about a stay. It is never changed; an amendment is another note that names it. */
        Note: {
            /**
             * Format: uuid
             * @description Id of the note that amends this one, which is no longer valid then; `null` while it is.
             */
            amended_by: string | null;
            /**
             * Format: uuid
             * @description Id of the note that it amends; `null` if it amends none.
             */
            amends: string | null;
            /** @description The member of staff who signed it. */
            author: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description Id of the note, a UUID.
             */
            id: string;
            /** @description Why it amends that; empty if it amends none. */
            reason: string;
            /**
             * Format: int64
             * @description When it was signed, ms since 1970.
             */
            signed_at: number;
            /** @description The text of the note: free, or in the order of SBAR. */
            text: components["schemas"]["NoteText"];
            /**
             * Format: int64
             * @description When it was written, ms since 1970, if that was before: a crew writes without a link. `null` if it was not, or nobody can say.
             */
            written_at: number | null;
            /** @description True if it was written before it was signed and nobody can say when. */
            written_unknown: boolean;
        };
        /** @description A note that takes the place of another one. */
        NoteAmendment: {
            /**
             * Format: uuid
             * @description Id of the stay, as the person was shown it.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, as for a note.
             */
            id?: string | null;
            /** @description Why the first note was wrong or incomplete, in the author's own words. */
            reason: string;
            /** @description The whole note that replaces it. */
            text: components["schemas"]["NoteText"];
        };
        /** @description A page of notes. */
        NotePage: {
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
            /** @description The notes, newest first; those that were amended, too. */
            notes: components["schemas"]["Note"][];
        };
        /** @description What a note says. */
        NoteText: {
            /** @description What the author thinks it is; may be empty. */
            assessment: string;
            /** @description What led to it; may be empty. */
            background: string;
            /** @enum {string} */
            kind: "sbar";
            /** @description What shall be done; may be empty. */
            recommendation: string;
            /** @description What is happening now. */
            situation: string;
        } | {
            /** @description The text; may have several lines. */
            body: string;
            /** @enum {string} */
            kind: "free";
        };
        /** @description A note to sign. */
        NoteWish: {
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, so that a note that is sent twice is kept once. Left out, the hub chooses one.
             */
            id?: string | null;
            /** @description The text of the note: free, or in the order of SBAR. */
            text: components["schemas"]["NoteText"];
        };
        /** @description One observation, as it was written down. It is never changed; a correction is another one that names it. */
        Observation: {
            /**
             * Format: int64
             * @description When it was observed, ms since 1970; not when it was written down.
             */
            at: number;
            /** @description The member of staff who wrote it down. */
            author: components["schemas"]["StaffRef"];
            /** @description What was observed: a code of `GET /observations/codes`, or a LOINC code that is not listed there. */
            code: string;
            /**
             * Format: uuid
             * @description Id of the observation that corrects or withdraws this one; `null` if there is none.
             */
            corrected_by: string | null;
            /**
             * Format: uuid
             * @description Id of the observation that this one corrects or withdraws; `null` if it does neither.
             */
            corrects: string | null;
            /** @description Id of the device that it was read from; `null` unless `source` is `device`. */
            device_id: string | null;
            /**
             * Format: int64
             * @description When it was written down, ms since 1970 by the hub's clock.
             */
            entered_at: number;
            /**
             * Format: uuid
             * @description Id of the episode of the patient who was observed.
             */
            episode_id: string;
            /** @description The answer as a word: one of the code's list, `off_scale_low` or `off_scale_high` of a device that shows LO or HI, or the author's own words if it has no list; `null` for a number. */
            finding: string | null;
            /**
             * Format: uuid
             * @description Id of the observation, a UUID.
             */
            id: string;
            /** @description The LOINC code of what was observed, such as `8310-5`. */
            loinc: string;
            /** @description How it was found: one of the code's methods. */
            method: string;
            /** @description A note of the author; may be empty. */
            note: string;
            /** @description Why it corrects or withdraws the other one; empty if it does neither. */
            reason: string;
            /** @description Where it comes from: `staff`, `patient`, `family` or `device`. */
            source: components["schemas"]["ObservationSource"];
            /** @description Whether it is still valid. */
            state: components["schemas"]["ObservationState"];
            /** @description UCUM unit of `value`; `null` without one. */
            unit: string | null;
            /**
             * Format: double
             * @description The number, in `unit`; `null` where the answer is a word.
             */
            value: number | null;
        };
        /** @description Something that can be observed by hand. */
        ObservationCode: {
            /** @description The code to send with an observation. */
            code: string;
            /**
             * Format: double
             * @description A number from here to `low` is accepted if its author confirms it (`confirmed`); `null` where none is.
             */
            confirmed_low: number | null;
            /**
             * Format: int32
             * @description The most decimal places that a number may have; `null` where the answer is a word.
             */
            decimals: number | null;
            /** @description The words that the answer may be; empty where it is a number. */
            findings: string[];
            /**
             * Format: double
             * @description The highest number that is accepted, in `unit`; `null` where the answer is a word.
             */
            high: number | null;
            /** @description Its LOINC code, which can be sent instead. */
            loinc: string;
            /**
             * Format: double
             * @description The lowest number that is accepted, in `unit`; `null` where the answer is a word.
             */
            low: number | null;
            /** @description How it can be found. If no method is sent, `measured` counts. */
            methods: string[];
            /** @description What may be sent as `finding` instead of a number, when the device shows LO or HI; empty where nothing may. */
            off_scale: components["schemas"]["OffScaleAnswer"][];
            /** @description UCUM unit in which a number is sent; `null` where the answer is a word. */
            unit: string | null;
        };
        /** @description Everything that can be observed by hand. */
        ObservationCodes: {
            /** @description The codes, vitals first. */
            codes: components["schemas"]["ObservationCode"][];
        };
        /** @description What is right instead. The code stays the same; all other fields are given anew. */
        ObservationCorrection: {
            /**
             * Format: int64
             * @description When it was observed, ms since 1970. Left out, it is as before.
             */
            at?: number | null;
            /**
             * @description True when the author has looked at the patient and confirms a number below what anybody lives with; it rings at once. Left
             *     out, it is false.
             */
            confirmed?: boolean | null;
            /** @description Id of the device that it was read from. Needed if `source` is `device`. */
            device_id?: string | null;
            /**
             * Format: uuid
             * @description Id of the episode that the author has on the screen; refused if the observation belongs to another one.
             */
            episode_id: string;
            /**
             * @description The word, if the answer is a word; or `off_scale_low` or `off_scale_high` for a device that shows LO or HI instead of a
             *     number, then without `value` and `unit`.
             */
            finding?: string | null;
            /** @description How it was found: one of the code's methods. Left out, it is `measured`. */
            method?: string | null;
            /** @description A note of the author. */
            note?: string;
            /** @description Why it is corrected. */
            reason: string;
            /** @description Where it comes from. Left out, it is `staff`. */
            source?: components["schemas"]["ObservationSource"];
            /** @description UCUM unit of the number; it must be the code's own. */
            unit?: string | null;
            /**
             * Format: double
             * @description The number, if the answer is a number.
             */
            value?: number | null;
        };
        /** @description An observation to write down. */
        ObservationEntry: {
            /**
             * Format: int64
             * @description When it was observed, ms since 1970: within the stay and not in the future. Left out, it is now.
             */
            at?: number | null;
            /**
             * @description What was observed: a code of `GET /observations/codes`, or any LOINC code.
             * @example temperature
             */
            code: string;
            /**
             * @description True when the author has looked at the patient and confirms a number below what anybody lives with; it rings at once. Left
             *     out, it is false.
             */
            confirmed?: boolean | null;
            /** @description Id of the device that it was read from; the patient must have had it at that time. Needed if `source` is `device`. */
            device_id?: string | null;
            /**
             * @description The word, if the answer is a word; or `off_scale_low` or `off_scale_high` for a device that shows LO or HI instead of a
             *     number, then without `value` and `unit`.
             */
            finding?: string | null;
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, so that an entry that is sent twice is stored once. Left out, the hub chooses one.
             */
            id?: string | null;
            /** @description How it was found: one of the code's methods. Left out, it is `measured`. */
            method?: string | null;
            /** @description A note of the author. */
            note?: string;
            /** @description Where it comes from. Left out, it is `staff`. */
            source?: components["schemas"]["ObservationSource"];
            /**
             * @description UCUM unit of the number. It must be the code's own unit, because the hub converts nothing.
             * @example Cel
             */
            unit?: string | null;
            /**
             * Format: double
             * @description The number, if the answer is a number.
             * @example 38.3
             */
            value?: number | null;
        };
        /** @description A page of observations. */
        ObservationPage: {
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
            /** @description The observations, newest first by `at`; corrected and withdrawn ones too. */
            observations: components["schemas"]["Observation"][];
        };
        /**
         * @description Where an observation comes from.
         * @enum {string}
         */
        ObservationSource: "staff" | "patient" | "family" | "device";
        /**
         * @description Whether an observation is still valid.
         * @enum {string}
         */
        ObservationState: "current" | "corrected" | "withdrawn" | "withdrawal";
        /** @description The withdrawal of an observation that was entered in error. */
        ObservationWithdrawal: {
            /**
             * Format: uuid
             * @description Id of the episode that the author has on the screen; refused if the observation belongs to another one.
             */
            episode_id: string;
            /** @description Why it is withdrawn. */
            reason: string;
        };
        /** @description A number that a person wrote down. It belongs to one moment, not to a bucket. */
        ObservedPoint: {
            /**
             * Format: int64
             * @description When it was observed, ms since 1970; not when it was written down.
             */
            at: number;
            /** @description How it was found: one of the code's methods. */
            method: string;
            /**
             * Format: uuid
             * @description The observation that says so, by its id.
             */
            observation_id: string;
            /**
             * Format: double
             * @description The number, in the unit of the trend.
             */
            value: number;
        };
        /** @description What a person wrote down in words. It belongs to one moment: nobody said that it stayed so. */
        ObservedWord: {
            /**
             * Format: int64
             * @description When it was so, ms since 1970; not when it was written down.
             */
            at: number;
            /** @description A finding of the code, such as `confusion`; the author's own words for a LOINC code that is not in the catalogue. */
            finding: string;
            /** @description How it was found: one of the code's methods. */
            method: string;
            /**
             * Format: uuid
             * @description Id of the observation, a UUID.
             */
            observation_id: string;
        };
        /** @description What a device shows instead of a number: that it is beyond its scale. */
        OffScaleAnswer: {
            /** @description The word to send. */
            finding: string;
            /** @description True if it rings at once, as it does when the device itself sends it. Elsewhere it is no value, and is only kept and shown. */
            rings: boolean;
        };
        /** @description Somebody who is on shift now. */
        OnShift: {
            /** @description True if the person is signed in nowhere. */
            away: boolean;
            /** @description The work of the shift: `nurse`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`. */
            duty: components["schemas"]["Duty"];
            /** @description True if the time of the shift is over, and it still holds stays. */
            overdue: boolean;
            /** @description The member of staff who is on shift. */
            person: components["schemas"]["StaffRef"];
            /**
             * Format: uuid
             * @description The shift that the person works in, by its id.
             */
            shift_id: string;
            /**
             * Format: int64
             * @description How many stays the person holds the watch of in this shift.
             */
            stays: number;
            /**
             * Format: int64
             * @description When the shift is to end, ms since 1970.
             */
            until_at: number;
        };
        /** @description Every open task of all stays. */
        OpenTasks: {
            /** @description The tasks, those that are due first at the top; at most 10,000. */
            tasks: components["schemas"]["Task"][];
        };
        /** @description What the programme owes one stay today. */
        OwedStay: {
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /** @description Initials of the patient, for screens that others can see. */
            initials: string;
            /** @description Short name of the home. */
            label: string;
            /** @description The tasks in the order in which they are due; on the day of admission only those that are left. */
            tasks: components["schemas"]["OwedTask"][];
            /** @description IANA name of the home's time zone, by which the day is counted. */
            time_zone: string;
        };
        /** @description A visit or a set of vitals that is owed on a day. */
        OwedTask: {
            /**
             * Format: int64
             * @description When it was closed, ms since 1970; `null` while it is open.
             */
            closed_at: number | null;
            /**
             * Format: int64
             * @description Until when it is due, ms since 1970.
             */
            due_at: number;
            /**
             * Format: uuid
             * @description Id of the task.
             */
            id: string;
            /** @description What is owed: `visit` or `vitals_set`. */
            kind: string;
            /** @description How far time has brought it: `on_time`, `soon`, `late` or `alerted`. */
            lateness: string;
            /** @description For an open set, the keys of the vitals that are still missing; otherwise empty. */
            missing: string[];
            /**
             * Format: int32
             * @description Number within the day: 1 for the first, 2 for the second.
             */
            number: number;
            owner: components["schemas"]["StaffRef"] | null;
            /** @description Whether it is still owed: a word of `task_states`. */
            state: string;
        };
        /** @description What the programme owes today. */
        OwedToday: {
            /** @description Every active stay, sorted by label. */
            stays: components["schemas"]["OwedStay"][];
        };
        /** @description What is known of a stay beside its measurements. */
        Particulars: {
            access: components["schemas"]["AccessKnown"] | null;
            /** @description The sections that somebody has written, at most one of each kind. How to get in is not among them. */
            sections: components["schemas"]["ParticularsVersion"][];
        };
        /** @description A section as somebody wishes it. */
        ParticularsChange: {
            /** @description What it shall say: the whole section. */
            said: components["schemas"]["ParticularsSaid"];
            /**
             * Format: int32
             * @description The version of the section that the person was shown; 0 if nothing was known.
             */
            version: number;
        };
        /** @description What one section says. */
        ParticularsSaid: {
            /** @description The allergies, at most 40. */
            list: components["schemas"]["Allergy"][];
            /** @description True if somebody asked and there are none; then the list is empty. A list without entries says nothing else. */
            none_known: boolean;
            /** @enum {string} */
            section: "allergies";
        } | {
            /** @description Which documents say so and where they are, or what is limited; may be empty. */
            note: string;
            /** @enum {string} */
            section: "code_status";
            /** @description What is done if heart or breath stop, as a word of the list. */
            status: components["schemas"]["CodeStatus"];
        } | {
            /** @description True if an interpreter is needed. */
            interpreter: boolean;
            /**
             * @description The patient's language, a BCP 47 tag.
             * @example es
             */
            language: string;
            /** @description The interpreter, or the service; may be empty. */
            line: string;
            /** @description Its phone number; may be empty. */
            phone: string;
            /** @enum {string} */
            section: "language";
        } | {
            /** @description Postal address; may be empty. */
            address: string;
            /** @description What visitors have to know, such as oxygen or infections; may be empty. */
            hazards: string;
            /** @description Who is there, animals too; may be empty. */
            people: string;
            /** @enum {string} */
            section: "home";
        } | {
            /** @description Gate and door codes, keys, the lift. */
            instructions: string;
            /** @enum {string} */
            section: "access";
        } | {
            /** @description The contacts, the one to be called first at the top; at most 12. */
            list: components["schemas"]["Contact"][];
            /** @enum {string} */
            section: "contacts";
        };
        /** @description One section as somebody wrote it. */
        ParticularsVersion: {
            /**
             * Format: int64
             * @description When this version was written, ms since 1970.
             */
            changed_at: number;
            /** @description The member of staff who wrote this version. */
            changed_by: components["schemas"]["StaffRef"];
            /** @description The content of the section, in its own shape. */
            said: components["schemas"]["ParticularsSaid"];
            /**
             * Format: int32
             * @description Counts from 1 within the section; to be sent back with a change.
             */
            version: number;
        };
        /** @description Every version of a section. */
        ParticularsVersions: {
            /** @description The newest first, at most 100. */
            versions: components["schemas"]["ParticularsVersion"][];
        };
        /** @description The wish to change one's own password. */
        PasswordChange: {
            /** @description The password that is in force now. */
            current: string;
            /** @description The new password: at least 12 characters. */
            new: string;
        };
        /** @description A patient. Where they are treated is told by their stays. */
        Patient: {
            /** @description Date of birth, `YYYY-MM-DD`: the second identifier. */
            birth_date: string;
            /** @description Family name of the patient. */
            family_name: string;
            /** @description Given name of the patient. */
            given_name: string;
            /**
             * Format: uuid
             * @description Id of the patient, a UUID; not the medical record number.
             */
            id: string;
            /** @description The patient's language, a BCP 47 tag such as `es`. */
            language: string;
            /** @description Medical record number: the first identifier. */
            medical_record_number: string;
            /** @description Administrative sex of the patient, by the codes of FHIR. */
            sex: components["schemas"]["Sex"];
        };
        /** @description The patients that were found. */
        Patients: {
            /** @description The patients, sorted by name; at most 50. */
            patients: components["schemas"]["Patient"][];
        };
        /**
         * @description Why an alert is paused.
         * @enum {string}
         */
        PauseReason: "at_the_patient" | "bath" | "transport";
        /** @description A pause: for so long the alert tells nobody else, and makes no sound. */
        PauseWish: {
            /**
             * Format: int64
             * @description When the person pressed, ms since 1970 by the hub's clock, as for an acknowledgement.
             */
            pressed_at: number | null;
            /** @description Why the alert is paused, as a word of the list; it limits which alerts may be paused. */
            reason: components["schemas"]["PauseReason"];
            /**
             * Format: int32
             * @description How long, s: 30 to 120 for a high alert, to 900 for any other. There is no pause without an end.
             */
            seconds: number;
            /**
             * Format: int32
             * @description The version of the alert that the person was shown. The act is refused if the alert has changed since.
             */
            version: number;
        };
        /** @description The newest trial of a person. */
        PersonsTrial: {
            /**
             * Format: int64
             * @description When it was asked for, ms since 1970.
             */
            asked_at: number;
            /**
             * Format: int64
             * @description Its stays that have changed since: their present profile may be another one than in the result.
             */
            changed: number;
            /**
             * Format: double
             * @description The part that is done, 0 to 1.
             */
            part: number;
            result: components["schemas"]["TrialResult"] | null;
            /** @description Whether it runs, and if not, how it ended. */
            state: components["schemas"]["TrialState"];
            /** @description The trial as it was asked for. */
            wish: components["schemas"]["TrialWish"];
        };
        /**
         * @description Phase of a stay.
         * @enum {string}
         */
        Phase: "acute" | "restorative";
        /** @description The telephone number of a home. */
        Phone: {
            /**
             * @description The number as people write it; empty to remove it.
             * @example +1 555 0112
             */
            phone: string;
        };
        /** @description Something a person should mend at a gateway. */
        Problem: {
            /** @description A fixed word for programs, listed in `x-codes`. */
            code: string;
            /** @description What happened to which thing, and what to do, in English. */
            message: string;
            /** @description Its parameters, as `troubles` of `x-params` names them; empty for a code that only a newer gateway knows. */
            params: Record<string, never>;
        };
        /** @description The body of a problem, as it goes over the wire. */
        ProblemBody: {
            alert?: components["schemas"]["Alert"] | null;
            /** @description Why the request was refused, as a fixed code: `causes` of `x-codes`. */
            code: string;
            /**
             * Format: uuid
             * @description Id of the request, as in the log.
             */
            correlation_id: string;
            /** @description What was to be changed, as it is now, where someone else was first. */
            current?: Record<string, never> | null;
            /** @description What happened, to which thing, and what to do, in English: for logs and scripts. */
            detail: string;
            /** @description The fields that are not valid. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The parameters of the sentence, by name; `x-params` says what each is. */
            params: Record<string, never>;
            /**
             * Format: int32
             * @description HTTP status of the answer.
             */
            status: number;
            /** @description What kind of problem, in English. */
            title: string;
            /** @description What kind of problem, as `urn:hearth:problem:<slug>`; the slugs are `problems` of `x-codes`. */
            type: string;
        };
        /** @description One profile of a stay. */
        Profile: {
            author: components["schemas"]["StaffRef"] | null;
            decided: components["schemas"]["Signature"] | null;
            /**
             * Format: int64
             * @description When it goes back by itself to the one before, ms since 1970; `null` if it lasts.
             */
            ends_at: number | null;
            /** @description Alarm limits of this profile; at most one for each vital. */
            limits: components["schemas"]["Limit"][];
            /**
             * Format: int64
             * @description When it was made, ms since 1970.
             */
            made_at: number;
            /** @description True while a fever follows the pathway of patients without neutrophils. */
            neutropenic: boolean;
            /**
             * Format: int32
             * @description Counts from 1 within the stay.
             */
            number: number;
            /** @description Why it was made; empty for what the stay began with. */
            reason: string;
            scale_two: components["schemas"]["Signature"] | null;
            signed: components["schemas"]["Signature"] | null;
            /** @description Whether it is proposed, in force, refused or past. */
            state: components["schemas"]["ProfileState"];
            /** @description The template that it came from. */
            template: string;
            /** @description What it has as its template was, and the template has otherwise now; `null` if it is not known what the template was. */
            template_changes: components["schemas"]["TemplateChange"][] | null;
            without_news2: components["schemas"]["WithoutNews2Word"] | null;
        };
        /** @description A profile as somebody wishes it, and the reason for it. */
        ProfileChange: {
            /**
             * Format: int64
             * @description When it goes back by itself to the one before, ms since 1970, within a week; `null` if it lasts.
             */
            ends_at?: number | null;
            /** @description All limits from now on; a vital that is not listed has none. */
            limits: components["schemas"]["Limit"][];
            /** @description True if a fever follows the pathway of patients without neutrophils. */
            neutropenic: boolean;
            /** @description Why the profile is wished; kept with it. */
            reason: string;
            /** @description True if SpO2 is scored on scale 2 of NEWS2: that is this person's decision, unless it was somebody's before. */
            scale_two: boolean;
            /** @description The template that it comes from. */
            template: string;
            /**
             * Format: int64
             * @description The version of the episode that the person was shown. Refused if it has changed since.
             */
            version: number;
            without_news2?: components["schemas"]["WithoutNews2Word"] | null;
        };
        /** @description A profile as somebody may wish it. */
        ProfileLook: {
            /** @description All limits; a vital that is not listed has none. */
            limits: components["schemas"]["Limit"][];
            /** @description True if a fever would follow the pathway of patients without neutrophils. */
            neutropenic: boolean;
            /** @description True if SpO2 would be scored on scale 2 of NEWS2. */
            scale_two: boolean;
            without_news2?: components["schemas"]["WithoutNews2Word"] | null;
        };
        /**
         * @description State of a profile.
         * @enum {string}
         */
        ProfileState: "proposed" | "in_force" | "past" | "refused";
        /** @description A profile that a site starts from. */
        ProfileTemplate: {
            /** @description Alarm limits of this template; at most one for each vital. */
            limits: components["schemas"]["Limit"][];
            /** @description True if a fever follows the pathway of patients without neutrophils. */
            neutropenic: boolean;
            /** @description Name of the template: a word of `templates`. */
            template: string;
            /** @description True if it needs a decision for SpO2 scale 2. */
            wants_scale_two: boolean;
        };
        /** @description The templates that a profile can be made from. */
        ProfileTemplates: {
            /** @description The templates, the adult's first. No clinician has signed them. */
            templates: components["schemas"]["ProfileTemplate"][];
        };
        /** @description What the last day would have been under another profile. */
        ProfileTrial: {
            /** @description Alerts about the patient under the changed profile. */
            candidate: components["schemas"]["ByLevel"];
            /**
             * Format: int64
             * @description Frames that were judged again; 0 if nothing is stored of this time.
             */
            frames: number;
            /**
             * Format: int64
             * @description Begin of the replayed time, ms since 1970: 24 hours before the end, or the beginning of the stay.
             */
            from: number;
            /** @description Alerts of any kind that only the changed profile would have raised. */
            gained: components["schemas"]["TrialAlerts"];
            /** @description Alerts of both that are less urgent under the changed profile. */
            less_urgent: components["schemas"]["TrialAlerts"];
            /** @description Alerts of any kind that the changed profile would not have raised. */
            lost: components["schemas"]["TrialAlerts"];
            /** @description Alerts about the patient under the present profile. */
            present: components["schemas"]["ByLevel"];
            /**
             * Format: int64
             * @description End of the replayed time, ms since 1970.
             */
            until: number;
        };
        /** @description The profiles of a stay. */
        Profiles: {
            /** @description The newest first, at most 200; one is in force. */
            profiles: components["schemas"]["Profile"][];
            /**
             * Format: int64
             * @description The version of the episode; to be sent back with a change.
             */
            version: number;
        };
        /** @description A proposal for one stay. */
        Proposed: {
            backup: components["schemas"]["StaffRef"] | null;
            /**
             * Format: uuid
             * @description The stay for which this is proposed, by its id.
             */
            episode_id: string;
            /** @description The person who would hold the stay. */
            holder: components["schemas"]["StaffRef"];
            /**
             * Format: int32
             * @description Points of work that the stay is for its holder: 1, and more for its score and its open alerts.
             */
            points: number;
            /**
             * Format: int32
             * @description The version of its watch by which this was proposed; to be sent back with the assignment.
             */
            version: number;
        };
        /** @description What keeps alerts of a stay quiet for hours: one rule that is shelved, or a context that the patient is in. */
        Quiet: {
            /** @description The member of staff who began it. */
            by: components["schemas"]["StaffRef"];
            context: components["schemas"]["ContextWord"] | null;
            /**
             * Format: uuid
             * @description The stay that it is about, by its id.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description Id by which it is ended, a UUID.
             */
            id: string;
            /** @description Why it is quiet, in the words of whoever began it. */
            reason: string;
            /** @description The rule that is shelved; `null` for a context. */
            rule: string | null;
            /**
             * Format: int64
             * @description When it began, ms since 1970.
             */
            since_at: number;
            /**
             * Format: int64
             * @description When it ends by itself, ms since 1970; `null` if somebody has to end it.
             */
            until_at: number | null;
        };
        /**
         * @description Why something that was quiet has ended.
         * @enum {string}
         */
        QuietEnd: "over" | "worse" | "new" | "ended" | "stay_ended";
        /** @description Something that keeps or kept alerts of a stay quiet. */
        QuietOfStay: {
            /**
             * Format: int64
             * @description When it ended, ms since 1970; `null` while it lasts.
             */
            ended_at: number | null;
            ended_by: components["schemas"]["StaffRef"] | null;
            ended_why: components["schemas"]["QuietEnd"] | null;
            /** @description What it is, who began it and why. */
            quiet: components["schemas"]["Quiet"];
        };
        /** @description What keeps alerts of a stay quiet. */
        QuietsOfStay: {
            /** @description What lasts, then what has ended, the newest first; at most 50. */
            quiets: components["schemas"]["QuietOfStay"][];
            /** @description The rules that may be shelved. */
            rules: string[];
        };
        /** @description The trend of one vital or code: what devices measured, in buckets, and beside it what people wrote down. */
        Readings: {
            /**
             * Format: int64
             * @description Length of a bucket, ms.
             */
            bucket_ms: number;
            /**
             * Format: int64
             * @description Beginning of the window as asked for, ms since 1970.
             */
            from: number;
            /**
             * @description How many numbers of the window were written down in another unit than `unit`, and are therefore no points. Only a LOINC code
             *     that is not in the catalogue has such.
             */
            in_other_units: number;
            /**
             * Format: double
             * @description The high limit that is in force now, in the unit of the trend; `null` if there is none.
             */
            limit_high: number | null;
            /**
             * Format: double
             * @description The low limit that is in force now, in the unit of the trend; `null` if there is none.
             */
            limit_low: number | null;
            /**
             * @description Numbers that people wrote down in the window and nobody corrected or withdrew, oldest first. If there are more than 500
             *     numbers and words together, the oldest are left out.
             */
            observed: components["schemas"]["ObservedPoint"][];
            /** @description The buckets, oldest first. A bucket without a value is left out, so that gaps can be seen. */
            points: components["schemas"]["TrendPoint"][];
            /** @description Words that people wrote down in the window and nobody corrected or withdrew, oldest first. */
            said: components["schemas"]["ObservedWord"][];
            /**
             * Format: int64
             * @description End of the window as asked for, ms since 1970, not included.
             */
            to: number;
            /**
             * @description UCUM unit of all values and limits in the answer. Empty for a code that is answered in words. The unit of a LOINC code that is
             *     not in the catalogue is that of its newest number in the window.
             */
            unit: string;
            /** @description Key of the vital or code; a LOINC code that is not in the catalogue as it is. */
            vital: string;
        };
        /** @description What rings later, less urgently or not at all for a patient, compared with the template of the profile in force. */
        ReducedAlarms: {
            author: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description When it goes back by itself to the one before, ms since 1970; `null` if it lasts.
             */
            ends_at: number | null;
            /**
             * Format: int64
             * @description When it was made, ms since 1970.
             */
            made_at: number;
            /**
             * Format: int32
             * @description The number of the profile in force, as in `GET /episodes/{id}/profile`; to be sent back by whoever has read this.
             */
            profile: number;
            /** @description What is quiet for a time: rules that are shelved, and the context that the patient is in. Their ids are sent back, too. */
            quiets: components["schemas"]["Quiet"][];
            /** @description Why it was changed, in the author's words. */
            reason: string;
            /** @description Rungs of the template that are missing, in the order of vitals. */
            rungs: components["schemas"]["ReducedRung"][];
            /** @description True if NEWS2 takes a saturation of 88 % as usual for this patient, and does not with the template. */
            scale_two: boolean;
            /** @description The template that it is compared with. */
            template: string;
            /**
             * @description True if the template has changed since the profile was made, and the profile has something of it as it was: nobody need have
             *     reduced that for this patient.
             */
            template_changed: boolean;
            /** @description True if the template follows the fever pathway of patients without neutrophils, and this patient does not. */
            without_fever_pathway: boolean;
            without_news2: components["schemas"]["WithoutNews2Word"] | null;
        };
        /** @description What rings less, of all patients. */
        ReducedOfAll: {
            /** @description The stays of which something rings less; others are left out. */
            stays: components["schemas"]["ReducedOfStay"][];
        };
        /** @description What rings less for one patient, and whether the holder of the watch knows. */
        ReducedOfStay: {
            /**
             * Format: uuid
             * @description The stay, by its id.
             */
            episode_id: string;
            holder: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description When the holder has read it as it is now, since they hold the watch, ms since 1970; `null` while they have not.
             */
            read_at: number | null;
            /** @description What rings less for the patient, as it is now. */
            reduced: components["schemas"]["ReducedAlarms"];
        };
        /** @description What somebody has read. */
        ReducedRead: {
            /**
             * Format: int32
             * @description The number of the profile that was shown.
             */
            profile: number;
            /** @description What was shown as quiet, by its id. */
            quiets: string[];
        };
        /** @description A rung of the template for which the patient's own limits have none that rings as near, as soon and as urgently. */
        ReducedRung: {
            /** @description The rung as the template has it. */
            rung: components["schemas"]["LimitRung"];
            /** @description The side of the limit. */
            side: components["schemas"]["LimitSide"];
            /** @description Key of the vital. */
            vital: string;
        };
        /** @description A press of a crew that was refused: what was pressed, and the state at that moment. */
        RefusedPress: {
            /**
             * Format: int64
             * @description Time from press to sending by the phone's monotonic clock, ms; `null` for a phone without one.
             */
            age_ms: number | null;
            /**
             * Format: int64
             * @description When the hub heard, ms since 1970.
             */
            at: number;
            /** @description The crew member who pressed. */
            by: components["schemas"]["StaffRef"];
            /** @description The name of the unit that had the place then; `null` if it was theirs. */
            has: string | null;
            /**
             * Format: uuid
             * @description The id that the phone gave it.
             */
            id: string;
            /** @description How far the place was then: a word of `incident_states`; `null` where another unit had it. */
            is: string | null;
            /**
             * Format: int32
             * @description Number of the place in the incident, from 1, that the press was for.
             */
            place: number;
            /**
             * Format: int64
             * @description When the phone's clock says that it was pressed, ms since 1970.
             */
            pressed_at: number | null;
            /**
             * Format: int64
             * @description When that clock says that it was sent, ms since 1970.
             */
            sent_at: number | null;
            /** @description What was pressed: a word of `incident_states`. */
            state: string;
            /** @description The name of the unit. */
            unit: string;
            /** @description Why it was refused: a word of `press_refusals`. */
            why: string;
        };
        /** @description The wish for the next certificate. */
        Renewal: {
            /** @description A certificate request (PKCS 10, PEM), signed with the key that the gateway has. */
            request: string;
        };
        /** @description What the alerts of a period asked of people. An alert that reopened counts once, from when it last rang. */
        Report: {
            /** @description Which actions people named, the most frequent first; for each kind of alert there is also one row of all actions together. */
            actions: components["schemas"]["ActionShare"][];
            /** @description Conditions that came and went, the most frequent first. */
            chattering: components["schemas"]["ChatteringLoad"][];
            /** @description How far alerts climbed, by priority; without those that no ladder told. */
            climbs: components["schemas"]["ClimbLoad"][];
            /** @description Alerts counted by day and priority. */
            days: components["schemas"]["DayLoad"][];
            /**
             * Format: int64
             * @description The number of alerts within ten minutes above which a stretch counts in `floods`.
             */
            flood_over: number;
            /**
             * Format: int64
             * @description Number of ten-minute stretches with more than `flood_over` alerts.
             */
            floods: number;
            /**
             * Format: int64
             * @description Beginning of the period, in milliseconds since 1970 (UTC).
             */
            from: number;
            /**
             * Format: int64
             * @description The largest number of alerts within any hour.
             */
            most_in_an_hour: number;
            /**
             * Format: int64
             * @description The largest number of alerts within any ten minutes.
             */
            most_in_ten_minutes: number;
            /**
             * Format: double
             * @description Monitored time of all stays together, in days.
             */
            patient_days: number;
            /** @description What the care programme owed within the period: visits and sets of vital signs. */
            programme: components["schemas"]["DutyDone"][];
            /** @description Alerts counted by rule and priority, the most frequent first. */
            rules: components["schemas"]["RuleLoad"][];
            /** @description Alerts that stood for more than 24 hours, the most frequent first. */
            standing: components["schemas"]["StandingLoad"][];
            /**
             * Format: int64
             * @description Number of stays that were active at some time within the period.
             */
            stays: number;
            /** @description The ten stays with the most clinical alerts; empty when the reader may not see patients. */
            stays_that_rang_most: components["schemas"]["StayLoad"][];
            /**
             * Format: int64
             * @description The number of ten-minute stretches in the period; the last one may be cut short.
             */
            ten_minutes: number;
            /** @description How long people took to hear, see, own, act on and close alerts. */
            times: components["schemas"]["StageTimes"][];
            /** @description For how long patients were not monitored, by cause. */
            unmonitored: components["schemas"]["UnmonitoredTime"][];
            /**
             * Format: int64
             * @description End of the period, in milliseconds since 1970 (UTC); never later than now.
             */
            until: number;
        };
        /** @description Why no shifts are kept any more. */
        RestWish: {
            /** @description Reason, in the words of the person who decides it. */
            reason: string;
        };
        /** @description A review: "I have looked at it after it ended." */
        Review: {
            /** @description What the reviewer found, in their own words; may be empty; at most 4,000 bytes. */
            note: string;
            /**
             * Format: int64
             * @description When the person pressed, ms since 1970 by the hub's clock, as for an acknowledgement.
             */
            pressed_at: number | null;
            /** @description Whether the alert was of use: counted in the report on alerts. Left out, it was not judged. */
            useful?: boolean | null;
            /**
             * Format: int32
             * @description The version of the alert that the person was shown.
             */
            version: number;
        };
        /**
         * @description The role of a member of staff, or of a home's own tablet.
         * @enum {string}
         */
        Role: "nurse" | "charge_nurse" | "physician" | "call_agent" | "dispatcher" | "paramedic" | "pharmacist" | "technician" | "auditor" | "administrator" | "household";
        /** @description The roster of the stretch that was asked for. */
        Roster: {
            /** @description Stretches from now on in which nobody watches. */
            gaps: components["schemas"]["RosterGap"][];
            rest: components["schemas"]["ShiftRest"] | null;
            /** @description The shifts that touch the stretch, by their beginning. */
            shifts: components["schemas"]["Shift"][];
            /** @description People who can be put on the roster; empty unless the reader may change shifts. */
            staff: components["schemas"]["Worker"][];
        };
        /** @description A stretch of time in which nobody on the roster watches patients. */
        RosterGap: {
            /**
             * Format: int64
             * @description Begin of the time in which nobody watches, ms since 1970.
             */
            from_at: number;
            /**
             * Format: int64
             * @description End of the time in which nobody watches, ms since 1970.
             */
            until_at: number;
        };
        /** @description Alerts of one rule at one priority. */
        RuleLoad: {
            /**
             * Format: int64
             * @description Number of alerts whose condition was over within 15 seconds.
             */
            brief: number;
            /**
             * Format: int64
             * @description Number of alerts raised within the period.
             */
            count: number;
            /**
             * @description Kind of the rule: `clinical` (about a patient's condition), `technical` (about equipment) or `system` (about the hub
             *     itself).
             */
            kind: string;
            /**
             * Format: int64
             * @description Number of alerts that whoever closed them judged not useful; those counted in neither were not judged.
             */
            not_useful: number;
            /**
             * Format: double
             * @description Number of alerts per patient and day of monitoring.
             */
            per_patient_day: number;
            /**
             * @description The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
             *     separate rows.
             */
            priority: string;
            /** @description Name of the rule. */
            rule: string;
            /**
             * Format: int64
             * @description Number of alerts that whoever closed them judged useful.
             */
            useful: number;
            /**
             * Format: int64
             * @description Number of alerts that were found only afterwards, in data that arrived after an outage.
             */
            while_offline: number;
        };
        /** @description How often one rule rang of one stay. */
        RuleRepeats: {
            /**
             * Format: int64
             * @description How often it rang within the last 24 hours, an alert that came back each time that it did.
             */
            count: number;
            /** @description Name of the rule. */
            rule: string;
        };
        /** @description The calls for help that are over. */
        SafeWish: {
            /** @description Ids of the calls, from `help` of the board or as the phone gave them. A call that is not named goes on. */
            calls: string[];
        };
        /** @description A score with its parts. */
        Score: {
            /**
             * Format: int32
             * @description The sum of the known parts: the total is this or more.
             */
            at_least: number;
            mews: components["schemas"]["Mews"] | null;
            /** @description Every part, known or not. */
            parts: components["schemas"]["ScorePart"][];
            /**
             * Format: int32
             * @description How much it has risen above its lowest total of the last hour.
             */
            rise: number;
            /**
             * Format: int64
             * @description Since when the patient is on SpO2 scale 2, ms since 1970; `null` on scale 1.
             */
            scale_two_since_at: number | null;
            /**
             * Format: int32
             * @description The sum; `null` while a part is missing.
             */
            total: number | null;
        };
        /** @description One part of a score. */
        ScorePart: {
            /**
             * Format: int64
             * @description When its input was measured, ms since 1970, also if that is too long ago to count.
             */
            at: number | null;
            /** @description `respirations`, `spo2`, `oxygen`, `systolic`, `pulse`, `consciousness` or `temperature`. */
            part: string;
            /**
             * Format: int32
             * @description Its points; `null` if nothing says them. Never 0 instead.
             */
            points: number | null;
        };
        /** @description The sparkline of one vital of one episode. */
        Series: {
            /**
             * Format: uuid
             * @description The stay that was measured, by its id.
             */
            episode_id: string;
            /**
             * @description Number of the bucket (0 begins at `from`), lowest and highest value in the vital's unit. Buckets without a value are
             *     left out.
             */
            points: [
                number,
                number,
                number
            ][];
            /** @description Key of the vital. */
            vital: string;
        };
        /** @description A session of a person who is signed in. */
        Session: {
            /**
             * Format: int64
             * @description When the session ends, ms since 1970.
             */
            expires_at: number;
            /** @description True until the person has replaced the first password; nothing else is allowed before. */
            must_change_password: boolean;
            /** @description The person who is signed in. */
            staff: components["schemas"]["Staff"];
        };
        /**
         * @description Administrative sex, by the codes of FHIR.
         * @enum {string}
         */
        Sex: "female" | "male" | "other" | "unknown";
        /** @description A draft of a sheet, filled in as far as the data allow. */
        SheetDraft: {
            /** @description The actions of the last handover; empty the first time. */
            actions: string[];
            /** @description The open alerts: each has to be dealt with. */
            alerts: components["schemas"]["Alert"][];
            /**
             * Format: uuid
             * @description The stay that the draft is about, by its id.
             */
            episode_id: string;
            /** @description The if–then of the last handover; empty the first time. */
            if_then: string;
            /**
             * Format: int32
             * @description The points of the early warning score, at least; `null` if nothing that it scores is known.
             */
            news2: number | null;
            reduced: components["schemas"]["ReducedAlarms"] | null;
            /** @description How ill the patient is by the open alerts and the early warning score; the giver decides. */
            severity: components["schemas"]["IllnessSeverity"];
            /** @description What was said when the stay was last handed over; empty the first time. */
            summary: string;
            /**
             * Format: int32
             * @description The version of its watch; to be sent back with the offer.
             */
            version: number;
        };
        /** @description A sheet as the giver writes it. */
        SheetWish: {
            /** @description Actions to be done: at most 20, of 200 characters each. */
            actions: string[];
            /**
             * Format: uuid
             * @description The stay that the sheet is about, by its id.
             */
            episode_id: string;
            /** @description What to do if something happens; at most 1,000 characters, may be empty. */
            if_then: string;
            /** @description How ill the patient is. */
            severity: components["schemas"]["IllnessSeverity"];
            /** @description Who the patient is and what happened; at most 2,000 characters. */
            summary: string;
            /**
             * Format: int32
             * @description The version of its watch that was shown.
             */
            version: number;
        };
        /** @description One rule of one stay, to be shelved. */
        ShelfWish: {
            /**
             * Format: int32
             * @description How long, minutes: 5 to 480. There is no shelf without an end.
             */
            minutes: number;
            /** @description Why it is switched off, in the person's own words; shown wherever it stands. */
            reason: string;
            /** @description The rule, as an alert names it. */
            rule: string;
        };
        /** @description A shift: the time in which one person works at one site. */
        Shift: {
            /** @description The work that the person does in this shift, which need not be all that the role may do. */
            duty: components["schemas"]["Duty"];
            /**
             * Format: int64
             * @description When it was ended, ms since 1970; `null` while it was not.
             */
            ended_at: number | null;
            /**
             * Format: int64
             * @description When it begins, ms since 1970.
             */
            from_at: number;
            /**
             * Format: uuid
             * @description Id of the shift.
             */
            id: string;
            /** @description The languages that the person speaks with patients. */
            languages: string[];
            /** @description The member of staff who works. */
            person: components["schemas"]["StaffRef"];
            /** @description The number at which the person is reached; empty for a desk, and where the reader sees it only while the shift runs. */
            phone: string;
            /** @description Name of the site where the person works. */
            site: string;
            /** @description Whether it is planned, under way or over. */
            state: components["schemas"]["ShiftState"];
            /**
             * Format: int64
             * @description How many stays it holds the watch of.
             */
            stays: number;
            /**
             * Format: int64
             * @description When it is to end, ms since 1970.
             */
            until_at: number;
            /**
             * Format: int32
             * @description Rises by one with each change; to be sent back with the next one.
             */
            version: number;
        };
        /** @description A change of a shift. */
        ShiftChange: {
            /** @description The shift as it is to be. */
            shift: components["schemas"]["ShiftWish"];
            /**
             * Format: int32
             * @description The version that was shown.
             */
            version: number;
        };
        /** @description The declaration that this site no longer keeps shifts. */
        ShiftRest: {
            /**
             * Format: int64
             * @description Since when no shifts are kept, ms since 1970.
             */
            at: number;
            /** @description The member of staff who ended the keeping of shifts. */
            by: components["schemas"]["StaffRef"];
            /** @description Why no shifts are kept, in that person's own words. */
            reason: string;
        };
        /** @description The shift as it was shown. */
        ShiftSeen: {
            /**
             * Format: int32
             * @description The version that was shown.
             */
            version: number;
        };
        /**
         * @description How a shift stands: `planned`, `runs`, `overdue` (its time is over, and it holds stays), `over`.
         * @enum {string}
         */
        ShiftState: "planned" | "runs" | "overdue" | "over";
        /** @description A shift as somebody wants it. */
        ShiftWish: {
            /** @description The work that the person does in this shift: nurses work as nurses; charge nurses also as nurses. */
            duty: components["schemas"]["Duty"];
            /**
             * Format: int64
             * @description When it begins, ms since 1970.
             */
            from_at: number;
            /** @description The languages that the person speaks with patients, as BCP 47 tags; at most 8. */
            languages: string[];
            /** @description The number at which the person is reached; empty for a desk at the command center. */
            phone: string;
            /** @description Name of the site where the person works. */
            site: string;
            /**
             * Format: uuid
             * @description Id of the member of staff who works.
             */
            staff_id: string;
            /**
             * Format: int64
             * @description When it is to end, ms since 1970: 15 minutes to 24 hours later.
             */
            until_at: number;
        };
        /** @description The wish to sign in. */
        SignIn: {
            /**
             * @description The name to sign in with.
             * @example ana.lopez
             */
            name: string;
            /** @description The password that belongs to the name. */
            password: string;
        };
        /** @description Who did something (such as signing), and when. */
        Signature: {
            /**
             * Format: int64
             * @description When it was done, ms since 1970.
             */
            at: number;
            /** @description The member of staff who did it. */
            by: components["schemas"]["StaffRef"];
        };
        /** @description One that is signed, as it was shown. */
        Signed: {
            /** @description Name of the setting, as in `ClinicalSetting`. */
            name: string;
            /** @description The setting's `value` as it was shown; if it is another by now, nothing is signed. */
            value: string;
        };
        /** @description The settings that a clinician signs in one go. */
        Signing: {
            /** @description Each as it was shown. Refused as a whole if one of them is another by now. */
            settings: components["schemas"]["Signed"][];
        };
        /**
         * @description What came of a test of the alarm sounds.
         * @enum {string}
         */
        SoundOutcome: "heard" | "not_heard" | "blocked";
        /** @description What somebody says of the alarm sounds at their desk. */
        SoundTest: {
            /** @description What came of the test. */
            outcome: components["schemas"]["SoundOutcome"];
            /** @description The name by which the screen calls itself. */
            screen: string;
        };
        /** @description The sparklines of every active episode. */
        Sparklines: {
            /**
             * Format: int64
             * @description Length of a bucket, ms.
             */
            bucket_ms: number;
            /**
             * Format: int64
             * @description Beginning of the first bucket, ms since 1970.
             */
            from: number;
            /** @description The sparklines, sorted by episode and vital. */
            series: components["schemas"]["Series"][];
            /**
             * Format: int64
             * @description End of the last bucket, ms since 1970.
             */
            to: number;
        };
        /** @description A member of staff. */
        Staff: {
            /** @description The name that colleagues see. */
            display_name: string;
            /**
             * Format: uuid
             * @description Id of the member of staff, a UUID.
             */
            id: string;
            /** @description The name to sign in with. */
            name: string;
            /** @description The role, which decides what the person may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A member of staff as they are to be. */
        StaffChange: {
            /** @description The name that colleagues see. */
            display_name: string;
            /** @description Languages that the person speaks with patients; at most 8. */
            languages: string[];
            /** @description The number at which the person is reached on duty; may be empty. */
            phone: string;
            /** @description The role. Another one ends the person's sessions. */
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description The version of the person that was shown.
             */
            version: number;
        };
        /** @description A member of staff, as administrators see them. */
        StaffMember: {
            /**
             * Format: int64
             * @description Since when the person may not sign in, ms since 1970; `null` while they may.
             */
            disabled_at: number | null;
            /** @description The name that colleagues see. */
            display_name: string;
            /**
             * Format: uuid
             * @description Id of the member of staff, a UUID.
             */
            id: string;
            /** @description Languages that the person speaks with patients, BCP 47 tags such as `es`. */
            languages: string[];
            /** @description True until the person has replaced the password that somebody else gave them. */
            must_change_password: boolean;
            /** @description The name to sign in with. It never changes. */
            name: string;
            /** @description The number at which the person is reached on duty; empty when none is known. */
            phone: string;
            /** @description The role, which decides what the person may do. */
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Rises with every change; to be sent back with the next one.
             */
            version: number;
        };
        /** @description A page of staff. */
        StaffPage: {
            /** @description The mark to ask the next page with (`after`); `null` on the last page. */
            next_after: string | null;
            /** @description The people, sorted by the name they sign in with. */
            staff: components["schemas"]["StaffMember"][];
        };
        /** @description A member of staff, as colleagues see them. */
        StaffRef: {
            /** @description Name shown to colleagues. */
            display_name: string;
            /**
             * Format: uuid
             * @description Id of the member of staff.
             */
            id: string;
        };
        /** @description The version of a member of staff that was shown. */
        StaffVersion: {
            /**
             * Format: int64
             * @description The `version` of the member of staff, as it was shown.
             */
            version: number;
        };
        /** @description How long it took people to bring alerts of one kind and priority to one stage, counted from when the alert rang. */
        StageTimes: {
            /** @description True for alerts about a patient's condition; false for all other alerts. */
            clinical: boolean;
            /**
             * Format: int64
             * @description Number of alerts that came to this stage.
             */
            count: number;
            /**
             * Format: int64
             * @description Number of alerts of this kind and priority.
             */
            of: number;
            /**
             * Format: double
             * @description Median time to this stage, in seconds, over the alerts that came to it; `null` when none did.
             */
            p50_s: number | null;
            /**
             * Format: double
             * @description 90th percentile of the time to this stage, in seconds, over the alerts that came to it; `null` when none did.
             */
            p90_s: number | null;
            /**
             * @description The highest priority that these alerts reached; alerts of one rule that reached different priorities are counted in
             *     separate rows.
             */
            priority: string;
            /**
             * @description The stage: `heard` (a screen sounded it), `seen` (somebody opened or took it), `owned` (somebody took it), `acted`
             *     (somebody said what they do, paused or reviewed it), `answered` (somebody took, paused or reviewed it), `closed`.
             */
            stage: string;
            /**
             * Format: int64
             * @description Number of alerts that came to this stage within 30 minutes.
             */
            within_half_hour: number;
        };
        /** @description Alerts of one rule and priority that stood for more than a day. */
        StandingLoad: {
            /**
             * Format: int64
             * @description Number of alerts whose condition held for more than 24 hours and into the period, also those that began before it.
             */
            count: number;
            /** @description Kind of the rule: `clinical`, `technical` or `system`. */
            kind: string;
            /**
             * Format: double
             * @description How long the condition of the longest of them had held by the end of the period, in hours.
             */
            longest_h: number;
            /** @description The highest priority that these alerts reached. */
            priority: string;
            /** @description Name of the rule. */
            rule: string;
            /**
             * Format: int64
             * @description Number of those alerts whose condition still held at the end of the period.
             */
            still_active: number;
        };
        /** @description Something that a person did. */
        StayAct: {
            /** @description What was done, as the audit calls it: `admit`, `set_limits`, `write_note`, `see_access`, ... */
            act: string;
            /**
             * Format: int64
             * @description When it was done, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
        };
        /** @description A stay with more alerts than others. */
        StayLoad: {
            /**
             * Format: int64
             * @description Number of clinical alerts of the stay within the period.
             */
            count: number;
            /** @description True if the stay has ended. */
            ended: boolean;
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description Number of those alerts that reached priority high.
             */
            high: number;
            /** @description Label of the stay, as shown on the ward wall. */
            label: string;
        };
        /** @description How often alerts rang about one stay. */
        StayRings: {
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: int32
             * @description How often it rang within the last hour with a sound: high and medium.
             */
            last_hour: number;
            /** @description Alerts of the last 24 hours, by rule. */
            rules: components["schemas"]["RuleRepeats"][];
        };
        /** @description Who holds the watch of one stay, where shifts are kept. */
        StayWatch: {
            /** @description True if the holder is signed in nowhere. */
            away: boolean;
            backup: components["schemas"]["StaffRef"] | null;
            /**
             * Format: uuid
             * @description The stay whose watch it is, by its id.
             */
            episode_id: string;
            holder: components["schemas"]["StaffRef"] | null;
            /** @description True if the time of the holder's shift is over. */
            overdue: boolean;
            /**
             * Format: int64
             * @description Since when it is held, ms since 1970.
             */
            since_at: number | null;
            /**
             * Format: int32
             * @description Rises by one with each change; to be sent back with an act.
             */
            version: number;
        };
        /** @description The watch of every stay. */
        StayWatches: {
            /** @description The watch of each active stay; empty where no shifts are kept. */
            stays: components["schemas"]["StayWatch"][];
        };
        /** @description Stays to take over. */
        StaysToTake: {
            /** @description The stays, each once, as they were shown. All are taken, or none. */
            stays: components["schemas"]["WatchSeen"][];
        };
        /** @description What is still possible once the half hour is lost. */
        StillPossible: {
            /**
             * Format: int64
             * @description For `nearest`: when it would arrive, ms since 1970.
             */
            arrives_at: number | null;
            /** @description For `nearest`: true if that unit is sent already. */
            sent: boolean | null;
            /**
             * Format: uuid
             * @description For `nearest`: id of the unit that would be there first.
             */
            unit_id: string | null;
            /** @description A word of `incident_ways_out`. */
            what: string;
        };
        /**
         * @description A device's name as it is used by a gateway that is not of the device's kit. What that gateway sends under this name is
         *     kept apart: it is in no trend, judged by no limit, and shown for no patient.
         */
        Stray: {
            /** @description Id of the device, as the gateway gave it. */
            device_id: string;
            /**
             * Format: int64
             * @description When the earliest of them was measured, ms since 1970; `null` if no time is known.
             */
            from_at: number | null;
            /** @description Id of the gateway that sends under this name. */
            gateway_id: string;
            /** @description Id of the gateway of that kit; `null` if it has none. */
            kit_gateway_id: string | null;
            /** @description Id of the kit in which the device is registered; `null` if it is not registered. */
            kit_id: string | null;
            /**
             * Format: int64
             * @description When the hub received the last of them, ms since 1970.
             */
            received_at: number;
            /**
             * Format: int64
             * @description How many frames, waveform blocks and events are kept.
             */
            records: number;
            /**
             * Format: int64
             * @description When the latest of them was measured, ms since 1970; `null` if no time is known.
             */
            until_at: number | null;
        };
        /** @description The devices' names that gateways use although they are not of the device's kit. */
        Strays: {
            /** @description The strays, those heard last first; at most 1,000. */
            strays: components["schemas"]["Stray"][];
        };
        /** @description Facts about this hub. */
        System: {
            /** @description The link that dials a number, with `{number}` in its place: `tel:{number}`. */
            dial_link: string;
            /** @description How long values take from the device's measurement until they are sent on the feed. */
            latency: components["schemas"]["Latency"];
            /**
             * Format: uuid
             * @description Id of the store; it changes when the hub gets another database.
             */
            store_id: string;
            /**
             * Format: int64
             * @description The hub's wall clock, ms since 1970.
             */
            time: number;
            /** @description IANA name of the command center's time zone. */
            time_zone: string;
            /** @description True when TimescaleDB keeps the time series, false for plain PostgreSQL. */
            timescale: boolean;
            /** @description Version of the hub's program. */
            version: string;
        };
        /** @description The wish to take the watch. */
        TakeOver: {
            /**
             * Format: uuid
             * @description Id of the member of staff who was shown to hold the watch: if somebody else holds it by now, it is not taken. Left out
             *     or `null`, it is taken from whoever holds it.
             */
            from: string | null;
        };
        /** @description One thing that is owed to a patient. */
        Task: {
            /**
             * Format: int64
             * @description When it was closed, ms since 1970; `null` while it is open.
             */
            closed_at: number | null;
            /**
             * Format: int64
             * @description Until when it is due, ms since 1970.
             */
            due_at: number;
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description Id of the task, a UUID.
             */
            id: string;
            /** @description The key of the vital to be measured, or `consciousness` or `oxygen`; `null` where the kind says all. */
            item: string | null;
            /** @description What is owed: a word of `task_kinds`. */
            kind: components["schemas"]["TaskKind"];
            /** @description How far time has brought it: `on_time`, `soon`, `late` or `alerted`. */
            lateness: string;
            /**
             * Format: int64
             * @description When it was made, ms since 1970.
             */
            made_at: number;
            made_by: components["schemas"]["StaffRef"] | null;
            /** @description True for what the programme owes each day: it cannot be put off. */
            of_programme: boolean;
            /**
             * Format: int64
             * @description From when on it can be done, ms since 1970.
             */
            opens_at: number;
            owner: components["schemas"]["StaffRef"] | null;
            /** @description The role that owes it while no person has it. */
            post: components["schemas"]["TaskPost"];
            /** @description Whether it is still owed: a word of `task_states`. */
            state: string;
            /**
             * Format: int32
             * @description Rises by one with each step; to be sent back with an act.
             */
            version: number;
            /** @description What exactly is to be done, in the words of who made it; may be empty. */
            what: string;
        };
        /** @description An act on a task. */
        TaskAct: {
            /** @enum {string} */
            act: "take";
        } | {
            /** @enum {string} */
            act: "give";
            /**
             * Format: uuid
             * @description Id of the colleague who gets it.
             */
            to: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "pass";
            /** @description The role that gets it. */
            post: components["schemas"]["TaskPost"];
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "release";
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "put_off";
            /**
             * Format: int64
             * @description Until when it is due from now on, ms since 1970: later than now, within a day.
             */
            due_at: number;
            /** @description Why it is put off, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        } | {
            /** @enum {string} */
            act: "done";
            /** @description What came of it; may be empty. */
            note: string;
        } | {
            /** @enum {string} */
            act: "cancel";
            /** @description Why it is not to be done, in the person's own words. */
            reason: string;
            /**
             * Format: int32
             * @description The version that the person was shown.
             */
            version: number;
        };
        /** @description A task and what became of it. */
        TaskDetail: {
            /** @description Its steps, oldest first. */
            steps: components["schemas"]["TaskStep"][];
            /** @description The task as it is now. */
            task: components["schemas"]["Task"];
        };
        /**
         * @description The kind of work that is owed.
         * @enum {string}
         */
        TaskKind: "remeasure" | "missing_measurement" | "call_back" | "call_open" | "note_due" | "visit" | "vitals_set" | "other";
        /** @description A page of the tasks of one stay. */
        TaskPage: {
            /** @description The mark to ask the next page with (`before`); `null` on the last page. */
            next_before: string | null;
            /** @description The tasks, those that are due last at the top; closed ones too. */
            tasks: components["schemas"]["Task"][];
        };
        /**
         * @description The role that owes it while no person has taken it.
         * @enum {string}
         */
        TaskPost: "nurse" | "charge_nurse" | "physician" | "call_agent" | "dispatcher";
        /** @description One step of a task. */
        TaskStep: {
            /**
             * Format: int64
             * @description When the step was made, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description When the task is due after the step, ms since 1970.
             */
            due_at: number;
            /** @description Name of the person who has the task after the step; `null` if nobody has. */
            owner: string | null;
            /** @description The role that owes the task after the step while no person has it; `null` for older steps. */
            post: string | null;
            /** @description Reason of the step, in the words of who did it; may be empty. */
            reason: string;
            /**
             * Format: int32
             * @description The version of the task after it.
             */
            version: number;
            /** @description What happened: a word of `task_steps`. */
            what: string;
        };
        /** @description A task to be made. */
        TaskWish: {
            /**
             * Format: int64
             * @description Until when it is due, ms since 1970: not in the past, and within 31 days.
             */
            due_at: number;
            /**
             * Format: uuid
             * @description A UUID chosen by the sender, so that a task that is sent twice is made once. Left out, the hub chooses one.
             */
            id?: string | null;
            /** @description The key of the vital to be measured, or `consciousness` or `oxygen`; `null` where the kind says all. */
            item: string | null;
            /** @description The kind of work that is owed. */
            kind: components["schemas"]["TaskKind"];
            /** @description The role that owes it while no person has taken it. */
            post: components["schemas"]["TaskPost"];
            /** @description What exactly is to be done; needed for `other`, and may be empty for the rest. */
            what: string;
        };
        /** @description One side of a limit that a profile has as its template was, and that the template has otherwise now. */
        TemplateChange: {
            /** @description The rungs as the template has them now; empty if it has none. */
            now: components["schemas"]["LimitRung"][];
            /** @description The side of the limit. */
            side: components["schemas"]["LimitSide"];
            /** @description The rungs as the template had them, and the profile has them; empty if it had none. */
            then: components["schemas"]["LimitRung"][];
            /** @description Key of the vital. */
            vital: string;
        };
        /** @description What happened during an episode in a window. */
        Timeline: {
            /** @description Oldest first. If more than 1,000 things happened, the oldest are left out. */
            events: components["schemas"]["TimelineEvent"][];
        };
        /** @description One thing that happened during an episode. */
        TimelineEvent: {
            /**
             * Format: int64
             * @description When it happened or began, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
            /** @description For a `loss`, what was lost: `events`, `numerics` or `waveforms`; otherwise `null`. */
            class: string | null;
            /**
             * @description More about it; for a `loss` its cause: `disk_full`, `corrupt` or `power_failure`; for a `note` `sbar` or `free`; for
             *     `particulars_changed` the section; for a `call` its outcome, empty while it goes on; for `task_done` the kind of the task. May
             *     be empty.
             */
            detail: string;
            /** @description Id of the device; `null` if it is not about one. */
            device_id: string | null;
            /**
             * @description What happened: `bound`, `unbound`, `limits_changed`, `alert_raised`, `alert_ended`, `device_link_up`,
             *     `device_link_down`, `button`, `cuff_fault`, `not_collected`, `disk_fault`, `rejected`, `loss`, `note`,
             *     `particulars_changed`, `call` or `task_done`.
             */
            kind: string;
            /** @description For `limits_changed`, the old and new limits that differ; otherwise empty. */
            limits: components["schemas"]["LimitChange"][];
            /**
             * Format: int64
             * @description For a `loss`, how many records were lost; otherwise `null`.
             */
            records: number | null;
            /**
             * Format: int64
             * @description When it ended, ms since 1970; `null` unless it lasted for some time, as a `loss` does.
             */
            until_at: number | null;
        };
        /** @description One person whom a rung reached. */
        Told: {
            /**
             * Format: int64
             * @description When the alert was first shown there, ms since 1970.
             */
            delivered_at: number;
            /**
             * Format: int64
             * @description When somebody first opened it there, ms since 1970; `null` while nobody has.
             */
            opened_at: number | null;
            /** @description The person who was signed in at the screen. */
            person: components["schemas"]["StaffRef"];
        };
        /** @description A rung of the alert's ladder that has fired. */
        ToldRung: {
            /**
             * Format: int64
             * @description When it fired, ms since 1970.
             */
            fired_at: number;
            /** @description Whom it reached, the first one first; at most 64. */
            people: components["schemas"]["Told"][];
            /**
             * @description Posts that this rung told: `holder`, `backup`, `charge_nurse`, `call_agent`, `physician`, `dispatcher`, `everyone`. Which people it
             *     reached is in `people`.
             */
            posts: string[];
            /** @description The most that a screen said of it: `delivered`, `opened`, `answered`; `null` if no screen has confirmed it. */
            receipt: string | null;
            /**
             * Format: int32
             * @description Number of the round, from 1; it rises when an acknowledgement becomes void and all rungs fire again.
             */
            round: number;
            /**
             * Format: int32
             * @description Number of the rung in the round, from 1.
             */
            rung: number;
            /** @description True if it was found that nobody could hear it. */
            unheard: boolean;
        };
        /** @description One transition of an alert. */
        Transition: {
            /**
             * @description What who has the alert does about it; `null` if they have not said.
             * @enum {string|null}
             */
            action: "calling_patient" | "calling_family" | "repeat_asked" | "sensor_corrected" | "physician_asked" | "as_ordered" | "sending_someone" | "watching" | null;
            /** @description The person or rule that made it. */
            actor: components["schemas"]["Actor"];
            /**
             * Format: int64
             * @description When the hub made it, ms since 1970.
             */
            at: number;
            /**
             * @description Whether what the alert tells of is so: `pending` while its delay runs, `active`, or `cleared` once it has ended.
             * @enum {string}
             */
            condition: "pending" | "active" | "cleared";
            /**
             * Format: double
             * @description The limit in force then, in the vital's unit; `null` if it is not about a limit.
             */
            limit: number | null;
            /**
             * @description How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).
             * @enum {string}
             */
            priority: "low" | "medium" | "high";
            /**
             * @description The reason, or the reviewer's note; `null` if there is none. A person's words are `null` for people who may not see
             *     patients.
             */
            reason: string | null;
            /**
             * Format: int64
             * @description When the person asked to be reminded, ms since 1970; `null` for other steps, and if they did not ask.
             */
            remind_at: number | null;
            /**
             * @description What people have done about it: `none`, `acknowledged` or `reviewed`.
             * @enum {string}
             */
            response: "none" | "acknowledged" | "reviewed";
            /**
             * Format: double
             * @description The value that caused it, in the vital's unit; `null` if no value did.
             */
            value: number | null;
            /**
             * Format: int32
             * @description Version of the alert after this transition.
             */
            version: number;
            /** @description What happened: `raised`, `acknowledged`, `cleared`, ... */
            what: string;
        };
        /** @description One bucket of a trend. */
        TrendPoint: {
            /**
             * Format: int64
             * @description Beginning of the bucket, ms since 1970.
             */
            at: number;
            /**
             * Format: int64
             * @description How many values are in the bucket.
             */
            count: number;
            /** @description True when a value in the bucket arrived more than 30 s after it was measured. */
            late: boolean;
            /**
             * Format: double
             * @description Highest value in the bucket, in the unit of the trend.
             */
            max: number;
            /**
             * Format: double
             * @description Mean of the values in the bucket, in the unit of the trend.
             */
            mean: number;
            /**
             * Format: double
             * @description Lowest value in the bucket, in the unit of the trend.
             */
            min: number;
        };
        /** @description One alert of a trial. */
        TrialAlert: {
            /**
             * Format: int64
             * @description When it rang, ms since 1970.
             */
            at: number;
            /** @description Id of the stay that it would have been about. */
            episode_id: string;
            /**
             * @description How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).
             * @enum {string}
             */
            priority: "low" | "medium" | "high";
            /** @description Its rule: `spo2_low`, `news2`, ... */
            rule: string;
            /**
             * Format: int64
             * @description When its condition ended, ms since 1970; `null` if it lasted to the end.
             */
            until_at: number | null;
        };
        /** @description Some alerts of a trial. */
        TrialAlerts: {
            /** @description The most urgent, at most 200. */
            alerts: components["schemas"]["TrialAlert"][];
            /**
             * Format: int64
             * @description How many there are in all; the list may hold fewer.
             */
            count: number;
        };
        /** @description The figures of alarm management, as if one nurse heard every alert. */
        TrialBurden: {
            /**
             * Format: int32
             * @description How many stretches of ten minutes there were in all.
             */
            bins: number;
            /** @description How many pairs of rule and patient rang three times in a minute. */
            chattering: number;
            /**
             * Format: int32
             * @description How many stretches of ten minutes had more than ten alerts.
             */
            floods: number;
            /**
             * Format: int32
             * @description The most alerts in ten minutes.
             */
            most: number;
            /** @description How many pairs of rule and patient had an alert that lasted longer than a day. */
            stale: number;
        };
        /** @description One marked event on both sides. */
        TrialEvent: {
            /**
             * Format: int64
             * @description When it happened, ms since 1970.
             */
            at: number;
            /** @description Under the profiles that are tried out. */
            candidate: components["schemas"]["TrialLead"];
            /** @description Id of the stay in which it happened. */
            episode_id: string;
            /** @description What happened: a word of `marked_events`. */
            kind: string;
            /** @description Under the present profiles. */
            present: components["schemas"]["TrialLead"];
        };
        /** @description How long before an event the first alert and the first high alert came, ms; `null` if none did. */
        TrialLead: {
            /**
             * Format: int64
             * @description Lead of the first alert about the patient, ms; `null` if there was none.
             */
            any_ms: number | null;
            /**
             * Format: int64
             * @description Lead of the first high alert about the patient, ms; `null` if there was none.
             */
            high_ms: number | null;
        };
        /** @description What a trial found. */
        TrialResult: {
            /** @description The same days under the candidate. */
            candidate: components["schemas"]["TrialSide"];
            /** @description Marked events, oldest first. */
            events: components["schemas"]["TrialEvent"][];
            /**
             * Format: int64
             * @description Frames that were judged again; 0 if nothing is stored of these days.
             */
            frames: number;
            /** @description Alerts that only the candidate would have raised. */
            gained: components["schemas"]["TrialAlerts"];
            /** @description Alerts of both that are less urgent under the candidate. */
            less_urgent: components["schemas"]["TrialAlerts"];
            /** @description Alerts that the candidate would not have raised. */
            lost: components["schemas"]["TrialAlerts"];
            /**
             * Format: double
             * @description Days of patients that were judged again.
             */
            patient_days: number;
            /** @description The figures under the profiles that the stays have. */
            present: components["schemas"]["TrialSide"];
            /** @description Each rule that raised an alert on either side. */
            rules: components["schemas"]["TrialRule"][];
            /** @description The stays with the most alerts, at most ten. */
            top: components["schemas"]["TrialStay"][];
        };
        /** @description One rule on both sides: alerts per patient-day. */
        TrialRule: {
            /** @description Under the profiles that are tried out. */
            candidate: components["schemas"]["ByLevel"];
            /** @description Under the present profiles. */
            present: components["schemas"]["ByLevel"];
            /** @description Name of the rule: `spo2_low`, `news2`, ... */
            rule: string;
        };
        /** @description One side of a trial. */
        TrialSide: {
            /** @description How the alerts came: floods, repeats and the like. */
            burden: components["schemas"]["TrialBurden"];
            /** @description Alerts about patients, per patient-day. */
            clinical: components["schemas"]["ByLevel"];
            /**
             * Format: double
             * @description Time that nurses need for the alerts, minutes per patient-day.
             */
            minutes: number;
            /** @description Alerts about sensors, devices and homes, per patient-day. */
            technical: components["schemas"]["ByLevel"];
            /** @description How many marked events had an alert about the patient within the day before. */
            told: number;
        };
        /**
         * @description State of a trial.
         * @enum {string}
         */
        TrialState: "running" | "done" | "cancelled" | "failed";
        /** @description One stay on both sides: alerts per day. */
        TrialStay: {
            /**
             * Format: double
             * @description Under the profile that is tried out.
             */
            candidate: number;
            /** @description Id of the stay that is compared. */
            episode_id: string;
            /**
             * Format: double
             * @description Under the present profile.
             */
            present: number;
        };
        /** @description What is to be tried out. */
        TrialWish: {
            /** @description Only these stays, at most 500; all if none is named. */
            episodes: string[];
            /**
             * Format: int64
             * @description First instant of the replayed time, ms since 1970.
             */
            from: number;
            /** @description The limits of the candidate. What a patient's own profile says of the course is kept. */
            limits: components["schemas"]["Limit"][];
            /** @description Minutes that a nurse needs for an alert; assumed when left out. */
            minutes?: components["schemas"]["ByLevel"];
            /** @description The template that the candidate comes from. */
            template: string;
            /**
             * Format: int64
             * @description First instant after the replayed time, ms since 1970; at most 31 days later.
             */
            until: number;
        };
        /** @description The wish to end a binding. */
        Unbinding: {
            /** @description Why it ends; kept in the audit. */
            reason: string;
            /**
             * Format: int64
             * @description When the binding ends, ms since 1970: after its beginning and not in the future. `null` for now.
             */
            until_at: number | null;
        };
        /** @description A unit: a vehicle that a crew drives to homes. */
        Unit: {
            crew: components["schemas"]["UnitCrew"] | null;
            /** @description What it carries: words of `unit_equipment`. */
            equipment: string[];
            /**
             * Format: uuid
             * @description Id of the unit, a UUID.
             */
            id: string;
            /**
             * Format: uuid
             * @description Id of the incident in which it has a place; `null` while it is free.
             */
            incident_id: string | null;
            /** @description What people call it. */
            name: string;
            position: components["schemas"]["MapPoint"] | null;
            /**
             * Format: int64
             * @description When it was there, ms since 1970; `null` if it never reported a position.
             */
            seen_at: number | null;
            /**
             * Format: int32
             * @description Rises by one with each change; to be sent back with the next one.
             */
            version: number;
        };
        /** @description A unit that one can sign on to. */
        UnitBrief: {
            /**
             * Format: uuid
             * @description Id of the unit, a UUID.
             */
            id: string;
            /** @description The names of who drives it now. */
            members: string[];
            /** @description What people call it. */
            name: string;
            /** @description True if the person who asks is among them. */
            own: boolean;
            /** @description True while it is sent: then nobody can sign on or off. */
            sent: boolean;
            /**
             * Format: int64
             * @description When their duty ends, ms since 1970; `null` while nobody drives it.
             */
            until_at: number | null;
        };
        /** @description A unit as it is to be. */
        UnitChange: {
            /** @description The unit as it is to be. */
            unit: components["schemas"]["UnitWish"];
            /**
             * Format: int32
             * @description The version that was shown.
             */
            version: number;
        };
        /** @description A unit that could be sent, with what speaks for and against it. */
        UnitChoice: {
            /**
             * Format: int64
             * @description When it would be there, ms since 1970; `null` if that is not known.
             */
            arrives_at: number | null;
            /** @description True if it can be sent now. */
            available: boolean;
            /** @description Reasons for its rank, for and against it. */
            reasons: components["schemas"]["UnitReason"][];
            /**
             * Format: int64
             * @description How long the way takes, ms; `null` if that is not known.
             */
            travel_ms: number | null;
            /** @description Name of the unit, as people call it. */
            unit: string;
            /**
             * Format: uuid
             * @description The unit that could be sent, by its id.
             */
            unit_id: string;
        };
        /** @description The people who drive a unit. */
        UnitCrew: {
            /**
             * Format: int64
             * @description When the crew's duty begins, ms since 1970.
             */
            from_at: number;
            /**
             * Format: uuid
             * @description Id of the crew's duty.
             */
            id: string | null;
            /** @description The languages that they speak with patients, as BCP 47 tags. */
            languages: string[];
            /** @description Names of the crew's members, as colleagues see them. */
            members: string[];
            /** @description True while their shift runs. */
            on_shift: boolean;
            /** @description What they can do: words of `unit_skills`. */
            skills: string[];
            /**
             * Format: int64
             * @description When the crew's duty is to end, ms since 1970.
             */
            until_at: number;
        };
        /** @description The units that a crew can sign on to. */
        UnitList: {
            /**
             * Format: int64
             * @description The hub's time, ms since 1970.
             */
            at: number;
            /** @description The units, sorted by name; at most 200. */
            units: components["schemas"]["UnitBrief"][];
        };
        /** @description Where a unit is. */
        UnitPosition: {
            /**
             * Format: int64
             * @description How long ago it was there by the phone's own clock, ms: 0 to an hour.
             */
            age_ms: number;
            /**
             * Format: double
             * @description Latitude in degrees, -90 to 90; north is positive.
             */
            latitude: number;
            /**
             * Format: double
             * @description Longitude in degrees, -180 to 180; east is positive.
             */
            longitude: number;
        };
        /** @description A reason for or against sending a unit. */
        UnitReason: {
            /**
             * Format: int64
             * @description Age of the unit's position, ms; `null` for other reasons.
             */
            age_ms: number | null;
            /**
             * Format: int64
             * @description When the crew's shift ends, ms since 1970; `null` for other reasons.
             */
            at: number | null;
            /** @description The item that is lacking: a word of `unit_equipment` or `unit_skills`; `null` for other reasons. */
            item: string | null;
            /** @description A word of `unit_reasons`. */
            reason: string;
        };
        /** @description How far a unit is. */
        UnitStamp: {
            /**
             * Format: int64
             * @description How long before sending it was pressed, by the phone's monotonic clock, ms: 0 to 12 hours; only with `pressed_at`. Left
             *     out, the difference of the two instants counts, which is wrong if the phone's clock was set in between.
             */
            age_ms?: number | null;
            /**
             * Format: uuid
             * @description A UUID chosen by a crew's phone, so that a press that is sent twice is heard once. Left out, the hub chooses one.
             */
            id?: string | null;
            /**
             * Format: int32
             * @description The number of the offer that the crew was shown: `offer` of the place. What is said to an earlier one is refused. Left out, it
             *     counts for the one that stands.
             */
            offer?: number | null;
            /**
             * Format: int32
             * @description Number of the place in the incident, from 1.
             */
            place: number;
            /**
             * Format: int64
             * @description When the phone's clock says that it was pressed, ms since 1970; `null` for now.
             */
            pressed_at: number | null;
            /**
             * Format: int64
             * @description When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
             */
            sent_at: number | null;
            /** @description How it was reported: a word of `stamp_sources`. For a crew `button` or `fence`, for the desk `radio`. */
            source: string;
            /** @description The state that was reached: `acknowledged` to `clear` of `incident_states`. */
            state: string;
            /**
             * Format: uuid
             * @description Id of the unit that has this place.
             */
            unit_id: string;
        };
        /** @description A unit to be added. */
        UnitWish: {
            /** @description What it carries: words of `unit_equipment`. */
            equipment: string[];
            /** @description What people call it. */
            name: string;
        };
        /**
         * @description Why a patient could not be seen.
         * @enum {string}
         */
        UnmonitoredCause: "hub" | "home_offline" | "sensor_off" | "poor_signal" | "no_value";
        /** @description How long a cause hid a stay. */
        UnmonitoredFor: {
            /** @description What hid the stay. Of several causes at the same time it is the one that has to be mended first. */
            cause: components["schemas"]["UnmonitoredCause"];
            /**
             * Format: int64
             * @description How long it hid the stay, ms.
             */
            time_ms: number;
        };
        /** @description A stay that was not seen for some time. */
        UnmonitoredStay: {
            /** @description The causes with their times; each instant counts for one cause only. */
            causes: components["schemas"]["UnmonitoredFor"][];
            /**
             * Format: uuid
             * @description Id of the stay.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description Since when the stay has been hidden without a break, ms since 1970, if it is so at the end of the period; otherwise
             *     `null`.
             */
            lasts_since_at: number | null;
            /**
             * Format: int64
             * @description How long the stay was hidden, by all causes together, ms.
             */
            time_ms: number;
        };
        /** @description How long stays could not be seen. */
        UnmonitoredStays: {
            /**
             * Format: int64
             * @description Beginning of what was counted, ms since 1970.
             */
            from_at: number;
            /** @description Active stays, those that were hidden longest first; stays that were seen all the time are left out. */
            stays: components["schemas"]["UnmonitoredStay"][];
            /**
             * Format: int64
             * @description End of what was counted, ms since 1970.
             */
            until_at: number;
        };
        /** @description For how long patients were not monitored, for one cause. */
        UnmonitoredTime: {
            /**
             * Format: double
             * @description Minutes without monitoring, summed over all patients; while two causes hold at once, the time counts under each.
             */
            minutes: number;
            /** @description Name of the rule that reported that nothing usable arrived. */
            rule: string;
        };
        /** @description A number or a note of a crew that stands beside the incident, and not in the record of the patient. */
        Unrecorded: {
            /**
             * Format: int64
             * @description What lay between by a clock of the phone that nobody sets, ms.
             */
            age_ms: number | null;
            /**
             * Format: int64
             * @description When the hub heard, ms since 1970.
             */
            at: number;
            /** @description What the note says; `null` of what was measured. */
            body: string | null;
            /** @description The person who pressed or wrote it on the phone. */
            by: components["schemas"]["StaffRef"];
            /** @description What was measured; `null` of a note. */
            code: string | null;
            /** @description The word; `null` of a number and of a note. */
            finding: string | null;
            /**
             * Format: uuid
             * @description The id that the phone gave it.
             */
            id: string;
            /**
             * Format: int64
             * @description When the phone's clock says that it was, ms since 1970.
             */
            pressed_at: number | null;
            /**
             * Format: int64
             * @description When that clock says that it was sent, ms since 1970.
             */
            sent_at: number | null;
            /** @description Its UCUM unit; `null` of a word and of a note. */
            unit: string | null;
            /**
             * Format: double
             * @description The number; `null` of a word and of a note.
             */
            value: number | null;
            /** @description Why the record did not take it: a word of `not_recorded`. */
            why: string;
        };
        /** @description The newest reading of one vital by one device. */
        Value: {
            /**
             * Format: int64
             * @description When it was measured, ms since 1970.
             */
            at: number;
            /**
             * Format: int32
             * @description How often a value is expected, ms; `null` for spot checks.
             */
            cadence_ms: number | null;
            /** @description Id of the device that measured it. */
            device_id: string;
            /** @description What is doubtful about the value, or why there is none; empty when it is clean. */
            flags: string[];
            last: components["schemas"]["LastValue"] | null;
            /** @description True when it arrived more than 30 s after it was measured. */
            late: boolean;
            /**
             * Format: int64
             * @description When the hub received it, ms since 1970.
             */
            received_at: number;
            /**
             * Format: double
             * @description The value in the vital's unit; `null` when there is none, and `flags` say why.
             */
            value: number | null;
            /** @description Key of the vital. */
            vital: string;
        };
        /**
         * @description Who holds the watch of all stays, or, where shifts are kept, who is on shift. The watch of each single stay is a separate
         *     item.
         */
        Watch: {
            /** @description True where shifts are kept: each stay has a holder of its own. */
            by_shift: boolean;
            holder: components["schemas"]["StaffRef"] | null;
            /** @description Handovers that wait for their receiver. */
            offers: components["schemas"]["HandoverOffered"][];
            /** @description Who is on shift, those who watch stays first; empty where no shifts are kept. */
            on_shift: components["schemas"]["OnShift"][];
            /**
             * Format: int64
             * @description When the person took it, ms since 1970; `null` where shifts are kept, and when nobody holds it.
             */
            since_at: number | null;
            /**
             * Format: int64
             * @description How many stays nobody holds, where shifts are kept.
             */
            unheld: number;
        };
        /** @description Who is to hold the watch of a stay. */
        WatchAssignment: {
            /**
             * Format: uuid
             * @description Id of the person who is asked if the holder does not answer; left out or `null` for whoever else is on shift.
             */
            backup_id: string | null;
            /**
             * Format: uuid
             * @description The stay that is assigned, by its id.
             */
            episode_id: string;
            /**
             * Format: uuid
             * @description Id of the member of staff who holds it.
             */
            holder_id: string;
            /**
             * Format: int32
             * @description The version of its watch that was shown; 0 if nobody has held it yet.
             */
            version: number;
        };
        /** @description Assignments of stays to holders. */
        WatchAssignments: {
            /** @description The assignments, each stay once. All of them are made, or none. */
            stays: components["schemas"]["WatchAssignment"][];
        };
        /** @description The watch of a stay as it was shown. */
        WatchSeen: {
            /**
             * Format: uuid
             * @description The stay whose watch was shown, by its id.
             */
            episode_id: string;
            /**
             * Format: int32
             * @description The version of its watch that was shown; 0 if nobody has held it yet.
             */
            version: number;
        };
        /** @description A stretch of a waveform without a gap. */
        WaveformBlock: {
            /**
             * Format: int64
             * @description When the first sample was taken, ms since 1970.
             */
            at: number;
            /**
             * Format: int32
             * @description Time from one sample to the next, µs.
             */
            period_us: number;
            /** @description The samples, in the device's own counts, without a unit. */
            samples: number[];
        };
        /** @description A window of one waveform. */
        Waveforms: {
            /** @description The blocks, oldest first. */
            blocks: components["schemas"]["WaveformBlock"][];
            /** @description The kind that was asked for. */
            kind: string;
        };
        /**
         * @description Why NEWS2 is not judged for a patient.
         * @enum {string}
         */
        WithoutNews2Word: "under_16" | "pregnant";
        /** @description What a person sees of the workbench. */
        WorkbenchView: {
            /**
             * Format: int64
             * @description The most patient-days of one trial.
             */
            patient_days_max: number;
            running: components["schemas"]["StaffRef"] | null;
            trial: components["schemas"]["PersonsTrial"] | null;
        };
        /** @description Somebody who can be put on the roster. */
        Worker: {
            /** @description The member of staff who can work. */
            person: components["schemas"]["StaffRef"];
            /** @description The person's role, which decides for what they can be put on the roster. */
            role: components["schemas"]["Role"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_alerts: {
        parameters: {
            query?: {
                /** @description `open`, `closed` or `all`; `open` when left out. */
                state?: "open" | "closed" | "all";
                /** @description Only alerts of this episode; of all episodes when left out. */
                episode_id?: string;
                /** @description Where the page begins: `next_before` of the previous page; the newest alert when left out. */
                before?: string;
                /** @description The most alerts on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    alert_load: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertLoad"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertDetail"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    acknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acknowledgement"];
            };
        };
        responses: {
            /** @description Recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseWish"];
            };
        };
        responses: {
            /** @description Paused */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Review"];
            };
        };
        responses: {
            /** @description Recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    entries: {
        parameters: {
            query?: {
                /** @description Only entries about this stay, its alerts and its incidents. */
                episode_id?: string;
                /** @description Only entries of this member of staff. */
                person?: string;
                /** @description `looks` for looks alone, `doors` for sign-ins and refusals; all when left out. */
                kind?: "looks" | "doors";
                /** @description Only entries from this instant on, ms since 1970. */
                from?: number;
                /** @description Only entries before this instant, ms since 1970. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; the newest entry when left out. */
                before?: number;
                /** @description The most entries on the page; of a file there are up to 100,000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    table: {
        parameters: {
            query?: {
                /** @description Only entries about this stay, its alerts and its incidents. */
                episode_id?: string;
                /** @description Only entries of this member of staff. */
                person?: string;
                /** @description `looks` for looks alone, `doors` for sign-ins and refusals; all when left out. */
                kind?: "looks" | "doors";
                /** @description Only entries from this instant on, ms since 1970. */
                from?: number;
                /** @description Only entries before this instant, ms since 1970. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; the newest entry when left out. */
                before?: number;
                /** @description The most entries on the page; of a file there are up to 100,000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Comma-separated, UTF-8 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    fhir: {
        parameters: {
            query?: {
                /** @description Only entries about this stay, its alerts and its incidents. */
                episode_id?: string;
                /** @description Only entries of this member of staff. */
                person?: string;
                /** @description `looks` for looks alone, `doors` for sign-ins and refusals; all when left out. */
                kind?: "looks" | "doors";
                /** @description Only entries from this instant on, ms since 1970. */
                from?: number;
                /** @description Only entries before this instant, ms since 1970. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; the newest entry when left out. */
                before?: number;
                /** @description The most entries on the page; of a file there are up to 100,000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One AuditEvent a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+ndjson": string;
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    lines: {
        parameters: {
            query?: {
                /** @description Only entries about this stay, its alerts and its incidents. */
                episode_id?: string;
                /** @description Only entries of this member of staff. */
                person?: string;
                /** @description `looks` for looks alone, `doors` for sign-ins and refusals; all when left out. */
                kind?: "looks" | "doors";
                /** @description Only entries from this instant on, ms since 1970. */
                from?: number;
                /** @description Only entries before this instant, ms since 1970. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; the newest entry when left out. */
                before?: number;
                /** @description The most entries on the page; of a file there are up to 100,000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One entry a line, as in `/audit` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_binding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unbinding"];
            };
        };
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Binding"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallEnding"];
            };
        };
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    clinical_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with who signed it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicalSettings"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Signing"];
            };
        };
        responses: {
            /** @description Signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClinicalSettings"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    crew_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrewPeople"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_crew: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_after` of the previous page; the first row when left out. */
                after?: string;
                /** @description The most rows on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    bind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BindWish"];
            };
        };
        responses: {
            /** @description Bound */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Binding"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    enrol: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrolment"];
            };
        };
        responses: {
            /** @description It may send */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `too-many-attempts`: `detail` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    greet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Mark"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Greeting"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `too-many-attempts`: `detail` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    renew: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renewal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `too-many-attempts`: `detail` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_episodes: {
        parameters: {
            query?: {
                /** @description `active` or `ended`; `active` when left out. */
                state?: "active" | "ended";
                /** @description Where the page begins: `next_after` of the previous page; the first episode when left out. */
                after?: string;
                /** @description The most episodes on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episodes"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    admit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Admission"];
            };
        };
        responses: {
            /** @description Admitted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episode"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ended: {
        parameters: {
            query?: {
                /** @description Part of the patient's name or record number, or of the home's label; everybody when left out. */
                query?: string;
                /** @description Only stays in which this rule raised an alert. */
                rule?: string;
                /** @description Only stays in which this member of staff did something. */
                person?: string;
                /** @description Only stays that went on after this, ms since 1970. */
                from?: number;
                /** @description Only stays that began before this, ms since 1970. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; what ended last when left out. */
                before?: string;
                /** @description The most stays on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedStays"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ended_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedPeople"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    episode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeDetail"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    acts: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_before` of the previous page; the newest act when left out. */
                before?: number;
                /** @description The most acts on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    calls: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_before` of the previous page; the newest call when left out. */
                before?: string;
                /** @description The most calls on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallWish"];
            };
        };
        responses: {
            /** @description It had begun */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description Begun */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_context: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContextWish"];
            };
        };
        responses: {
            /** @description Begun */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuietsOfStay"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_episode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episode"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    events: {
        parameters: {
            query: {
                /** @description Beginning of the window, ms since 1970. */
                from: number;
                /** @description End of the window, ms since 1970, not included; at most 31 days after the beginning. */
                to: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    incidents_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentList"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentWish"];
            };
        };
        responses: {
            /** @description Opened */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_limits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsChange"];
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episode"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    marked_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkedEvents"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    mark_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMark"];
            };
        };
        responses: {
            /** @description Marked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkedEvents"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    notes: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_before` of the previous page; the newest note when left out. */
                before?: string;
                /** @description The most notes on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotePage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    write_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteWish"];
            };
        };
        responses: {
            /** @description It had been signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description Signed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                /** @description Only observations with this code, of the catalogue or LOINC; with any code when left out. */
                code?: string;
                /** @description Beginning of the window, ms since 1970; the admission when left out. */
                from?: number;
                /** @description End of the window, ms since 1970, not included; now when left out. */
                to?: number;
                /** @description Where the page begins: `next_before` of the previous page; the newest observation when left out. */
                before?: string;
                /** @description The most observations on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    observe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationEntry"];
            };
        };
        responses: {
            /** @description It had been written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description Written down */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    newest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewestObservations"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    particulars: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Particulars"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_particulars: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticularsChange"];
            };
        };
        responses: {
            /** @description Written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticularsVersion"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticularsVersion"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    versions: {
        parameters: {
            query: {
                /** @description The section whose versions are asked for. */
                section: "allergies" | "code_status" | "language" | "home" | "access" | "contacts";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticularsVersions"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_phone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Phone"];
            };
        };
        responses: {
            /** @description Written down, and on the screens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episode"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    profiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profiles */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description In force, or waiting for a second person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    try_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileLook"];
            };
        };
        responses: {
            /** @description Both side by side */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileTrial"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    confirm_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    refuse_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profiles"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    quiets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is quiet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuietsOfStay"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_quiet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                quiet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuietsOfStay"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    readings: {
        parameters: {
            query: {
                /** @description Key of a vital, such as `spo2`, another code of `GET /observations/codes`, such as `pain` or `consciousness`, or a LOINC code. */
                vital: string;
                /** @description Beginning of the window, ms since 1970. */
                from: number;
                /** @description End of the window, ms since 1970, not included; at most 31 days after the beginning. */
                to: number;
                /** @description The most buckets in the answer. */
                points: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readings"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    read_reduced: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReducedRead"];
            };
        };
        responses: {
            /** @description Noted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReducedOfAll"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    shelve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShelfWish"];
            };
        };
        responses: {
            /** @description Shelved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuietsOfStay"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    tasks_of: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_before` of the previous page; what is due last when left out. */
                before?: string;
                /** @description The most tasks on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskWish"];
            };
        };
        responses: {
            /** @description It had been made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    waveforms: {
        parameters: {
            query: {
                /** @description Kind of waveform: `pleth`, `ecg` or `resp`. */
                kind: string;
                /** @description Beginning of the window, ms since 1970. */
                from: number;
                /** @description End of the window, ms since 1970, not included; at most 10 minutes after the beginning. */
                to: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waveforms"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    feed: {
        parameters: {
            query?: {
                /**
                 * @description The version that the viewer speaks. If it is not the hub's, the feed is closed and the viewer is asked to reload.
                 * @example 2
                 */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switched to WebSocket; text messages, one JSON object each */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_gateways: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_after` of the previous page; the first row when left out. */
                after?: string;
                /** @description The most rows on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gateways"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    register_gateway: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGateway"];
            };
        };
        responses: {
            /** @description It may send */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewaySignIn"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code, shown only now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentCode"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_gateway: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may not send any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    handovers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Without what was said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handovers"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    offer_handover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverOffer"];
            };
        };
        responses: {
            /** @description Offered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    draft_handover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One for each stay */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverDraft"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverReceipt"];
            };
        };
        responses: {
            /** @description Yours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    close_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Closed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    board: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispatchBoard"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_on_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentAct"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    card: {
        parameters: {
            query?: {
                /** @description True for the trends of the last 24 h as well, which change slowly. Left out, they are not given. */
                trends?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobCard"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    write_note_at_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CrewNote"];
            };
        };
        responses: {
            /** @description It had been signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description Signed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    observe_at_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CrewMeasured"];
            };
        };
        responses: {
            /** @description It had been written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description Written down */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stamp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitStamp"];
            };
        };
        responses: {
            /** @description Stamped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            /** @description It had been stamped, and the place is another crew's by now */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_kits: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_after` of the previous page; the first row when left out. */
                after?: string;
                /** @description The most rows on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kits"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_kit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Kit"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kit"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    withdraw_mark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkedEvents"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    amend_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteAmendment"];
            };
        };
        responses: {
            /** @description It had been signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description Signed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    antipyretics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The doses */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AntipyreticDoses"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationCodes"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    correct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationCorrection"];
            };
        };
        responses: {
            /** @description What holds now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationWithdrawal"];
            };
        };
        responses: {
            /** @description That it is withdrawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Observation"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    find_patients: {
        parameters: {
            query?: {
                /** @description Part of a name or of a medical record number; the first patients by name when empty. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Patients"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_patient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPatient"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    profile_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileTemplates"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    alert_report: {
        parameters: {
            query: {
                /** @description Beginning of the period, ms since 1970. */
                from: number;
                /** @description End of the period, ms since 1970; at most 93 days later. What is to come is not counted. */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    alert_report_table: {
        parameters: {
            query: {
                /** @description Beginning of the period, ms since 1970. */
                from: number;
                /** @description End of the period, ms since 1970; at most 93 days later. What is to come is not counted. */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Comma-separated, UTF-8 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    unmonitored_stays: {
        parameters: {
            query: {
                /** @description Beginning of the period, ms since 1970. */
                from: number;
                /** @description End of the period, ms since 1970; at most 26 hours later. What is to come is not counted. */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmonitoredStays"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description not-signed-in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in; the cookie `hearth_session` holds the session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description wrong-credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid: a field is missing or not known */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-many-attempts; `detail` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No session any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description wrong-credentials: the current password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid: the new password */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-many-attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    shifts: {
        parameters: {
            query: {
                /** @description First instant of the stretch, ms since 1970. */
                from: number;
                /** @description First instant after the stretch, ms since 1970; at most 31 days later. */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roster"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    plan_shift: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftWish"];
            };
        };
        responses: {
            /** @description On the roster */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shift"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rest_shifts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestWish"];
            };
        };
        responses: {
            /** @description No shifts are kept */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_shift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shift"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_shift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftSeen"];
            };
        };
        responses: {
            /** @description Cancelled */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_shift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftSeen"];
            };
        };
        responses: {
            /** @description Over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shift"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sparklines: {
        parameters: {
            query: {
                /** @description How many minutes back the sparklines reach. */
                minutes: number;
                /** @description The most buckets; each is a whole number of minutes. */
                points: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sparklines"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_staff: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_after` of the previous page; the first row when left out. */
                after?: string;
                /** @description The most rows on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffPage"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStaffMember"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstPassword"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    staff_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    disable_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffVersion"];
            };
        };
        responses: {
            /** @description Disabled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    enable_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffVersion"];
            };
        };
        responses: {
            /** @description Enabled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reset_staff_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The old password is of no use any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstPassword"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_strays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Strays"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_tasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenTasks"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    owed_today: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwedToday"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_on_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskAct"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    units_to_sign_on: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitList"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitWish"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_crew: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CrewWish"];
            };
        };
        responses: {
            /** @description On duty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    unit_was_at: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitPosition"];
            };
        };
        responses: {
            /** @description Kept */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_off: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Off duty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_on: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutyWish"];
            };
        };
        responses: {
            /** @description On duty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    call_for_help: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpWish"];
            };
        };
        responses: {
            /** @description It is told within seconds */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_help: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SafeWish"];
            };
        };
        responses: {
            /** @description Over, or it was */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-found`: nothing has this id, or you may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    take_watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeOver"];
            };
        };
        responses: {
            /** @description Yours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    leave_watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not yours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    assign_watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchAssignments"];
            };
        };
        responses: {
            /** @description Assigned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StayWatches"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    balance_watch: {
        parameters: {
            query?: {
                /** @description True to share all stays anew; otherwise a stay whose holder is on shift keeps the holder. */
                anew?: boolean;
                /**
                 * @description Id of a member of staff for whom alerts ring too often: proposes only stays that this person could hand over, and to whom,
                 *     as few as possible. Left out, all stays.
                 */
                relieve?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reduced_of_all: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What rings less */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReducedOfAll"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    desk_sounds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The desks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskSounds"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    note_sound: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SoundTest"];
            };
        };
        responses: {
            /** @description Noted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskSounds"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stay_watches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each stay with its holder */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StayWatches"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    take_stays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaysToTake"];
            };
        };
        responses: {
            /** @description Yours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StayWatches"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    trial: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial, or that there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkbenchView"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_trial: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialWish"];
            };
        };
        responses: {
            /** @description It is running */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkbenchView"];
                };
            };
            /** @description `malformed`: cannot be read at all */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `invalid`: `errors` names each field and its mend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_trial: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkbenchView"];
                };
            };
            /** @description `not-signed-in`: there is no session, or it has ended */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `forbidden`: not allowed for your role; `password-change-required`: change the first password */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `conflict`, `binding-overlap`, `too-late` or `already-acknowledged`: `detail` says what stands in the way */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `internal`: the hub made a mistake */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `store-unavailable`: the database does not answer, or the hub is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description `timeout`: no answer in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
}
