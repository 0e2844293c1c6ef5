//! Refuses the character NUL, which no text of PostgreSQL can hold, at the edge of the hub, by the name of its field.
//!
//! JSON can only write it escaped, and a URL only percent-encoded, so whatever contains neither form is passed on after one look.

use super::{Mend, Problem};
use serde_json::Value;

/// The problem that this field holds a NUL.
pub fn problem(field: &str) -> Problem {
    Problem::invalid_field(field, Mend::Nul {})
}

/// The path of the first text in a JSON body that holds a NUL; `None` when there is none.
pub fn in_json(bytes: &[u8]) -> Option<String> {
    const ESCAPED: &[u8] = b"\\u0000";
    if !bytes.windows(ESCAPED.len()).any(|window| window == ESCAPED) {
        return None;
    }
    // The body was parsed before, so it is JSON and no deeper than its parser allows.
    find(&serde_json::from_slice(bytes).ok()?, "")
}

fn find(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::String(text) if text.contains('\0') => Some(if path.is_empty() { "body".to_owned() } else { path.to_owned() }),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| find(item, &format!("{path}[{index}]"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| match name.contains('\0') {
            // A field name that the API does not know is not repeated in the answer.
            true => Some(if path.is_empty() { "body".to_owned() } else { path.to_owned() }),
            false => find(field, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") }),
        }),
        _ => None,
    }
}

/// The name of the first field of a URL query that holds a NUL; `None` when there is none.
pub fn in_query(query: &str) -> Option<&str> {
    let (name, _) =
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).find(|(name, text)| in_path(name) || in_path(text))?;
    Some(if in_path(name) { "query" } else { name })
}

/// True if this segment of a URL path holds a NUL.
pub fn in_path(path: &str) -> bool {
    path.contains("%00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_wherever_it_stands() {
        let found = |text: &str| in_json(text.as_bytes());
        assert_eq!(found(r#"{"name":"a\u0000"}"#).as_deref(), Some("name"));
        assert_eq!(found(r#"{"limits":[{},{"vital":"\u0000"}]}"#).as_deref(), Some("limits[1].vital"));
        assert_eq!(found(r#""\u0000""#).as_deref(), Some("body"));
        assert_eq!(found(r#"{"a":{"\u0000":1}}"#).as_deref(), Some("a"));
        assert_eq!(found(r#"{"name":"\\u0000 in words"}"#), None, "a backslash and letters");
        assert_eq!(in_query("state=open&before=x%00"), Some("before"));
        assert_eq!(in_query("be%00fore=x"), Some("query"));
        assert_eq!(in_query("state=open"), None);
    }
}
