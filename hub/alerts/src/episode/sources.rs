//! Two sources of one vital that disagree: the heart by electrocardiogram and the pulse by oximetry.
//!
//! They are asked where a stretch ends, of the medians that scores are asked of, so the order of arrival and a restart change
//! nothing. Two devices that stream the same vital are not compared: of them the fuller stretch is kept, and not both.

use super::Episode;
use crate::alert::Subject;
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::verdict::{Evidence, Judgement, Verdict};
use crate::words::{By, Why};
use hearth_vitals::Vital;
use std::sync::Arc;

impl Episode {
    /// Raises or ends the alert. While one source is silent or doubtful, agreement is unknown: that ends nothing, and the source
    /// has an alert of its own.
    pub(super) fn tell_rates(&mut self, answer: Judgement, out: &mut Out<'_>) {
        let at = answer.evidence.inputs.last().map_or(out.now.wall, |input| input.at);
        match answer.verdict {
            Verdict::Holds { priority, since, .. } if self.has_both_rates() => {
                let evidence = Arc::new(Evidence { wanted: answer.wanted, ..answer.evidence });
                let fact = Fact {
                    rule: Rule::RatesDisagree,
                    subject: &Subject::Patient,
                    priority,
                    value: None,
                    limit: None,
                    extreme: None,
                    since,
                    as_of: None,
                    actor: By::Sources,
                    reason: Reason::Fixed(Why::SourcesDiffer),
                    evidence: Some(&evidence),
                };
                self.alerts.holds(&fact, out);
            }
            Verdict::Over => {
                let end = End { at, value: None, late: false, actor: By::Sources, reason: Why::SourcesAgree };
                self.alerts.ended(Rule::RatesDisagree, &Subject::Patient, &end, out);
            }
            Verdict::Holds { .. } | Verdict::Unknown { .. } => {}
        }
    }

    /// True while devices of this patient measure both vitals; otherwise they cannot be compared.
    pub(super) fn has_both_rates(&self) -> bool {
        let is_measured = |vital| self.channels.iter().any(|channel| channel.vital == vital && channel.expected);
        is_measured(Vital::HeartRate) && is_measured(Vital::PulseRate)
    }
}
