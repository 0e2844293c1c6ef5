//! What rings already, and so speaks for what follows from it: only what people do not keep quiet.

use super::Episode;
use crate::alert::Subject;
use crate::quiet::KeptQuiet;
use crate::rule::Rule;
use crate::words::Priority;
use std::sync::Arc;

impl Episode {
    /// Takes what is quiet now. What stood behind an alert that is quiet is found at the next [`Episode::tick`], which is due at once.
    pub fn keep_quiet(&mut self, quiet: KeptQuiet) {
        if *self.quiet != quiet {
            self.quiet = Arc::new(quiet);
            self.unsettled = true;
            self.chart.ask_at_once();
        }
    }

    /// How urgently the first rule tells of what the second would tell at its priority; `None` if it does not, or is quiet where the
    /// second would ring.
    pub(super) fn told_by(&self, rule: Rule, follower: (Rule, Priority)) -> Option<Priority> {
        let told = self.alerts.active(rule, &Subject::Patient)?.priority;
        (!self.quiet.hides((rule, told), follower)).then_some(told)
    }

    /// True if what the first rule tells at this priority is quiet, and what the second tells would not be.
    pub(super) fn is_hidden(&self, told: (Rule, Priority), follower: (Rule, Priority)) -> bool {
        self.quiet.hides(told, follower)
    }
}
