//! Ladders: which rungs there are, and how long each has. A ladder in hand is one that reaches somebody in time.

use crate::budget::{DELAY_S_MIN, RUNGS_MAX, acknowledge_s, delay_s_max, step_s};
use crate::post::{Post, Posts};
use hearth_alerts::Priority;

/// The rungs of one priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    rungs: Vec<Posts>,
    acknowledge_ms: i64,
    step_ms: i64,
}

/// Why a ladder was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LadderError {
    /// It has no rung.
    #[error("the ladder for {priority} alerts has no rung: nobody would be told; name at least one post")]
    Empty {
        /// Of which ladder.
        priority: Priority,
    },
    /// A rung reaches nobody.
    #[error("rung {rung} of the ladder for {priority} alerts names no post: name one, or leave the rung out")]
    RungWithoutPosts {
        /// Of which ladder.
        priority: Priority,
        /// Which one, from 1.
        rung: usize,
    },
    /// A post has two rungs.
    #[error("{post} stands on two rungs of the ladder for {priority} alerts: each post is called once")]
    Twice {
        /// Of which ladder.
        priority: Priority,
        /// The post.
        post: Post,
    },
    /// It has more rungs than [`RUNGS_MAX`].
    #[error("the ladder for {priority} alerts has {rungs} rungs: at most {RUNGS_MAX}")]
    TooManyRungs {
        /// Of which ladder.
        priority: Priority,
        /// How many.
        rungs: usize,
    },
    /// A time that is too short or too long.
    #[error("a rung of the ladder for {priority} alerts has {given_s} s: between {min_s} s and {max_s} s")]
    DelayOutOfBounds {
        /// Of which ladder.
        priority: Priority,
        /// What was given, s.
        given_s: u32,
        /// The shortest, s.
        min_s: u32,
        /// The longest, s.
        max_s: u32,
    },
    /// None of its posts is held by anybody at this site.
    #[error("nobody at this site holds a post of the ladder for {priority} alerts: give somebody the role, or name another post")]
    WithoutPeople {
        /// Of which ladder.
        priority: Priority,
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

impl Ladder {
    /// Checks a ladder.
    ///
    /// # Errors
    /// [`LadderError`]: what is wrong with it, and what to do.
    pub fn try_new(priority: Priority, rungs: Vec<Posts>, acknowledge_s: u32, step_s: u32) -> Result<Ladder, LadderError> {
        if rungs.is_empty() {
            return Err(LadderError::Empty { priority });
        }
        if rungs.len() > RUNGS_MAX {
            return Err(LadderError::TooManyRungs { priority, rungs: rungs.len() });
        }
        if let Some(index) = rungs.iter().position(|posts| posts.is_empty()) {
            return Err(LadderError::RungWithoutPosts { priority, rung: index + 1 });
        }
        let twice = Post::ALL.into_iter().find(|post| rungs.iter().filter(|posts| posts.has(*post)).count() > 1);
        if let Some(post) = twice {
            return Err(LadderError::Twice { priority, post });
        }
        let (min_s, max_s) = (DELAY_S_MIN, delay_s_max(priority));
        if let Some(given_s) = [acknowledge_s, step_s].into_iter().find(|given_s| !(min_s..=max_s).contains(given_s)) {
            return Err(LadderError::DelayOutOfBounds { priority, given_s, min_s, max_s });
        }
        Ok(Ladder { rungs, acknowledge_ms: i64::from(acknowledge_s) * 1_000, step_ms: i64::from(step_s) * 1_000 })
    }

    /// Its rungs, in order; at least one.
    pub fn rungs(&self) -> &[Posts] {
        &self.rungs
    }

    /// How long a rung has before the next one is due (ms). `first` is true of the rungs that a round begins with.
    pub const fn delay_ms(&self, first: bool) -> i64 {
        if first { self.acknowledge_ms } else { self.step_ms }
    }
}

/// The ladders of one site, one for each priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladders {
    low: Ladder,
    medium: Ladder,
    high: Ladder,
}

impl Ladders {
    /// Checks the ladders of a site. `held` are the posts that somebody at the site can hold.
    ///
    /// # Errors
    /// [`LadderError::WithoutPeople`], [`LadderError::SlowerThanCalmer`].
    pub fn try_new(low: Ladder, medium: Ladder, high: Ladder, held: Posts) -> Result<Ladders, LadderError> {
        let all = [(Priority::Low, &low), (Priority::Medium, &medium), (Priority::High, &high)];
        for (priority, ladder) in all {
            let reaches = |posts: &Posts| posts.iter().any(|post| held.has(post)) || (posts.has(Post::Everyone) && !held.is_empty());
            if !ladder.rungs.iter().any(reaches) {
                return Err(LadderError::WithoutPeople { priority });
            }
        }
        for pair in all.windows(2) {
            let [(calm, slow), (urgent, fast)] = [pair[0], pair[1]];
            if fast.acknowledge_ms > slow.acknowledge_ms || fast.step_ms > slow.step_ms {
                return Err(LadderError::SlowerThanCalmer { urgent, calm });
            }
        }
        Ok(Ladders { low, medium, high })
    }

    /// What a site starts with: the holder of the watch, the backup, the charge nurse; and for what is urgent also the call
    /// center, then physician and dispatcher, then everyone. A low alert leaves the team in peace outside it: nobody wakes
    /// a physician for a battery.
    pub fn standard() -> Ladders {
        let team = [Post::Holder, Post::Backup, Post::ChargeNurse].map(|post| Posts::of([post]));
        let beyond = [Posts::of([Post::CallAgent]), Posts::of([Post::Physician, Post::Dispatcher]), Posts::of([Post::Everyone])];
        let all: Vec<Posts> = team.iter().chain(&beyond).copied().collect();
        let of = |priority: Priority, rungs: Vec<Posts>| {
            let (acknowledge_ms, step_ms) = (i64::from(acknowledge_s(priority)) * 1_000, i64::from(step_s(priority)) * 1_000);
            Ladder { rungs, acknowledge_ms, step_ms }
        };
        Ladders { low: of(Priority::Low, team.to_vec()), medium: of(Priority::Medium, all.clone()), high: of(Priority::High, all) }
    }

    /// The ladder of a priority.
    pub const fn of(&self, priority: Priority) -> &Ladder {
        match priority {
            Priority::Low => &self.low,
            Priority::Medium => &self.medium,
            Priority::High => &self.high,
        }
    }
}
