//! String literals of a Rust source, as far as statements need them: with escapes and continued lines resolved, `concat!`
//! joined, macros of one literal put in, up to the file's own tests.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// A literal, or a `concat!` of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// What it says.
    pub text: String,
    /// `format!` fills it.
    pub is_template: bool,
    /// It stands in the call that sends it.
    pub is_sent: bool,
    /// The constant whose value it is.
    pub constant: Option<String>,
}

enum Piece {
    Code(String),
    Text(String),
}

/// The literals of a source, with the [`macros`] of all.
pub fn of(source: &str, macros: &BTreeMap<String, String>) -> Vec<Literal> {
    let pieces = pieces(source.split("#[cfg(test)]").next().unwrap_or_default());
    let mut found = Vec::new();
    let mut before = "";
    let mut joined: Option<(&str, String)> = None;
    for piece in &pieces {
        match piece {
            Piece::Text(text) => match &mut joined {
                Some((_, all)) => all.push_str(text),
                None if before.trim_end().ends_with("concat!(") => joined = Some((before, text.clone())),
                None => found.push(literal(before, text.clone())),
            },
            Piece::Code(code) => {
                before = code;
                if let Some((opened, mut all)) = joined.take() {
                    let (inside, is_closed) = until_closed(code);
                    let names = inside.split(',').filter_map(|part| part.trim().strip_suffix("!()")?.rsplit("::").next());
                    all.extend(names.filter_map(|name| macros.get(name)).map(String::as_str));
                    if is_closed {
                        found.push(literal(opened, all));
                    } else {
                        joined = Some((opened, all));
                    }
                }
            }
        }
    }
    found
}

fn literal(before: &str, text: String) -> Literal {
    let before = before.trim_end().trim_end_matches("concat!(").trim_end();
    let is_template = before.ends_with("format!(");
    let call = before.trim_end_matches("format!(").trim_end_matches("AssertSqlSafe(").trim_end_matches("sqlx::");
    let is_sent = ["query(", "query_scalar(", "query_as(", "raw_sql("].iter().any(|way| call.ends_with(way));
    let constant = before.strip_suffix(": &str =").map(|start| start.rsplit(' ').next().unwrap_or_default().to_owned());
    Literal { text, is_template, is_sent, constant }
}

/// What stands before the bracket that closes a `concat!`, and whether there is one.
fn until_closed(code: &str) -> (&str, bool) {
    let mut depth = 0_i32;
    for (at, char) in code.char_indices() {
        depth += i32::from(char == '(') - i32::from(char == ')');
        if depth < 0 {
            return (&code[..at], true);
        }
    }
    (code, false)
}

/// Macros without arguments whose whole body is one literal, by name.
pub fn macros<'a>(sources: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in sources {
        for pair in pieces(source).windows(2) {
            if let [Piece::Code(code), Piece::Text(text)] = pair
                && let Some((_, declared)) = code.rsplit_once("macro_rules!")
                && let Some((name, _)) = declared.split_once('{')
            {
                found.insert(name.trim().to_owned(), text.clone());
            }
        }
    }
    found
}

/// Code and literals in turn, without comments.
fn pieces(source: &str) -> Vec<Piece> {
    let (mut found, mut code) = (Vec::new(), String::new());
    let mut chars = source.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|char| *char != '\n').is_some() {},
            // The character of a quote, which opens nothing.
            '\'' if chars.peek() == Some(&'"') => drop(chars.next()),
            '"' => {
                found.push(Piece::Code(std::mem::take(&mut code)));
                found.push(Piece::Text(text(&mut chars)));
            }
            other => code.push(other),
        }
    }
    found.push(Piece::Code(code));
    found
}

/// The rest of a literal whose opening quote was read.
fn text(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(char) = chars.next() {
        match char {
            '"' => break,
            '\\' => match chars.next() {
                Some('\n') => while chars.next_if(|char| char.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    text
}
