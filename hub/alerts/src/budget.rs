//! The engine's constants. Each is argued: its source, what it leads to, and which alternative was rejected. They are a
//! starting point for a clinician to sign, not final.

use crate::rule::Rule;
use crate::words::Priority;
use hearth_vitals::{Flags, Vital};

/// A reading that arrives more than this after its measurement is late (ms).
/// 30 s is the hub's promise: below it, retries of a normal link would turn live data
/// into history; above it, a nurse would be rung for something she can no longer see.
pub const LATE_MS: i64 = 30_000;

/// A reading measured more than this after its arrival has a wrong clock (ms); it is
/// judged as if measured when it arrived. 5 s covers synchronised clocks and their jitter. With more tolerance, one wrong
/// instant could hide all correct values that follow it.
pub const FUTURE_MS: i64 = 5_000;

/// Shortest time without a value after which a continuous vital counts as silent (ms). Clinical guidance: 30 s for waves
/// and SpO2. A shorter time rings at each reconnection of a Bluetooth sensor.
pub const STALE_MS_MIN: i64 = 30_000;

/// The same time in cadences: two lost samples are bad luck, three are a pattern. 1.5 rings on jitter; 5 leaves a device
/// that measures every 4 minutes unwatched for 20 minutes.
pub const STALE_CADENCES: i64 = 3;

/// The same of a device that measures by a schedule, more seldom than [`SCHEDULED_FROM_MS`]: twice the schedule, from the clinical
/// reference. One that measures every ten minutes is told after twenty.
pub const STALE_SCHEDULES: i64 = 2;

/// Cadence from which a device measures by a schedule and is no stream (ms): one value in a stretch of the scores.
pub const SCHEDULED_FROM_MS: i64 = 300_000;

/// How long a cuff that inflates holds back the silence of an oximeter, which may be on the same arm (ms): as long as the clinical
/// reference allows. Most cuffs are done in forty seconds.
pub const CUFF_INHIBITS_MS: i64 = 60_000;

/// Cadence of a device that is not on the list of bound ones (late data of a device that was taken away): one value a
/// second, as most continuous monitors (ms).
pub const CADENCE_MS_UNKNOWN: u32 = 1_000;

/// How long values must stay on the safe side before a condition has ended (ms).
/// 10 s: design rule of the clinical reference. 0 makes alerts chatter at the limit;
/// a minute tells the nurse too late that her help worked.
pub const CLEAR_HOLD_MS: i64 = 10_000;

/// How long doubtful critical values must hold (ms): twice the time in which good ones are confirmed. Motion causes single
/// wild values, and each would be a high alert that someone must review; dropping doubtful values instead would silence a
/// shivering patient in shock. It does not depend on the limit's own delay: a critical value of somebody whose limit may
/// wait an hour is as critical.
pub const DOUBTFUL_CRITICAL_MS: i64 = 20_000;

/// A rung without a delay holds when this many of the last [`CONFIRM_OF`] good values within [`CONFIRM_MS`] are beyond it. A
/// single wild value is the commonest false alert of an oximeter, and two in a row are common in a tremor. Three cost a
/// device of 1 Hz two seconds.
pub const CONFIRM_TIMES: usize = 3;

/// How many of the last good values are looked at; see [`CONFIRM_TIMES`].
pub const CONFIRM_OF: usize = 5;

/// How far back these values may lie, ms; see [`CONFIRM_TIMES`].
pub const CONFIRM_MS: i64 = 10_000;

/// A stream that shows only two values within [`CONFIRM_MS`] confirms a rung without a delay by this many of the last
/// [`SLOW_CONFIRM_OF`] good values within [`SLOW_CONFIRM_MS`]. If both of two had to say the same, 65 and 97 by turns would be
/// silent for ever.
pub const SLOW_CONFIRM_TIMES: usize = 2;

/// How many of the last good values of such a stream are looked at; see [`SLOW_CONFIRM_TIMES`].
pub const SLOW_CONFIRM_OF: usize = 3;

/// How far back these values may lie (ms): two steps of five seconds, and what a device is unpunctual.
pub const SLOW_CONFIRM_MS: i64 = 12_000;

/// How far back the last [`CONFIRM_OF`] values may lie of a device that is slower than it should be (ms): they are as far apart as they
/// come, and five minutes is one stretch of the scores. Within [`CONFIRM_MS`] a device whose values come each half minute shows one, and
/// could never confirm it.
pub const SPARSE_CONFIRM_MS: i64 = 300_000;

/// How long after a value that its device doubts a value beyond the limit is doubtful as well (ms). A burst of motion lasts
/// some twenty seconds, and a device notices two thirds of it; a minute would double the delays of everybody who walks.
pub const DOUBT_LASTS_MS: i64 = 15_000;

/// After so much undoubted time beyond a rung, values beyond it that the device does not doubt are believed also shortly after one that
/// it does (ms). Motion drew them there only if it began before: a burst lasts some twenty seconds, and one of which the device
/// overlooks half a minute is rarer than one in a hundred. Without this, one flag in twenty values doubles every time, because 15
/// of 20 seconds come after one: an hour becomes two.
pub const SUPPORTED_MS: i64 = 30_000;

/// How long what streams must have been out of the red for a median of before to be history (ms): a moment out of it is none, and
/// after a minute a nurse who looks sees nothing that is red.
pub const RED_IS_OVER_MS: i64 = 60_000;

/// The longest stretch of good values inside a rung that does not start its time anew (ms): a fifth of the time, and never
/// more than a minute. Without it, one better value in fifteen keeps a saturation of 82 % silent all night; with half of the
/// time, a patient who has recovered would still ring.
pub const fn tolerance_ms(need_ms: i64) -> i64 {
    if need_ms > 300_000 { 60_000 } else { need_ms / 5 }
}

/// How long a value that a person wrote down stands against what devices say (ms): four hours, the longest that the clinical
/// reference lets a spot check count.
pub const BY_HAND_SPEAKS_MS: i64 = 14_400_000;

/// How far back values are kept as they are (ms), so that a late one can be put in its place and what follows judged anew.
/// A day's backlog arrives within a minute; a quarter of an hour leaves room for a slow link. Older ones are judged by
/// themselves.
pub const KEPT_MS: i64 = 900_000;

/// After so long without a word from a home it is offline, with medium priority (ms). A gateway speaks each 10 s; 60 s is the
/// common budget for a stale home. 20 s would ring on each router restart.
pub const OFFLINE_MS: i64 = 60_000;

/// After so long without a word the priority is high (ms). After 5 minutes without data the guidance is to phone, then to send
/// someone. 15 minutes (a glucose app's first warning) is too long for hospital-level care.
pub const OFFLINE_HIGH_MS: i64 = 300_000;

/// While a gateway has not been heard for this long, a silent vital waits for the gateway's own alert (ms), so that a home
/// that is offline is one alert and not eight. It is the time of two missed statuses of 10 s each.
pub const GATEWAY_QUIET_MS: i64 = 20_000;

/// After a gateway is heard again, its devices get this long to speak (ms). This is shorter than the time above, so that a
/// link that comes and goes cannot put off a silence twice.
pub const GATEWAY_BACK_GRACE_MS: i64 = 10_000;

/// A sensor that is off begins as low. After this long somebody phones the home, by a task, and of a patient at risk it becomes
/// medium (ms). Disconnections are most of the technical load, and most mend themselves; 5 minutes is when the guidance phones
/// the patient, and then sends by risk. Medium at once would bury real alerts.
pub const SENSOR_OFF_MEDIUM_MS: i64 = 300_000;

/// Of a patient who is not at risk it becomes medium after this long (ms): the phone call has had ten minutes. Of a clip that comes
/// off four times a day, half are off for longer than five minutes and a fifth for longer than fifteen.
pub const SENSOR_OFF_CALM_MS: i64 = 900_000;

/// A battery counts as good again after this long without a warning (ms, by measurement), because the flag flickers near
/// its threshold.
pub const BATTERY_GOOD_MS: i64 = 60_000;

/// The longest wait for further late values before what they show is told (ms): a backlog of days must not keep from people what
/// its first hours show.
pub const WAIT_MS_MAX: i64 = 300_000;

/// Late data is judged when no more of it has arrived for this long (ms).
pub const PAST_QUIET_MS: i64 = 30_000;

/// How many gaps of one vital late data may still fill. If there are more, the shortest gap between values inside the
/// limit is given up. Every reconnection and every slip of a sensor makes a gap; those are short, and what is known on
/// each side of a gap is judged anyway.
pub const PAUSES_MAX: usize = 8;

/// The most gateways for which one episode tells that they send under the names of its devices. A mistake is one gateway;
/// if somebody invents many, the list of strays shows the others, and the alerts stay readable.
pub const STRAYS_MAX: usize = 8;

/// A gateway has stopped sending under the name of a foreign device if it is heard for this long without doing so (ms).
/// Spot checks come a few times an hour; with a shorter time the alert would end and begin with each of them.
pub const STRAY_QUIET_MS: i64 = 1_800_000;

/// How many presses of a call button are kept that nobody has dealt with. Whoever presses more often than this in a day is
/// ringing as loudly as anybody can.
pub const PRESSES_MAX: usize = 64;

/// How many faults of a cuff, and how many minutes with rejected packets, are kept of one device: more than a rule looks back
/// at, which is four hours of minutes.
pub const FAULTS_MAX: usize = 256;

/// A gateway reports on itself each ten seconds; while nothing changes, one report in this time is kept (ms).
pub const SAID_MS: i64 = 60_000;

/// How many such reports are kept: more than four hours of them, as far as rules look back.
pub const SAID_MAX: usize = 320;

/// The longest note of a reviewer (bytes).
pub const NOTE_BYTES_MAX: usize = 4_000;

/// The longest time after which the owner of a high alert may ask to be reminded (ms): five minutes. Source: practice of central
/// stations, which limit reminders more tightly the sooner somebody has to act. Ten minutes is what comes by itself; with a
/// quarter of an hour, a patient at 75 % would depend on one person's word for that long.
pub const REMIND_HIGH_MS_MAX: i64 = 300_000;

/// The longest reminder for any other alert (ms): a quarter of an hour. Something later is no reminder but a task, which has a
/// clock of its own.
pub const REMIND_MS_MAX: i64 = 900_000;

/// The most devices for which an episode keeps state. Beyond that the state of devices that are not bound is dropped,
/// oldest first. A home kit has six.
pub const DEVICES_MAX: usize = 32;

/// The longest delay of a limit (s): an hour, the longest duration rule in use.
pub const DELAY_S_MAX: u32 = 3_600;

/// The most rungs on one side of a limit. The ward studies that limits start from need four, and what must ring at once is a
/// fifth; more than six nobody can keep apart.
pub const RUNGS_MAX: usize = 6;

/// How far back a restart has to read frames at least (ms): the time until silence, the time until a condition has ended, and
/// what late values may still change. See [`crate::Limits::look_back_ms`].
pub const RESTORE_MS: i64 = 900_000;

/// Values with these flags count, but with the delay doubled: a doubtful value may still
/// be the emergency.
pub const DOUBTFUL: Flags = Flags::ARTEFACT.with(Flags::QUESTIONABLE).with(Flags::LOW_PERFUSION);

/// Numbers with these flags are not values at all: the device itself says that they are not the patient's present ones.
pub const NO_VALUE: Flags =
    Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT).with(Flags::SEARCHING).with(Flags::IMPLAUSIBLE).with(Flags::NO_VALUE);

/// After how long without a value a device of this cadence is silent (ms). `None` for spot checks (cadence 0), which are
/// silent only if a schedule says so.
pub const fn stale_after_ms(cadence_ms: u32) -> Option<i64> {
    if cadence_ms == 0 {
        return None;
    }
    let is_scheduled = cadence_ms as i64 > SCHEDULED_FROM_MS;
    Some(longer(cadence_ms as i64 * if is_scheduled { STALE_SCHEDULES } else { STALE_CADENCES }))
}

/// At least the shortest time of silence.
const fn longer(ms: i64) -> i64 {
    if ms > STALE_MS_MIN { ms } else { STALE_MS_MIN }
}

/// Two values no further apart than this have none missing between them (ms): it allows a jitter of three quarters of a
/// cadence. If it were longer, a lost second would not show as a gap, and the value that fills it later would be taken for
/// a repetition. If it were shorter, a device that is not punctual would seem to be full of gaps.
pub const fn beat_ms(cadence_ms: u32) -> i64 {
    if cadence_ms == 0 { STALE_MS_MIN } else { cadence_ms as i64 * 7 / 4 }
}

/// The longest time between two values of one unbroken series (ms). Spot checks are never broken: a value holds until the
/// next one.
pub const fn row_ms_max(cadence_ms: u32) -> i64 {
    if cadence_ms == 0 { i64::MAX } else { longer(cadence_ms as i64 * STALE_CADENCES) }
}

/// How long critical values that are doubtful, or too sparse to be confirmed, must last (ms).
pub const fn doubtful_critical_ms(cadence_ms: u32) -> i64 {
    observable_ms(DOUBTFUL_CRITICAL_MS, cadence_ms)
}

/// `ms`, or 0 if a device of this cadence cannot show a duration that short: then one value decides. Otherwise a blood pressure
/// of 70 would be reported only after the next measurement.
pub const fn observable_ms(ms: i64, cadence_ms: u32) -> i64 {
    if cadence_ms == 0 || cadence_ms as i64 > ms { 0 } else { ms }
}

/// How far inside the limit a value must be to end the condition (steps of the vital's resolution). For SpO2 an alert at
/// 90 ends at 92, from the clinical reference. The others are about twice the usual noise between beats or readings: with
/// less, alerts come and go at the limit; with more, recovery is told late.
pub const fn hysteresis_raw(vital: Vital) -> i32 {
    let (tenths_of_unit, tenths) = match vital {
        Vital::Spo2 | Vital::RespiratoryRate => (20, 10),
        Vital::HeartRate | Vital::PulseRate | Vital::Systolic | Vital::Diastolic | Vital::MeanArterial | Vital::Glucose => (50, 10),
        Vital::Temperature | Vital::PerfusionIndex => (2, 10),
        Vital::Weight => (5, 10),
        Vital::Etco2 => (20, 10),
    };
    tenths_of_unit * vital.scale() / tenths
}

/// How a technical condition that lasts becomes more urgent: after how long (ms), and to which priority. `is_calm`: nothing is known
/// of this patient that makes it worse to be unwatched.
pub const fn rises(rule: Rule, is_calm: bool) -> Option<(i64, Priority)> {
    match rule {
        Rule::GatewayOffline => Some((OFFLINE_HIGH_MS, Priority::High)),
        Rule::SensorOff if is_calm => Some((SENSOR_OFF_CALM_MS, Priority::Medium)),
        Rule::SensorOff => Some((SENSOR_OFF_MEDIUM_MS, Priority::Medium)),
        _ => None,
    }
}
