//! Ids of gateways and devices, and the random numbers that keep their streams apart.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is no {what}: use 4 to 16 of a-z, 0-9 and '-'")]
pub struct IdError {
    what: &'static str,
    given: String,
}

/// The most letters of an id.
const LONGEST: usize = 16;

fn is_id(text: &str) -> bool {
    (4..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The letters of an id, then zeros. It stands where it is used: ids are kept, compared and looked up with every record, and
/// a place of its own on the heap for each would cost more than the rest of the record.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Letters([u8; LONGEST]);

impl Letters {
    fn of(text: &str) -> Option<Self> {
        let mut letters = [0; LONGEST];
        letters.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self(letters))
    }

    fn as_str(&self) -> &str {
        let length = self.0.iter().position(|letter| *letter == 0).unwrap_or(LONGEST);
        // They were letters of a text, so this never fails.
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// As a number: sixteen bytes are compared in one step, and in the order of the texts, because no letter is zero.
    fn number(self) -> u128 {
        u128::from_be_bytes(self.0)
    }
}

impl Ord for Letters {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl PartialOrd for Letters {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Letters {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.number());
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Letters);

        impl $name {
            /// Parses an id: 4 to 16 of `a-z`, `0-9` and `-`.
            pub fn new(text: &str) -> Result<Self, IdError> {
                let letters = Letters::of(text).filter(|_| is_id(text));
                letters.map(Self).ok_or_else(|| IdError { what: $what, given: text.chars().take(40).collect() })
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
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
                id.as_str().to_owned()
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
    fn an_id_is_the_text_it_was_made_of_and_sorts_as_that() {
        let mut texts = ["zzzz", "a-b-", "home-0001", "home-000", "0123456789abcdef", "home-0002", "----", "homf"];
        texts.sort_unstable();
        let ids: Vec<DeviceId> = texts.iter().map(|text| DeviceId::new(text).unwrap()).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids.iter().map(DeviceId::as_str).collect::<Vec<_>>(), texts);
        assert_eq!(ids.iter().cloned().collect::<std::collections::HashSet<_>>().len(), texts.len());
    }

    #[test]
    fn random_ids_are_sixteen_hexadecimal_digits() {
        let generation = Generation(0xab);
        let json = serde_json::to_string(&generation).unwrap();
        assert_eq!(json, r#""00000000000000ab""#);
        assert_eq!(serde_json::from_str::<Generation>(&json).unwrap(), generation);
    }
}
