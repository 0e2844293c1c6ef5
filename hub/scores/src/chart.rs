//! The conventions of a score's paper chart: rounding to its resolution, and its bands of points.

use hearth_vitals::Vital;

/// A raw value in steps of the chart, half a step up: whole units, and tenths for a temperature.
pub const fn charted(vital: Vital, raw: i32) -> i32 {
    let step = vital.scale() / if matches!(vital, Vital::Temperature) { 10 } else { 1 };
    // Half up, also below zero; a raw value near the end of its type must not overflow.
    (raw as i64 + step as i64 / 2).div_euclid(step as i64) as i32
}

/// The points of a parameter by bands, in steps of the chart; what lies above the last band gets `above`.
#[derive(Debug, Clone, Copy)]
pub struct Bands<const N: usize> {
    /// The highest value of each band with its points, ascending.
    pub up_to: [(i32, u8); N],
    /// The points of any value above the last band.
    pub above: u8,
}

impl<const N: usize> Bands<N> {
    /// The points of a value in steps of the chart.
    pub fn points(&self, charted: i32) -> u8 {
        self.up_to.iter().find(|(highest, _)| charted <= *highest).map_or(self.above, |(_, points)| *points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_step_goes_up_and_less_goes_down() {
        for (vital, raw, steps) in [
            (Vital::Temperature, 3_804, 380),
            (Vital::Temperature, 3_805, 381),
            (Vital::Spo2, 914, 91),
            (Vital::Spo2, 915, 92),
            (Vital::RespiratoryRate, 0, 0),
            (Vital::RespiratoryRate, 245, 25),
            (Vital::Systolic, i32::MAX, 214_748_365),
        ] {
            assert_eq!(charted(vital, raw), steps, "{vital} {raw}");
        }
    }
}
