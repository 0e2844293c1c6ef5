//! Why the hub refuses a request: every cause with its code, its parameters and its English sentence.
//!
//! A handler can refuse only with one of these causes, so that whatever a nurse is told can be told in the nurse's language. To
//! add a cause, add a row here; a test of the dashboard then requires its translations.

use super::in_state::InState;
use super::kind::Kind;
use super::thing::Thing;
use crate::auth::right::Right;
use hearth_vitals::coded::{Choices, English, Seconds};
use hearth_vitals::{DeviceId, GatewayId, WallMs, coded};

coded! {
    /// Why a request is refused, or why it is not known whether it was done.
    pub enum Cause {
        /// The name or the password is wrong; the answer is the same for an unknown name.
        WrongCredentials = "wrong_credentials" {} => "Check the name and the password, and try again.",
        /// No session, or one that has ended.
        NotSignedIn = "not_signed_in" {} => "Sign in and try again.",
        /// Too many attempts have failed, so sign-in is closed for a while.
        TooManyAttempts = "too_many_attempts" { wait: Seconds } => "Wait {wait}, then try again.",
        /// The password is right, but the account is disabled.
        AccountDisabled = "account_disabled" {} => "This account is disabled. Ask the administrator.",
        /// The person must choose a password of their own first.
        PasswordChangeRequired = "password_change_required" {}
            => "Choose a password of your own (POST /api/v1/session/password), then go on.",
        /// The person's role does not have this right.
        Forbidden = "forbidden" { right: Right } => "Your role may not {right}. Ask someone who may.",
        /// The metrics can only be read from the hub's own machine.
        FiguresElsewhere = "figures_elsewhere" {} => "The figures can be read on the hub's own machine only.",
        /// A page of another site opens the feed, or changes something.
        ForeignSite = "foreign_site" {} => "A page of another site may not do that.",

        /// Nothing has that id, or this person may not see it.
        NotFound = "not_found" { thing: Thing } => "{thing} does not exist, or you may not see it.",
        /// The address exists, but not for this method.
        MethodNotAllowed = "method_not_allowed" {} => "This address does not take this method. See /api/openapi.json.",
        /// The address takes only WebSockets, and this request asks for none.
        NotAWebSocket = "not_a_websocket" {} => "Open this address as a WebSocket.",
        /// The body cannot be parsed.
        BodyNotJson = "body_not_json" {} => "The body is no JSON; send one JSON object.",
        /// The request has another content type than JSON, or none.
        ContentTypeNotJson = "content_type_not_json" {} => "Send the body with content-type: application/json.",
        /// The body is too large.
        BodyTooLarge = "body_too_large" {} => "The body is larger than any this address takes.",
        /// The body ended early.
        BodyBrokenOff = "body_broken_off" {} => "The body did not arrive whole. Send it again.",
        /// Some fields cannot be accepted: `errors` says why, field by field.
        Invalid = "invalid" { fields: Choices } => "Correct {fields} and send it again.",

        /// No enrolment code has this mark, or its secret is wrong.
        CodeUnknown = "code_unknown" {} => "The hub knows no such code. Compare the words with the gateways page, or make a new code there.",
        /// The enrolment code has expired: it is valid for a quarter of an hour.
        CodeLate = "code_late" {} => "This code has ended. Make a new one on the gateways page.",
        /// The enrolment code was already used, by another box.
        CodeUsed = "code_used" {}
            => "This code was used already. Make a new one on the gateways page; if none of yours used it, revoke the gateway.",
        /// No certificate that is still valid has this key.
        KeyUnknown = "key_unknown" {} => "No certificate with this key is valid. Enrol the gateway again, with a code from the gateways page.",
        /// Gateways do not connect over TLS here, so that none can enrol.
        NoEnrolment = "no_enrolment" {}
            => "The hub's broker can be reached from the hub's own machine only. Set embedded.broker_address and start the hub again.",

        /// Another member of staff has this sign-in name.
        StaffNameTaken = "staff_name_taken" { person: String } => "{person} is taken already. Choose another name to sign in with.",
        /// The change would leave nobody who can administer staff.
        LastAdministrator = "last_administrator" {}
            => "This is the last administrator: without one, nobody could change staff any more. Make somebody else administrator first.",
        /// The thing changed after it was shown.
        ChangedMeanwhile = "changed_meanwhile" {} => "It has changed since it was shown. Look at it again, then decide.",
        /// The stay changed, or ended, after it was shown.
        EpisodeChanged = "episode_changed" {}
            => "The episode has ended, or someone changed it since it was shown. Look at it again, then decide.",
        /// The stay is over.
        EpisodeEnded = "episode_ended" {} => "The episode has ended already.",
        /// The stay is over: no device can be bound to it.
        EpisodeEndedForDevices = "episode_ended_for_devices" {} => "The episode has ended: nothing can be bound to it.",
        /// The stay is over: nothing new is written down.
        EpisodeEndedForObservations = "episode_ended_for_observations" {}
            => "The stay has ended: nothing new is written down for it. What was written can still be corrected.",
        /// Someone changed the section after it was shown.
        SectionChanged = "section_changed" { person: String, since: WallMs }
            => "{person} has changed this at {since}, after it was shown to you. Compare both, then decide.",
        /// Nothing more is done to a closed task.
        TaskClosed = "task_closed" {} => "The task is closed. Look at what became of it.",
        /// Another person took the task first.
        TaskTaken = "task_taken" { person: String } => "{person} has the task.",
        /// What the programme owes has its time.
        TaskOfProgramme = "task_of_programme" {} => "The programme owes it by this time: it cannot be put off.",
        /// An incident of this stay is open; a stay has at most one open incident.
        IncidentOpen = "incident_open" {} => "An incident of this stay is open already. Look at it, and send a second unit there if one is needed.",
        /// The incident cannot go from its present state to this one.
        IncidentNotAllowed = "incident_not_allowed" { is: InState, next: InState }
            => "After \"{is}\" there is no \"{next}\". Look at how far it is, then say what comes next.",
        /// The incident has this state already.
        IncidentAlready = "incident_already" { is: InState } => "It is \"{is}\" already.",
        /// Another unit was sent to this place first.
        UnitSent = "unit_sent" { sent: String } => "{sent} is sent there already. Ask for a second unit if one is needed.",
        /// The unit is in another incident; a unit can be in one place only.
        UnitBusy = "unit_busy" { sent: String } => "{sent} has a place in an incident. Call it back first, or wait until it is clear.",
        /// The unit already has as many people on duty as it has seats.
        UnitFull = "unit_full" { sent: String } => "As many as fit are on duty in {sent}. Choose another unit.",
        /// A person who is no paramedic cannot join a crew.
        ParamedicsAlone = "paramedics_alone" {} => "Only paramedics sign on to a unit.",
        /// The unit has no crew on shift.
        UnitOffShift = "unit_off_shift" { sent: String } => "Nobody is on shift in {sent} now. Choose another unit.",
        /// What a phone sends is its owner's, and somebody else is signed in.
        AnotherPerson = "another_person" {} => "Somebody else is signed in here now. It is sent once the person who pressed it signs in again.",
        /// The place in the incident was given to another unit.
        PlaceTaken = "place_taken" { sent: String } => "{sent} has this place in the incident now.",
        /// An answer to an offer that went to others meanwhile, and came back.
        OfferOver = "offer_over" {}
            => "This was said to an earlier offer of this job. The job was offered to you anew since: look at it, then answer that.",
        /// A number without a time says nothing of the patient now.
        AgeUnknown = "age_unknown" {}
            => "Nobody can say when this was measured, because the clock of the phone was set. It is kept beside the incident, not in the record.",
        /// Another crew's patient, or not any more.
        NotAttending = "not_attending" {}
            => "Your unit did not have this job then. It is kept beside the incident, not in the record of the patient.",
        /// A unit is still sent, so the incident cannot be ended.
        UnitStillSent = "unit_still_sent" { sent: String, is: InState }
            => "{sent} is still in the incident (\"{is}\"). Call it back, or wait until it is clear.",
        /// Another person corrected this stamp first.
        StampAmended = "stamp_amended" {} => "Somebody has corrected this already. Look at the correction, and correct that one if it is wrong.",
        /// The incident holds as many offers and corrections as it can.
        IncidentFull = "incident_full" {} => "The incident can hold no more of these. Open another one once its units are clear.",
        /// Another unit has this name.
        UnitNameTaken = "unit_name_taken" {} => "Another unit has this name. Choose another one.",
        /// The programme has as many units as the board can show.
        TooManyUnits = "too_many_units" {} => "There are as many units as a board can show.",
        /// Another crew has the unit at this time, or somebody of this crew is on another unit.
        CrewTaken = "crew_taken" { from: WallMs, until: WallMs }
            => "From {from} until {until} another crew has this unit, or somebody of this crew another unit.",
        /// Another person has already written down how the call ended.
        CallEnded = "call_ended" { person: String } => "{person} has written down how the call ended. Look at it.",
        /// Another person amended this note first.
        NoteAmended = "note_amended" { person: String }
            => "{person} has amended this note already. Look at the amendment, and amend that one if it is wrong.",
        /// A change that weakens a rule needs a second person to approve it, who must not be its author.
        SecondPersonNeeded = "second_person_needed" {}
            => "This would ring later, less urgently or not at all: it is proposed in the profile, and another nurse or physician agrees.",
        /// A trial of another person is running; only one runs at a time.
        TrialRunning = "trial_running" { person: String }
            => "A trial that {person} began is still running. Wait until it has ended, or have it cancelled.",
        /// The person has no trial under way that could be cancelled.
        NoTrialRuns = "no_trial_runs" {} => "You have no trial that is running.",
        /// Other people are trying out a change; only a few can do so at once.
        TrialBusy = "trial_busy" {} => "Others are trying out a change at this moment. Try again in a few seconds.",
        /// The last day has too many readings to be judged in time.
        TrialTooSlow = "trial_too_slow" {} => "The last day could not be judged again in time. The change can be saved without it.",
        /// The stay has as many marked events as it can hold.
        TooManyMarks = "too_many_marks" { high: u64 } => "The stay has {high} marked events. Withdraw one that is not needed first.",
        /// The patient already has an active stay; a patient has one at a time.
        PatientHasEpisode = "patient_has_episode" {} => "The patient has an active episode already. End it before you begin another.",
        /// Another patient has this record number.
        RecordNumberTaken = "record_number_taken" {} => "A patient with this record number exists. Search for the number.",
        /// The identifiers belong to another patient; the answer does not say to whom.
        IdentifiersDiffer = "identifiers_differ" {}
            => "Record number and date of birth are not those of this patient. Nothing was changed. Compare both with the patient's wristband or papers.",
        /// The device is already bound to a stay at that time.
        BindingOverlap = "binding_overlap" { device: DeviceId }
            => "{device} is bound to an episode at that time. End that binding, or bind from a later time.",
        /// The binding has already ended.
        BindingEnded = "binding_ended" {} => "The binding has ended already.",
        /// The device is bound to a stay, so it cannot move to another kit.
        DeviceBound = "device_bound" { device: DeviceId }
            => "The device {device} is bound to an episode. End that binding before you move it.",
        /// Another kit has this id.
        KitExists = "kit_exists" { kit: String } => "The kit {kit} exists.",
        /// The gateway is already registered and may send.
        GatewayExists = "gateway_exists" { gateway: GatewayId }
            => "The gateway {gateway} is registered. For a new password revoke it first.",
        /// The gateway of the device's kit was revoked and may not send any more.
        GatewayRevoked = "gateway_revoked" { gateway: GatewayId }
            => "Gateway {gateway}, to whose kit the device belongs, was revoked: nothing of it would be heard. Register it again first.",
        /// A patient is monitored through the gateway.
        GatewayWatches = "gateway_watches" { gateway: GatewayId }
            => "A patient is watched through {gateway}. Have the bindings of its kit ended first.",
        /// No stay has these identifiers, or not both.
        NobodyWithIdentifiers = "nobody_with_identifiers" {}
            => "No patient at home has this record number and this date of birth. Nothing was changed. Compare both with the patient's wristband or papers.",
        /// Somebody else took over the watch in the meantime.
        WatchChangedHands = "watch_changed_hands" {}
            => "The watch has changed hands since it was shown. Look who holds it, then decide.",

        /// The site keeps shifts, so nobody holds the watch of all stays together.
        WatchByShift = "watch_by_shift" {}
            => "Shifts are kept here, and each stay has a holder of its own. Take stays over, or hand them over, on the page of shifts.",
        /// Someone else holds a stay.
        StayHeldBy = "stay_held_by" { person: String }
            => "{person} holds the watch of a stay that you named. Look at it again, then decide.",
        /// Nobody holds the watch of a stay that was named.
        StayNotHeld = "stay_not_held" {} => "Nobody holds the watch of a stay that you named. Look at it again, then decide.",
        /// The person chosen is not on shift.
        NotOnShift = "not_on_shift" { person: String }
            => "{person} is not on shift now. Put them on the roster first, or choose somebody who is on shift.",
        /// The person chosen was on shift, but the shift has ended.
        GoneHome = "gone_home" { person: String, since: WallMs }
            => "{person} has gone home: the shift ended at {since}. Choose somebody who is on shift.",
        /// The person chosen has a role that does not watch patients.
        CannotWatch = "cannot_watch" { person: String }
            => "{person} does not watch patients in this shift. Choose a nurse or a charge nurse who is on shift.",
        /// One person was named both as holder and as backup.
        OwnBackup = "own_backup" { person: String } => "{person} cannot be the backup of themselves. Choose another person.",
        /// A handover names the same person as giver and receiver.
        HandoverToThemselves = "handover_to_themselves" {} => "Nobody hands over to themselves. Choose the person who comes after you.",
        /// An open handover between these two people exists already.
        HandoverOpenAlready = "handover_open_already" {}
            => "You have offered this person a handover that is still open. Take it back first, or wait until it is accepted.",
        /// The handover is no longer open: it was accepted, declined or withdrawn.
        HandoverNotOpen = "handover_not_open" {}
            => "The handover is not open for you: it was accepted, declined or taken back. Look at the list again.",
        /// The open alerts differ from those that the handover named.
        HandoverAlertsDiffer = "handover_alerts_differ" {}
            => "The open alerts of a patient have changed since they were shown. Look at them again, and take over each of them.",
        /// The receiver has not confirmed which alarms of a patient are reduced, or this has changed since.
        ReducedAlarmsUnread = "reduced_alarms_unread" {}
            => "The alarms of a patient are reduced, or what is reduced has changed since it was shown. Read it, and say that you have.",
        /// The person still holds stays, so that the shift cannot end.
        ShiftHoldsStays = "shift_holds_stays" { stays: u64 }
            => "The shift still holds the watch of {stays} patients. Hand them over first, then end it.",
        /// The shift belongs to another person.
        NotYourShift = "not_your_shift" {} => "A shift is ended by the person themselves or by the charge nurse.",
        /// The shift has begun, so its person and beginning can no longer be changed.
        ShiftBegan = "shift_began" {}
            => "The shift has begun: only its end, its site, its languages and how the person is reached can be changed.",
        /// The shift has not begun, so it cannot be ended.
        ShiftNotBegun = "shift_not_begun" {} => "The shift has not begun. Cancel it instead.",
        /// The shift has ended, so nothing of it can be changed.
        ShiftIsOver = "shift_is_over" {} => "The shift is over. Put another one on the roster.",
        /// The site keeps no shifts, so keeping them cannot be suspended.
        ShiftsNotKept = "shifts_not_kept" {} => "No shifts are kept here. There is nothing to do.",
        /// A shift that runs or is planned assigns a person to the watch.
        ShiftsAhead = "shifts_ahead" {}
            => "Somebody watches patients in a shift that runs or is planned. End it, or take it off the roster, first.",
        /// The person has another shift at this time.
        ShiftsOverlap = "shifts_overlap" { from: WallMs, until: WallMs }
            => "The person has another shift from {from} to {until}. Change that one, or choose another time.",

        /// Another person acknowledged the alert first.
        AlreadyAcknowledged = "already_acknowledged" { person: String, since: WallMs } => "{person} has it since {since}.",
        /// Somebody acknowledged the alert first; who is not known by name.
        AcknowledgedMeanwhile = "acknowledged_meanwhile" {} => "Someone has acknowledged the alert already.",
        /// The alert changed after it was shown: its priority rose, or it reopened.
        AlertChanged = "alert_changed" {}
            => "The alert has become more urgent or come back since it was shown. Look at it again, then decide.",
        /// The alert's escalation has not reached this person yet.
        NotReachedYet = "not_reached_yet" {}
            => "This alert has not come to you: a nurse can take it now, and you can when its ladder reaches you.",
        /// The alert is already paused.
        PausedAlready = "paused_already" {} => "The alert is paused already. Wait until the pause ends, or end it.",
        /// The alert was paused as often as it may be.
        PausedTooOften = "paused_too_often" {}
            => "The alert was paused too often. Acknowledge it, or let it go on to the next people.",
        /// The reason given for the pause does not fit what the alert is about.
        PauseNotNamed = "pause_not_named" {}
            => "An alert of this kind is not paused for that reason. What says that nothing is heard, a link, a battery or the hub is never paused.",
        /// There is no pause to end.
        NotPaused = "not_paused" {} => "The alert is not paused.",
        /// Alerts of this rule are never shelved.
        NotShelved = "not_shelved" {}
            => "Alerts of this rule are never switched off. Silence, links, batteries, the call button and the hub always ring.",
        /// A high alert of the rule is open, so it cannot be shelved.
        ShelvedWhileHigh = "shelved_while_high" {}
            => "A high alert of this rule is open: somebody has to take it. It can be switched off when it is no longer high.",
        /// The rule is shelved, or the patient is in a context already.
        QuietAlready = "quiet_already" {} => "It is switched off already, or the patient is in another context. End that first.",
        /// Nothing of that id is quiet.
        NotQuiet = "not_quiet" {} => "It has ended already. What was switched off rings again.",
        /// The alert's condition still holds, so it cannot be reviewed.
        ConditionHolds = "condition_holds" {}
            => "The condition still holds. Acknowledge the alert now; review it when the condition has ended.",
        /// The act reached the hub too long after the person did it.
        PressedTooLate = "pressed_too_late" { age: Seconds }
            => "It was pressed {age} before it reached the hub. Nothing was changed: look again, then press again.",

        /// Another person corrected the observation first.
        ObservationCorrected = "observation_corrected" { person: String }
            => "{person} has corrected it already. Look at the correction, and correct that one if it is wrong.",
        /// Another person withdrew the observation first.
        ObservationWithdrawn = "observation_withdrawn" { person: String }
            => "{person} has withdrawn it already. Write down what holds as a new observation.",
        /// The entry is a withdrawal, so it cannot be corrected.
        IsAWithdrawal = "is_a_withdrawal" {}
            => "This only says that another observation was withdrawn. Write down what holds as a new one.",

        /// The database does not answer, so it is not known whether the change was stored.
        OutcomeUnknown = "outcome_unknown" {}
            => "It is not known to have been done. Look again in a few seconds, and try again if it was not.",
        /// The change is stored, but the engine's loop has not taken it in yet.
        NotInForceYet = "not_in_force_yet" {}
            => "The change is stored, but not in force yet. Look again in a few seconds; do not send it twice.",
        /// The hub is stopping and takes no more requests.
        HubStopping = "hub_stopping" {} => "The hub is stopping. Try again in a minute.",
        /// The hub is starting and does not serve requests yet.
        HubStarting = "hub_starting" { waits: English } => "The hub is starting: {waits}. Try again in a few seconds.",
        /// A part of the hub is not working.
        HubNotReady = "hub_not_ready" { missing: English } => "The hub does not do its work: {missing}.",
        /// The hub did not answer in time, so it is not known whether the request was carried out.
        TimedOut = "timeout" {} => "The hub did not answer in time. Look whether it was done before you try again.",
        /// An internal error of the hub.
        Internal = "internal" {} => "Tell the people who run the hub the correlation id.",
    }
}

/// When a client should try again, in seconds.
const RETRY_S: u64 = 5;
/// When a client should try again while the hub is starting, in seconds.
const STARTING_RETRY_S: u64 = 2;

impl Cause {
    /// What kind of problem it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Cause::WrongCredentials {} => Kind::WrongCredentials,
            Cause::NotSignedIn {} => Kind::NotSignedIn,
            Cause::TooManyAttempts { .. } => Kind::TooManyAttempts,
            Cause::PasswordChangeRequired {} => Kind::PasswordChangeRequired,
            Cause::Forbidden { .. }
            | Cause::AccountDisabled {}
            | Cause::NotReachedYet {}
            | Cause::FiguresElsewhere {}
            | Cause::ForeignSite {} => Kind::Forbidden,
            Cause::NotFound { .. } => Kind::NotFound,
            Cause::MethodNotAllowed {} => Kind::MethodNotAllowed,
            Cause::NotAWebSocket {}
            | Cause::BodyNotJson {}
            | Cause::ContentTypeNotJson {}
            | Cause::BodyTooLarge {}
            | Cause::BodyBrokenOff {} => Kind::Malformed,
            Cause::Invalid { .. } => Kind::Invalid,
            Cause::BindingOverlap { .. } => Kind::BindingOverlap,
            Cause::AlreadyAcknowledged { .. } | Cause::AcknowledgedMeanwhile {} => Kind::AlreadyAcknowledged,
            Cause::PressedTooLate { .. } => Kind::TooLate,
            Cause::OutcomeUnknown {} | Cause::NotInForceYet {} | Cause::HubStopping {} => Kind::StoreUnavailable,
            Cause::HubStarting { .. } => Kind::Starting,
            Cause::HubNotReady { .. } => Kind::NotReady,
            Cause::TimedOut {} => Kind::Timeout,
            Cause::Internal {} => Kind::Internal,
            _ => Kind::Conflict,
        }
    }

    /// When a client should try again, in seconds; `None` where trying again changes nothing.
    pub const fn retry_after_s(&self) -> Option<u64> {
        match self {
            Cause::TooManyAttempts { wait } => Some(wait.0),
            Cause::HubStarting { .. } => Some(STARTING_RETRY_S),
            _ if matches!(self.kind(), Kind::StoreUnavailable | Kind::NotReady) => Some(RETRY_S),
            _ => None,
        }
    }
}
