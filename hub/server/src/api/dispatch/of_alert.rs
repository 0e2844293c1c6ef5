//! The incidents of an alert, for its history.

use super::shown::{IncidentBrief, IncidentStepShown};
use crate::api::ApiState;
use crate::clock;
use crate::problem::ApiResult;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An incident that was made from an alert.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlertIncident {
    /// The incident in brief, with its outcome.
    incident: IncidentBrief,
    /// Everything that happened, oldest first.
    steps: Vec<IncidentStepShown>,
}

impl ApiState {
    /// The incidents that were made from an alert, the oldest first.
    pub(in crate::api) async fn incidents_of_alert(&self, alert: Uuid) -> ApiResult<Vec<AlertIncident>> {
        let found = self.store.incidents_of_alert(alert).await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let units = self.store.units(clock::wall_ms()).await?;
        let shown = found.into_iter().map(|(row, log)| AlertIncident {
            incident: IncidentBrief::of(&row),
            steps: log.into_iter().map(|step| IncidentStepShown::of(step, &units)).collect(),
        });
        Ok(shown.collect())
    }
}
