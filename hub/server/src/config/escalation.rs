//! The ladders of this site: whom an alert tells when nobody answers it, and when.

use hearth_alerts::Priority;
use hearth_escalation::{Ladder, Ladders, Post, Posts};
use serde::{Deserialize, Deserializer};

/// The ladders by priority. One that is left out is the standard one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Escalation {
    /// The ladder of high alerts, which need somebody at once.
    pub high: Option<Vec<Rung>>,
    /// The ladder of medium alerts, which need somebody soon.
    pub medium: Option<Vec<Rung>>,
    /// The ladder of low alerts, which somebody should know of.
    pub low: Option<Vec<Rung>>,
    /// If true, an alert about a patient that climbs to the dispatcher opens an incident by itself. Off by default.
    pub opens_incident: bool,
}

/// A rung of a ladder, as the configuration has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// How long after the alert was raised it fires, s.
    pub after_s: u32,
    /// The posts that this rung tells.
    #[serde(deserialize_with = "posts")]
    pub tell: Posts,
}

fn posts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Posts, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    let posts = words.iter().map(|word| word.parse::<Post>().map_err(serde::de::Error::custom));
    Ok(Posts::of(posts.collect::<Result<Vec<_>, _>>()?))
}

impl Escalation {
    /// The ladders in force.
    ///
    /// # Errors
    /// The key whose ladder is refused, what is wrong with it, and the mend.
    pub fn ladders(&self) -> Result<Ladders, (&'static str, String)> {
        let low = ladder(Priority::Low, "escalation.low", self.low.as_deref())?;
        let medium = ladder(Priority::Medium, "escalation.medium", self.medium.as_deref())?;
        let high = ladder(Priority::High, "escalation.high", self.high.as_deref())?;
        Ladders::try_new(low, medium, high).map_err(|error| ("escalation", error.to_string()))
    }
}

fn ladder(priority: Priority, key: &'static str, rungs: Option<&[Rung]>) -> Result<Ladder, (&'static str, String)> {
    let Some(rungs) = rungs else { return Ok(Ladders::standard().of(priority).clone()) };
    let rungs: Vec<(Posts, u32)> = rungs.iter().map(|rung| (rung.tell, rung.after_s)).collect();
    Ladder::try_new(priority, &rungs).map_err(|error| (key, error.to_string()))
}
