//! The signatures of physicians on the numbers that patients are watched by.

use crate::Store;
use crate::error::StoreError;
use crate::profiles::Mark;
use crate::registry::audit;
use hearth_vitals::WallMs;
use serde_json::json;
use uuid::Uuid;

/// The signature of one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRow {
    /// Name of the setting that was signed.
    pub item: String,
    /// The text of the setting when it was signed.
    pub value: String,
    /// Who signed, and when.
    pub signed: Mark,
}

impl Store {
    /// Every signature; there are a few dozen for each version of the numbers.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn clinical_signatures(&self) -> Result<Vec<SignatureRow>, StoreError> {
        let rows: Vec<(String, String, Uuid, String, i64)> = sqlx::query_as(
            "SELECT c.item, c.value, c.signed_by, s.display_name, (extract(epoch FROM c.signed_at) * 1000)::int8 \
             FROM clinical_signatures c JOIN staff s ON s.id = c.signed_by ORDER BY c.item, c.signed_at",
        )
        .fetch_all(&self.pool)
        .await?;
        let row = |(item, value, by, name, at)| SignatureRow { item, value, signed: Mark { by, name, at: WallMs(at) } };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Signs settings, each by name and value. One that is signed already keeps its signature.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sign_clinical(&self, items: &[(String, String)], by: Uuid) -> Result<(), StoreError> {
        let (names, values): (Vec<&str>, Vec<&str>) = items.iter().map(|(name, value)| (name.as_str(), value.as_str())).unzip();
        let mut transaction = self.begin().await?;
        let signed: Vec<(String, String)> = sqlx::query_as(
            "INSERT INTO clinical_signatures (item, value, signed_by) SELECT item, value, $3 FROM UNNEST($1::text[], $2::text[]) n (item, value) \
             ON CONFLICT DO NOTHING RETURNING item, value",
        )
        .bind(&names)
        .bind(&values)
        .bind(by)
        .fetch_all(&mut *transaction)
        .await?;
        for (name, value) in &signed {
            audit(&mut transaction, by, "sign_clinical", name, json!({ "value": value })).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
