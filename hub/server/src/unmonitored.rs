//! For how long nobody could see how a patient was, and why. Pure.
//!
//! Several things can hide a patient at the same time: while a home is offline, its sensors are silent as well. Each instant
//! counts once, for the cause that has to be mended first: the hub, then the home, then what is on the patient.

use hearth_alerts::Rule;
use hearth_store::load::Unseen;
use hearth_store::replay::HubRun;
use hearth_store::report::Period;
use hearth_vitals::WallMs;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The cause for which nobody could see how a patient was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The hub was not running, or received nothing.
    Hub,
    /// Nothing was heard from the home.
    HomeOffline,
    /// A sensor was not attached to the patient.
    SensorOff,
    /// What a device sent was an artefact.
    PoorSignal,
    /// A device was in contact and gave no value that was expected.
    NoValue,
}

impl Cause {
    /// All causes, in the order in which they have to be mended.
    pub const ALL: [Cause; 5] = [Cause::Hub, Cause::HomeOffline, Cause::SensorOff, Cause::PoorSignal, Cause::NoValue];

    /// The word for the cause in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Cause::Hub => "hub",
            Cause::HomeOffline => "home_offline",
            Cause::SensorOff => "sensor_off",
            Cause::PoorSignal => "poor_signal",
            Cause::NoValue => "no_value",
        }
    }

    /// The cause that an alert of this rule means; `None` for a rule that hides nobody.
    pub const fn of(rule: Rule) -> Option<Cause> {
        match rule {
            Rule::GatewayOffline => Some(Cause::HomeOffline),
            Rule::SensorOff => Some(Cause::SensorOff),
            Rule::VitalArtefact(_) => Some(Cause::PoorSignal),
            Rule::VitalSilent(_) => Some(Cause::NoValue),
            _ => None,
        }
    }
}

/// For how long a stay could not be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The time by cause, in milliseconds.
    pub by_cause: BTreeMap<Cause, i64>,
    /// The beginning of the last stretch, if it lasts to the end of the period; otherwise `None`.
    pub lasts_since: Option<WallMs>,
}

impl Hidden {
    /// The time of all causes together, in milliseconds.
    pub fn total_ms(&self) -> i64 {
        self.by_cause.values().sum()
    }
}

/// A stretch of time: from, until.
type Stretch = (WallMs, WallMs);

/// The stretches within the period in which no hub was running or none received anything. Nothing is known of the time before the
/// first known run; and a hub that answers this is running now.
pub fn hub_away(runs: &[HubRun], period: Period) -> Vec<Stretch> {
    let between = runs.windows(2).filter_map(|pair| Some((pair.first()?.alive, pair.get(1)?.started)));
    let paused = runs.iter().flat_map(|run| run.pauses.iter().map(|(from, until)| (*from, until.unwrap_or(run.alive))));
    between.chain(paused).filter_map(|stretch| within(stretch, period)).collect()
}

fn within((from, until): Stretch, period: Period) -> Option<Stretch> {
    let (from, until) = (from.max(period.from), until.min(period.until));
    (from < until).then_some((from, until))
}

/// For how long each stay could not be seen, and why. `admitted` are the stays at home, with when each began.
pub fn hidden(unseen: &[Unseen], away: &[Stretch], admitted: &BTreeMap<Uuid, WallMs>, period: Period) -> BTreeMap<Uuid, Hidden> {
    let mut of_stays: BTreeMap<Uuid, Vec<(Cause, Stretch)>> = BTreeMap::new();
    for one in unseen {
        let cause = one.rule.parse::<Rule>().ok().and_then(Cause::of);
        of_stays.entry(one.episode).or_default().extend(cause.map(|cause| (cause, (one.from, one.until))));
    }
    let told = |(stay, began): (&Uuid, &WallMs)| {
        let own = Period { from: period.from.max(*began), until: period.until };
        let of_hub = away.iter().map(|stretch| (Cause::Hub, *stretch));
        let all = of_stays.remove(stay).unwrap_or_default().into_iter().chain(of_hub);
        let stretches: Vec<_> = all.filter_map(|(cause, stretch)| Some((cause, within(stretch, own)?))).collect();
        (*stay, counted(&stretches, period.until))
    };
    admitted.iter().map(told).filter(|(_, hidden)| hidden.total_ms() > 0).collect()
}

/// Goes through all instants at which something began or ended, and counts each piece between two of them for the first cause.
fn counted(stretches: &[(Cause, Stretch)], end: WallMs) -> Hidden {
    let mut edges: Vec<(WallMs, Cause, bool)> =
        stretches.iter().flat_map(|(cause, (from, until))| [(*from, *cause, true), (*until, *cause, false)]).collect();
    edges.sort_unstable();
    let mut open: BTreeMap<Cause, u32> = BTreeMap::new();
    let (mut hidden, mut before, mut unbroken_since) = (Hidden::default(), WallMs(i64::MIN), None);
    for (at, cause, begins) in edges {
        if let Some((first, _)) = open.first_key_value().filter(|_| at > before) {
            *hidden.by_cause.entry(*first).or_default() += at.since(before);
        } else if at > before {
            unbroken_since = None;
        }
        before = at;
        unbroken_since = unbroken_since.or(Some(at));
        let count = open.entry(cause).or_default();
        *count = if begins { count.saturating_add(1) } else { count.saturating_sub(1) };
        if *count == 0 {
            open.remove(&cause);
        }
    }
    hidden.lasts_since = unbroken_since.filter(|_| before == end);
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::Vital;

    const MINUTE_MS: i64 = 60_000;
    const STAY: Uuid = Uuid::from_u128(1);

    fn at(minutes: i64) -> WallMs {
        WallMs(minutes * MINUTE_MS)
    }

    fn period() -> Period {
        Period { from: at(100), until: at(200) }
    }

    fn unseen(rule: Rule, from: i64, until: i64) -> Unseen {
        Unseen { episode: STAY, rule: rule.to_string(), from: at(from), until: at(until) }
    }

    fn minutes(hidden: &Hidden) -> Vec<(&'static str, i64)> {
        hidden.by_cause.iter().map(|(cause, ms)| (cause.key(), ms / MINUTE_MS)).collect()
    }

    fn of_stay(stretches: &[Unseen], away: &[Stretch], admitted: i64) -> Hidden {
        hidden(stretches, away, &BTreeMap::from([(STAY, at(admitted))]), period()).remove(&STAY).unwrap_or_default()
    }

    #[test]
    fn each_minute_counts_once_for_what_has_to_be_mended_first() {
        let stretches = [
            unseen(Rule::VitalSilent(Vital::Spo2), 110, 150),
            unseen(Rule::VitalSilent(Vital::PulseRate), 112, 150),
            unseen(Rule::SensorOff, 110, 120),
            unseen(Rule::GatewayOffline, 130, 140),
            unseen(Rule::LowBattery, 160, 190),
        ];
        let told = of_stay(&stretches, &[(at(138), at(145))], 0);
        assert_eq!(minutes(&told), [("hub", 7), ("home_offline", 8), ("sensor_off", 10), ("no_value", 15)]);
        assert_eq!((told.total_ms(), told.lasts_since), (40 * MINUTE_MS, None), "a low battery hides nobody");
    }

    #[test]
    fn what_began_before_the_period_or_the_stay_counts_from_then_and_what_lasts_says_since_when() {
        let stretches = [unseen(Rule::GatewayOffline, 20, 110), unseen(Rule::SensorOff, 180, 190), unseen(Rule::GatewayOffline, 190, 200)];
        let told = of_stay(&stretches, &[(at(90), at(108))], 105);
        assert_eq!(minutes(&told), [("hub", 3), ("home_offline", 12), ("sensor_off", 10)]);
        assert_eq!(told.lasts_since, Some(at(180)), "without a break, whatever the cause");
    }

    #[test]
    fn a_stay_that_was_seen_all_the_time_is_not_told() {
        assert_eq!(hidden(&[], &[], &BTreeMap::from([(STAY, at(0))]), period()), BTreeMap::new());
    }

    #[test]
    fn the_hub_was_away_between_its_runs_and_while_it_received_nothing() {
        let run = |started, alive, pauses: &[(i64, Option<i64>)]| HubRun {
            started: at(started),
            alive: at(alive),
            pauses: pauses.iter().map(|(from, until)| (at(*from), until.map(at))).collect(),
        };
        let runs = [run(0, 90, &[]), run(105, 150, &[(110, Some(115)), (145, None)]), run(150, 199, &[])];
        assert_eq!(hub_away(&runs, period()), [(at(100), at(105)), (at(110), at(115)), (at(145), at(150))]);
        assert_eq!(hub_away(&[], period()), []);
    }
}
