//! LOINC codes: one to seven digits, a hyphen, and a check digit (mod 10, every second digit doubled from the right), which
//! reveals nearly every mistyped digit.

/// A LOINC code whose check digit is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loinc(String);

/// Why a text is no LOINC code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLoinc {
    /// The text does not have the form of a LOINC code.
    Shape,
    /// The text has the form of a LOINC code, but its check digit is wrong.
    CheckDigit,
}

impl Loinc {
    /// Reads a code, as `718-7`.
    ///
    /// # Errors
    /// [`NotLoinc`].
    pub fn parse(text: &str) -> Result<Loinc, NotLoinc> {
        let (number, check) = text.split_once('-').ok_or(NotLoinc::Shape)?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(number) || !digits(check) || number.len() > 7 || check.len() != 1 || number.starts_with('0') {
            return Err(NotLoinc::Shape);
        }
        let right = check.bytes().next().is_some_and(|byte| byte - b'0' == check_digit(number));
        if right { Ok(Loinc(text.to_owned())) } else { Err(NotLoinc::CheckDigit) }
    }

    /// The code as text, with its check digit.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_digit(number: &str) -> u8 {
    let sum: u8 = number.bytes().rev().enumerate().map(|(place, byte)| weigh(byte - b'0', place % 2 == 0)).sum();
    (10 - sum % 10) % 10
}

/// The weight of a digit in the check sum; a doubled digit counts as the sum of its digits.
const fn weigh(digit: u8, doubled: bool) -> u8 {
    match (doubled, digit) {
        (false, _) => digit,
        (true, ..=4) => digit * 2,
        (true, _) => digit * 2 - 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_in_use_are_read() {
        for right in ["718-7", "8867-4", "59408-5", "85354-9", "107117-4", "2708-6", "61006-3", "41653-7"] {
            assert_eq!(Loinc::parse(right).map(|code| code.0), Ok(right.to_owned()));
        }
    }

    #[test]
    fn a_wrong_digit_or_two_that_changed_places_are_told() {
        for wrong in ["718-8", "719-7", "8876-4", "59048-5", "2708-7"] {
            assert_eq!(Loinc::parse(wrong), Err(NotLoinc::CheckDigit), "{wrong}");
        }
        for wrong in ["", "-", "718", "718-", "-7", "718-77", "12345678-1", "0718-7", "718-x", "７18-7", " 718-7", "718-7-1", "mood"] {
            assert_eq!(Loinc::parse(wrong), Err(NotLoinc::Shape), "{wrong:?}");
        }
    }
}
