//! The gateway's own log: each change is written once, but a thing that keeps changing does not fill the log.
//!
//! Pure: facts and times go in, log lines come out. A cable with a loose contact changes several times a second. Its first
//! changes are logged one by one; after that there is one line a minute with the present state and the number of changes,
//! so that a log of a week can still be read.

use hearth_vitals::MonoMs;
use std::collections::BTreeMap;

/// The most lines about one thing in [`STRETCH_MS`].
const LINES_MAX: u32 = 4;
/// Length of the stretch of time for which lines are counted, ms.
const STRETCH_MS: u64 = 60_000;
/// The most things that are followed: links, the broker and the gateway's own problems are few.
const THINGS_MAX: usize = 256;

/// A line for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The thing that it is about, such as a link or the broker.
    pub thing: String,
    /// What is wrong and what to do; `None` when nothing is wrong any more.
    pub trouble: Option<String>,
    /// How long the previous state lasted, ms.
    pub lasted_ms: u64,
    /// How many changes were not logged one by one.
    pub untold: u32,
}

impl LogLine {
    /// Writes it to the log.
    pub fn write(&self) {
        let LogLine { thing, lasted_ms, untold, .. } = self;
        let seconds = lasted_ms / 1000;
        match &self.trouble {
            Some(trouble) => tracing::warn!(reason = %trouble, untold_changes = untold, "{thing}: down"),
            None => tracing::info!(after_s = seconds, untold_changes = untold, "{thing}: up again"),
        }
    }
}

/// What is wrong with a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble<'a> {
    /// Which trouble it is. As long as this is the same, nothing has changed.
    pub code: &'a str,
    /// The same in words. A number in the words may change all the time.
    pub words: &'a str,
}

#[derive(Debug)]
struct Thing {
    /// Code of the present trouble; `None` when nothing is wrong.
    trouble: Option<String>,
    since: MonoMs,
    /// Code of the trouble that was logged last.
    told: Option<String>,
    stretch: MonoMs,
    lines: u32,
    untold: u32,
}

/// What was logged of each thing.
#[derive(Debug, Default)]
pub struct Changes {
    things: BTreeMap<String, Thing>,
}

impl Changes {
    /// Notes the state of a thing; returns the line if one is due. The first note of a thing that works gives no line, because
    /// nothing has changed.
    pub fn note(&mut self, now: MonoMs, thing: &str, trouble: Option<Trouble<'_>>) -> Option<LogLine> {
        if !self.things.contains_key(thing) {
            if self.things.len() >= THINGS_MAX {
                return None;
            }
            let fresh = Thing { trouble: None, since: now, told: None, stretch: now, lines: 0, untold: 0 };
            self.things.insert(thing.to_owned(), fresh);
        }
        let known = self.things.get_mut(thing)?;
        known.note(now, thing, trouble)
    }

    /// Forgets a thing that is gone, so that its place is free.
    pub fn forget(&mut self, thing: &str) {
        self.things.remove(thing);
    }
}

impl Thing {
    fn note(&mut self, now: MonoMs, name: &str, trouble: Option<Trouble<'_>>) -> Option<LogLine> {
        let mut lasted_ms = now.since(self.since);
        let code = trouble.map(|trouble| trouble.code);
        if self.trouble.as_deref() != code {
            (self.trouble, self.since) = (code.map(str::to_owned), now);
            self.untold += 1;
        } else {
            lasted_ms = 0;
        }
        if now.since(self.stretch) >= STRETCH_MS {
            (self.stretch, self.lines) = (now, 0);
        }
        if self.trouble == self.told || self.lines >= LINES_MAX {
            return None;
        }
        let untold = self.untold.saturating_sub(1);
        (self.lines, self.untold) = (self.lines + 1, 0);
        self.told.clone_from(&self.trouble);
        let trouble = trouble.map(|trouble| trouble.words.to_owned());
        Some(LogLine { thing: name.to_owned(), trouble, lasted_ms, untold })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "/dev/oxim went away: plug the device in again";
    const PULLED: Option<Trouble<'_>> = Some(Trouble { code: "port_unplugged", words: WORDS });

    #[test]
    fn a_change_is_told_once_with_its_reason_and_how_long_it_lasted() {
        let mut changes = Changes::default();
        assert_eq!(changes.note(MonoMs(0), "oxim-0001", None), None, "it works from the start");
        let down = changes.note(MonoMs(1_000), "oxim-0001", PULLED).unwrap();
        assert_eq!((down.trouble.as_deref(), down.untold), (Some(WORDS), 0));
        for second in 2..30 {
            let words = format!("for {second} s");
            let same = Some(Trouble { code: "port_unplugged", words: &words });
            assert_eq!(changes.note(MonoMs(second * 1_000), "oxim-0001", same), None, "still the same trouble");
        }
        let up = changes.note(MonoMs(31_000), "oxim-0001", None).unwrap();
        assert_eq!((up.trouble, up.lasted_ms), (None, 30_000));
        assert!(changes.note(MonoMs(31_000), "oxim-0002", PULLED).is_some(), "each thing for itself");
    }

    #[test]
    fn a_loose_contact_fills_no_log_and_its_last_state_is_told() {
        let mut changes = Changes::default();
        let mut lines = Vec::new();
        for step in 0..6_000 {
            lines.extend(changes.note(MonoMs(step * 100), "oxim-0001", if step % 2 == 0 { PULLED } else { None }));
        }
        assert!(lines.len() <= 4 * 11, "{} lines in ten minutes", lines.len());
        for step in 6_000..7_300 {
            lines.extend(changes.note(MonoMs(step * 100), "oxim-0001", PULLED));
        }
        let told: u32 = lines.iter().map(|line| line.untold + 1).sum();
        assert!((5_990..=6_001).contains(&told), "{told} changes are accounted for");
        assert_eq!(lines.last().unwrap().trouble.as_deref(), Some(WORDS), "what holds in the end is told");
    }
}
