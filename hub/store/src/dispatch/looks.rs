//! Records in the audit what crew members look at: one row for each look, not for each poll of an open screen.

use crate::connect::Store;
use crate::error::StoreError;
use serde_json::json;
use uuid::Uuid;

/// Requests within this time count as one look, s: a crew that opens a card again a quarter of an hour later has looked again.
pub const LOOK_S: f64 = 900.0;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// An incident: where, why, who is sent.
    Incident,
    /// The job card: the record of the patient, and how to get in.
    Card,
}

impl Look {
    const fn act(self) -> &'static str {
        match self {
            Look::Incident => "look_at_incident",
            Look::Card => "look_at_card",
        }
    }
}

impl Store {
    /// Notes that a member of a crew looks at incidents, of each the id and the stay, unless they have since [`LOOK_S`] ago.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn looked(&self, look: Look, incidents: &[(Uuid, Uuid)], by: Uuid) -> Result<(), StoreError> {
        for (id, episode) in incidents {
            sqlx::query(
                "INSERT INTO audit (staff_id, act, subject, detail) SELECT $1, $2, $3, $4 WHERE NOT EXISTS (\
                    SELECT FROM audit WHERE subject = $3 AND at > now() - make_interval(secs => $5) AND at <= now() \
                    AND staff_id = $1 AND act = $2 AND detail = $4)",
            )
            .bind(by)
            .bind(look.act())
            .bind(episode.to_string())
            .bind(json!({ "incident": id }))
            .bind(LOOK_S)
            .execute(&self.pool)
            .await?;
        }
        Ok(())
    }
}
