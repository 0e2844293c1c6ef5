//! The engine's constants, each argued: number, source, consequence, rejected
//! alternative. They are starting points for a clinician to sign, not truths.

use crate::rule::Rule;
use crate::words::Priority;
use hearth_vitals::{Flags, Vital};

/// A reading that arrives more than this after its measurement is late (ms).
/// 30 s is the hub's promise: below it, retries of a normal link would turn live data
/// into history; above it, a nurse would be rung for something she can no longer see.
pub const LATE_MS: i64 = 30_000;

/// A reading measured more than this after its arrival has a wrong clock (ms); it is
/// judged at its arrival. 5 s covers synchronised clocks and their jitter. A wider
/// tolerance would let one wrong instant shadow all right ones that follow it.
pub const FUTURE_MS: i64 = 5_000;

/// Shortest budget of silence of a continuous vital (ms). Clinical guidance: 30 s for
/// waves and SpO2. Shorter rings at each reconnection of a Bluetooth sensor.
pub const STALE_MS_MIN: i64 = 30_000;

/// Budget of silence in cadences: two lost samples are bad luck, three are a pattern.
/// 1.5 rings on jitter; 5 leaves a 10-minute device unwatched for 50 minutes.
pub const STALE_CADENCES: i64 = 3;

/// What holds for a device that is not on the list (late data of a device that has
/// been taken away): one value a second, the usual pace of continuous monitors (ms).
pub const CADENCE_MS_UNKNOWN: u32 = 1_000;

/// How long values must stay on the safe side before a condition has ended (ms).
/// 10 s: design rule of the clinical reference. 0 makes alerts chatter at the limit;
/// a minute tells the nurse too late that her help worked.
pub const CLEAR_HOLD_MS: i64 = 10_000;

/// A doubtful critical value must hold at least this long (ms), or the limit's own
/// delay if longer. Critical values ring at once, but motion makes single wild values,
/// and each would be a high alert that someone must review. Dropping doubtful values
/// instead would silence a shivering patient in shock.
pub const DOUBTFUL_CRITICAL_MS_MIN: i64 = 10_000;

/// Nothing heard from a home for this long: offline, medium (ms). A gateway speaks each
/// 10 s; 60 s is the common budget for a stale home. 20 s rings on each router restart.
pub const OFFLINE_MS: i64 = 60_000;

/// Nothing heard for this long: high (ms). After 5 minutes without data the guidance is
/// to phone, then to send someone. 15 minutes (a glucose app's first warning) is too
/// long for hospital-level care.
pub const OFFLINE_HIGH_MS: i64 = 300_000;

/// While its gateway is unheard for this long, a vital's silence waits for the
/// gateway's own alert (ms): one home offline is one alert, not eight. Two missed
/// statuses of 10 s each.
pub const GATEWAY_QUIET_MS: i64 = 20_000;

/// After a gateway is back, its devices get this long to speak (ms). Shorter than the
/// quiet time above, so that a link which comes and goes cannot put a silence off twice.
pub const GATEWAY_BACK_GRACE_MS: i64 = 10_000;

/// A sensor that is off begins as low and becomes medium after this long (ms).
/// Disconnections are most of the technical load, and most mend themselves; 5 minutes is
/// when the guidance phones the patient. Medium at once would bury real alerts.
pub const SENSOR_OFF_MEDIUM_MS: i64 = 300_000;

/// A battery is good again after this long without a warning (ms, measured): the flag
/// flickers near its threshold.
pub const BATTERY_GOOD_MS: i64 = 60_000;

/// A judgement of late data ends when no more of it arrives for this long (ms).
pub const PAST_QUIET_MS: i64 = 30_000;

/// Pauses of one vital that late data may still fill; beyond it the shortest between good
/// values is given up. Every reconnection makes one, and every slip of a sensor: those are
/// short, and what is known on each side of a pause is judged anyway.
pub const PAUSES_MAX: usize = 8;

/// A cleared medium alert without acknowledgement closes after this long (ms). One
/// nursing round: whoever was busy at the bedside still finds it. Closing at once would
/// hide a drop of a minute; never closing would bury the open ones.
pub const AUTO_CLOSE_MEDIUM_MS: i64 = 900_000;

/// The same for low alerts (ms): awareness, nothing more.
pub const AUTO_CLOSE_LOW_MS: i64 = 300_000;

/// Most gateways that are told in one episode to send under the names of its devices. A slip of the hand is
/// one gateway; whoever makes up more finds the others in the list of strays, and no screen full of alerts.
pub const STRAYS_MAX: usize = 8;

/// A gateway that is heard, and for this long not under the name of a device of another kit, has ceased
/// (ms). A spot check is taken a few times an hour, so a shorter time would end and begin with each.
pub const STRAY_QUIET_MS: i64 = 1_800_000;

/// Longest reviewer's note (bytes).
pub const NOTE_BYTES_MAX: usize = 4_000;

/// Most devices an episode keeps state for; beyond it, state of devices that are not
/// expected is dropped, oldest first. A home kit has six.
pub const DEVICES_MAX: usize = 32;

/// Longest delay of a limit (s). An hour is the longest duration rule in use.
pub const DELAY_S_MAX: u32 = 3_600;

/// Frames that a restart needs (ms): the doubled longest usual delay, the budget of
/// silence and the clearing hold. Give [`crate::Episode::restore`] the frames measured
/// or received in this time before now (more when a limit's delay is longer).
pub const RESTORE_MS: i64 = 900_000;

/// Values with these flags count, but with the delay doubled: a doubtful value may still
/// be the emergency.
pub const DOUBTFUL: Flags = Flags::ARTEFACT.with(Flags::QUESTIONABLE).with(Flags::LOW_PERFUSION);

/// Numbers with these flags are no values at all: the device itself says that they are
/// not of the patient, now.
pub const NO_VALUE: Flags =
    Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT).with(Flags::SEARCHING).with(Flags::IMPLAUSIBLE).with(Flags::NO_VALUE);

/// Budget of silence for a device of this cadence (ms); `None` for spot checks
/// (cadence 0), which are only silent when a schedule says so.
pub const fn stale_after_ms(cadence_ms: u32) -> Option<i64> {
    if cadence_ms == 0 {
        return None;
    }
    let paced = cadence_ms as i64 * STALE_CADENCES;
    Some(if paced > STALE_MS_MIN { paced } else { STALE_MS_MIN })
}

/// Two values this far apart at most have none missing between them (ms): three quarters of a
/// cadence of jitter. A lost second must show as a pause, or the value that fills it passes for
/// a repetition; with less room a device that is unpunctual would look full of pauses.
pub const fn beat_ms(cadence_ms: u32) -> i64 {
    if cadence_ms == 0 { STALE_MS_MIN } else { cadence_ms as i64 * 7 / 4 }
}

/// Longest pause between two values of one unbroken row (ms). A spot check's row is never
/// broken: the last value holds until the next.
pub const fn row_ms_max(cadence_ms: u32) -> i64 {
    match stale_after_ms(cadence_ms) {
        Some(ms) => ms,
        None => i64::MAX,
    }
}

/// How long doubtful critical values must last (ms), where the limit has this delay.
pub const fn doubtful_critical_ms(delay_ms: i64, cadence_ms: u32) -> i64 {
    observable_ms(if delay_ms > DOUBTFUL_CRITICAL_MS_MIN { delay_ms } else { DOUBTFUL_CRITICAL_MS_MIN }, cadence_ms)
}

/// `ms` as far as a device of this cadence can show it. A duration shorter than the
/// cadence cannot be observed: one value decides. Waiting for a second one would leave
/// a blood pressure of 70 unannounced until the next measurement.
pub const fn observable_ms(ms: i64, cadence_ms: u32) -> i64 {
    if cadence_ms == 0 || cadence_ms as i64 > ms { 0 } else { ms }
}

/// How far inside the limit a value must be to end the condition (raw steps).
/// SpO2: 90 clears at 92, from the clinical reference. The others are about twice the
/// usual beat-to-beat or reading-to-reading noise; smaller chatters, larger hides
/// recovery.
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

/// The rise of a technical condition that lasts: after how long (ms), to what.
pub const fn rises(rule: Rule) -> Option<(i64, Priority)> {
    match rule {
        Rule::GatewayOffline => Some((OFFLINE_HIGH_MS, Priority::High)),
        Rule::SensorOff => Some((SENSOR_OFF_MEDIUM_MS, Priority::Medium)),
        _ => None,
    }
}
