//! Orders: sentences that tell a home what shall happen.
//!
//! ```text
//! desaturate to 82 over 40 s for 180 s     spo2 goes to 82 % in 40 s, stays 180 s, comes back
//! fever to 39.2 over 30 min                temperature; pulse and breathing follow
//! spo2 84        heart_rate 130 for 60 s   any vital sign of the body, at once
//! recover                                  everything begins to return to rest
//! sensor off     sensor off for 45 s       sensor on
//! motion for 20 s                          motion off
//! battery low                              battery good
//! silence for 30 s                         silence off      the device stops writing
//! unplug for 10 s                          plug             the port is gone
//! ```
//! `to` may be left out. Times are in s (the default), min or h. Without `for` an order holds until another one ends it.
//! `on DEVICE` at the end names one of several devices.

use crate::body::out_of_range;
use hearth_vitals::{DeviceId, Vital};
use std::str::{FromStr, SplitAsciiWhitespace};

/// How long a saturation takes to fall if the order does not say, ms.
const DESATURATE_OVER_MS: u64 = 10_000;
/// How long a fever takes to rise if the order does not say, ms.
const FEVER_OVER_MS: u64 = 30 * 60_000;
/// The longest order.
const MAX_BYTES: usize = 200;

/// The vital signs that a body has.
const VITALS: [Vital; 7] =
    [Vital::HeartRate, Vital::Spo2, Vital::PerfusionIndex, Vital::RespiratoryRate, Vital::Temperature, Vital::Systolic, Vital::Diastolic];

/// Why a sentence is not an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// There is no such order.
    #[error(
        "'{0}' is no order: say desaturate, fever, recover, sensor, motion, battery, silence, unplug, plug, or a vital sign and its value"
    )]
    Unknown(String),
    /// The order lacks something that it needs.
    #[error("'{order}' needs {what}")]
    Missing {
        /// The order as it was given.
        order: String,
        /// What it needs.
        what: &'static str,
    },
    /// A word that is not allowed there.
    #[error("'{0}' is not understood here: after the order may come 'over TIME', 'for TIME' and 'on DEVICE'")]
    Word(String),
    /// Not a number, or one that no body can have.
    #[error("{0}")]
    Value(String),
    /// Not a time.
    #[error("'{0}' is no time: give a number of s, min or h, up to 30 days")]
    Time(String),
    /// Not a device id.
    #[error(transparent)]
    Device(#[from] hearth_vitals::id::IdError),
    /// The sentence is too long.
    #[error("an order has at most {MAX_BYTES} letters")]
    Long,
}

/// A condition that can be switched on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// The sensor is not on the patient.
    SensorOff,
    /// The hand moves.
    Motion,
    /// The battery is low.
    LowBattery,
    /// The device does not write.
    Silence,
    /// The port does not exist.
    Unplugged,
}

/// What an order asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Act {
    /// A vital sign shall go to a value, in its unit.
    Go(Vital, f64),
    /// Everything shall return to rest.
    Recover,
    /// A condition shall begin (`true`) or end.
    Set(Switch, bool),
}

/// An order to a simulated home.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What it asks for.
    pub act: Act,
    /// How long the vital sign takes to reach the value, ms.
    pub over_ms: u64,
    /// How long it lasts, ms; `None` until another order ends it.
    pub for_ms: Option<u64>,
    /// The device that it is for; `None` for all.
    pub device: Option<DeviceId>,
}

impl FromStr for Order {
    type Err = OrderError;

    fn from_str(text: &str) -> Result<Order, OrderError> {
        if text.len() > MAX_BYTES {
            return Err(OrderError::Long);
        }
        let mut words = text.split_ascii_whitespace();
        let (act, over_ms) = act(&mut words)?;
        let mut order = Order { act, over_ms, for_ms: None, device: None };
        let mut rest = words.peekable();
        while let Some(word) = rest.next() {
            match word {
                "over" => order.over_ms = time(rest.next(), &mut rest)?,
                "for" => order.for_ms = Some(time(rest.next(), &mut rest)?),
                "on" => order.device = Some(DeviceId::new(rest.next().unwrap_or_default())?),
                other => return Err(OrderError::Word(other.to_owned())),
            }
        }
        Ok(order)
    }
}

fn act(words: &mut SplitAsciiWhitespace<'_>) -> Result<(Act, u64), OrderError> {
    let order = words.next().unwrap_or_default();
    let switch = |switch, on| Ok((Act::Set(switch, on), 0));
    match order {
        "desaturate" => Ok((Act::Go(Vital::Spo2, value(order, Vital::Spo2, words)?), DESATURATE_OVER_MS)),
        "fever" => Ok((Act::Go(Vital::Temperature, value(order, Vital::Temperature, words)?), FEVER_OVER_MS)),
        "recover" => Ok((Act::Recover, 0)),
        "sensor" => switch(Switch::SensorOff, choice(order, words, "off", "on")?),
        "battery" => switch(Switch::LowBattery, choice(order, words, "low", "good")?),
        "motion" => switch(Switch::Motion, !said_off(words)),
        "silence" => switch(Switch::Silence, !said_off(words)),
        "unplug" => switch(Switch::Unplugged, true),
        "plug" => switch(Switch::Unplugged, false),
        key => match VITALS.into_iter().find(|vital| vital.key() == key) {
            Some(vital) => Ok((Act::Go(vital, value(order, vital, words)?), 0)),
            None => Err(OrderError::Unknown(order.to_owned())),
        },
    }
}

fn value(order: &str, vital: Vital, words: &mut SplitAsciiWhitespace<'_>) -> Result<f64, OrderError> {
    let missing = OrderError::Missing { order: order.to_owned(), what: "a value, as in 'desaturate to 82'" };
    let word = words.next().filter(|word| *word != "to").or_else(|| words.next()).ok_or(missing)?;
    let value: f64 = word.parse().map_err(|_| OrderError::Value(format!("'{word}' is no number")))?;
    match out_of_range(vital, value) {
        Some(fault) => Err(OrderError::Value(fault)),
        None => Ok(value),
    }
}

/// True if the next word is `yes`, false if it is `no`.
fn choice(order: &str, words: &mut SplitAsciiWhitespace<'_>, yes: &str, no: &str) -> Result<bool, OrderError> {
    let what = if order == "sensor" { "'off' or 'on'" } else { "'low' or 'good'" };
    match words.next() {
        Some(word) if word == yes => Ok(true),
        Some(word) if word == no => Ok(false),
        _ => Err(OrderError::Missing { order: order.to_owned(), what }),
    }
}

/// True, and the word is taken, if the next word is `off`.
fn said_off(words: &mut SplitAsciiWhitespace<'_>) -> bool {
    let off = words.clone().next() == Some("off");
    if off {
        words.next();
    }
    off
}

/// A time in ms: a number, and a unit if one follows; `45s` as one word is allowed too.
fn time<'a>(word: Option<&'a str>, rest: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Result<u64, OrderError> {
    const MAX_S: f64 = 30.0 * 86_400.0;
    let word = word.unwrap_or_default();
    let wrong = || OrderError::Time(word.to_owned());
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f64 = digits.parse().map_err(|_| wrong())?;
    let unit = match &word[digits.len()..] {
        "" => rest.next_if(|next| unit_s(next).is_some()).unwrap_or("s"),
        glued => glued,
    };
    let seconds = number * unit_s(unit).ok_or_else(wrong)?;
    if (0.0..=MAX_S).contains(&seconds) { Ok((seconds * 1_000.0).round() as u64) } else { Err(wrong()) }
}

fn unit_s(word: &str) -> Option<f64> {
    match word {
        "s" => Some(1.0),
        "min" => Some(60.0),
        "h" => Some(3_600.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> Order {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn sentences_mean_what_they_say() {
        let fall = order("desaturate to 82 over 40 s for 180 s");
        assert_eq!(fall, Order { act: Act::Go(Vital::Spo2, 82.0), over_ms: 40_000, for_ms: Some(180_000), device: None });
        assert_eq!(order("desaturate 82").over_ms, DESATURATE_OVER_MS);
        assert_eq!(order("spo2 84"), Order { act: Act::Go(Vital::Spo2, 84.0), over_ms: 0, for_ms: None, device: None });
        assert_eq!(order("fever to 39.2 over 30min for 2 h").for_ms, Some(7_200_000));
        let off = order("sensor off on oxi-0001 for 1.5 min");
        assert_eq!((off.act, off.for_ms), (Act::Set(Switch::SensorOff, true), Some(90_000)));
        assert_eq!(off.device.unwrap().as_str(), "oxi-0001");
        assert_eq!(order("sensor on").act, Act::Set(Switch::SensorOff, false));
        assert_eq!(order("motion off").act, Act::Set(Switch::Motion, false));
        assert_eq!(order("silence for 30").act, Act::Set(Switch::Silence, true));
        assert_eq!(order("plug").act, Act::Set(Switch::Unplugged, false));
    }

    #[test]
    fn nonsense_is_refused_with_words_that_help() {
        for (text, words) in [
            ("", "is no order"),
            ("dance", "'dance' is no order"),
            ("desaturate", "needs a value"),
            ("desaturate to much", "'much' is no number"),
            ("spo2 NaN", "must be from 50 to 100"),
            ("spo2 12", "spo2 must be from 50 to 100 %, not 12"),
            ("sensor", "needs 'off' or 'on'"),
            ("motion for ever", "'ever' is no time"),
            ("motion for -3 s", "'-3' is no time"),
            ("motion quickly", "'quickly' is not understood"),
            ("unplug on Oxi", "4 to 16"),
        ] {
            let error = text.parse::<Order>().unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        assert_eq!("x".repeat(1_000).parse::<Order>(), Err(OrderError::Long));
    }
}
