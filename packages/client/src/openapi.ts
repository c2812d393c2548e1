// Generated from the description of the API by `pnpm generate`. Not to be edited.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the Worker runs
         * @description Looks at nothing else.
         *
         *     Needs no token.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the Worker can serve
         * @description It is configured, and its database answers and is migrated.
         *
         *     Needs no token.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description The description of the API as OpenAPI 3.1.
         *
         *     Needs no token.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The documentation, to read and to try
         * @description A page that shows this document and sends requests. It loads nothing from elsewhere.
         *
         *     Needs no token.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A token for the local demo
         * @description For the documentation’s own page, and on the loopback of a developer’s machine only.
         *
         *     Needs no token.
         */
        get: operations["getDemoToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/llms.txt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The API in short, for language models
         * @description What there is, in Markdown.
         *
         *     Needs no token.
         */
        get: operations["getLlmsText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/api-catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the API and its description are
         * @description The catalogue of RFC 9727.
         *
         *     Needs no token.
         */
        get: operations["getApiCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All problems
         * @description Every code with its page.
         *
         *     Needs no token.
         */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a problem means
         * @description Its cause and its cure: the page that the `type` of a problem leads to.
         *
         *     Needs no token.
         */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List appointments
         * @description A page of the tenant’s appointments. Both bounds of the time are inclusive; a `date_to` without a time covers that whole day. A page past the end is empty.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["listAppointments"];
        put?: never;
        /**
         * Book an appointment
         * @description The agent is the caller unless `user_id` names one. Without `customer_id` the customer is found by e-mail or phone, or is created. The agent is never booked twice for the same time, however many ask at once.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["createAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is in the way of a time
         * @description The active appointments of an agent that overlap a time, answered by the agent’s calendar itself. The time may lie in the past.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an appointment
         * @description The appointment as its calendar has it now.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getAppointment"];
        /**
         * Change an appointment
         * @description What is missing stays as it is, and null clears an optional field. The whole object as it was fetched can be sent back. A new time, duration or agent is judged like a booking; a change of agent moves the appointment to the other calendar under the same id. Once the appointment is closed, only its texts can change.
         *
         *     Needs the role `attendant` or a higher one.
         */
        put: operations["updateAppointment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an appointment (as PUT)
         * @description What is missing stays as it is, and null clears an optional field. The whole object as it was fetched can be sent back. A new time, duration or agent is judged like a booking; a change of agent moves the appointment to the other calendar under the same id. Once the appointment is closed, only its texts can change.
         *
         *     Needs the role `attendant` or a higher one.
         */
        patch: operations["patchAppointment"];
        trace?: never;
    };
    "/api/v1/appointments/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history of an appointment
         * @description Every version that the appointment has had: what changed, who asked for it, when and why. Of a customer’s contact it says which fields changed, not what they held.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an appointment
         * @description From `scheduled` to `confirmed`. No body is needed, and none is looked at.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["confirmAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an appointment
         * @description From `scheduled` or `confirmed` to `cancelled`: the agent’s time is free again. A reason can be given.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["cancelAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete an appointment
         * @description From `scheduled` or `confirmed` to `completed`: the call took place. No body is needed, and none is looked at.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["completeAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/appointments/{id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark an appointment as no-show
         * @description From `scheduled` or `confirmed` to `no_show`: the customer did not come. No body is needed, and none is looked at.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["markNoShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List departments
         * @description A page of the tenant’s departments, by name unless asked otherwise.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["listDepartments"];
        put?: never;
        /**
         * Create a department
         * @description A department is never deleted: it is set inactive.
         *
         *     Needs the role `supervisor` or a higher one.
         */
        post: operations["createDepartment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a department
         * @description The department as it is now.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getDepartment"];
        /**
         * Change a department
         * @description What is missing stays as it is. A new name shows in all answers within 30 seconds. A department that is not active takes no new bookings; its appointments stay.
         *
         *     Needs the role `supervisor` or a higher one.
         */
        put: operations["updateDepartment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a department (as PUT)
         * @description What is missing stays as it is. A new name shows in all answers within 30 seconds. A department that is not active takes no new bookings; its appointments stay.
         *
         *     Needs the role `supervisor` or a higher one.
         */
        patch: operations["patchDepartment"];
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description A page of the people of the contact centre, by name unless asked otherwise. Whoever is booked is an agent, whatever the role.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description Nobody can give a role above their own. A user is never deleted: they are set inactive.
         *
         *     Needs the role `manager` or a higher one.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read yourself
         * @description The user whom the token names. Not everybody who has a token is in the directory.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description The user as the directory has them now.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getUser"];
        /**
         * Change a user
         * @description What is missing stays as it is. Nobody can give a role above their own, or change somebody whose role is. A user who is not active gets no new bookings; the appointments stay.
         *
         *     Needs the role `manager` or a higher one.
         */
        put: operations["updateUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user (as PUT)
         * @description What is missing stays as it is. Nobody can give a role above their own, or change somebody whose role is. A user who is not active gets no new bookings; the appointments stay.
         *
         *     Needs the role `manager` or a higher one.
         */
        patch: operations["patchUser"];
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List customers
         * @description A page of the tenant’s customers, by name unless asked otherwise. Those who were merged into others are not listed.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["listCustomers"];
        put?: never;
        /**
         * Create a customer
         * @description Bookings create customers by themselves; this is for those who come before their first one.
         *
         *     Needs the role `attendant` or a higher one.
         */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a customer
         * @description The customer, under its own id or that of one who was merged into it.
         *
         *     Needs the role `attendant` or a higher one.
         */
        get: operations["getCustomer"];
        /**
         * Change a customer
         * @description What is missing stays as it is, and null clears e-mail or phone. Appointments keep the contact that they were booked with.
         *
         *     Needs the role `attendant` or a higher one.
         */
        put: operations["updateCustomer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a customer (as PUT)
         * @description What is missing stays as it is, and null clears e-mail or phone. Appointments keep the contact that they were booked with.
         *
         *     Needs the role `attendant` or a higher one.
         */
        patch: operations["patchCustomer"];
        trace?: never;
    };
    "/api/v1/customers/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge another customer into this one
         * @description The other customer’s id, e-mail and phone lead to this one from then on. Appointments keep the contact that they were booked with. It cannot be undone.
         *
         *     Needs the role `supervisor` or a higher one.
         */
        post: operations["mergeCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import appointments
         * @description Takes over the appointments of an old system with their ids and times, one JSON object a line, and reports on each line in order. A line that is refused does not hold up the others; the same file again changes nothing. At most 16 MiB and 10,000 lines.
         *
         *     Needs the role `manager` or a higher one.
         */
        post: operations["importAppointments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild the lists
         * @description Replays every calendar of the tenant into the copy that lists are read from, while bookings go on. Of a tenant that its operators move to another database it takes the next step; until the last, writes of the directory are 503.
         *
         *     Needs the role `owner` or a higher one.
         */
        post: operations["rebuildTenant"];
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
        AppointmentCreate: {
            title: string;
            description?: string | null;
            /** Format: date-time */
            scheduled_at: string;
            /**
             * @description In minutes.
             * @default 30
             */
            duration_minutes?: number | null;
            department_id: string;
            /** @description The agent; the caller unless given. */
            user_id?: string | null;
            /** @description An existing customer. */
            customer_id?: string | null;
            /** @description Needed without `customer_id`. */
            customer_name?: string | null;
            /** Format: idn-email */
            customer_email?: string | null;
            /** @description E.164; spaces, dots, dashes and parentheses are stripped. */
            customer_phone?: string | null;
            notes?: string | null;
        } & ({
            customer_id: string;
        } | {
            customer_name: string;
        });
        AppointmentUpdate: {
            /** @description Refused when it differs. */
            id?: unknown;
            /** @description Refused when it differs. */
            status?: unknown;
            title?: string;
            description?: string | null;
            /** Format: date-time */
            scheduled_at?: string;
            /** @description In minutes. */
            duration_minutes?: number;
            department_id?: string;
            user_id?: string;
            customer_id?: string;
            customer_name?: string;
            /** Format: idn-email */
            customer_email?: string | null;
            /** @description E.164; spaces, dots, dashes and parentheses are stripped. */
            customer_phone?: string | null;
            notes?: string | null;
        };
        AppointmentCancel: {
            reason?: string | null;
        };
        DepartmentCreate: {
            name: string;
            active?: boolean | null;
        };
        DepartmentUpdate: {
            id?: unknown;
            name?: string;
            active?: boolean;
        };
        UserCreate: {
            name: string;
            /** Format: idn-email */
            email: string;
            role?: ("attendant" | "supervisor" | "manager" | "owner") | null;
            active?: boolean | null;
            time_zone?: string | null;
            department_ids?: string[] | null;
        };
        UserUpdate: {
            id?: unknown;
            name?: string;
            /** Format: idn-email */
            email?: string | null;
            /** @enum {string} */
            role?: "attendant" | "supervisor" | "manager" | "owner";
            active?: boolean;
            time_zone?: string;
            department_ids?: string[] | null;
        };
        CustomerCreate: {
            name: string;
            /** Format: idn-email */
            email?: string | null;
            /** @description E.164; spaces, dots, dashes and parentheses are stripped. */
            phone?: string | null;
        };
        CustomerUpdate: {
            id?: unknown;
            name?: string;
            /** Format: idn-email */
            email?: string | null;
            /** @description E.164; spaces, dots, dashes and parentheses are stripped. */
            phone?: string | null;
        };
        CustomerMerge: {
            customer_id: string;
        };
        /** @description One line. */
        ImportLine: {
            id: string;
            title: string;
            description?: string | null;
            /** @enum {string} */
            status: "scheduled" | "confirmed" | "completed" | "cancelled" | "no_show";
            /** Format: date-time */
            scheduled_at: string;
            /** @description In minutes. */
            duration_minutes?: number | null;
            department_id: string;
            user_id: string;
            customer_id: string;
            customer_name?: string | null;
            /** Format: idn-email */
            customer_email?: string | null;
            /** @description E.164; spaces, dots, dashes and parentheses are stripped. */
            customer_phone?: string | null;
            notes?: string | null;
            cancellation_reason?: string | null;
            /** Format: date-time */
            inserted_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
        };
        Problem: {
            /**
             * Format: uri
             * @description The page that says cause and cure.
             */
            type: string;
            title: string;
            status: number;
            /** @enum {string} */
            code: "malformed_body" | "tenant_required" | "unauthenticated" | "forbidden" | "not_found" | "method_not_allowed" | "slot_taken" | "invalid_transition" | "appointment_closed" | "idempotency_in_progress" | "version_mismatch" | "body_too_large" | "unsupported_media_type" | "invalid" | "idempotency_mismatch" | "rate_limited" | "internal" | "unavailable";
            detail: string;
            /** @description The path that was asked for. */
            instance: string;
            request_id: string;
            /** @description Fields with lists of messages for code `invalid`, `{"detail": "…"}` for everything else. */
            errors: {
                detail: string;
            } | {
                [key: string]: string[];
            };
            /** @description Of `slot_taken`: what is in the way, at most ten. */
            conflicts?: components["schemas"]["Appointment"][];
            /**
             * @description Of `invalid_transition` and `appointment_closed`.
             * @enum {string}
             */
            current_status?: "scheduled" | "confirmed" | "completed" | "cancelled" | "no_show";
            /** @description Of `invalid_transition`. */
            allowed_actions?: ("confirm" | "cancel" | "complete" | "no-show")[];
            /** @description Of `version_mismatch`. */
            current_version?: number;
        };
        Appointment: {
            id: string;
            title: string;
            description: string | null;
            /** @enum {string} */
            status: "scheduled" | "confirmed" | "completed" | "cancelled" | "no_show";
            /** Format: date-time */
            scheduled_at: string;
            duration_minutes: number;
            department_id: string;
            /** @description Follows renames. */
            department_name: string | null;
            /** @description The agent. */
            user_id: string;
            /** @description Follows renames. */
            user_name: string | null;
            customer_id: string;
            /** @description As it was when it was booked or changed. */
            customer_name: string;
            customer_email: string | null;
            customer_phone: string | null;
            notes: string | null;
            /** Format: date-time */
            inserted_at: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            ends_at: string;
            /** @description Grows by one with every change. */
            version: number;
            cancellation_reason: string | null;
            /** @description The path words that the status allows now. */
            allowed_actions: ("confirm" | "cancel" | "complete" | "no-show")[];
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        Readiness: {
            /** @constant */
            status: "ready";
        };
        /** @description An OpenAPI 3.1 document. */
        OpenApi: {
            openapi: string;
            info: {
                title: string;
                /** @constant */
                version: "1.0.0";
            };
            paths: {
                [key: string]: Record<string, never>;
            };
        };
        /** @description A token of the local demo. */
        DemoToken: {
            token: string;
        };
        /** @description A linkset (RFC 9264). */
        ApiCatalog: {
            linkset: {
                /** Format: uri */
                anchor: string;
                "service-desc": {
                    /** Format: uri */
                    href: string;
                    type: string;
                }[];
                "service-doc": {
                    /** Format: uri */
                    href: string;
                    type: string;
                }[];
                "service-meta": {
                    /** Format: uri */
                    href: string;
                    type: string;
                }[];
                status: {
                    /** Format: uri */
                    href: string;
                    type: string;
                }[];
            }[];
        };
        AppointmentList: {
            data: components["schemas"]["Appointment"][];
            meta: components["schemas"]["PageMeta"];
        };
        PageMeta: {
            current_page: number;
            page_size: number;
            total_pages: number;
            total_count: number;
        };
        AppointmentAnswer: {
            data: components["schemas"]["Appointment"];
        };
        ConflictsAnswer: {
            data: {
                has_conflicts: boolean;
                conflicts: components["schemas"]["Appointment"][];
            };
        };
        HistoryEntry: {
            version: number;
            /** @enum {string} */
            type: "booked" | "imported" | "changed" | "moved" | "confirmed" | "cancelled" | "completed" | "no_show";
            /** Format: date-time */
            at: string;
            actor: string;
            actor_name: string | null;
            reason: string | null;
            changes: {
                title?: {
                    from: string | null;
                    to: string | null;
                };
                description?: {
                    from: string | null;
                    to: string | null;
                };
                status?: {
                    from: ("scheduled" | "confirmed" | "completed" | "cancelled" | "no_show") | null;
                    to: ("scheduled" | "confirmed" | "completed" | "cancelled" | "no_show") | null;
                };
                scheduled_at?: {
                    /** Format: date-time */
                    from: string | null;
                    /** Format: date-time */
                    to: string | null;
                };
                duration_minutes?: {
                    from: number | null;
                    to: number | null;
                };
                department_id?: {
                    from: string | null;
                    to: string | null;
                };
                department_name?: {
                    from: string | null;
                    to: string | null;
                };
                user_id?: {
                    from: string | null;
                    to: string | null;
                };
                user_name?: {
                    from: string | null;
                    to: string | null;
                };
                customer_id?: {
                    from: string | null;
                    to: string | null;
                };
                notes?: {
                    from: string | null;
                    to: string | null;
                };
                cancellation_reason?: {
                    from: string | null;
                    to: string | null;
                };
            };
            contact_changes: ("customer_name" | "customer_email" | "customer_phone")[];
        };
        Department: {
            id: string;
            name: string;
            active: boolean;
            /** Format: date-time */
            inserted_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
        };
        User: {
            id: string;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "attendant" | "supervisor" | "manager" | "owner";
            active: boolean;
            time_zone: string;
            department_ids: string[];
            /** Format: date-time */
            inserted_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
        };
        Customer: {
            id: string;
            name: string;
            email: string | null;
            phone: string | null;
            merged_from: string[];
            /** Format: date-time */
            inserted_at: string;
            /** Format: date-time */
            updated_at: string;
            version: number;
        };
        /** @description One line. */
        ImportReport: {
            /** @description Counted from 1. */
            line: number;
            id: string | null;
            /** @enum {string} */
            result: "imported" | "invalid" | "slot_taken" | "unavailable";
            errors?: {
                [key: string]: string[];
            };
        };
        /** @description One line. */
        RebuildReport: {
            user_id: string;
            /**
             * @description `pending`: the calendar goes on by itself. `unavailable`: something did not answer; ask again.
             * @enum {string}
             */
            result: "rebuilt" | "pending" | "unavailable";
            /** @description Events of the calendar. */
            events: number;
            /** @description Those of them that the lists do not have yet. */
            left: number;
        };
    };
    responses: {
        /** @description `internal`: A bug of ours. The request may have had its effect. */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: A part of the service is silent or not configured. The request may have had its effect. */
        unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: The path is not part of this API, or the tenant has nothing with this id. */
        not_found: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `tenant_required`: Every request under /api/v1 names its tenant, and this one did not. */
        tenant_required: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: There is no bearer token, or it has expired, lacks a claim, or was signed by somebody else. */
        unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: The role in the token is too low for this operation, or the token is for another tenant. */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid`: The request was understood, and some of its fields break a rule. Nothing was changed. */
        invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate_limited`: More requests came than the limit allows. */
        rate_limited: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `tenant_required`: Every request under /api/v1 names its tenant, and this one did not.
         *
         *     `malformed_body`: The body could not be read as JSON in UTF-8, or broke off before its end.
         */
        "malformed_body-or-tenant_required": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `idempotency_in_progress`: An earlier request with the same Idempotency-Key has not been answered yet.
         *
         *     `slot_taken`: The time overlaps a scheduled or confirmed appointment of the same agent.
         */
        "idempotency_in_progress-or-slot_taken": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `body_too_large`: A body may have 64 KiB, an import 16 MiB. */
        body_too_large: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: The Content-Type is missing or is not the one that this operation reads. */
        unsupported_media_type: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `invalid`: The request was understood, and some of its fields break a rule. Nothing was changed.
         *
         *     `idempotency_mismatch`: This Idempotency-Key was accepted with another body in the last 24 hours.
         */
        "idempotency_mismatch-or-invalid": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `idempotency_in_progress`: An earlier request with the same Idempotency-Key has not been answered yet.
         *
         *     `slot_taken`: The time overlaps a scheduled or confirmed appointment of the same agent.
         *
         *     `appointment_closed`: A completed, cancelled or missed appointment keeps its time, agent, department and customer.
         */
        "appointment_closed-or-idempotency_in_progress-or-slot_taken": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `version_mismatch`: If-Match names a version that is not the current one: somebody else was faster. */
        version_mismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `idempotency_in_progress`: An earlier request with the same Idempotency-Key has not been answered yet.
         *
         *     `invalid_transition`: The appointment is completed, cancelled or marked as no-show, or was confirmed already.
         */
        "idempotency_in_progress-or-invalid_transition": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `method_not_allowed`: The path exists, but not with this method. */
        method_not_allowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The tenant. It has to be the one that the token is for. */
        "X-Tenant": string;
        /** @description An id of your own for this request; the answer and our log carry it. */
        "X-Request-Id": string;
        /** @description The language of refusals: English, French or Brazilian Portuguese. */
        "Accept-Language": string;
        /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
        "Idempotency-Key": string;
        /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
        "If-Match": string;
    };
    requestBodies: never;
    headers: {
        /** @description The id of this request: yours, if you sent one. */
        "X-Request-Id": string;
        /** @description Milliseconds that the steps of this request took. */
        "Server-Timing": string;
        /** @description Whether the answer may be kept. */
        "Cache-Control": string;
        /** @description The media type is what it says. */
        "X-Content-Type-Options": "nosniff";
        /** @description The version of what was answered, for `If-Match` or `If-None-Match`. */
        ETag: string;
        /** @description Where the new resource is. */
        Location: string;
        /** @description What this leads to (RFC 8288); of a list its `first`, `prev`, `next` and `last` page. */
        Link: string;
        /** @description What the page may load: nothing from elsewhere. */
        "Content-Security-Policy": string;
        /** @description The answer of an earlier request with the same `Idempotency-Key`. */
        "Idempotent-Replayed": "true";
        /** @description The change stands; lists will show it in a moment. */
        "Rendezvous-Read-Model": "pending";
        /** @description Seconds until a retry makes sense. */
        "Retry-After": string;
        /** @description How to prove who you are (RFC 6750). */
        "WWW-Authenticate": string;
        /** @description The language of what is said. */
        "Content-Language": "en" | "fr" | "pt-BR";
        /** @description The request headers that the answer depends on. */
        Vary: string;
        /** @description What is left of the limit, and seconds until it is whole again. */
        RateLimit: string;
        /** @description How many requests each caller may make in how many seconds. */
        "RateLimit-Policy": string;
        /** @description The methods that the path knows. */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["internal"];
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can serve. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApi"];
                };
            };
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page for people. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    getDemoToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoToken"];
                };
            };
            404: components["responses"]["not_found"];
            500: components["responses"]["internal"];
        };
    };
    getLlmsText: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    getApiCatalog: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A linkset. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/linkset+json": components["schemas"]["ApiCatalog"];
                };
            };
            500: components["responses"]["internal"];
        };
    };
    listProblems: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page for people. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page for people. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            404: components["responses"]["not_found"];
            500: components["responses"]["internal"];
        };
    };
    listAppointments: {
        parameters: {
            query?: {
                /** @description The number of the page. */
                page?: number;
                /** @description Items on a page; more than 100 is read as 100. */
                page_size?: number;
                sort_by?: "scheduled_at" | "inserted_at" | "updated_at" | "title" | "status" | "duration_minutes" | "customer_name" | "user_name" | "department_name";
                sort_order?: "asc" | "desc";
                /** @description One, or several with commas. */
                status?: ("scheduled" | "confirmed" | "completed" | "cancelled" | "no_show")[];
                /** @description Filters by agent. */
                user_id?: string;
                department_id?: string;
                customer_id?: string;
                /** @description The first moment of `scheduled_at`; a bare date is the start of its day in UTC. */
                date_from?: string;
                /** @description The last moment of `scheduled_at`; a bare date is the end of its day in UTC. */
                date_to?: string;
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of appointments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentList"];
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    appointment: components["schemas"]["AppointmentCreate"];
                } | components["schemas"]["AppointmentCreate"];
            };
        };
        responses: {
            /** @description The appointment that was booked. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency_in_progress-or-slot_taken"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getConflicts: {
        parameters: {
            query: {
                /** @description The agent. */
                user_id: string;
                scheduled_at: string;
                /** @description In minutes. */
                duration_minutes?: number;
                /** @description An appointment that is not counted. */
                exclude_id?: string;
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointments in the way, in the order of their time. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictsAnswer"];
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    appointment: components["schemas"]["AppointmentUpdate"];
                } | components["schemas"]["AppointmentUpdate"];
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["appointment_closed-or-idempotency_in_progress-or-slot_taken"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    patchAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    appointment: components["schemas"]["AppointmentUpdate"];
                } | components["schemas"]["AppointmentUpdate"];
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["appointment_closed-or-idempotency_in_progress-or-slot_taken"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description The number of the page. */
                page?: number;
                /** @description Items on a page; more than 100 is read as 100. */
                page_size?: number;
                sort_order?: "asc" | "desc";
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions, the oldest first unless asked otherwise. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["HistoryEntry"][];
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    confirmAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_in_progress-or-invalid_transition"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    cancelAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    appointment: components["schemas"]["AppointmentCancel"];
                } | components["schemas"]["AppointmentCancel"];
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_in_progress-or-invalid_transition"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    completeAppointment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_in_progress-or-invalid_transition"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    markNoShow: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentAnswer"];
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_in_progress-or-invalid_transition"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listDepartments: {
        parameters: {
            query?: {
                /** @description The number of the page. */
                page?: number;
                /** @description Items on a page; more than 100 is read as 100. */
                page_size?: number;
                sort_by?: "name" | "inserted_at" | "updated_at";
                sort_order?: "asc" | "desc";
                active?: true | false;
                q?: string;
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of departments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Department"][];
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createDepartment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department: components["schemas"]["DepartmentCreate"];
                } | components["schemas"]["DepartmentCreate"];
            };
        };
        responses: {
            /** @description The department. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Department"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getDepartment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The department. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Department"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateDepartment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department: components["schemas"]["DepartmentUpdate"];
                } | components["schemas"]["DepartmentUpdate"];
            };
        };
        responses: {
            /** @description The department. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Department"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    patchDepartment: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department: components["schemas"]["DepartmentUpdate"];
                } | components["schemas"]["DepartmentUpdate"];
            };
        };
        responses: {
            /** @description The department. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Department"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description The number of the page. */
                page?: number;
                /** @description Items on a page; more than 100 is read as 100. */
                page_size?: number;
                sort_by?: "name" | "email" | "inserted_at" | "updated_at";
                sort_order?: "asc" | "desc";
                active?: true | false;
                department_id?: string;
                role?: "attendant" | "supervisor" | "manager" | "owner";
                q?: string;
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    user: components["schemas"]["UserCreate"];
                } | components["schemas"]["UserCreate"];
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    user: components["schemas"]["UserUpdate"];
                } | components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    patchUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    user: components["schemas"]["UserUpdate"];
                } | components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description The number of the page. */
                page?: number;
                /** @description Items on a page; more than 100 is read as 100. */
                page_size?: number;
                sort_by?: "name" | "email" | "inserted_at" | "updated_at";
                sort_order?: "asc" | "desc";
                q?: string;
            };
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of customers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"][];
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer: components["schemas"]["CustomerCreate"];
                } | components["schemas"]["CustomerCreate"];
            };
        };
        responses: {
            /** @description The customer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"];
                    };
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer: components["schemas"]["CustomerUpdate"];
                } | components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    patchCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer: components["schemas"]["CustomerUpdate"];
                } | components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    mergeCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer: components["schemas"]["CustomerMerge"];
                } | components["schemas"]["CustomerMerge"];
            };
        };
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"];
                    };
                };
            };
            400: components["responses"]["malformed_body-or-tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["version_mismatch"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["idempotency_mismatch-or-invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    importAppointments: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["ImportLine"];
            };
        };
        responses: {
            /** @description One report a line, as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["invalid"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    rebuildTenant: {
        parameters: {
            query?: never;
            header: {
                /** @description The tenant. It has to be the one that the token is for. */
                "X-Tenant": components["parameters"]["X-Tenant"];
                /** @description The language of refusals: English, French or Brazilian Portuguese. */
                "Accept-Language"?: components["parameters"]["Accept-Language"];
                /** @description An id of your own for this request; the answer and our log carry it. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One report a calendar, as they are done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["RebuildReport"];
                };
            };
            400: components["responses"]["tenant_required"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
}
