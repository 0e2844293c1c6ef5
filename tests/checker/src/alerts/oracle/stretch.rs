//! Limits, values, and the stretches in which values were beyond a limit.

use serde::{Deserialize, Serialize};

/// What arrives later than this after it was measured is history, ms.
pub const LATE_MS: i64 = 30_000;
/// An instant further ahead of its arrival than this is a wrong clock: the arrival counts, ms.
const FUTURE_MS: i64 = 5_000;

/// Which side of a limit is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A value below it.
    Low,
    /// A value above it.
    High,
}

/// A rule: one side of one limit. Values are raw steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// `spo2_low`, ...
    pub rule: String,
    /// The vital, as devices list it.
    pub vital: String,
    /// Which side.
    pub side: Side,
    /// A value equal to it is inside.
    pub limit: i32,
    /// Beyond this there is no delay.
    #[serde(default)]
    pub critical: Option<i32>,
    /// How long values must be beyond it, ms.
    pub delay_ms: i64,
}

impl Limit {
    pub(super) fn is_beyond(&self, raw: i32, edge: i32) -> bool {
        if self.side == Side::Low { raw < edge } else { raw > edge }
    }
}

/// One value of one vital of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Measured.
    pub at_ms: i64,
    /// Raw steps.
    pub raw: i32,
    /// Arrived at the hub.
    pub received_at_ms: i64,
    /// It counts, but rules may wait twice as long for it.
    pub doubtful: bool,
}

impl Point {
    /// When it counts as measured: a wrong clock does not put it into the future.
    pub(super) fn when(&self) -> i64 {
        if self.at_ms - self.received_at_ms > FUTURE_MS { self.received_at_ms } else { self.at_ms }
    }
}

/// What one device measured of one vital for one episode, in order of measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The episode.
    pub episode: String,
    /// The vital.
    pub vital: String,
    /// Its values.
    pub points: Vec<Point>,
}

/// Values beyond a limit, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// The first.
    pub from_ms: i64,
    /// The last.
    pub until_ms: i64,
    /// The last that could be believed at once.
    pub(super) sure_until_ms: i64,
    /// The longest row of critical values in it.
    pub(super) critical_ms: Option<i64>,
    /// When the last arrived.
    pub(super) received_ms: i64,
    /// Every one arrived late.
    pub(super) all_late: bool,
    /// When the value that ended it arrived.
    pub(super) ended_ms: Option<i64>,
}

/// The stretches of a series beyond a limit.
pub fn stretches(series: &Series, limit: &Limit, gap_ms: i64) -> Vec<Beyond> {
    let (mut found, mut run): (Vec<Beyond>, Option<Beyond>) = (Vec::new(), None);
    let mut critical_from: Option<i64> = None;
    for point in &series.points {
        let at = point.when();
        let broken = run.is_some_and(|run| at - run.until_ms > gap_ms);
        if broken {
            found.extend(run.take());
            critical_from = None;
        }
        if !limit.is_beyond(point.raw, limit.limit) {
            found.extend(run.take().map(|run| Beyond { ended_ms: Some(point.received_at_ms), ..run }));
            critical_from = None;
            continue;
        }
        let is_late = point.received_at_ms - point.at_ms > LATE_MS;
        let fresh =
            Beyond { from_ms: at, until_ms: at, sure_until_ms: at, critical_ms: None, received_ms: 0, all_late: true, ended_ms: None };
        let row = run.get_or_insert(fresh);
        row.until_ms = at;
        row.received_ms = row.received_ms.max(point.received_at_ms);
        row.all_late &= is_late;
        if !point.doubtful {
            row.sure_until_ms = at;
        }
        let is_critical = !point.doubtful && limit.critical.is_some_and(|edge| limit.is_beyond(point.raw, edge));
        critical_from = if is_critical { critical_from.or(Some(at)) } else { None };
        row.critical_ms = row.critical_ms.max(critical_from.map(|from| at - from));
    }
    found.extend(run);
    found
}
