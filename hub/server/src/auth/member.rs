//! Rules for the facts of a member of staff, shared by the API and the commands. Pure.

use std::ops::RangeInclusive;

/// How many characters the name that colleagues see may have.
pub const DISPLAY_NAME: RangeInclusive<usize> = 1..=80;
/// Languages that one person speaks, at most.
pub const LANGUAGES_MAX: usize = 8;

/// True for a name to sign in with: 2 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit.
pub fn is_sign_in_name(name: &str) -> bool {
    let right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (2..=32).contains(&name.len()) && begins && name.bytes().all(right)
}

/// The longest phone number, in characters.
pub const PHONE_MAX: usize = 40;

/// True for a phone number as people write it, and for an empty text.
pub fn is_phone(text: &str) -> bool {
    let written = |c: char| c.is_ascii_digit() || " +-()./#*".contains(c);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.is_empty() || (text.len() <= PHONE_MAX && digits >= 3 && text.chars().all(written))
}

/// True for a language tag of BCP 47, by its shape.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let letters = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= 35 && parts.next().is_some_and(letters) && parts.all(subtag)
}

/// Removes duplicates, keeps the order.
pub fn each_once(said: Vec<String>) -> Vec<String> {
    let mut once = Vec::new();
    for one in said {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_name_can_be_typed_on_any_keyboard() {
        for right in ["ana", "ana.lopez", "a1", "7_of-9", &"x".repeat(32)] {
            assert!(is_sign_in_name(right), "{right}");
        }
        for wrong in ["", "a", "Ana", "-ana", ".ana", "ana lopez", "josé", &"x".repeat(33)] {
            assert!(!is_sign_in_name(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_language_that_is_named_twice_is_spoken_once() {
        let said = ["es", "en", "es"].map(str::to_owned).to_vec();
        assert_eq!(each_once(said), ["es", "en"]);
    }
}
