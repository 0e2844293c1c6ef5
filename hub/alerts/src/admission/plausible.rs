//! Judges a single value, a cuff measurement, or an instant.

use super::{Admission, Doubt, Fault, Hint};
use crate::budget::{DOUBTFUL, FUTURE_MS, NO_VALUE};
use crate::limit::Side;
use hearth_scores::circulation::{mean_arterial, pulse_pressure};
use hearth_vitals::{Flags, Reading, Vital, WallMs};

/// The device itself says that there is no value. The flag for an implausible number is none of these: it is the gateway's.
const NO_SIGNAL: Flags = Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT).with(Flags::SEARCHING).with(Flags::NO_VALUE);
const _: () = assert!(NO_VALUE.bits() == NO_SIGNAL.with(Flags::IMPLAUSIBLE).bits());

/// A pulse pressure below this is questionable, raw. A heart that fails can come near it, so the value is kept.
const PULSE_PRESSURE_MIN: i32 = 10 * Vital::Systolic.scale();

/// Judges one number as it came, in steps of the vital's resolution, before anything was taken out.
pub const fn value(vital: Vital, raw: i32, flags: Flags) -> Admission {
    if flags.intersects(NO_SIGNAL) {
        return Admission::Missing;
    }
    let (low, high) = vital.plausible_raw();
    let is_doubtful = flags.intersects(DOUBTFUL);
    match (raw < low, raw > high) {
        (true, _) if is_deadly_number(vital, raw) => deadly(Fault::BelowBand, is_doubtful),
        (true, _) => Admission::Absurd { fault: Fault::BelowBand, hint: hint(vital, raw) },
        (_, true) => Admission::Absurd { fault: Fault::AboveBand, hint: hint(vital, raw) },
        _ if is_doubtful => Admission::Doubtful(Doubt::Flagged),
        _ if is_unusual(vital, raw) => Admission::Doubtful(Doubt::Unusual),
        _ => Admission::Good,
    }
}

/// Judges a meter that writes LO or HI. That is never a number; for glucose both are deadly.
pub const fn off_scale(vital: Vital, is_low: bool) -> Admission {
    let fault = if is_low { Fault::OffScaleLow } else { Fault::OffScaleHigh };
    let is_deadly = matches!(vital, Vital::Glucose) || is_low && is_deadly_below(vital);
    if is_deadly { Admission::Deadly(fault) } else { Admission::Absurd { fault, hint: None } }
}

/// Every vital and side on which a device beyond its scale is deadly.
pub fn deadly_off_scale() -> impl Iterator<Item = (Vital, Side)> {
    let is_deadly = |vital, side| matches!(off_scale(vital, matches!(side, Side::Low)), Admission::Deadly(_));
    Vital::ALL.into_iter().flat_map(|vital| Side::ALL.map(|side| (vital, side))).filter(move |(vital, side)| is_deadly(*vital, *side))
}

/// What a pressure is, given those that a cuff measured with it (raw, each believable by itself; the mean if the cuff gave one).
/// `None` if nothing is wrong with them together.
///
/// Two the wrong way round cannot both be right: neither counts, and the systolic tells of it. A mean that is not between them is
/// none, and casts a doubt on them; so does a pulse pressure that hearts seldom have. What is beyond a band is judged by itself: a
/// diastolic that cannot be must not take a systolic of 70 with it.
pub fn pressures(this: Vital, systolic: i32, diastolic: i32, mean: Option<i32>) -> Option<Admission> {
    let is_between = |mean: i32| diastolic < mean && mean < systolic;
    if systolic <= diastolic {
        let told = Admission::Absurd { fault: Fault::SystolicNotAboveDiastolic, hint: None };
        return Some(if matches!(this, Vital::Systolic) { told } else { Admission::Missing });
    }
    if matches!(this, Vital::MeanArterial) && mean.is_some_and(|mean| !is_between(mean)) {
        return Some(Admission::Missing);
    }
    if pulse_pressure(systolic, diastolic).is_none_or(|pressure| pressure < PULSE_PRESSURE_MIN) {
        return Some(Admission::Doubtful(Doubt::NarrowPulsePressure));
    }
    mean.filter(|mean| !is_between(*mean)).map(|_| Admission::Doubtful(Doubt::MeanNotBetween))
}

/// The mean pressure that belongs to a measurement, raw: what the cuff measured if that lies between, else the estimate.
pub fn mean_of(systolic: i32, diastolic: i32, measured: Option<i32>) -> Option<i32> {
    measured.filter(|mean| diastolic < *mean && *mean < systolic).or_else(|| mean_arterial(systolic, diastolic))
}

/// The instant at which a measurement is judged, and whether its clock is suspect. What claims to be measured well after it came,
/// or before there was such a device, is taken as measured when it came. A clock that is ahead by less than [`FUTURE_MS`] is
/// believed: its values keep their distances.
pub const fn placed(measured: WallMs, received: WallMs) -> (WallMs, bool) {
    let is_suspect = measured.since(received) > FUTURE_MS || measured.0 < OLDEST.0;
    (if is_suspect { received } else { measured }, is_suspect)
}

/// 2020-01-01T00:00:00Z: devices whose clock was never set begin in 1970 or 2000.
const OLDEST: WallMs = WallMs(1_577_836_800_000);

/// Vitals for which a number below the plausible band may be a patient without circulation or oxygen. A diastolic pressure or a
/// temperature that low is a cuff that slipped or a thermometer on the table; a breathing rate of 0 is plausible, and rules judge
/// it.
const fn is_deadly_below(vital: Vital) -> bool {
    matches!(vital, Vital::HeartRate | Vital::PulseRate | Vital::Spo2 | Vital::Systolic | Vital::MeanArterial)
}

/// A glucose below this is an emergency in either unit, raw: 3.0 mmol/L is level 2 of hypoglycaemia, and 3 mg/dL is no life.
pub const GLUCOSE_DEADLY: i32 = 3 * Vital::Glucose.scale();

/// True for a number below the plausible band that may be a patient who dies. A meter in the wrong unit must not hide a low sugar:
/// 2.2 mmol/L in a field of mg/dL is no number of mg/dL, and whoever it belongs to loses consciousness. A glucose of 0 is a meter
/// that measured nothing.
const fn is_deadly_number(vital: Vital, raw: i32) -> bool {
    if matches!(vital, Vital::Glucose) { 0 < raw && raw < GLUCOSE_DEADLY } else { raw >= 0 && is_deadly_below(vital) }
}

/// The edge of the plausible band on a side beyond which a vital is deadly, raw; `None` where it is not.
pub const fn deadly_edge(vital: Vital, side: Side) -> Option<i32> {
    let (low, high) = vital.plausible_raw();
    match side {
        Side::Low if is_deadly_below(vital) || matches!(vital, Vital::Glucose) => Some(low),
        Side::High if matches!(vital, Vital::Glucose) => Some(high),
        _ => None,
    }
}

/// Judges a reading, whatever it is: a value, a number as it was given, or a device beyond its scale.
pub const fn reading(reading: &Reading) -> Admission {
    let flags = reading.flags;
    if flags.intersects(NO_SIGNAL) {
        return Admission::Missing;
    }
    let is_low = flags.contains(Flags::OFF_SCALE_LOW);
    if is_low || flags.contains(Flags::OFF_SCALE_HIGH) {
        return off_scale(reading.vital, is_low);
    }
    match (reading.raw, reading.given) {
        (Some(raw), _) | (None, Some(raw)) => value(reading.vital, raw, flags),
        (None, None) => Admission::Missing,
    }
}

const fn deadly(fault: Fault, is_doubtful: bool) -> Admission {
    if is_doubtful { Admission::Doubtful(Doubt::DeadlyUnconfirmed) } else { Admission::Deadly(fault) }
}

const fn is_unusual(vital: Vital, raw: i32) -> bool {
    let (low, high) = vital.usual_raw();
    raw < low || raw > high
}

/// The other unit in which an implausible number would make sense, if there is one.
pub const fn hint(vital: Vital, raw: i32) -> Option<Hint> {
    match vital {
        Vital::Temperature => temperature_hint(raw as i64),
        Vital::Glucose => glucose_hint(raw as i64),
        _ => None,
    }
}

/// A number in Fahrenheit that was not converted, or one in Celsius that was: 37 in a field of Fahrenheit comes as 2.8 °C.
const fn temperature_hint(raw: i64) -> Option<Hint> {
    let freezing = 32 * Vital::Temperature.scale() as i64;
    let (hard, usual) = (Vital::Temperature.plausible_raw(), Vital::Temperature.usual_raw());
    let (unconverted, converted_twice) = ((raw - freezing) * 5 / 9, raw * 9 / 5 + freezing);
    if raw > hard.1 as i64 && lies_in(unconverted, hard) {
        Some(Hint::Fahrenheit)
    } else if raw < hard.0 as i64 && lies_in(converted_twice, usual) {
        Some(Hint::Celsius)
    } else {
        None
    }
}

/// Below 10 mg/dL: no meter writes such a number, and in mmol/L it is what meters write most. Above the band: what a meter writes in
/// mg/dL, times the 18 that makes mg/dL of mmol/L.
const fn glucose_hint(raw: i64) -> Option<Hint> {
    let scale = Vital::Glucose.scale() as i64;
    if 0 < raw && raw < 10 * scale {
        Some(Hint::MillimolesPerLitre)
    } else if raw > Vital::Glucose.plausible_raw().1 as i64 && lies_in(raw * 1_000 / GLUCOSE_MMOL, Vital::Glucose.usual_raw()) {
        Some(Hint::MilligramsPerDecilitre)
    } else {
        None
    }
}

/// Milligrams per decilitre of one millimole per litre, thousandths: glucose has 180.16 g/mol.
const GLUCOSE_MMOL: i64 = 18_016;

const fn lies_in(raw: i64, (low, high): (i32, i32)) -> bool {
    low as i64 <= raw && raw <= high as i64
}
