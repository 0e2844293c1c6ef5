//! The constants of escalation. Each is argued: its source, what it leads to, and which alternative was rejected. They are
//! a starting point for a clinician to sign, not final.

use hearth_alerts::Priority;

/// How long the first rung has to acknowledge a high alert (s). Source: the project's clinical reference, after the meaning
/// of *high* in IEC 60601-1-8 (act immediately). With 30 s a nurse who reads the alert before she takes it is overtaken by
/// her backup; with 2 minutes, a patient at 75 % has been so for two minutes before a second person knows.
pub const ACKNOWLEDGE_HIGH_S: u32 = 60;

/// How long the first rung has to acknowledge a medium alert (s): act promptly. A minute would ring the backup while the holder
/// is at a bedside; a quarter of an hour is the length of a whole round.
pub const ACKNOWLEDGE_MEDIUM_S: u32 = 180;

/// How long the first rung has to acknowledge a low alert (s): be aware. It is the length of one nursing round; with less,
/// batteries would interrupt rounds.
pub const ACKNOWLEDGE_LOW_S: u32 = 900;

/// How long each further rung has for a high alert (s). As long as the first one: whoever is called next knows no more than
/// the one before, and needs the same time. Six rungs take five minutes.
pub const STEP_HIGH_S: u32 = 60;

/// How long each further rung has for a medium alert (s): as long as the first one.
pub const STEP_MEDIUM_S: u32 = 180;

/// How long each further rung has for a low alert (s). The reference names none, because low alerts seldom climb; it is the time
/// of the first rung again.
pub const STEP_LOW_S: u32 = 900;

/// The shortest time that a ladder may give a rung (s): twice [`RECEIPT_MS`]. With less, a rung would be over before it is known
/// whether anybody heard it.
pub const DELAY_S_MIN: u32 = 20;

/// The longest time that a ladder may give a rung of a high alert (s): nobody is left alone with one for longer than
/// five minutes, whatever a site prefers.
pub const DELAY_HIGH_S_MAX: u32 = 300;

/// The longest time that a ladder may give a rung of a medium alert (s): half an hour, in which harm is still reversible.
pub const DELAY_MEDIUM_S_MAX: u32 = 1_800;

/// The longest time that a ladder may give a rung of a low alert (s): four hours, half a shift, so that the shift in which it was
/// raised hears of it.
pub const DELAY_LOW_S_MAX: u32 = 14_400;

/// The most rungs of a ladder. Six reach everybody there is; more would only delay the last one.
pub const RUNGS_MAX: usize = 8;

/// A screen confirms within this time that it shows a rung (ms); otherwise nobody has heard it. Source: the clinical
/// reference. A healthy screen needs 2 s, and a watchdog of 5 s is what makers of such systems advertise; 10 s leave room
/// for a screen that is just coming back. With 30 s, half of a step of a high alert is lost on a dead screen.
pub const RECEIPT_MS: i64 = 10_000;

/// The longest time from raising an alert until escalation knows it (ms), if the hub runs: the alert has to be committed first,
/// and a database that needs longer than this does not answer.
pub const COMMIT_MS: i64 = 10_000;

/// How many people are noted as reached by a rung: more than a shift of the largest command center. Further people hear it too;
/// noting them would change nothing.
pub const HEARD_MAX: usize = 64;

/// The longest pause of a high alert (ms). Source: the clinical reference, whose audio pause lasts 120 s on a monitor. With
/// a quarter of an hour, a patient at 75 % could be without anybody for that long, on the word of one person.
pub const PAUSE_HIGH_MS_MAX: i64 = 120_000;

/// The longest pause of any other alert (ms): a quarter of an hour, enough for a bath or the way to the scanner. Whoever needs
/// longer pauses again; an hour would outlast its reason, and nobody would notice.
pub const PAUSE_MS_MAX: i64 = 900_000;

/// The shortest pause (ms): shorter, and it is over before anybody has done anything.
pub const PAUSE_MS_MIN: i64 = 30_000;

/// How often an alert can be paused in one round. After that somebody has to take it: pauses must not replace an owner.
pub const PAUSES_MAX: u8 = 3;

/// The longest time for which a rule is shelved (ms): a shift. Source: the clinical reference, whose alarm that is off ends after eight
/// hours at most. Whoever comes next decides anew; with a day, nobody would remember why it is off.
pub const SHELF_MS_MAX: i64 = 28_800_000;

/// The shortest time for which something is kept quiet for the whole stay (ms): for less, one alert is paused.
pub const QUIET_MS_MIN: i64 = 300_000;

/// The longest bath (ms): an hour, with undressing and dressing. Whoever needs longer says so again.
pub const BATH_MS_MAX: i64 = 3_600_000;

/// The longest transport (ms): four hours, there and back with an examination between.
pub const TRANSPORT_MS_MAX: i64 = 14_400_000;

/// After an acknowledgement the owner is reminded this often while the condition is active (ms). Source: the clinical
/// reference, for all priorities: a reminder comes from the wall while its owner is with the patient, and five minutes for a
/// high alert would ring three times in the quarter of an hour that a visit takes. What cannot wait for it does not: a value
/// that gets clearly worse voids the acknowledgement and rings at once. With less, it interrupts the one who is acting; never, and an alert that was taken and then forgotten looks
/// like one that is being dealt with.
pub const REMINDER_MS: i64 = 600_000;

/// How long the first rung has to acknowledge (s).
pub const fn acknowledge_s(priority: Priority) -> u32 {
    match priority {
        Priority::High => ACKNOWLEDGE_HIGH_S,
        Priority::Medium => ACKNOWLEDGE_MEDIUM_S,
        Priority::Low => ACKNOWLEDGE_LOW_S,
    }
}

/// How long each further rung has (s).
pub const fn step_s(priority: Priority) -> u32 {
    match priority {
        Priority::High => STEP_HIGH_S,
        Priority::Medium => STEP_MEDIUM_S,
        Priority::Low => STEP_LOW_S,
    }
}

/// The longest time that a ladder may give a rung (s).
pub const fn delay_s_max(priority: Priority) -> u32 {
    match priority {
        Priority::High => DELAY_HIGH_S_MAX,
        Priority::Medium => DELAY_MEDIUM_S_MAX,
        Priority::Low => DELAY_LOW_S_MAX,
    }
}
