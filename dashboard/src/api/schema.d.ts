// Made from docs/openapi.json by `npm run api`: not to be edited by hand. A test keeps it true.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists alerts. Who may not see patients gets those about devices, gateways and the hub. */
        get: operations["list_alerts"];
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
        /** Gives an alert and every step of it. */
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
         * Acknowledges an alert. The first one wins: the second gets `already-acknowledged`, with
         *     who and when in `detail` and the alert as it stands in `alert`.
         */
        post: operations["acknowledge"];
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
        /** Reviews an alert whose condition has ended; this closes it. */
        post: operations["review"];
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
        /** Ends a binding. */
        post: operations["end_binding"];
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
        /** Lists registered devices, a page at a time. */
        get: operations["list_devices"];
        put?: never;
        /** Registers a device in a kit. One that is known and not bound is moved there. */
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
        /** Binds a device to an episode. */
        post: operations["bind"];
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
        /** Lists episodes with their limits, a page at a time. */
        get: operations["list_episodes"];
        put?: never;
        /** Admits a patient: begins an episode. */
        post: operations["admit"];
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
        /** Gives an episode with its bindings, newest values and open alerts. */
        get: operations["episode"];
        put?: never;
        post?: never;
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
        /** Ends an episode and the bindings of its devices. */
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
        /** Gives what happened to an episode in a stretch of time. */
        get: operations["events"];
        put?: never;
        post?: never;
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
        /** Sets the limits of an active episode. */
        put: operations["set_limits"];
        post?: never;
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
        /** Lists the observations of a stay, a page at a time. */
        get: operations["list"];
        put?: never;
        /**
         * Writes an observation down for an active stay. Sent twice with the same `id`, it is written once, and the second
         *     answer (200) is the first one.
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
        /** Gives the newest observation of each code that holds: what a patient's page shows beside the vitals. */
        get: operations["newest"];
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
        /** Writes down the number that the home of an active episode answers. */
        put: operations["set_phone"];
        post?: never;
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
         *     people wrote down of it as single points.
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
    "/api/v1/episodes/{id}/waveforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the blocks that begin in a window. */
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
         * Opens the live feed: a snapshot, then what changes, and a heartbeat each second. Who may
         *     not see patients gets gateways and the hub's own alerts. One sign-in may have 16 of them
         *     open, one person 48; one more is closed with the reason in words.
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
        /** Lists gateways, a page at a time. */
        get: operations["list_gateways"];
        put?: never;
        post?: never;
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
        /** Lists kits, a page at a time. */
        get: operations["list_kits"];
        put?: never;
        /** Adds a kit. */
        post: operations["add_kit"];
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
        /** Withdraws an observation that was entered in error. It is kept, with who withdrew it and why. */
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
        /** Finds patients by name or record number. */
        get: operations["find_patients"];
        put?: never;
        /** Adds a patient. */
        post: operations["add_patient"];
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
        /** The session in force. */
        get: operations["session"];
        put?: never;
        /** Signs in. The session this browser had before, somebody else's or one that soon runs out, ends. */
        post: operations["sign_in"];
        /** Signs out. Right also for who is not signed in. */
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
        /** Changes one's own password and ends one's other sessions. */
        post: operations["change_password"];
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
        /** Gives lowest and highest values of heart rate, pulse rate and SpO2 of every active episode. */
        get: operations["sparklines"];
        put?: never;
        post?: never;
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
        /** Lists what is kept apart because its gateway may not speak for its device. */
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
        /** Tells about this hub. */
        get: operations["system"];
        put?: never;
        post?: never;
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
        /** Tells who holds the watch. */
        get: operations["watch"];
        put?: never;
        /** Takes the watch. */
        post: operations["take_watch"];
        /**
         * Hands the watch back: nobody holds it until somebody takes it. Right also for who does not
         *     hold it.
         */
        delete: operations["leave_watch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description "I have it." */
        Acknowledgement: {
            /**
             * Format: int64
             * @description When the person pressed, ms since 1970 by the hub's clock: what arrives later than
             *     15 s after it is refused. Left out, it is now.
             */
            pressed_at: number | null;
            /**
             * Format: int32
             * @description The version of the alert that was shown.
             */
            version: number;
        };
        /** @description Who made a step. */
        Actor: {
            /** @description Name shown to colleagues. */
            display_name: string;
            /**
             * Format: uuid
             * @description Staff id.
             */
            id: string;
            /** @enum {string} */
            kind: "person";
        } | {
            /** @enum {string} */
            kind: "rule";
            /** @description Its name. */
            name: string;
        };
        /** @description What admits a patient. */
        Admission: {
            /** @description Where. */
            address: string;
            /** @description Second identifier: must be the patient's. */
            birth_date: string;
            /** @description Short name of the home. */
            label: string;
            /** @description Limits in force; those of an adult when left out. */
            limits?: components["schemas"]["Limit"][] | null;
            /** @description First identifier: must be the patient's. */
            medical_record_number: string;
            /**
             * Format: uuid
             * @description Who.
             */
            patient_id: string;
            /** @description Phase. */
            phase: components["schemas"]["Phase"];
            /** @description The number that the home answers; empty when none is known. */
            phone: string;
            /**
             * @description IANA zone of the home.
             * @example America/New_York
             */
            time_zone: string;
        };
        /** @description One alert as people see it. */
        Alert: {
            /**
             * Format: int64
             * @description Since when.
             */
            acknowledged_at: number | null;
            acknowledged_by: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description The newest value is this old.
             */
            as_of_at: number | null;
            /**
             * Format: int64
             * @description When the condition ended.
             */
            cleared_at: number | null;
            /** @enum {string} */
            condition: "pending" | "active" | "cleared";
            /** @description The device it is about. */
            device_id: string | null;
            /**
             * Format: uuid
             * @description The episode; `null` for the hub's own faults.
             */
            episode_id: string | null;
            /**
             * Format: double
             * @description Worst value so far.
             */
            extreme: number | null;
            /** @description The gateway it is about. */
            gateway_id: string | null;
            /**
             * Format: uuid
             * @description Alert id.
             */
            id: string;
            /** @enum {string} */
            kind: "clinical" | "technical" | "system";
            /**
             * Format: double
             * @description The limit it violates.
             */
            limit: number | null;
            /** @description True while it stands on the screens. */
            open: boolean;
            /** @enum {string} */
            priority: "low" | "medium" | "high";
            /**
             * Format: int64
             * @description When it was raised, ms since 1970.
             */
            raised_at: number;
            /** @description False while the database cannot record it. */
            recorded: boolean;
            /** @enum {string} */
            response: "none" | "acknowledged" | "reviewed";
            /**
             * Format: int64
             * @description When.
             */
            reviewed_at: number | null;
            reviewed_by: components["schemas"]["StaffRef"] | null;
            /** @description `spo2_low`, `gateway_offline`, ... */
            rule: string;
            /**
             * Format: int64
             * @description When the condition began, by measurement time.
             */
            since_at: number;
            /** @description UCUM unit of the values. */
            unit: string | null;
            /**
             * Format: double
             * @description Newest value.
             */
            value: number | null;
            /**
             * Format: int32
             * @description Rises with every transition.
             */
            version: number;
            /** @description Vital key. */
            vital: string | null;
            /** @description Judged afterwards, from data that arrived late. */
            while_offline: boolean;
        };
        /** @description An alert and its history. */
        AlertDetail: {
            /** @description As it is now. */
            alert: components["schemas"]["Alert"];
            /** @description Oldest first. */
            transitions: components["schemas"]["Transition"][];
        };
        /** @description A page of alerts. */
        AlertPage: {
            /** @description Newest first. */
            alerts: components["schemas"]["Alert"][];
            /** @description Mark of the next page; `null` on the last one. */
            next_before: string | null;
        };
        /** @description A device for an episode. */
        BindWish: {
            /** @description Second identifier: must be the patient's. */
            birth_date: string;
            /**
             * Format: uuid
             * @description Whose it is to be.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description Since when, ms since 1970; `null` for now.
             */
            from_at: number | null;
            /** @description First identifier: must be the patient's. */
            medical_record_number: string;
        };
        /** @description A device with an episode. */
        Binding: {
            bound_by: components["schemas"]["StaffRef"] | null;
            /** @description Which device. */
            device_id: string;
            /**
             * Format: uuid
             * @description Whose.
             */
            episode_id: string;
            /**
             * Format: int64
             * @description Since, ms since 1970.
             */
            from_at: number;
            /**
             * Format: uuid
             * @description Opaque id.
             */
            id: string;
            /**
             * Format: int64
             * @description Until, not included; `null` while it holds.
             */
            until_at: number | null;
        };
        /** @description A device. */
        Device: {
            binding: components["schemas"]["Binding"] | null;
            /** @description Its id. */
            id: string;
            /** @description Its kit. */
            kit_id: string;
            /**
             * Format: int64
             * @description When its newest frame arrived, ms since 1970.
             */
            last_heard_at: number | null;
            /** @description Its model. */
            model: string;
            /** @description How it speaks. */
            protocol: string;
            /** @description Its serial number. */
            serial_number: string;
        };
        /** @description Devices. */
        Devices: {
            /** @description By id. */
            devices: components["schemas"]["Device"][];
            /** @description Mark of the next page; `null` on the last one. */
            next_after: string | null;
        };
        /** @description Why something ends. */
        Ending: {
            /** @description For the record. */
            reason: string;
        };
        /** @description One stay of a patient at home. */
        Episode: {
            /** @description Where. */
            address: string;
            /**
             * Format: int64
             * @description Since, ms since 1970.
             */
            admitted_at: number;
            /**
             * Format: int64
             * @description Until; `null` while it lasts.
             */
            ended_at: number | null;
            /**
             * Format: uuid
             * @description Opaque id.
             */
            id: string;
            /** @description Short name of the home. */
            label: string;
            /** @description Limits in force. */
            limits: components["schemas"]["Limit"][];
            /** @description Whose. */
            patient: components["schemas"]["EpisodePatient"];
            /**
             * Format: uuid
             * @description Whose.
             */
            patient_id: string;
            /** @description Phase. */
            phase: components["schemas"]["Phase"];
            /** @description The number that the home answers; empty when none is known. */
            phone: string;
            /** @description IANA zone of the home. */
            time_zone: string;
            /**
             * Format: int64
             * @description Rises with every change: limits are changed from the version that was shown.
             */
            version: number;
        };
        /** @description An episode and what belongs to it. */
        EpisodeDetail: components["schemas"]["Episode"] & {
            /** @description Open alerts, newest first. */
            alerts: components["schemas"]["Alert"][];
            /** @description Devices it has and had, oldest binding first. */
            bindings: components["schemas"]["Binding"][];
            /** @description Newest value of each vital. */
            latest: components["schemas"]["Value"][];
        };
        /** @description Whose an episode is. */
        EpisodePatient: {
            /** @description `YYYY-MM-DD`. */
            birth_date: string;
            /** @description Family name. */
            family_name: string;
            /** @description Given name. */
            given_name: string;
            /** @description For screens that others can see. */
            initials: string;
            /** @description BCP 47. */
            language: string;
            /** @description Medical record number. */
            medical_record_number: string;
            /** @description Administrative sex. */
            sex: components["schemas"]["Sex"];
        };
        /** @description Episodes. */
        Episodes: {
            /** @description By label. */
            episodes: components["schemas"]["Episode"][];
            /**
             * Format: uuid
             * @description Mark of the next page; `null` on the last one.
             */
            next_after: string | null;
        };
        /** @description One field that is not valid. */
        FieldError: {
            /** @description Path of the field, as `limits[0].low`. */
            field: string;
            /** @description What to write instead. */
            message: string;
        };
        /** @description A gateway. */
        Gateway: {
            /**
             * Format: int64
             * @description Records that wait for a receipt.
             */
            backlog: number | null;
            /** @description `synchronised`, `drifting` or `unknown`. */
            clock: string | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int64
             * @description When last heard.
             */
            last_heard_at: number | null;
            /** @description Its links. */
            links: components["schemas"]["GatewayLink"][];
            /** @description Heard from lately. */
            online: boolean;
            /** @description What a person should mend. */
            problems: components["schemas"]["Problem"][];
            /**
             * Format: int64
             * @description Since, ms since 1970.
             */
            registered_at: number;
            /**
             * Format: int64
             * @description Not allowed any more since.
             */
            revoked_at: number | null;
            /** @description Version of its program. */
            version: string | null;
        };
        /** @description A link of a gateway to a device. */
        GatewayLink: {
            /** @description The device. */
            device: string;
            /** @description What stands in the way; empty when up. */
            reason: string;
            /** @description Valid data arrives. */
            up: boolean;
        };
        /** @description Gateways. */
        Gateways: {
            /** @description By id. */
            gateways: components["schemas"]["Gateway"][];
            /** @description Mark of the next page; `null` on the last one. */
            next_after: string | null;
        };
        /** @description A kit. */
        Kit: {
            /** @description The gateway in it. */
            gateway_id: string | null;
            /**
             * @description Its id: 4 to 16 of a-z, 0-9 and '-'.
             * @example kit-0001
             */
            id: string;
            /** @description What stands on the box. */
            label: string;
        };
        /** @description Kits. */
        Kits: {
            /** @description By id. */
            kits: components["schemas"]["Kit"][];
            /** @description Mark of the next page; `null` on the last one. */
            next_after: string | null;
        };
        /** @description The newest number of a vital whose newest reading has none. */
        LastValue: {
            /**
             * Format: int64
             * @description When it was measured, ms since 1970.
             */
            at: number;
            /**
             * Format: double
             * @description In the vital's unit.
             */
            value: number;
        };
        /** @description Measured latency, device instant to sent on the feed. */
        Latency: {
            /**
             * Format: int64
             * @description Values behind these figures.
             */
            count: number;
            /**
             * Format: int64
             * @description Median over the last minute, ms.
             */
            p50_ms: number;
            /**
             * Format: int64
             * @description 99th percentile over the last minute, ms.
             */
            p99_ms: number;
        };
        /** @description Limits of one vital of one episode, in its unit. */
        Limit: {
            /**
             * Format: double
             * @description Above this: high priority, no delay.
             */
            critical_high: number | null;
            /**
             * Format: double
             * @description Below this: high priority, no delay.
             */
            critical_low: number | null;
            /**
             * Format: int32
             * @description Seconds the violation must last.
             */
            delay_s: number;
            /**
             * Format: double
             * @description Alert above.
             */
            high: number | null;
            /**
             * Format: double
             * @description Alert below.
             */
            low: number | null;
            /** @enum {string} */
            priority: "low" | "medium" | "high";
            /** @description Vital key. */
            vital: string;
        };
        /** @description What happened to the limits of one vital. */
        LimitChange: {
            after: components["schemas"]["Limit"] | null;
            before: components["schemas"]["Limit"] | null;
            /** @description Vital key. */
            vital: string;
        };
        /** @description New limits, and why. */
        LimitsChange: {
            /** @description All limits from now on. */
            limits: components["schemas"]["Limit"][];
            /** @description For the record. */
            reason: string;
            /**
             * Format: int64
             * @description The version of the episode that was shown.
             */
            version: number;
        };
        /** @description A device to register. */
        NewDevice: {
            /**
             * @description Its id: 4 to 16 of a-z, 0-9 and '-'; as in the gateway's configuration.
             * @example oxi-0001
             */
            id: string;
            /** @description Its kit. */
            kit_id: string;
            /** @description Its model. */
            model: string;
            /**
             * @description How it speaks.
             * @example nonin-df7
             */
            protocol: string;
            /** @description Its serial number. */
            serial_number: string;
        };
        /** @description A new patient. */
        NewPatient: {
            /**
             * @description `YYYY-MM-DD`.
             * @example 1961-04-17
             */
            birth_date: string;
            /** @description Family name. */
            family_name: string;
            /** @description Given name. */
            given_name: string;
            /**
             * @description BCP 47.
             * @example es
             */
            language: string;
            /** @description The hospital's number of the person. */
            medical_record_number: string;
            /** @description Administrative sex. */
            sex: components["schemas"]["Sex"];
        };
        /** @description The newest observation of each code. */
        NewestObservations: {
            /** @description Newest first; only what nobody corrected or withdrew, at most 200 codes. */
            observations: components["schemas"]["Observation"][];
        };
        /** @description One observation, as it was written down. It is never changed; a correction is another one that names it. */
        Observation: {
            /**
             * Format: int64
             * @description When it was so, ms since 1970; not when it was written down.
             */
            at: number;
            /** @description Who wrote it down. */
            author: components["schemas"]["StaffRef"];
            /** @description What: a code of `GET /observations/codes`, or a LOINC code that is not among them. */
            code: string;
            /**
             * Format: uuid
             * @description The observation that corrects or withdraws this one; `null` while nobody did.
             */
            corrected_by: string | null;
            /**
             * Format: uuid
             * @description The observation that this one corrects or withdraws; `null` for a first one.
             */
            corrects: string | null;
            /** @description The device it was read off, if `source` is `device`. */
            device_id: string | null;
            /**
             * Format: int64
             * @description When it was written down, ms since 1970 by the hub's clock.
             */
            entered_at: number;
            /**
             * Format: uuid
             * @description Whose: the stay.
             */
            episode_id: string;
            /** @description The answer as a word: of the code's list, or in the author's words where it has none; `null` for a number. */
            finding: string | null;
            /**
             * Format: uuid
             * @description Opaque id.
             */
            id: string;
            /** @description Its LOINC code. */
            loinc: string;
            /** @description How it was found: one of the code's methods. */
            method: string;
            /** @description What the author added; empty when nothing. */
            note: string;
            /** @description Why it does; empty for a first one. */
            reason: string;
            /** @description Who gave it: `staff`, `patient`, `family` or `device`. */
            source: components["schemas"]["ObservationSource"];
            /** @description What became of it. */
            state: components["schemas"]["ObservationState"];
            /** @description UCUM unit of `value`; `null` without one. */
            unit: string | null;
            /**
             * Format: double
             * @description The number, in `unit`; `null` where the answer is a word.
             */
            value: number | null;
        };
        /** @description What can be observed. */
        ObservationCode: {
            /** @description The code to send. */
            code: string;
            /**
             * Format: int32
             * @description Decimal places of a number, at most.
             */
            decimals: number | null;
            /** @description The words that may be the answer; empty where it is a number. */
            findings: string[];
            /**
             * Format: double
             * @description Highest number that is taken, in `unit`.
             */
            high: number | null;
            /** @description Its LOINC code, which can be sent as well. */
            loinc: string;
            /**
             * Format: double
             * @description Lowest number that is taken, in `unit`.
             */
            low: number | null;
            /** @description How it may have been found; the first one when nothing is sent. */
            methods: string[];
            /** @description UCUM unit that a number is sent in; `null` where the answer is a word. */
            unit: string | null;
        };
        /** @description The catalogue. */
        ObservationCodes: {
            /** @description Vitals first. */
            codes: components["schemas"]["ObservationCode"][];
        };
        /** @description What holds instead. The code stays; the rest is written anew. */
        ObservationCorrection: {
            /**
             * Format: int64
             * @description When it was so, ms since 1970. Left out, it is as before.
             */
            at?: number | null;
            /** @description The device it was read off; needed if `source` is `device`. */
            device_id?: string | null;
            /**
             * Format: uuid
             * @description The stay that the author has on the screen: must be that of the observation.
             */
            episode_id: string;
            /** @description The word, where the answer is one. */
            finding?: string | null;
            /** @description How it was found. Left out, it is `measured`. */
            method?: string | null;
            /** @description What the author adds. */
            note?: string;
            /** @description Why it is corrected. */
            reason: string;
            /** @description Who gave it. Left out, it is `staff`. */
            source?: components["schemas"]["ObservationSource"];
            /** @description UCUM unit of the number. */
            unit?: string | null;
            /**
             * Format: double
             * @description The number, where the answer is one.
             */
            value?: number | null;
        };
        /** @description What was found. */
        ObservationEntry: {
            /**
             * Format: int64
             * @description When it was so, ms since 1970: within the stay and not in the future. Left out, it is now.
             */
            at?: number | null;
            /**
             * @description What: a code of `GET /observations/codes`, or any LOINC code.
             * @example temperature
             */
            code: string;
            /** @description The device it was read off, which the patient has at that instant; needed if `source` is `device`. */
            device_id?: string | null;
            /** @description The word, where the answer is one. */
            finding?: string | null;
            /**
             * Format: uuid
             * @description Chosen by the sender, so that what is sent twice is written once; the hub chooses when it is left out.
             */
            id?: string | null;
            /** @description How it was found: one of the code's methods. Left out, it is `measured`. */
            method?: string | null;
            /** @description What the author adds. */
            note?: string;
            /** @description Who gave it. Left out, it is `staff`. */
            source?: components["schemas"]["ObservationSource"];
            /**
             * @description UCUM unit of the number: the code's own. Nothing is converted.
             * @example Cel
             */
            unit?: string | null;
            /**
             * Format: double
             * @description The number, where the answer is one.
             * @example 38.3
             */
            value?: number | null;
        };
        /** @description A page of observations. */
        ObservationPage: {
            /** @description Mark of the next page; `null` on the last one. */
            next_before: string | null;
            /** @description Newest first, by when it was so; corrected and withdrawn ones too. */
            observations: components["schemas"]["Observation"][];
        };
        /**
         * @description Who gave an observation.
         * @enum {string}
         */
        ObservationSource: "staff" | "patient" | "family" | "device";
        /**
         * @description What became of an observation.
         * @enum {string}
         */
        ObservationState: "current" | "corrected" | "withdrawn" | "withdrawal";
        /** @description That an observation was entered in error. */
        ObservationWithdrawal: {
            /**
             * Format: uuid
             * @description The stay that the author has on the screen: must be that of the observation.
             */
            episode_id: string;
            /** @description Why it is withdrawn. */
            reason: string;
        };
        /** @description A number that a person wrote down: of a moment, not of a bucket. */
        ObservedPoint: {
            /**
             * Format: int64
             * @description When it was so, ms since 1970; not when it was written down.
             */
            at: number;
            /** @description How it was found: one of the code's methods. */
            method: string;
            /**
             * Format: uuid
             * @description The observation.
             */
            observation_id: string;
            /**
             * Format: double
             * @description The number, in the unit of the trend.
             */
            value: number;
        };
        /** @description A change of one's own password. */
        PasswordChange: {
            /** @description The one in force. */
            current: string;
            /** @description The one to be: at least 12 characters. */
            new: string;
        };
        /** @description A patient. */
        Patient: {
            /** @description `YYYY-MM-DD`: the second identifier. */
            birth_date: string;
            /** @description Family name. */
            family_name: string;
            /** @description Given name. */
            given_name: string;
            /**
             * Format: uuid
             * @description Opaque id.
             */
            id: string;
            /** @description BCP 47. */
            language: string;
            /** @description The first identifier. */
            medical_record_number: string;
            /** @description Administrative sex. */
            sex: components["schemas"]["Sex"];
        };
        /** @description Patients found. */
        Patients: {
            /** @description By name; at most 50. */
            patients: components["schemas"]["Patient"][];
        };
        /**
         * @description Phase of an episode.
         * @enum {string}
         */
        Phase: "acute" | "restorative";
        /** @description The number that a home answers. */
        Phone: {
            /**
             * @description As people write it; empty when none is known.
             * @example +1 555 0112
             */
            phone: string;
        };
        /** @description Something a person should mend at a gateway. */
        Problem: {
            /** @description A fixed word for programs. */
            code: string;
            /** @description What happened, to which thing, what to do. */
            message: string;
        };
        /** @description The body of a problem, as it goes over the wire. */
        ProblemBody: {
            alert?: components["schemas"]["Alert"] | null;
            /**
             * Format: uuid
             * @description Id of the request, as in the log.
             */
            correlation_id: string;
            /** @description What happened, to which thing, and what to do. */
            detail: string;
            /** @description The fields that are not valid. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int32
             * @description HTTP status.
             */
            status: number;
            /** @description What kind of problem, for a person. */
            title: string;
            /** @description `urn:hearth:problem:<slug>`. */
            type: string;
        };
        /** @description The trend of one vital: what devices measured, in buckets, and beside it what people wrote down. */
        Readings: {
            /**
             * Format: int64
             * @description Length of a bucket.
             */
            bucket_ms: number;
            /**
             * Format: int64
             * @description As asked.
             */
            from: number;
            /**
             * Format: double
             * @description High limit in force now.
             */
            limit_high: number | null;
            /**
             * Format: double
             * @description Low limit in force now.
             */
            limit_low: number | null;
            /** @description What people wrote down of it and nobody corrected or withdrew, oldest first; the newest 500 of the stretch. */
            observed: components["schemas"]["ObservedPoint"][];
            /** @description Buckets with a value of a device, oldest first: gaps stay gaps. */
            points: components["schemas"]["TrendPoint"][];
            /**
             * Format: int64
             * @description As asked.
             */
            to: number;
            /** @description UCUM unit. */
            unit: string;
            /** @description Vital key, or the other code that was asked for. */
            vital: string;
        };
        /** @description "I have looked at it after it ended." */
        Review: {
            /** @description What was found; at most 4,000 bytes. */
            note: string;
            /**
             * Format: int64
             * @description When the person pressed, as of an acknowledgement.
             */
            pressed_at: number | null;
            /**
             * Format: int32
             * @description The version of the alert that was shown.
             */
            version: number;
        };
        /**
         * @description A person's role.
         * @enum {string}
         */
        Role: "nurse" | "charge_nurse" | "technician" | "administrator";
        /** @description One vital of one episode. */
        Series: {
            /**
             * Format: uuid
             * @description Whose.
             */
            episode_id: string;
            /** @description Bucket, lowest and highest value; buckets without a value are absent. */
            points: [
                number,
                number,
                number
            ][];
            /** @description Vital key. */
            vital: string;
        };
        /** @description A session, as its holder sees it. */
        Session: {
            /**
             * Format: int64
             * @description When it ends, milliseconds since 1970.
             */
            expires_at: number;
            /** @description True until the first password has been changed: nothing else is allowed before. */
            must_change_password: boolean;
            /** @description Who. */
            staff: components["schemas"]["Staff"];
        };
        /**
         * @description Administrative sex.
         * @enum {string}
         */
        Sex: "female" | "male" | "other" | "unknown";
        /** @description Who wants in. */
        SignIn: {
            /**
             * @description Name to sign in with.
             * @example ana.lopez
             */
            name: string;
            /** @description Password. */
            password: string;
        };
        /** @description Sparklines of every active episode. */
        Sparklines: {
            /**
             * Format: int64
             * @description Length of a bucket.
             */
            bucket_ms: number;
            /**
             * Format: int64
             * @description Begin of the first bucket, ms since 1970.
             */
            from: number;
            /** @description By episode and vital. */
            series: components["schemas"]["Series"][];
            /**
             * Format: int64
             * @description End of the last bucket.
             */
            to: number;
        };
        /** @description A person of the staff. */
        Staff: {
            /** @description Name shown to others. */
            display_name: string;
            /**
             * Format: uuid
             * @description Opaque id.
             */
            id: string;
            /** @description Name to sign in with. */
            name: string;
            /** @description What the person may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A person on duty, as others see them. */
        StaffRef: {
            /** @description Name shown to colleagues. */
            display_name: string;
            /**
             * Format: uuid
             * @description Staff id.
             */
            id: string;
        };
        /**
         * @description A device as a gateway names it that is not of the device's kit. What it sends is kept apart: it is in no trend,
         *     judged by no limit and shown for no patient.
         */
        Stray: {
            /** @description The device. */
            device_id: string;
            /**
             * Format: int64
             * @description Measured from then, ms since 1970; `null` while no time of them is known.
             */
            from_at: number | null;
            /** @description The gateway that sends under its name. */
            gateway_id: string;
            /** @description The gateway of that kit. */
            kit_gateway_id: string | null;
            /** @description The kit of the device; `null` when nobody registered it. */
            kit_id: string | null;
            /**
             * Format: int64
             * @description When the last of it arrived, ms since 1970.
             */
            received_at: number;
            /**
             * Format: int64
             * @description Frames, waveforms and events that are kept.
             */
            records: number;
            /**
             * Format: int64
             * @description Measured until then, ms since 1970.
             */
            until_at: number | null;
        };
        /** @description Strays. */
        Strays: {
            /** @description Those heard last first, at most 1,000. */
            strays: components["schemas"]["Stray"][];
        };
        /** @description This hub. */
        System: {
            /** @description Measured latency, device instant to sent on the feed. */
            latency: components["schemas"]["Latency"];
            /**
             * Format: uuid
             * @description Which store it keeps.
             */
            store_id: string;
            /**
             * Format: int64
             * @description Its wall clock, ms since 1970.
             */
            time: number;
            /** @description IANA zone of the command center. */
            time_zone: string;
            /** @description TimescaleDB keeps the time series. */
            timescale: boolean;
            /** @description Version of the program. */
            version: string;
        };
        /** @description From whom. */
        TakeOver: {
            /**
             * Format: uuid
             * @description Who was shown to hold it: if it is somebody else by now, nothing is taken. Left out or
             *     `null`, it is taken from whoever holds it.
             */
            from: string | null;
        };
        /** @description What happened. */
        Timeline: {
            /** @description Oldest first; the newest 1,000 of the window. */
            events: components["schemas"]["TimelineEvent"][];
        };
        /** @description One thing that happened. */
        TimelineEvent: {
            /**
             * Format: int64
             * @description When, or when it began, ms since 1970.
             */
            at: number;
            by: components["schemas"]["StaffRef"] | null;
            /** @description Of what was lost: `events`, `numerics` or `waveforms`. */
            class: string | null;
            /** @description What else is known; of a `loss` why: `disk_full`, `corrupt` or `power_failure`. */
            detail: string;
            /** @description The device, if it is about one. */
            device_id: string | null;
            /**
             * @description `bound`, `unbound`, `limits_changed`, `alert_raised`, `alert_ended`, `device_link_up`,
             *     `device_link_down`, `button`, `cuff_fault`, `not_collected`, `disk_fault`, `rejected`, `loss`.
             */
            kind: string;
            /** @description Old and new, of `limits_changed`. */
            limits: components["schemas"]["LimitChange"][];
            /**
             * Format: int64
             * @description How many records were lost.
             */
            records: number | null;
            /**
             * Format: int64
             * @description When it ended, if it lasted: a `loss`.
             */
            until_at: number | null;
        };
        /** @description One step of an alert. */
        Transition: {
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /**
             * Format: int64
             * @description When, ms since 1970.
             */
            at: number;
            /** @enum {string} */
            condition: "pending" | "active" | "cleared";
            /**
             * Format: double
             * @description The limit in force.
             */
            limit: number | null;
            /** @enum {string} */
            priority: "low" | "medium" | "high";
            /** @description Why, or a reviewer's note. */
            reason: string | null;
            /** @enum {string} */
            response: "none" | "acknowledged" | "reviewed";
            /**
             * Format: double
             * @description The value that caused it.
             */
            value: number | null;
            /**
             * Format: int32
             * @description Version of the alert after it.
             */
            version: number;
            /** @description What: `raised`, `acknowledged`, `cleared`, ... */
            what: string;
        };
        /** @description One bucket of a trend. */
        TrendPoint: {
            /**
             * Format: int64
             * @description Begin of the bucket, ms since 1970.
             */
            at: number;
            /**
             * Format: int64
             * @description Values in it.
             */
            count: number;
            /** @description Some of it arrived more than 30 s after it was measured. */
            late: boolean;
            /**
             * Format: double
             * @description Highest value in it.
             */
            max: number;
            /**
             * Format: double
             * @description Mean.
             */
            mean: number;
            /**
             * Format: double
             * @description Lowest value in it.
             */
            min: number;
        };
        /** @description The end of a binding. */
        Unbinding: {
            /** @description For the record. */
            reason: string;
            /**
             * Format: int64
             * @description Until when, ms since 1970; `null` for now.
             */
            until_at: number | null;
        };
        /** @description The newest value of one vital. */
        Value: {
            /**
             * Format: int64
             * @description When it was measured, ms since 1970.
             */
            at: number;
            /**
             * Format: int32
             * @description How often one is expected; `null` for spot checks.
             */
            cadence_ms: number | null;
            /** @description Who measured. */
            device_id: string;
            /** @description Why it is doubtful or missing. */
            flags: string[];
            last: components["schemas"]["LastValue"] | null;
            /** @description It arrived more than 30 s after it was measured. */
            late: boolean;
            /**
             * Format: int64
             * @description When the hub received it.
             */
            received_at: number;
            /**
             * Format: double
             * @description In the vital's unit; `null` when `flags` say why.
             */
            value: number | null;
            /** @description Vital key. */
            vital: string;
        };
        /** @description Who holds the watch. */
        Watch: {
            holder: components["schemas"]["StaffRef"] | null;
            /**
             * Format: int64
             * @description Since when, ms since 1970.
             */
            since_at: number | null;
        };
        /** @description A stretch without a gap. */
        WaveformBlock: {
            /**
             * Format: int64
             * @description When the first sample was taken, ms since 1970.
             */
            at: number;
            /**
             * Format: int32
             * @description Microseconds from sample to sample.
             */
            period_us: number;
            /** @description The samples. */
            samples: number[];
        };
        /** @description A window of one waveform. */
        Waveforms: {
            /** @description Oldest first. */
            blocks: components["schemas"]["WaveformBlock"][];
            /** @description As asked. */
            kind: string;
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
                /** @description Open ones, closed ones, or all. */
                state?: "open" | "closed" | "all";
                /** @description Of this episode only. */
                episode_id?: string;
                /** @description Those after this mark: `next_before` of the page before. */
                before?: string;
                /** @description Alerts on the page, at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
    list_devices: {
        parameters: {
            query?: {
                /** @description Those after this mark: `next_after` of the page before. */
                after?: string;
                /** @description Rows of the page, at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
    list_episodes: {
        parameters: {
            query?: {
                /** @description Active or ended ones. */
                state?: "active" | "ended";
                /** @description Those after this one: `next_after` of the page before. */
                after?: string;
                /** @description Episodes on the page, at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
                /** @description Begin, ms since 1970. */
                from: number;
                /** @description End, not included; at most 31 days after the begin. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
                /** @description Of this code only: of the catalogue, or any LOINC code. */
                code?: string;
                /** @description Begin, ms since 1970; from the admission on when left out. */
                from?: number;
                /** @description End, not included; until now when left out. */
                to?: number;
                /** @description Those after this mark: `next_before` of the page before. */
                before?: string;
                /** @description Observations on the page, at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
    readings: {
        parameters: {
            query: {
                /** @description Vital key, as `spo2`, or another code of `GET /observations/codes` whose answer is a number, as `pain`. */
                vital: string;
                /** @description Begin, ms since 1970. */
                from: number;
                /** @description End, not included; at most 31 days after the begin. */
                to: number;
                /** @description Points at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
    waveforms: {
        parameters: {
            query: {
                /** @description `pleth`, `ecg` or `resp`. */
                kind: string;
                /** @description Begin, ms since 1970. */
                from: number;
                /** @description End, not included; at most 10 minutes after the begin. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            query?: never;
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
            /** @description `not-signed-in` */
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
                /** @description Those after this mark: `next_after` of the page before. */
                after?: string;
                /** @description Rows of the page, at most. */
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
            /** @description `not-signed-in` */
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
    list_kits: {
        parameters: {
            query?: {
                /** @description Those after this mark: `next_after` of the page before. */
                after?: string;
                /** @description Rows of the page, at most. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-found` */
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
                /** @description Part of a name or of the record number. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
    sparklines: {
        parameters: {
            query: {
                /** @description How far back. */
                minutes: number;
                /** @description Buckets at most; each is a whole number of minutes. */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
            /** @description `not-signed-in` */
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
}
