//! Scenarios that come with the program.

/// Names of the scenarios.
pub const NAMES: [&str; 5] = ["calm", "desaturation", "fever", "restless", "bad-line"];

/// The text of the scenario with this name; `None` if there is none.
pub fn builtin(name: &str) -> Option<&'static str> {
    match name {
        "calm" => Some(include_str!("../../scenarios/calm.toml")),
        "desaturation" => Some(include_str!("../../scenarios/desaturation.toml")),
        "fever" => Some(include_str!("../../scenarios/fever.toml")),
        "restless" => Some(include_str!("../../scenarios/restless.toml")),
        "bad-line" => Some(include_str!("../../scenarios/bad-line.toml")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_scenario_that_comes_with_the_program_can_be_read() {
        for name in NAMES {
            let scenario = Scenario::parse(builtin(name).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!scenario.title.is_empty(), "{name} has no title");
        }
        assert_eq!(builtin("none"), None);
    }
}
