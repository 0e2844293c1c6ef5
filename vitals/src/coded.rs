//! What a program tells a person, as a fixed code with parameters. Screens have the words for each code, in the language of the
//! reader; the English sentence beside it is for logs and scripts.
//!
//! [`coded!`](macro@crate::coded) declares all that one enum can say: a code, its parameters and its sentence, a row each. A
//! parameter without a place in the sentence does not compile, and [`Listed`] tells a test which codes and which
//! parameters must have words.

use crate::{DeviceId, GatewayId, Vital, WallMs};
use serde_json::{Map, Value};

/// The parameters of a code by name, as they go over the wire.
pub type Params = Map<String, Value>;

/// One code: the code itself, and each parameter's name with what it is ([`Param::IS`]).
pub type Listed = (&'static str, &'static [(&'static str, &'static str)]);

/// A parameter of a code. Never a patient's name or value beyond what the caller itself sent.
pub trait Param {
    /// The kind of the parameter, which decides how a screen writes it: `text` as it is, `number`, `seconds`, `instant` (ms since
    /// 1970), `unit` (UCUM), `choices` ([`Choices`]), `english` ([`English`]), or the name of a list of codes, such as `vitals`.
    const IS: &'static str;

    /// The parameter in the form that goes over the wire.
    fn value(&self) -> Value;

    /// The parameter in the form that stands in the English sentence.
    fn english(&self) -> String;
}

/// A length of time in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds(pub u64);

/// A UCUM unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit(pub &'static str);

/// A text for the people who run the system, in English only: a screen in another language says that it is English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct English(pub String);

/// The choices for a field: codes of a list that screens have words for, or plain words if that list has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The name of the list, such as `methods`.
    pub of: &'static str,
    /// The codes in their order.
    pub codes: Vec<String>,
}

impl Choices {
    /// Makes the choices from codes of a list.
    pub fn new<S: Into<String>>(of: &'static str, codes: impl IntoIterator<Item = S>) -> Choices {
        Choices { of, codes: codes.into_iter().map(Into::into).collect() }
    }
}

macro_rules! param {
    ($($type:ty, $is:literal, $it:ident => $value:expr, $english:expr;)+) => {
        $(impl Param for $type {
            const IS: &'static str = $is;
            fn value(&self) -> Value {
                let $it = self;
                $value
            }
            fn english(&self) -> String {
                let $it = self;
                $english
            }
        })+
    };
}

param! {
    String, "text", it => it.as_str().into(), it.clone();
    DeviceId, "text", it => it.as_str().into(), it.to_string();
    GatewayId, "text", it => it.as_str().into(), it.to_string();
    u64, "number", it => (*it).into(), it.to_string();
    f64, "number", it => (*it).into(), it.to_string();
    Seconds, "seconds", it => it.0.into(), long(it.0);
    WallMs, "instant", it => it.0.into(), hour_and_minute(it.0);
    English, "english", it => it.0.as_str().into(), it.0.clone();
    Unit, "unit", it => it.0.into(), it.0.to_owned();
    Vital, "vitals", it => it.key().into(), it.to_string();
    Choices, "choices", it => serde_json::json!({ "of": it.of, "codes": it.codes }), it.codes.join(", ");
}

/// A length of time in the largest unit in which it is a whole number, minutes only from ten on: `31 days`, `10 minutes`, `90 s`.
fn long(seconds: u64) -> String {
    match seconds {
        days if days > 0 && days.is_multiple_of(86_400) => format!("{} days", days / 86_400),
        minutes if minutes >= 600 && minutes.is_multiple_of(60) => format!("{} minutes", minutes / 60),
        seconds => format!("{seconds} s"),
    }
}

/// The time of day, as `hh:mm UTC`.
fn hour_and_minute(at: i64) -> String {
    let minutes = at.div_euclid(60_000).rem_euclid(24 * 60);
    format!("{:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// Declares an enum of what a program tells people: a code, its parameters (each a [`Param`]) and
/// the English sentence, in which every parameter has a place.
///
/// ```
/// hearth_vitals::coded! {
///     /// What may be wrong with a door.
///     pub enum Door {
///         /// It was opened from outside.
///         Opened = "opened" { at: hearth_vitals::WallMs } => "opened at {at}",
///     }
/// }
/// let opened = Door::Opened { at: hearth_vitals::WallMs(60_000) };
/// assert_eq!((opened.code(), opened.english().as_str()), ("opened", "opened at 00:01 UTC"));
/// assert_eq!(Door::ALL, [("opened", [("at", "instant")].as_slice())]);
/// ```
#[macro_export]
macro_rules! coded {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $($(#[$item_doc:meta])* $item:ident = $code:literal { $($param:ident: $type:ty),* } => $english:literal),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name {
            $($(#[$item_doc])* $item { $(#[doc = concat!("See the sentence of `", $code, "`.")] $param: $type),* }),+
        }

        impl $name {
            /// Every code with its parameters.
            pub const ALL: &'static [$crate::coded::Listed] =
                &[$(($code, &[$((stringify!($param), <$type as $crate::coded::Param>::IS)),*])),+];

            /// The fixed code.
            pub const fn code(&self) -> &'static str {
                match self { $($name::$item { .. } => $code),+ }
            }

            /// The parameters, for the words of a screen.
            pub fn params(&self) -> $crate::coded::Params {
                match self {
                    $($name::$item { $($param),* } => $crate::coded::Params::from_iter([
                        $((stringify!($param).to_owned(), $crate::coded::Param::value($param))),*
                    ])),+
                }
            }

            /// The sentence in English, for logs and scripts.
            pub fn english(&self) -> String {
                match self {
                    $($name::$item { $($param),* } => format!($english, $($param = $crate::coded::Param::english($param)),*)),+
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    coded! {
        /// Of this test.
        pub enum Said {
            /// All kinds of parameters.
            Much = "much" { who: String, wait: Seconds, since: WallMs, vital: Vital, low: f64, unit: Unit, choices: Choices }
                => "{who} {wait} {since} {vital} {low} {unit} {choices}",
            /// Without any parameter.
            Nothing = "nothing" {} => "nothing",
        }
    }

    #[test]
    fn a_code_tells_its_parameters_by_name_and_in_its_sentence() {
        let much = Said::Much {
            who: "Ana".into(),
            wait: Seconds(90),
            since: WallMs(25_620_000),
            vital: Vital::Spo2,
            low: 36.5,
            unit: Unit("Cel"),
            choices: Choices::new("methods", ["oral", "rectal"]),
        };
        assert_eq!(much.english(), "Ana 90 s 07:07 UTC spo2 36.5 Cel oral, rectal");
        let params = serde_json::json!({
            "who": "Ana", "wait": 90, "since": 25_620_000, "vital": "spo2", "low": 36.5, "unit": "Cel",
            "choices": { "of": "methods", "codes": ["oral", "rectal"] },
        });
        assert_eq!(Value::Object(much.params()), params);
        let listed: Vec<&str> = Said::ALL[0].1.iter().map(|(_, is)| *is).collect();
        assert_eq!(listed, ["text", "seconds", "instant", "vitals", "number", "unit", "choices"]);
        let nothing = Said::Nothing {};
        assert_eq!((nothing.code(), nothing.params().len(), Said::ALL[1]), ("nothing", 0, ("nothing", &[][..])));
    }

    #[test]
    fn lengths_of_time_are_written_as_people_say_them() {
        let told = [9, 240, 600, 3_600, 86_400 * 31, 90_061].map(long);
        assert_eq!(told, ["9 s", "240 s", "10 minutes", "60 minutes", "31 days", "90061 s"]);
    }
}
