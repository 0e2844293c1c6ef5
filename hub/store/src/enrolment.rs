//! Codes with which boxes are enrolled, and the certificates of gateways.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{GatewayId, WallMs};
use sqlx::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The part of a new code that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    /// Mark of the code (a digest): identifies it and reveals nothing of its secret.
    pub mark: [u8; 16],
    /// The gateway that a box becomes with this code.
    pub gateway: GatewayId,
    /// The code's seal over the hub's authority.
    pub seal: [u8; 32],
    /// Digest of the code's secret; the secret itself is not kept.
    pub kept: [u8; 32],
    /// When it was made.
    pub made_at: WallMs,
    /// The person who made it; `None` for a command on the hub's machine.
    pub made_by: Option<Uuid>,
    /// When it ends.
    pub until: WallMs,
}

/// A code as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCode {
    /// The gateway that a box becomes with this code.
    pub gateway: String,
    /// The code's seal over the hub's authority.
    pub seal: Vec<u8>,
    /// Digest of the code's secret; the secret itself is not kept.
    pub kept: Vec<u8>,
    /// When it ends.
    pub until: WallMs,
    /// True once a box was enrolled with it.
    pub is_used: bool,
}

/// A certificate that the hub has signed for a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// Serial number of the certificate, in hexadecimal.
    pub serial: String,
    /// The gateway that it identifies.
    pub gateway: GatewayId,
    /// SHA-256 of its public key, in hexadecimal.
    pub key: String,
    /// When it was signed.
    pub issued_at: WallMs,
    /// When it ends.
    pub until: WallMs,
}

/// What came of using a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeUse {
    /// The certificate is the gateway's, and the only one.
    Enrolled,
    /// Somebody else used it first, its time is up, or the gateway was revoked: nothing was changed.
    TooLate,
}

/// So many certificates of one key are looked at: a gateway gets one each two months.
pub const OF_KEY_MAX: i64 = 64;
/// How long ended codes are kept, so that somebody who comes late is told so.
const KEPT_HOURS: i32 = 24;

impl Store {
    /// Stores a code, which replaces earlier ones of the gateway. False if the gateway is not registered, or was revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_code(&self, code: &NewCode) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "DELETE FROM enrolment_codes WHERE (gateway_id = $1 AND used_at IS NULL) \
                 OR until_at < to_timestamp($2::int8 / 1000.0) - make_interval(hours => $3)",
        )
        .bind(code.gateway.as_str())
        .bind(code.made_at.0)
        .bind(KEPT_HOURS)
        .execute(&mut *transaction)
        .await?;
        let made = sqlx::query(
            "INSERT INTO enrolment_codes (mark, gateway_id, seal, kept, made_at, made_by, until_at) \
             SELECT $1, g.id, $3, $4, to_timestamp($5::int8 / 1000.0), $6, to_timestamp($7::int8 / 1000.0) \
             FROM gateways g WHERE g.id = $2 AND g.revoked_at IS NULL",
        )
        .bind(code.mark.as_slice())
        .bind(code.gateway.as_str())
        .bind(code.seal.as_slice())
        .bind(code.kept.as_slice())
        .bind(code.made_at.0)
        .bind(code.made_by)
        .bind(code.until.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(made.rows_affected() == 1)
    }

    /// The code with this mark.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn code(&self, mark: &[u8]) -> Result<Option<KnownCode>, StoreError> {
        let row = sqlx::query(
            "SELECT gateway_id, seal, kept, (extract(epoch FROM until_at) * 1000)::int8 AS until_ms, used_at IS NOT NULL AS is_used \
             FROM enrolment_codes WHERE mark = $1",
        )
        .bind(mark)
        .fetch_optional(&self.pool)
        .await?;
        let read = |row: sqlx::postgres::PgRow| {
            Ok(KnownCode {
                gateway: row.try_get("gateway_id")?,
                seal: row.try_get("seal")?,
                kept: row.try_get("kept")?,
                until: WallMs(row.try_get("until_ms")?),
                is_used: row.try_get("is_used")?,
            })
        };
        row.map(read).transpose()
    }

    /// Uses a code, once: the certificate is the gateway's from now on, and those it had before are revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn use_code(&self, mark: &[u8], certificate: &NewCertificate) -> Result<CodeUse, StoreError> {
        let mut transaction = self.begin().await?;
        let used = sqlx::query(
            "UPDATE enrolment_codes c SET used_at = to_timestamp($2::int8 / 1000.0) FROM gateways g \
             WHERE c.mark = $1 AND c.used_at IS NULL AND c.until_at >= to_timestamp($2::int8 / 1000.0) \
                 AND g.id = c.gateway_id AND g.id = $3 AND g.revoked_at IS NULL",
        )
        .bind(mark)
        .bind(certificate.issued_at.0)
        .bind(certificate.gateway.as_str())
        .execute(&mut *transaction)
        .await?;
        if used.rows_affected() != 1 {
            return Ok(CodeUse::TooLate);
        }
        sqlx::query(
            "UPDATE gateway_certificates SET revoked_at = to_timestamp($2::int8 / 1000.0) WHERE gateway_id = $1 AND revoked_at IS NULL",
        )
        .bind(certificate.gateway.as_str())
        .bind(certificate.issued_at.0)
        .execute(&mut *transaction)
        .await?;
        insert(certificate).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(CodeUse::Enrolled)
    }

    /// Adds the next certificate of a gateway, with the key that it has: both hold until the older one ends.
    /// False if the gateway has no certificate with this key that holds, or was revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn renew_certificate(&self, next: &NewCertificate) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // Revoking the gateway changes this row: either the revocation sees the new certificate, or this sees the revocation.
        let holds: Option<bool> = sqlx::query_scalar(
            "SELECT g.revoked_at IS NULL AND EXISTS (SELECT FROM gateway_certificates c WHERE c.gateway_id = g.id AND c.key = $2 \
                 AND c.revoked_at IS NULL) FROM gateways g WHERE g.id = $1 FOR UPDATE OF g",
        )
        .bind(next.gateway.as_str())
        .bind(&next.key)
        .fetch_optional(&mut *transaction)
        .await?;
        if holds != Some(true) {
            return Ok(false);
        }
        insert(next).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The gateway that has a certificate with this key which was not revoked; it may have ended at most `grace_ms` before `now`.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn gateway_by_key(&self, key: &str, now: WallMs, grace_ms: i64) -> Result<Option<GatewayId>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(
            "SELECT c.gateway_id FROM gateway_certificates c JOIN gateways g ON g.id = c.gateway_id \
             WHERE c.key = $1 AND c.revoked_at IS NULL AND g.revoked_at IS NULL AND c.until_at >= to_timestamp($2::int8 / 1000.0) \
             ORDER BY c.until_at DESC LIMIT 1",
        )
        .bind(key)
        .bind(now.plus(-grace_ms).0)
        .fetch_optional(&self.pool)
        .await?;
        Ok(id.and_then(|id| GatewayId::new(&id).ok()))
    }

    /// The serials of certificates that would hold at `now`, had they not been revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn taken_back(&self, now: WallMs) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT serial FROM gateway_certificates WHERE revoked_at IS NOT NULL AND until_at >= to_timestamp($1::int8 / 1000.0)";
        Ok(sqlx::query_scalar(sql).bind(now.0).fetch_all(&self.pool).await?)
    }

    /// The serials of one gateway's certificates that hold.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn serials_of(&self, gateway: &GatewayId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT serial FROM gateway_certificates WHERE gateway_id = $1 AND revoked_at IS NULL";
        Ok(sqlx::query_scalar(sql).bind(gateway.as_str()).fetch_all(&self.pool).await?)
    }

    /// The certificates that a gateway got for this key and that were not revoked, the newest first; at most [`OF_KEY_MAX`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn certificates_of_key(&self, gateway: &GatewayId, key: &str) -> Result<Vec<NewCertificate>, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT serial, (extract(epoch FROM issued_at) * 1000)::int8, (extract(epoch FROM until_at) * 1000)::int8 \
             FROM gateway_certificates WHERE gateway_id = $1 AND key = $2 AND revoked_at IS NULL ORDER BY issued_at DESC LIMIT $3",
        )
        .bind(gateway.as_str())
        .bind(key)
        .bind(OF_KEY_MAX)
        .fetch_all(&self.pool)
        .await?;
        let read = |(serial, issued, until)| NewCertificate {
            serial,
            gateway: gateway.clone(),
            key: key.to_owned(),
            issued_at: WallMs(issued),
            until: WallMs(until),
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// When the newest certificate of each gateway ends, of those that end before `until`.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn certificates_that_end(&self, until: WallMs) -> Result<BTreeMap<String, WallMs>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT c.gateway_id, (extract(epoch FROM max(c.until_at)) * 1000)::int8 FROM gateway_certificates c \
             JOIN gateways g ON g.id = c.gateway_id WHERE c.revoked_at IS NULL AND g.revoked_at IS NULL \
             GROUP BY c.gateway_id HAVING max(c.until_at) < to_timestamp($1::int8 / 1000.0)",
        )
        .bind(until.0)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id, until)| (id, WallMs(until))).collect())
    }

    /// The gateways that sign in by a certificate, each with the serials of those that were not revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn certified_gateways(&self) -> Result<BTreeMap<GatewayId, Vec<String>>, StoreError> {
        let rows: Vec<(String, Vec<String>)> = sqlx::query_as(
            "SELECT c.gateway_id, array_agg(c.serial) FROM gateway_certificates c \
             JOIN gateways g ON g.id = c.gateway_id WHERE c.revoked_at IS NULL AND g.revoked_at IS NULL GROUP BY c.gateway_id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(|(id, serials)| Some((GatewayId::new(&id).ok()?, serials))).collect())
    }
}

/// Takes back what a gateway could sign in with: its certificates and the codes that nobody has used.
pub(crate) const SHUT_OUT: &str = "WITH gone AS (DELETE FROM enrolment_codes WHERE gateway_id = $1 AND used_at IS NULL) \
     UPDATE gateway_certificates SET revoked_at = now() WHERE gateway_id = $1 AND revoked_at IS NULL";

fn insert(certificate: &NewCertificate) -> sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments> {
    sqlx::query(
        "INSERT INTO gateway_certificates (serial, gateway_id, key, issued_at, until_at) \
         VALUES ($1, $2, $3, to_timestamp($4::int8 / 1000.0), to_timestamp($5::int8 / 1000.0))",
    )
    .bind(&certificate.serial)
    .bind(certificate.gateway.as_str())
    .bind(&certificate.key)
    .bind(certificate.issued_at.0)
    .bind(certificate.until.0)
}
