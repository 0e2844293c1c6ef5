//! What of a profile is still as its template was, where a release has changed the template since. Told, and never changed by itself
//! (docs/decisions/0060).

use super::ApiState;
use super::words::{LimitSide, side};
use crate::feed::message::LimitRung;
use crate::limits::from_store;
use crate::problem::ApiResult;
use hearth_alerts::profile::{Outdated, outdated};
use hearth_alerts::{Limits, Rung, Template};
use hearth_store::profiles::ProfileRow;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// One side of a limit that a profile has as its template was, and that the template has otherwise now.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TemplateChange {
    /// Key of the vital.
    pub vital: String,
    /// The side of the limit.
    pub side: LimitSide,
    /// The rungs as the template had them, and the profile has them; empty if it had none.
    pub then: Vec<LimitRung>,
    /// The rungs as the template has them now; empty if it has none.
    pub now: Vec<LimitRung>,
}

/// Stays that are watched by what a template was.
#[derive(Debug, Serialize, ToSchema)]
pub struct BehindTemplate {
    /// The template that has changed since.
    pub template: String,
    /// The active stays whose profile has something of it as it was, by id.
    pub stays: Vec<Uuid>,
}

fn change(found: Outdated) -> TemplateChange {
    let rung = |rung: Rung| LimitRung { edge: found.vital.raw_to_f64(rung.edge), for_s: rung.for_s, priority: rung.priority };
    TemplateChange {
        vital: found.vital.key().to_owned(),
        side: side(found.side),
        then: found.then.into_iter().map(rung).collect(),
        now: found.now.into_iter().map(rung).collect(),
    }
}

/// What of a profile is outdated; `None` if it is not known what its template was, or the template is of another version of the hub.
pub fn changes(row: &ProfileRow) -> Option<Vec<TemplateChange>> {
    let template = Template::from_key(&row.template)?;
    let (own, then) = (from_store(&row.limits).ok()?, from_store(row.template_limits.as_ref()?).ok()?);
    Some(outdated(&own, &then, &template.limits()).into_iter().map(change).collect())
}

/// The template that a wished profile counts as made from, beside the one in force.
pub fn made_from(template: Template, own: &Limits, in_force: Option<&ProfileRow>) -> Limits {
    let same = in_force.filter(|row| row.template == template.key());
    let then = same.and_then(|row| from_store(row.template_limits.as_ref()?).ok());
    then.map_or_else(|| template.limits(), |then| hearth_alerts::profile::made_from(own, &then, &template.limits()))
}

impl ApiState {
    /// The active stays that are watched by what their template was.
    pub(super) async fn behind_templates(&self) -> ApiResult<Vec<BehindTemplate>> {
        let stays: Vec<Uuid> = self.store.episodes(true).await?.into_iter().map(|row| row.id).collect();
        let mut found: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
        for (stay, row) in self.store.profiles_in_force(&stays).await? {
            if changes(&row).is_some_and(|changes| !changes.is_empty()) {
                found.entry(row.template).or_default().push(stay);
            }
        }
        Ok(found.into_iter().map(|(template, stays)| BehindTemplate { template, stays }).collect())
    }
}
