//! Positions, distances and travel times. All in integers, so that every machine gets the same result.

use hearth_vitals::WallMs;

/// A position, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    latitude_udeg: i32,
    longitude_udeg: i32,
}

/// Where a unit was, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    /// Where the unit was.
    pub position: Position,
    /// When it was there.
    pub at: WallMs,
}

/// The greatest age of a position that is used to estimate the way, ms: a quarter of an hour later the unit can be anywhere
/// within the half hour.
pub const FIX_MS_MAX: i64 = 900_000;
/// A position older than this, or as far in the future, is marked as old, ms.
pub const FIX_OLD_MS: i64 = 60_000;
/// Time from confirming an offer to driving off, ms.
pub const TURNOUT_MS: i64 = 90_000;
/// Roads are longer than the straight line, tenths: 1.3 in towns of the United States and of Europe.
const DETOUR_TENTHS: u64 = 13;
/// Assumed speed of a unit, m/min: 40 km/h, town traffic without right of way. It is slow on purpose: a unit that is expected in
/// nine minutes and needs fourteen does more harm than one that is early.
const SPEED_M_MIN: u64 = 667;
/// Metres of a degree of latitude.
const DEGREE_M: i64 = 111_320;
/// The cosine of each tenth degree of latitude from 0 to 90, in ten-thousandths.
const COSINE: [i64; 10] = [10_000, 9_848, 9_397, 8_660, 7_660, 6_428, 5_000, 3_420, 1_736, 0];

impl Position {
    /// A position by millionths of degrees, north and east positive; `None` if there is no such place.
    pub fn try_new(latitude_udeg: i32, longitude_udeg: i32) -> Option<Position> {
        let fits = |value: i32, most: i32| value >= -most && value <= most;
        (fits(latitude_udeg, 90_000_000) && fits(longitude_udeg, 180_000_000)).then_some(Position { latitude_udeg, longitude_udeg })
    }

    /// Millionths of degrees, north positive.
    pub const fn latitude_udeg(self) -> i32 {
        self.latitude_udeg
    }

    /// Millionths of degrees, east positive.
    pub const fn longitude_udeg(self) -> i32 {
        self.longitude_udeg
    }

    /// The straight line, metres; good to a percent over the distances that a unit drives.
    pub fn distance_m(self, other: Position) -> u64 {
        let north = i64::from(self.latitude_udeg) - i64::from(other.latitude_udeg);
        let mut east = (i64::from(self.longitude_udeg) - i64::from(other.longitude_udeg)).abs();
        // Across the date line, if that is shorter.
        east = east.min(360_000_000 - east);
        let middle = i64::midpoint(i64::from(self.latitude_udeg), i64::from(other.latitude_udeg));
        let (dy, dx) = (north * DEGREE_M / 1_000_000, east * DEGREE_M / 1_000_000 * cosine(middle.abs()) / 10_000);
        (dy * dy + dx * dx).unsigned_abs().isqrt()
    }

    /// Driving time to the other position, ms, without the time to drive off.
    pub fn travel_ms(self, other: Position) -> i64 {
        (self.distance_m(other) * DETOUR_TENTHS * 6_000 / SPEED_M_MIN).cast_signed()
    }
}

/// Cosine of a latitude (millionths of degrees, 0 to 90), in ten-thousandths, interpolated between the rows of the table.
fn cosine(latitude_udeg: i64) -> i64 {
    const STEP: i64 = 10_000_000;
    let row = |index: i64| usize::try_from(index).ok().and_then(|index| COSINE.get(index)).copied().unwrap_or_default();
    let index = latitude_udeg / STEP;
    row(index) + (row(index + 1) - row(index)) * (latitude_udeg % STEP) / STEP
}

impl Fix {
    /// The position, unless it is too old to estimate the way. If it lies in the future, the clock was set back since, and its
    /// age is unknown.
    pub fn usable(self, now: WallMs) -> Option<Position> {
        (-FIX_OLD_MS..=FIX_MS_MAX).contains(&now.since(self.at)).then_some(self.position)
    }

    /// Age of the position, ms, if it is old enough to be shown; for a position in the future, how far ahead it lies.
    pub fn old_ms(self, now: WallMs) -> Option<i64> {
        Some(now.since(self.at).abs()).filter(|age| *age > FIX_OLD_MS)
    }
}
