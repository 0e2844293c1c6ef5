//! Thins out a log line that would be written again and again: it is written once, then once a minute with how many were left
//! out.

use hearth_vitals::MonoMs;

/// The shortest time between two of the same line, in milliseconds.
const EVERY_MS: u64 = 60_000;

/// When a line was last written, and how many were left out since.
#[derive(Debug, Default)]
pub struct Seldom {
    last: Option<MonoMs>,
    left_out: u64,
}

impl Seldom {
    /// `Some` when the line may be written now, with how many were left out since the last one; `None` when it is left out.
    pub fn may(&mut self, now: MonoMs) -> Option<u64> {
        if self.last.is_some_and(|last| now.since(last) < EVERY_MS) {
            self.left_out += 1;
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_the_same_in_two_minutes_are_three_lines_and_all_are_counted() {
        let mut seldom = Seldom::default();
        let lines: Vec<u64> = (0..1_000_001_u64).filter_map(|n| seldom.may(MonoMs(n * 120 / 1_000))).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines.iter().sum::<u64>() + 3 + seldom.left_out, 1_000_001);
    }
}
