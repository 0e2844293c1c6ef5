//! Limits, values, and the stretches in which values were beyond a limit.

use serde::{Deserialize, Serialize};

/// A value that arrives later than this after its measurement is history, ms.
pub const LATE_MS: i64 = 30_000;
/// A value that is further ahead of its arrival than this has a wrong clock, and counts from its arrival, ms.
const FUTURE_MS: i64 = 5_000;

/// After a value that its device doubts, those beyond a limit may wait twice as long, too, for this long, ms: motion comes in
/// bursts, of which a device notices a part.
const DOUBT_LASTS_MS: i64 = 15_000;

/// The side of a limit that is violated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A value below it.
    Low,
    /// A value above it.
    High,
}

/// One side of one limit, with its rule. Values are in steps of the vital's resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The rule, such as `spo2_low`.
    pub rule: String,
    /// The vital's key.
    pub vital: String,
    /// The side of the limit.
    pub side: Side,
    /// The limit. A value equal to it is inside.
    pub limit: i32,
    /// The critical limit, beyond which there is no delay; `None` if there is none.
    #[serde(default)]
    pub critical: Option<i32>,
    /// How long values must be beyond the limit, ms.
    pub delay_ms: i64,
}

impl Limit {
    /// True for a value beyond an edge, as a chart shows it; a low saturation and a low mean pressure as they were measured.
    pub(super) fn is_beyond(&self, raw: i32, edge: i32) -> bool {
        let is_as_measured = self.side == Side::Low && matches!(self.vital.as_str(), "spo2" | "mean_arterial");
        let value = if is_as_measured { raw } else { self.charted(raw) };
        if self.side == Side::Low { value < edge } else { value > edge }
    }

    /// The value in whole steps of a chart: a half goes up.
    fn charted(&self, raw: i32) -> i32 {
        let step = match self.vital.as_str() {
            "weight" | "perfusion_index" => 100,
            _ => 10,
        };
        let over = raw.rem_euclid(step);
        if over * 2 >= step { raw - over + step } else { raw - over }
    }
}

/// One value of one vital of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// When it was measured, ms since 1970.
    pub at_ms: i64,
    /// The value, in steps of the vital's resolution.
    pub raw: i32,
    /// When the hub received it, ms since 1970.
    pub received_at_ms: i64,
    /// When the hub knew it, ms since 1970: when it had committed it, or else received it.
    pub known_at_ms: i64,
    /// True when rules may wait twice as long for it.
    pub doubtful: bool,
}

impl Point {
    /// The time at which it counts: a wrong clock does not move it into the future.
    pub(super) fn when(&self) -> i64 {
        if self.at_ms - self.received_at_ms > FUTURE_MS { self.received_at_ms } else { self.at_ms }
    }
}

/// What one device measured of one vital for one episode, in the order of measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Id of the episode.
    pub episode: String,
    /// Key of the vital.
    pub vital: String,
    /// The values, in the order of measurement.
    pub points: Vec<Point>,
}

/// Consecutive values beyond a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// When the first was measured, ms since 1970.
    pub from_ms: i64,
    /// When the last was measured, ms since 1970.
    pub until_ms: i64,
    /// How much of it lies between values of which neither is doubtful, ms.
    pub(super) sure_ms: i64,
    /// How long the longest series of critical values in it lasted; `None` if there is none.
    pub(super) critical_ms: Option<i64>,
    /// When the last of them arrived.
    pub(super) received_ms: i64,
    /// True when every one of them arrived late.
    pub(super) all_late: bool,
    /// When the value that ended it arrived; `None` if none has.
    pub(super) ended_ms: Option<i64>,
}

/// Whether a value is doubtful: its device doubts it, or has doubted one shortly before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubt {
    doubted_ms: Option<i64>,
}

impl Doubt {
    /// Takes the next value, and says whether it is doubtful.
    pub(super) fn reaches(&mut self, point: &Point) -> bool {
        let at = point.when();
        self.doubted_ms = if point.doubtful { Some(at) } else { self.doubted_ms };
        self.doubted_ms.is_some_and(|doubted| at - doubted <= DOUBT_LASTS_MS)
    }
}

/// The stretches of a series beyond a limit.
pub fn stretches(series: &Series, limit: &Limit, gap_ms: i64) -> Vec<Beyond> {
    let (mut found, mut run): (Vec<Beyond>, Option<Beyond>) = (Vec::new(), None);
    let (mut critical_from, mut doubt, mut sure): (Option<i64>, Doubt, Option<i64>) = (None, Doubt::default(), None);
    for point in &series.points {
        let at = point.when();
        let doubtful = doubt.reaches(point);
        let broken = run.is_some_and(|run| at - run.until_ms > gap_ms);
        if broken {
            found.extend(run.take());
            (critical_from, sure) = (None, None);
        }
        if !limit.is_beyond(point.raw, limit.limit) {
            found.extend(run.take().map(|run| Beyond { ended_ms: Some(point.received_at_ms), ..run }));
            (critical_from, sure) = (None, None);
            continue;
        }
        let is_late = point.received_at_ms - point.at_ms > LATE_MS;
        let fresh = Beyond { from_ms: at, until_ms: at, sure_ms: 0, critical_ms: None, received_ms: 0, all_late: true, ended_ms: None };
        let row = run.get_or_insert(fresh);
        row.until_ms = at;
        row.received_ms = row.received_ms.max(point.received_at_ms);
        row.all_late &= is_late;
        let before = std::mem::replace(&mut sure, (!doubtful).then_some(at));
        row.sure_ms += before.filter(|_| !doubtful).map_or(0, |before| at - before);
        let is_critical = !doubtful && limit.critical.is_some_and(|edge| limit.is_beyond(point.raw, edge));
        critical_from = if is_critical { critical_from.or(Some(at)) } else { None };
        row.critical_ms = row.critical_ms.max(critical_from.map(|from| at - from));
    }
    found.extend(run);
    found
}
