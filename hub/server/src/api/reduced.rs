//! What rings less for one patient than for others with the same template. Whoever takes over the watch reads it first: an alarm that
//! somebody switched off on the day shift must not be found out about in the night.

use super::ApiState;
use crate::feed::message::{LimitRung, StaffRef};
use crate::limits::decision;
use crate::problem::ApiResult;
use hearth_alerts::profile::{Weakened, weakened};
use hearth_alerts::{Course, Side, Template};
use hearth_store::profiles::ProfileRow;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The side of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitSide {
    /// Values below it are beyond it.
    Low,
    /// Values above it are beyond it.
    High,
}

/// A rung of the template for which the patient's own limits have none that rings as near, as soon and as urgently.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReducedRung {
    /// Key of the vital.
    pub vital: String,
    /// The side of the limit.
    pub side: LimitSide,
    /// The rung as the template has it.
    pub rung: LimitRung,
}

/// What rings later, less urgently or not at all for a patient, compared with the template of the profile in force.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReducedAlarms {
    /// The number of the profile in force, as in `GET /episodes/{id}/profile`; to be sent back by whoever has read this.
    pub profile: i32,
    /// The template that it is compared with.
    pub template: String,
    /// Rungs of the template that are missing, in the order of vitals.
    pub rungs: Vec<ReducedRung>,
    /// True if the template follows the fever pathway of patients without neutrophils, and this patient does not.
    pub without_fever_pathway: bool,
    /// True if NEWS2 takes a saturation of 88 % as usual for this patient, and does not with the template.
    pub scale_two: bool,
    /// Why it was changed, in the author's words.
    pub reason: String,
    /// Who made the profile; `null` if that is not known, and for what the stay began with.
    pub author: Option<StaffRef>,
    /// When it was made, ms since 1970.
    pub made_at: i64,
    /// When it goes back by itself to the one before, ms since 1970; `null` if it lasts.
    pub ends_at: Option<i64>,
}

/// What the profile weakens of its template; `None` if it rings for everything that the template rings for. Of limits that this version
/// cannot read nothing is known to ring.
fn reduced(row: ProfileRow) -> Option<ReducedAlarms> {
    let limits = crate::limits::from_store(&row.limits).unwrap_or_default();
    let template = Template::from_key(&row.template).unwrap_or(Template::Adult);
    let scale_two = row.scale_two.as_ref().map(|mark| decision((mark.by, mark.at)));
    // Scale 2 is what such a template is for: decided there, it reduces nothing.
    let usual = Course { neutropenic: template.is_neutropenic(), scale_two: scale_two.filter(|_| template.wants_scale_two()) };
    let found = weakened((&template.limits(), &usual), (&limits, &Course { neutropenic: row.neutropenic, scale_two }));
    if found.is_empty() {
        return None;
    }
    // What a stay began with may be the template of then: whoever admitted the patient has reduced nothing.
    let author = row.author.filter(|_| row.number > 1);
    Some(ReducedAlarms {
        profile: row.number,
        template: template.key().to_owned(),
        rungs: found.iter().filter_map(rung).collect(),
        without_fever_pathway: found.contains(&Weakened::FeverPathway),
        scale_two: found.contains(&Weakened::ScaleTwo),
        reason: row.reason,
        author: author.map(|mark| StaffRef { id: mark.by, display_name: mark.name }),
        made_at: row.made_at.0,
        ends_at: row.ends_at.map(|at| at.0),
    })
}

fn rung(found: &Weakened) -> Option<ReducedRung> {
    let Weakened::Rung(vital, side, rung) = found else { return None };
    let rung = LimitRung { edge: vital.raw_to_f64(rung.edge), for_s: rung.for_s, priority: rung.priority };
    let side = match side {
        Side::Low => LimitSide::Low,
        Side::High => LimitSide::High,
    };
    Some(ReducedRung { vital: vital.key().to_owned(), side, rung })
}

/// What a stay is watched by.
pub(super) struct InForce {
    /// The number of its profile.
    pub number: i32,
    /// What that reduces, if anything.
    pub reduced: Option<ReducedAlarms>,
}

impl ApiState {
    /// The profile in force of each of these stays, with what it reduces.
    pub(super) async fn profiles_of(&self, stays: &[Uuid]) -> ApiResult<BTreeMap<Uuid, InForce>> {
        let rows = self.store.profiles_in_force(stays).await?;
        Ok(rows.into_iter().map(|(stay, row)| (stay, InForce { number: row.number, reduced: reduced(row) })).collect())
    }

    /// What is reduced now, by stay; a stay of which nothing is reduced is left out.
    pub(super) async fn reduced(&self, stays: &[Uuid]) -> ApiResult<BTreeMap<Uuid, ReducedAlarms>> {
        let found = self.profiles_of(stays).await?.into_iter();
        Ok(found.filter_map(|(stay, now)| Some((stay, now.reduced?))).collect())
    }
}
