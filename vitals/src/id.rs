//! Ids of gateways and devices, and the random numbers that keep their streams apart.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is no {what}: use 4 to 16 of a-z, 0-9 and '-'")]
pub struct IdError {
    what: &'static str,
    given: String,
}

fn is_id(text: &str) -> bool {
    (4..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses an id: 4 to 16 of `a-z`, `0-9` and `-`.
            pub fn new(text: &str) -> Result<Self, IdError> {
                if is_id(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError { what: $what, given: text.chars().take(40).collect() })
                }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }
    };
}

text_id!(
    /// A gateway: one box in one home. Opaque, never a person's name or address.
    GatewayId,
    "gateway id"
);
text_id!(
    /// A device that measures. Opaque, never a person's name.
    DeviceId,
    "device id"
);

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = std::num::ParseIntError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                u64::from_str_radix(&text, 16).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

random_id!(
    /// One opening of one outbox, drawn at random. Sequence numbers are issued only in
    /// the generation that the running process opened, so that a restored disk, a clone
    /// or a torn tail can never issue a number twice.
    Generation
);
random_id!(
    /// One boot of one gateway: monotonic times are comparable only within it.
    BootId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_wrong_length_or_letters_are_refused_in_plain_words() {
        for bad in ["abc", "seventeen-letters", "Home-1", "home_1", "home 1", "höme"] {
            let message = GatewayId::new(bad).unwrap_err().to_string();
            assert!(message.contains("4 to 16"), "{message}");
        }
        assert_eq!(GatewayId::new("home-0001").unwrap().as_str(), "home-0001");
    }

    #[test]
    fn random_ids_are_sixteen_hexadecimal_digits() {
        let generation = Generation(0xab);
        let json = serde_json::to_string(&generation).unwrap();
        assert_eq!(json, r#""00000000000000ab""#);
        assert_eq!(serde_json::from_str::<Generation>(&json).unwrap(), generation);
    }
}
