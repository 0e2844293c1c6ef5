//! What the list of open alerts is told: what holds, what has ended, and where the transitions go.

use crate::alert::{AlertId, Now, Subject, Transition};
use crate::rule::Rule;
use crate::verdict::Evidence;
use crate::words::{By, Priority, Why};
use hearth_vitals::WallMs;
use std::sync::Arc;

/// Collects the transitions of one call.
pub(crate) struct Out<'a> {
    pub now: Now,
    pub ids: &'a mut dyn FnMut() -> AlertId,
    pub list: Vec<Transition>,
}

impl<'a> Out<'a> {
    pub fn new(now: Now, ids: &'a mut dyn FnMut() -> AlertId) -> Out<'a> {
        Out { now, ids, list: Vec::new() }
    }
}

/// The reason for a transition: fixed words, or words of the caller.
#[derive(Clone, Copy)]
pub(crate) enum Reason<'a> {
    Fixed(Why),
    Told(&'a str),
}

impl Reason<'_> {
    pub(super) fn text(&self) -> &str {
        match self {
            Reason::Fixed(why) => why.as_str(),
            Reason::Told(text) => text,
        }
    }
}

/// A condition that holds now, with everything that an alert would say about it.
#[derive(Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub rule: Rule,
    pub subject: &'a Subject,
    pub priority: Priority,
    pub value: Option<i32>,
    pub limit: Option<i32>,
    pub extreme: Option<i32>,
    pub since: WallMs,
    pub as_of: Option<WallMs>,
    pub actor: By,
    pub reason: Reason<'a>,
    /// The grounds, for rules that look at more than one value.
    pub evidence: Option<&'a Arc<Evidence>>,
}

/// A condition that has ended.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub at: WallMs,
    pub value: Option<i32>,
    /// True when the value that ended it came late itself.
    pub late: bool,
    pub actor: By,
    pub reason: Why,
}
