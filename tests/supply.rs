//! Where dependencies come from and under which licence, by the rules in `deny.toml`.
//!
//! `cargo deny check` reads the same file. This checks bans, licences and sources on machines that have only cargo.

use cargo_metadata::Metadata;

/// The rules of `deny.toml` that are checked here.
pub struct Rules {
    licences: Vec<String>,
    banned: Vec<String>,
}

impl Rules {
    /// Reads the rules from the text of `deny.toml`.
    pub fn parse(text: &str) -> Result<Rules, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("deny.toml: {error}"))?;
        let strings = |section: &str, key: &str| -> Result<Vec<String>, String> {
            let values = table.get(section).and_then(|s| s.get(key)).and_then(toml::Value::as_array);
            let values = values.ok_or_else(|| format!("deny.toml has no list {section}.{key}"))?;
            let name = |v: &toml::Value| v.as_str().or_else(|| v.get("crate").and_then(toml::Value::as_str)).map(str::to_owned);
            Ok(values.iter().filter_map(name).collect())
        };
        Ok(Rules { licences: strings("licenses", "allow")?, banned: strings("bans", "deny")? })
    }

    /// What breaks the rules, as sentences.
    pub fn broken(&self, metadata: &Metadata) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        for package in metadata.packages.iter().filter(|p| p.source.is_some()) {
            let licence = package.license.clone().unwrap_or_default();
            if !self.allows(&licence) {
                found.push(format!("{} {} has licence '{licence}'", package.name, package.version));
            }
            if !package.source.as_ref().is_some_and(|s| s.is_crates_io()) {
                found.push(format!("{} comes from elsewhere than crates.io", package.name));
            }
        }
        for program in ["hearth-hub", "hearth-gateway", "hearth-sim"] {
            let reached = crate::arrows::reach(program)?;
            let banned = self.banned.iter().filter(|name| reached.contains(*name));
            found.extend(banned.map(|name| format!("{name} is banned and yet compiled into {program}")));
        }
        Ok(found)
    }

    /// True when one alternative of an SPDX expression has only allowed licences.
    fn allows(&self, expression: &str) -> bool {
        let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
        // In `A OR B AND C`, AND binds tighter. So splitting at OR is right for every expression without an OR in parentheses,
        // and stricter than needed for the others.
        expression.split(" OR ").any(|side| {
            let mut parts = side.split(" AND ").map(str::trim);
            parts.all(|part| self.licences.iter().any(|allowed| allowed == part))
        })
    }
}
