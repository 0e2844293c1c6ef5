//! Conditions of a device, such as a sensor that is off, and when they hold.

/// How long a sensor that is put on again searches for the pulse, ms.
const SEARCH_MS: u64 = 5_000;
/// The largest number of stretches that are remembered of one condition.
const MAX_SPANS: usize = 64;

/// The stretches of time in which a condition holds.
#[derive(Debug, Clone, Default)]
pub struct Spans {
    /// The beginning and end of each stretch, in milliseconds; the end is `None` while nobody knows it.
    spans: Vec<(u64, Option<u64>)>,
}

impl Spans {
    /// Lets the condition hold from `from_ms` on, until `until_ms` if that is given.
    pub fn on(&mut self, from_ms: u64, until_ms: Option<u64>) {
        self.off(from_ms);
        if self.spans.len() == MAX_SPANS {
            self.spans.remove(0);
        }
        self.spans.push((from_ms, until_ms));
    }

    /// Ends the condition at `at_ms`.
    pub fn off(&mut self, at_ms: u64) {
        for (_, until) in &mut self.spans {
            *until = Some(until.map_or(at_ms, |until| until.min(at_ms)));
        }
    }

    /// True if the condition holds at `t_ms`.
    pub fn holds(&self, t_ms: u64) -> bool {
        self.spans.iter().any(|(from, until)| *from <= t_ms && until.is_none_or(|until| t_ms < until))
    }

    /// True if the condition ended less than `within_ms` before `t_ms`.
    fn ended_lately(&self, t_ms: u64, within_ms: u64) -> bool {
        self.spans.iter().filter_map(|(_, until)| *until).any(|until| until <= t_ms && t_ms < until + within_ms)
    }
}

/// The conditions of one device.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// When the sensor lies beside the patient.
    pub sensor_off: Spans,
    /// When the hand with the sensor moves.
    pub motion: Spans,
    /// When the battery is nearly empty.
    pub low_battery: Spans,
    /// When the device is switched off, or its cable is broken: the port exists, but no byte comes.
    pub silence: Spans,
    /// When the port itself does not exist.
    pub unplugged: Spans,
}

impl Conditions {
    /// True while the device searches for a pulse after the sensor was put on.
    pub fn searching(&self, t_ms: u64) -> bool {
        !self.sensor_off.holds(t_ms) && self.sensor_off.ended_lately(t_ms, SEARCH_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_begins_ends_and_begins_again() {
        let mut spans = Spans::default();
        spans.on(100, None);
        spans.off(200);
        spans.on(300, Some(400));
        assert_eq!([99, 100, 199, 200, 300, 399, 400].map(|t| spans.holds(t)), [false, true, true, false, true, true, false]);
    }

    #[test]
    fn a_sensor_put_on_again_searches_first() {
        let mut conditions = Conditions::default();
        conditions.sensor_off.on(1_000, Some(2_000));
        assert_eq!([1_500, 2_000, 6_999, 7_000].map(|t| conditions.searching(t)), [false, true, true, false]);
    }

    #[test]
    fn stretches_without_end_are_bounded() {
        let mut spans = Spans::default();
        for n in 0..10_000 {
            spans.on(n, None);
        }
        assert_eq!(spans.spans.len(), MAX_SPANS);
        assert!(spans.holds(20_000));
    }
}
