//! `openapi`: the description of the API, as the dashboard's client is made from it.

use super::say;
use anyhow::Context;
use std::collections::BTreeMap;
use utoipa::openapi::OpenApi;

/// Prints it as JSON.
///
/// # Errors
/// If standard output is closed.
pub fn print() -> anyhow::Result<()> {
    say(&in_order(crate::api::openapi()).context("cannot write the description as JSON")?)
}

/// The extensions last and in the order of their names: the library keeps them in a map of random order, and the file is kept in
/// version control.
fn in_order(mut openapi: OpenApi) -> serde_json::Result<String> {
    let extensions = openapi.extensions.take().unwrap_or_default();
    let extensions: BTreeMap<_, _> = extensions.iter().collect();
    let (body, rest) = (openapi.to_pretty_json()?, serde_json::to_string_pretty(&extensions)?);
    Ok(format!("{},\n{}", body.trim_end_matches("\n}"), rest.trim_start_matches("{\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn it_is_the_same_each_time_and_says_what_it_said_before() {
        let written = in_order(crate::api::openapi()).unwrap();
        assert_eq!(written, in_order(crate::api::openapi()).unwrap());
        let before: Value = serde_json::from_str(&crate::api::openapi().to_json().unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), before);
    }
}
