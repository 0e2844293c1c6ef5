//! What an older description of the API promised and a newer one no longer keeps.
//!
//! A client that was written by the older one goes on: every path, answer and field it reads is there and of the same type,
//! and whatever it sends is taken. New paths, new fields in answers, new optional ones in requests and new words of an
//! enumeration break nobody (clients keep words that they do not know).

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Sent,
    Answered,
}

/// Both descriptions, and the pairs of schemas that are being compared: some name themselves.
struct Pair<'a> {
    before: &'a Value,
    now: &'a Value,
    under_way: BTreeSet<(String, String, Way)>,
}

/// Whether a version may break what an older one promised: a higher major version, or below 1.0 a higher minor one.
#[must_use]
pub fn may_break(before: &str, now: &str) -> bool {
    let parts = |version: &str| -> Vec<u64> { version.split('.').filter_map(|part| part.parse().ok()).collect() };
    match (&parts(before)[..], &parts(now)[..]) {
        ([0, before, ..], [0, now, ..]) => now > before,
        ([before, ..], [now, ..]) => now > before,
        _ => false,
    }
}

/// What is broken, as sentences.
#[must_use]
pub fn broken(before: &Value, now: &Value) -> Vec<String> {
    let mut pair = Pair { before, now, under_way: BTreeSet::new() };
    let mut found = Vec::new();
    for (path, methods) in object(&before["paths"]) {
        for (method, operation) in object(methods) {
            let at = format!("{} {path}", method.to_uppercase());
            match now["paths"][path].get(method) {
                Some(other) => pair.operation(&at, operation, other, &mut found),
                None => found.push(format!("{at} is gone")),
            }
        }
    }
    for (list, codes) in object(&before["x-codes"]) {
        let kept = words(&now["x-codes"][list]);
        found.extend(words(codes).difference(&kept).map(|code| format!("code {code} of {list} is gone")));
    }
    found
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// One text, or a list of values as texts.
fn words(value: &Value) -> BTreeSet<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Null => BTreeSet::new(),
        Value::Array(values) => values.iter().map(text).collect(),
        one => BTreeSet::from([text(one)]),
    }
}

/// Properties and required names of a schema and of all that it is made of.
fn fields<'a>(root: &'a Value, schema: &'a Value) -> (BTreeMap<&'a str, &'a Value>, BTreeSet<String>) {
    let schema = resolved(root, schema);
    let mut properties: BTreeMap<&str, &Value> = object(&schema["properties"]).map(|(name, value)| (name.as_str(), value)).collect();
    let mut required = words(&schema["required"]);
    for part in list(&schema["allOf"]) {
        let (more, names) = fields(root, part);
        properties.extend(more);
        required.extend(names);
    }
    (properties, required)
}

fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
    name.and_then(|name| root.pointer(name)).unwrap_or(schema)
}

impl Pair<'_> {
    fn operation(&mut self, at: &str, before: &Value, now: &Value, found: &mut Vec<String>) {
        let by_name = |operation: &Value| -> BTreeMap<String, Value> {
            let key =
                |one: &Value| format!("{} parameter {}", one["in"].as_str().unwrap_or_default(), one["name"].as_str().unwrap_or_default());
            list(&operation["parameters"]).iter().map(|one| (key(one), one.clone())).collect()
        };
        let (parameters, others) = (by_name(before), by_name(now));
        for (name, parameter) in &parameters {
            match others.get(name) {
                Some(other) => self.schema(&format!("{at}: {name}"), (&parameter["schema"], &other["schema"]), Way::Sent, found),
                None => found.push(format!("{at}: {name} is gone")),
            }
        }
        let is_required = |one: &Value| one["required"] == true;
        let were = |name: &str| parameters.get(name).is_some_and(is_required);
        let newly = others.iter().filter(|(name, one)| is_required(one) && !were(name));
        found.extend(newly.map(|(name, _)| format!("{at}: {name} must be given now")));
        if is_required(&now["requestBody"]) && !is_required(&before["requestBody"]) {
            found.push(format!("{at}: a body must be sent now"));
        }
        self.content(&format!("{at}: body"), (&before["requestBody"], &now["requestBody"]), Way::Sent, found);
        for (status, answer) in object(&before["responses"]).filter(|(status, _)| status.starts_with('2')) {
            match now["responses"].get(status) {
                Some(other) => self.content(&format!("{at}: answer {status}"), (answer, other), Way::Answered, found),
                None => found.push(format!("{at}: answer {status} is gone")),
            }
        }
    }

    fn content(&mut self, at: &str, (before, now): (&Value, &Value), way: Way, found: &mut Vec<String>) {
        for (kind, content) in object(&before["content"]) {
            match now["content"].get(kind) {
                Some(other) => self.schema(at, (&content["schema"], &other["schema"]), way, found),
                None => found.push(format!("{at}: {kind} is gone")),
            }
        }
    }

    fn schema(&mut self, at: &str, (before, now): (&Value, &Value), way: Way, found: &mut Vec<String>) {
        let names = (words(&before["$ref"]), words(&now["$ref"]));
        if let (Some(one), Some(other)) = (names.0.first(), names.1.first())
            && !self.under_way.insert((one.clone(), other.clone(), way))
        {
            return;
        }
        let (before, now) = (resolved(self.before, before), resolved(self.now, now));
        for (key, what) in [("type", "type"), ("format", "format")] {
            let (was, is) = (words(&before[key]), words(&now[key]));
            let fits = if way == Way::Sent { was.is_subset(&is) } else { is.is_subset(&was) };
            // What had a type and has none any more says nothing to a reader.
            if was != is && (!fits || is.is_empty()) && !was.is_empty() {
                found.push(format!("{at}: {what} was {was:?} and is {is:?}"));
            }
        }
        let words_now = words(&now["enum"]);
        let gone: Vec<String> = words(&before["enum"]).difference(&words_now).cloned().collect();
        if !words_now.is_empty() && !gone.is_empty() {
            found.push(format!("{at}: no longer one of its words: {}", gone.join(", ")));
        }
        if way == Way::Sent {
            found.extend(narrowed(before, now).map(|limit| format!("{at}: {limit} is narrower than it was")));
        }
        self.properties(at, (before, now), way, found);
        for inner in ["items", "additionalProperties"] {
            if before[inner].is_object() && now[inner].is_object() {
                self.schema(&format!("{at}[]"), (&before[inner], &now[inner]), way, found);
            }
        }
        self.alternatives(at, (before, now), way, found);
    }

    fn properties(&mut self, at: &str, (before, now): (&Value, &Value), way: Way, found: &mut Vec<String>) {
        let ((were, were_required), (are, are_required)) = (fields(self.before, before), fields(self.now, now));
        let are: BTreeMap<&str, Value> = are.into_iter().map(|(name, value)| (name, value.clone())).collect();
        for (name, property) in were {
            match are.get(name) {
                Some(other) => self.schema(&format!("{at}.{name}"), (&property.clone(), other), way, found),
                None => found.push(format!("{at}.{name} is gone")),
            }
        }
        let (missing, what) = match way {
            Way::Sent => (are_required.difference(&were_required).cloned().collect::<Vec<_>>(), "must be given now"),
            Way::Answered => (
                were_required.difference(&are_required).filter(|name| are.contains_key(name.as_str())).cloned().collect(),
                "may be missing now",
            ),
        };
        found.extend(missing.into_iter().map(|name| format!("{at}.{name} {what}")));
    }

    /// Each of the alternatives that were must still be one of those that are.
    fn alternatives(&mut self, at: &str, (before, now): (&Value, &Value), way: Way, found: &mut Vec<String>) {
        for key in ["oneOf", "anyOf"] {
            for (number, alternative) in list(&before[key]).iter().enumerate() {
                let fits = list(&now[key]).iter().any(|other| {
                    let mut pair = Pair { before: self.before, now: self.now, under_way: self.under_way.clone() };
                    let mut differences = Vec::new();
                    pair.schema(at, (alternative, other), way, &mut differences);
                    differences.is_empty()
                });
                if !fits {
                    found.push(format!("{at}: alternative {} of {key} is gone or another", number + 1));
                }
            }
        }
    }
}

/// Limits that a value which was taken before may break now.
fn narrowed<'a>(before: &'a Value, now: &'a Value) -> impl Iterator<Item = &'static str> + 'a {
    let number = |schema: &Value, key: &str| schema.as_object().and_then(|schema: &Map<String, Value>| schema.get(key)?.as_f64());
    let upper = ["maximum", "maxLength", "maxItems"]
        .into_iter()
        .filter(move |key| number(now, key).is_some_and(|is| number(before, key).is_none_or(|was| is < was)));
    let lower = ["minimum", "minLength", "minItems"]
        .into_iter()
        .filter(move |key| number(now, key).is_some_and(|is| number(before, key).is_none_or(|was| is > was)));
    upper.chain(lower)
}
