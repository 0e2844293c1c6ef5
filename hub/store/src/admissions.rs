//! Admitting a patient: the stay, what is known of it and who watches it begin in one instant.

use crate::connect::Store;
use crate::error::StoreError;
use crate::particulars::{self, SectionWish};
use crate::registry::{audit, changed};
use crate::shifts::decide;
use crate::stamp::Stamp;
use hearth_care::{StayId, WardAct, WatchVersion};
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is needed to admit a patient.
#[derive(Debug, Clone)]
pub struct Admission<'a> {
    /// Id of the new episode.
    pub id: Uuid,
    /// The patient's id.
    pub patient: Uuid,
    /// Short name of the home, for the wall.
    pub label: &'a str,
    /// Postal address of the home.
    pub address: &'a str,
    /// Telephone number of the home; empty when none is known.
    pub phone: &'a str,
    /// IANA name of the home's time zone.
    pub time_zone: &'a str,
    /// `acute` or `restorative`.
    pub phase: &'a str,
    /// Alarm limits in force, as JSON in the hub's own form.
    pub limits: Value,
    /// Alarm limits of the template that they come from, as it is now.
    pub template_limits: Value,
    /// Why NEWS2 is not judged: `under_16`; `None` if it is.
    pub without_news2: Option<&'a str>,
    /// The member of staff who admits.
    pub by: Uuid,
    /// When the stay began; `None` for now.
    pub since: Option<WallMs>,
}

impl Store {
    /// Begins an episode for a patient with what is known of it already, all or nothing. Who admits holds its watch from the first
    /// instant at which anybody sees the stay, if they are on shift and may watch; otherwise nobody does. True if somebody does.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the patient has an active episode already.
    pub async fn admit(&self, admission: &Admission<'_>, sections: &[SectionWish<'_>], now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        begin(&mut transaction, admission).await?;
        for wish in sections {
            if !particulars::write(&mut transaction, admission.id, wish, admission.by, now).await? {
                return Err(StoreError::Defect("a section of a new stay is there already".to_owned()));
            }
        }
        let act = WardAct::TakeOver(vec![WatchVersion { stay: StayId(admission.id.as_u128()), version: 0 }]);
        let watched = decide(&mut transaction, &act, admission.by, now).await?.is_ok();
        // From here on admissions wait for each other.
        changed(&mut transaction, admission.id).await?;
        audit(&mut transaction, admission.by, "admit", &admission.id.to_string(), Value::Null).await?;
        particulars::note(&mut transaction, admission.id, sections, admission.by).await?;
        transaction.commit().await?;
        Ok(watched)
    }
}

async fn begin(connection: &mut PgConnection, admission: &Admission<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO episodes (id, patient_id, label, address, phone, time_zone, phase, limits, admitted_at, without_news2) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, now()), $10)",
    )
    .bind(admission.id)
    .bind(admission.patient)
    .bind(admission.label)
    .bind(admission.address)
    .bind(admission.phone)
    .bind(admission.time_zone)
    .bind(admission.phase)
    .bind(&admission.limits)
    .bind(admission.since.map(Stamp))
    .bind(admission.without_news2)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO profiles (episode_id, number, state, template, limits, neutropenic, reason, author, template_limits, without_news2) \
         VALUES ($1, 1, 'in_force', 'adult', $2, false, '', $3, $4, $5)",
    )
    .bind(admission.id)
    .bind(&admission.limits)
    .bind(admission.by)
    .bind(&admission.template_limits)
    .bind(admission.without_news2)
    .execute(&mut *connection)
    .await?;
    Ok(())
}
