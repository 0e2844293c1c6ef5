//! Ladders: which rungs there are, and how long each has. A `Ladder` value was checked: it reaches somebody in time.

use crate::budget::{DELAY_S_MIN, RUNGS_MAX, acknowledge_s, delay_s_max, step_s};
use crate::post::{Post, Posts};
use hearth_alerts::Priority;
use std::fmt;

/// Why a ladder was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LadderError {
    /// It has no rung.
    #[error("the ladder for {priority} alerts has no rung: nobody would be told; name at least one post")]
    Empty {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
    },
    /// A rung reaches nobody.
    #[error("rung {rung} of the ladder for {priority} alerts names no post: name one, or leave the rung out")]
    RungWithoutPosts {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// Number of the rung, from 1.
        rung: usize,
    },
    /// A post has two rungs.
    #[error("{post} stands on two rungs of the ladder for {priority} alerts: each post is called once")]
    Twice {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// The post that is named twice.
        post: Post,
    },
    /// It has more rungs than [`RUNGS_MAX`].
    #[error("the ladder for {priority} alerts has {rungs} rungs: at most {RUNGS_MAX}")]
    TooManyRungs {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// How many rungs it has.
        rungs: usize,
    },
    /// Its last rung might find nobody: the people it names may all be away.
    #[error("the ladder for {priority} alerts does not end with everyone: name everyone on its last rung, or nobody may ever hear one")]
    NotEveryone {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
    },
    /// The first rung would be told with a delay.
    #[error("rung 1 of the ladder for {priority} alerts is told {after_s} s after the alert: write 0, because the patient waits already")]
    FirstNotAtOnce {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// The delay that was given, s.
        after_s: u32,
    },
    /// A rung is not later than the one before it.
    #[error("rung {rung} of the ladder for {priority} alerts is told {after_s} s after the alert, and rung {} after {before_s} s: the seconds must rise", .rung - 1)]
    NotRising {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// Number of the rung, from 1.
        rung: usize,
        /// The delay of the rung before it, s.
        before_s: u32,
        /// The delay that was given, s.
        after_s: u32,
    },
    /// A time that is too short or too long.
    #[error(
        "rung {rung} of the ladder for {priority} alerts comes {given_s} s after the one before it: write between {min_s} s and {max_s} s"
    )]
    DelayOutOfBounds {
        /// Priority of the alerts that the ladder is for.
        priority: Priority,
        /// Number of the rung, from 1.
        rung: usize,
        /// The delay that was given, s.
        given_s: u32,
        /// The shortest, s.
        min_s: u32,
        /// The longest, s.
        max_s: u32,
    },
    /// A more urgent ladder gives people more time than a less urgent one.
    #[error("{urgent} alerts would climb more slowly than {calm} ones: give them the shorter times")]
    SlowerThanCalmer {
        /// The more urgent priority.
        urgent: Priority,
        /// The less urgent one.
        calm: Priority,
    },
}

/// The rungs of one priority, each with its delay after the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    rungs: Vec<Posts>,
    /// How long each rung but the last has, ms.
    delays_ms: Vec<i64>,
}

impl Ladder {
    /// Checks a ladder, given whom each rung tells and how long after the alert was raised, s.
    ///
    /// # Errors
    /// [`LadderError`]: what is wrong with it, and what to do.
    pub fn try_new(priority: Priority, rungs: &[(Posts, u32)]) -> Result<Ladder, LadderError> {
        check_posts(priority, rungs)?;
        check_instants(priority, rungs)?;
        Ok(Ladder::of(rungs))
    }

    fn of(rungs: &[(Posts, u32)]) -> Ladder {
        let delays_ms = rungs.windows(2).map(|pair| (i64::from(pair[1].1) - i64::from(pair[0].1)) * 1_000).collect();
        Ladder { rungs: rungs.iter().map(|(posts, _)| *posts).collect(), delays_ms }
    }

    /// Its rungs, in order; at least one.
    pub fn rungs(&self) -> &[Posts] {
        &self.rungs
    }

    /// How long after this rung (from 1) the next one is due, ms; 0 for the last one. `begins` is true of the last of those rungs
    /// that a round begins with at once: whoever is told first has at least the time of the first rung.
    pub fn delay_ms(&self, rung: u8, begins: bool) -> i64 {
        let of = |index: usize| self.delays_ms.get(index).copied().unwrap_or_default();
        let own = of(usize::from(rung.max(1)) - 1);
        if begins && own > 0 { own.max(of(0)) } else { own }
    }

    fn longest_ms(&self) -> i64 {
        self.delays_ms.iter().copied().max().unwrap_or_default()
    }
}

/// Writes it as `0 s holder, 60 s backup`.
impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut after_ms = 0;
        for (index, posts) in self.rungs.iter().enumerate() {
            write!(f, "{}{} s {posts}", if index == 0 { "" } else { ", " }, after_ms / 1_000)?;
            after_ms += self.delays_ms.get(index).copied().unwrap_or_default();
        }
        Ok(())
    }
}

fn check_posts(priority: Priority, rungs: &[(Posts, u32)]) -> Result<(), LadderError> {
    let Some((last, _)) = rungs.last() else { return Err(LadderError::Empty { priority }) };
    if rungs.len() > RUNGS_MAX {
        return Err(LadderError::TooManyRungs { priority, rungs: rungs.len() });
    }
    if let Some(index) = rungs.iter().position(|(posts, _)| posts.is_empty()) {
        return Err(LadderError::RungWithoutPosts { priority, rung: index + 1 });
    }
    let stands_on = |post: Post| rungs.iter().filter(|(posts, _)| posts.has(post)).count();
    if let Some(post) = Post::ALL.into_iter().find(|post| stands_on(*post) > 1) {
        return Err(LadderError::Twice { priority, post });
    }
    // A medium or high alert must not stop at people who may all be away. A low one, such as a battery, may wait for the team.
    if priority > Priority::Low && !last.has(Post::Everyone) {
        return Err(LadderError::NotEveryone { priority });
    }
    Ok(())
}

fn check_instants(priority: Priority, rungs: &[(Posts, u32)]) -> Result<(), LadderError> {
    if let Some((_, after_s)) = rungs.first().filter(|(_, after_s)| *after_s != 0) {
        return Err(LadderError::FirstNotAtOnce { priority, after_s: *after_s });
    }
    let (min_s, max_s) = (DELAY_S_MIN, delay_s_max(priority));
    for (rung, pair) in (2..).zip(rungs.windows(2)) {
        let (before_s, after_s) = (pair[0].1, pair[1].1);
        if after_s <= before_s {
            return Err(LadderError::NotRising { priority, rung, before_s, after_s });
        }
        if !(min_s..=max_s).contains(&(after_s - before_s)) {
            return Err(LadderError::DelayOutOfBounds { priority, rung, given_s: after_s - before_s, min_s, max_s });
        }
    }
    Ok(())
}

/// The ladders of one site, one for each priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladders {
    low: Ladder,
    medium: Ladder,
    high: Ladder,
}

impl Ladders {
    /// Checks the ladders of a site together.
    ///
    /// # Errors
    /// [`LadderError::SlowerThanCalmer`].
    pub fn try_new(low: Ladder, medium: Ladder, high: Ladder) -> Result<Ladders, LadderError> {
        let all = [(Priority::Low, &low), (Priority::Medium, &medium), (Priority::High, &high)];
        for pair in all.windows(2) {
            let [(calm, slow), (urgent, fast)] = [pair[0], pair[1]];
            let begins_later = slow.rungs.len() > 1 && fast.delay_ms(1, true) > slow.delay_ms(1, true);
            if begins_later || (slow.rungs.len() > 1 && fast.longest_ms() > slow.longest_ms()) {
                return Err(LadderError::SlowerThanCalmer { urgent, calm });
            }
        }
        Ok(Ladders { low, medium, high })
    }

    /// The ladders that a site starts with: the holder of the watch, the backup, the charge nurse; for medium and high alerts
    /// also the call center, then physician and dispatcher, then everyone. A low alert stays within the team: nobody wakes a
    /// physician for a battery.
    pub fn standard() -> Ladders {
        let of = |priority: Priority| Ladder::of(&standard_rungs(priority));
        Ladders { low: of(Priority::Low), medium: of(Priority::Medium), high: of(Priority::High) }
    }

    /// The ladder of a priority.
    pub const fn of(&self, priority: Priority) -> &Ladder {
        match priority {
            Priority::Low => &self.low,
            Priority::Medium => &self.medium,
            Priority::High => &self.high,
        }
    }

    /// The rungs of which nobody holds a post, given the posts that are `held`: they are passed over at once until somebody does.
    pub fn unheld(&self, held: Posts) -> Vec<(Priority, usize, Posts)> {
        let all = [Priority::High, Priority::Medium, Priority::Low];
        let rungs =
            all.into_iter().flat_map(|priority| (1..).zip(&self.of(priority).rungs).map(move |(rung, posts)| (priority, rung, *posts)));
        let reaches = move |posts: Posts| posts.iter().any(|post| held.has(post)) || (posts.has(Post::Everyone) && !held.is_empty());
        rungs.filter(move |(_, _, posts)| !reaches(*posts)).collect()
    }
}

fn standard_rungs(priority: Priority) -> Vec<(Posts, u32)> {
    let team = [Post::Holder, Post::Backup, Post::ChargeNurse].map(|post| Posts::of([post]));
    let beyond = [Posts::of([Post::CallAgent]), Posts::of([Post::Physician, Post::Dispatcher]), Posts::of([Post::Everyone])];
    let beyond = if priority == Priority::Low { &beyond[..0] } else { &beyond[..] };
    let after_s = |index: u32| if index == 0 { 0 } else { acknowledge_s(priority) + (index - 1) * step_s(priority) };
    (0..).zip(team.iter().chain(beyond)).map(|(index, posts)| (*posts, after_s(index))).collect()
}
