//! Texts that people write and others read on a screen: names, labels, addresses, reasons.
//!
//! A name of invisible characters would make a nameless patient, and a mark that turns the direction of writing can make one name
//! look like another. Therefore a text is normalised (NFC, one blank between words, none around it) and refused if it holds
//! anything that no screen shows; it is never mended by leaving something out.

use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeGeneralCategory};

/// The largest number of marks on one letter: Vietnamese uses two, Thai three; more is drawn over the line above.
const MARKS_MAX: usize = 4;
/// Joiners, which Persian and the scripts of India write within words.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];
/// Characters that Unicode classes as letters or signs although nothing is drawn: the Hangul fillers and the empty Braille cell.
const BLANK_SIGNS: [char; 5] = ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}', '\u{2800}'];

/// What a text must hold to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MustHold {
    /// At least one letter: for names of people.
    Letter,
    /// At least one letter or digit: for labels, numbers, reasons. The allowed length decides whether a text may be empty.
    LetterOrDigit,
}

/// Why a text is refused; it never repeats what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The text is shorter or longer than this range of characters.
    Length(RangeInclusive<usize>),
    /// The text holds a control character, a mark of direction, or another character that no screen shows.
    Invisible,
    /// The text holds no letter.
    NoLetter,
    /// The text holds neither a letter nor a digit.
    NothingSeen,
    /// One letter carries more combining marks than this number.
    Marks(usize),
}

/// A text that was checked and can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// Reads a one-line text with a number of characters in this range.
    ///
    /// # Errors
    /// [`Flaw`], which never repeats what was written.
    pub fn parse(given: &str, characters: RangeInclusive<usize>, seen: MustHold) -> Result<Text, Flaw> {
        let text = one_line(given)?;
        if !characters.contains(&text.chars().count()) {
            return Err(Flaw::Length(characters));
        }
        shown(&text)?;
        let letter = |c: char| group(c) == Group::Letter;
        match seen {
            _ if text.is_empty() => {}
            MustHold::Letter if !text.chars().any(letter) => return Err(Flaw::NoLetter),
            MustHold::LetterOrDigit if !text.chars().any(|c| letter(c) || group(c) == Group::Number) => return Err(Flaw::NothingSeen),
            _ => {}
        }
        Ok(Text(text))
    }

    /// Reads a text of several lines; the range counts its characters including the line breaks.
    ///
    /// # Errors
    /// [`Flaw`], which never repeats what was written.
    pub fn parse_lines(given: &str, characters: RangeInclusive<usize>) -> Result<Text, Flaw> {
        let lines = given.trim().lines().map(one_line).collect::<Result<Vec<_>, _>>()?;
        let text = lines.join("\n");
        if !characters.contains(&text.chars().count()) {
            return Err(Flaw::Length(characters));
        }
        lines.iter().try_for_each(|line| shown(line))?;
        let seen = |c: char| matches!(group(c), Group::Letter | Group::Number);
        if text.is_empty() || text.chars().any(seen) { Ok(Text(text)) } else { Err(Flaw::NothingSeen) }
    }

    /// The text that was checked.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text that was checked.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The text in composed letters with one blank between words. A line break counts as a control character, not a blank.
fn one_line(given: &str) -> Result<String, Flaw> {
    let given = given.trim();
    if given.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Flaw::Invisible);
    }
    Ok(given.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect())
}

fn group(c: char) -> Group {
    c.general_category_group()
}

/// Checks that a screen draws every character.
fn shown(text: &str) -> Result<(), Flaw> {
    let mut marks = 0;
    let mut before = None;
    for c in text.chars() {
        let joins = JOINERS.contains(&c) && before.is_some_and(|before| matches!(group(before), Group::Letter | Group::Mark));
        if (hidden(c) && !joins) || (group(c) == Group::Mark && before.is_none_or(|before| before == ' ')) {
            return Err(Flaw::Invisible);
        }
        marks = if group(c) == Group::Mark { marks + 1 } else { 0 };
        if marks > MARKS_MAX {
            return Err(Flaw::Marks(MARKS_MAX));
        }
        before = Some(c);
    }
    // A joiner at the end joins nothing.
    if before.is_some_and(|last| JOINERS.contains(&last)) { Err(Flaw::Invisible) } else { Ok(()) }
}

fn hidden(c: char) -> bool {
    let drawn_by_none = matches!(
        c.general_category(),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
    );
    // Variation selectors and the combining grapheme joiner are marks that draw nothing.
    let empty_mark =
        matches!(c, '\u{034F}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    drawn_by_none || empty_mark || BLANK_SIGNS.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str) -> Result<String, Flaw> {
        Text::parse(given, 1..=40, MustHold::Letter).map(Text::into_string)
    }

    #[test]
    fn names_of_many_languages_are_kept() {
        for right in
            ["Menjívar", "O'Brien-Núñez", "al-Ḥarbī", "李小龍", "Nguyễn Thị Ánh", "Χρυσή", "می\u{200C}خواهم", "क्\u{200D}ष", "김", "J.", "ก็่"]
        {
            assert_eq!(name(right).as_deref(), Ok(right), "{right}");
        }
    }

    #[test]
    fn a_text_is_composed_and_has_one_blank_between_words() {
        assert_eq!(name("  Menji\u{301}var \u{a0}\u{3000} Ana ").unwrap(), "Menjívar Ana");
        assert_eq!(Text::parse("  ", 0..=9, MustHold::LetterOrDigit).unwrap().as_str(), "");
    }

    #[test]
    fn what_nobody_sees_is_no_name() {
        let invisible = [
            "\u{200B}",
            "\u{200B}\u{200C}\u{200D}",
            "\u{FEFF}",
            "\u{2060}",
            "\u{AD}",
            "\u{3164}",
            "\u{115F}\u{1160}",
            "\u{FFA0}",
            "\u{2800}",
            "\u{301}",
            "\u{301}\u{302}",
            "\u{E000}",
            "\u{E0041}",
            "\u{0}",
            "\u{1b}[2J",
            "\u{34F}",
            "\u{FE0F}",
            "\u{61C}",
        ];
        for wrong in invisible {
            assert_eq!(name(wrong), Err(Flaw::Invisible), "{wrong:?}");
            // Within a name it is refused as well: two patients would look alike.
            assert_eq!(name(&format!("Ana {wrong} Ruiz")), Err(Flaw::Invisible), "{wrong:?}");
        }
        for within in ["\u{2028}", "\u{2029}", "\u{85}", "\n", "\t"] {
            assert_eq!(name(&format!("Ana{within}Ruiz")), Err(Flaw::Invisible), "{within:?}");
        }
        for wrong in ["", "   ", "\u{a0}\u{2003}", "\u{2028}", "\n"] {
            assert_eq!(name(wrong), Err(Flaw::Length(1..=40)), "{wrong:?}");
        }
        for wrong in ["-", "123", "'", "☺", "_ _"] {
            assert_eq!(name(wrong), Err(Flaw::NoLetter), "{wrong:?}");
        }
    }

    #[test]
    fn a_text_of_several_lines_keeps_its_breaks_and_nothing_else_that_is_unseen() {
        let lines = |given: &str| Text::parse_lines(given, 1..=30).map(Text::into_string);
        assert_eq!(lines(" more  short of\r\n--\nbreath ").as_deref(), Ok("more short of\n--\nbreath"));
        assert_eq!(lines("a\n\nb").as_deref(), Ok("a\n\nb"));
        assert_eq!(lines("a\n\u{202E}b"), Err(Flaw::Invisible));
        assert_eq!(lines("--\n--"), Err(Flaw::NothingSeen));
        assert_eq!((lines(" \n "), lines(&"x\n".repeat(16))), (Err(Flaw::Length(1..=30)), Err(Flaw::Length(1..=30))));
    }

    #[test]
    fn nothing_turns_the_direction_of_writing() {
        for turn in "\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}".chars() {
            assert_eq!(name(&format!("Ana{turn}Ruiz")), Err(Flaw::Invisible), "{turn:?}");
        }
    }

    #[test]
    fn a_letter_does_not_carry_a_tower() {
        assert!(name(&format!("A{}", "\u{301}".repeat(4))).is_ok());
        assert_eq!(name(&format!("A{}", "\u{301}".repeat(6))), Err(Flaw::Marks(4)));
        assert_eq!(name("Ana\u{200D}"), Err(Flaw::Invisible), "a joiner that joins nothing");
    }

    #[test]
    fn length_is_counted_in_characters_after_composing() {
        assert!(name(&"e\u{301}".repeat(40)).is_ok());
        assert_eq!(name(&"é".repeat(41)), Err(Flaw::Length(1..=40)));
    }
}
