//! What a restore from a backup must not undo: gateways revoked, boxes replaced, certificates issued, and passwords changed,
//! since the backup was made.

mod issued;

pub use issued::{Gateway, Issued};

use crate::{Store, StoreError};
use hearth_vitals::WallMs;
use sqlx::Row;

/// Who may not sign in any more, according to one store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revoked {
    /// Revoked gateways, and when each was revoked.
    pub gateways: Vec<(String, WallMs)>,
    /// Staff: sign-in name, hash of the password in force, and whether it must be changed at the next sign-in. An account
    /// that was locked has a hash that no password matches.
    pub passwords: Vec<(String, String, bool)>,
    /// Staff: sign-in name, role, and whether the account is disabled.
    pub staff: Vec<(String, String, bool)>,
    /// Gateways that have certificates, as they stand.
    pub certified: Vec<Gateway>,
    /// The certificates of gateways, revoked ones too.
    pub certificates: Vec<Issued>,
    /// Gateways of which every certificate that was signed before this instant is revoked.
    pub replaced: Vec<(String, WallMs)>,
}

/// What a restore changed after it filled in the backup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CarriedOver {
    /// Sessions of the backup that were ended.
    pub sessions: u64,
    /// Gateways that were allowed in the backup and are revoked now.
    pub gateways: u64,
    /// Staff whose password in the backup was not the one in force.
    pub passwords: u64,
    /// Certificates that the backup did not know, or did not know to be revoked.
    pub certificates: u64,
}

impl Store {
    /// Reads who is revoked now, before the backup replaces this store. Uses only columns that every version has, because the
    /// store may be older than this program.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn revoked(&self) -> Result<Revoked, StoreError> {
        let gateways = sqlx::query(
            "SELECT id, (extract(epoch FROM revoked_at) * 1000)::int8 AS at FROM gateways WHERE revoked_at IS NOT NULL ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        let gateways: Result<Vec<_>, sqlx::Error> =
            gateways.iter().map(|row| Ok((row.try_get("id")?, WallMs(row.try_get("at")?)))).collect();
        let people = sqlx::query("SELECT name, password_hash, must_change_password FROM staff ORDER BY name").fetch_all(&self.pool).await?;
        let passwords: Result<Vec<_>, sqlx::Error> = people
            .iter()
            .map(|row| Ok((row.try_get("name")?, row.try_get("password_hash")?, row.try_get("must_change_password")?)))
            .collect();
        // Older stores have no such column.
        let people = sqlx::query("SELECT name, role, to_jsonb(s)->>'disabled_at' IS NOT NULL AS disabled FROM staff s ORDER BY name")
            .fetch_all(&self.pool)
            .await?;
        let staff: Result<Vec<_>, sqlx::Error> =
            people.iter().map(|row| Ok((row.try_get("name")?, row.try_get("role")?, row.try_get("disabled")?))).collect();
        let (certified, certificates) = issued::read(&self.pool).await?;
        Ok(Revoked { gateways: gateways?, passwords: passwords?, staff: staff?, certified, certificates, replaced: Vec::new() })
    }

    /// Applies what was revoked to a restored store, and ends every session in it.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); nothing is changed then.
    pub async fn carry_over(&self, revoked: &Revoked) -> Result<CarriedOver, StoreError> {
        let (ids, at): (Vec<&str>, Vec<i64>) = revoked.gateways.iter().map(|(id, at)| (id.as_str(), at.0)).unzip();
        let names: Vec<&str> = revoked.passwords.iter().map(|(name, ..)| name.as_str()).collect();
        let hashes: Vec<&str> = revoked.passwords.iter().map(|(_, hash, _)| hash.as_str()).collect();
        let must_change: Vec<bool> = revoked.passwords.iter().map(|(.., must_change)| *must_change).collect();
        let mut transaction = self.begin().await?;
        let sessions = sqlx::query("DELETE FROM sessions").execute(&mut *transaction).await?.rows_affected();
        let gateways = sqlx::query(
            "UPDATE gateways g SET revoked_at = to_timestamp(r.at / 1000.0) FROM UNNEST($1::text[], $2::int8[]) r (id, at) \
             WHERE g.id = r.id AND g.revoked_at IS NULL",
        )
        .bind(ids)
        .bind(at)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        let certificates = issued::carry_over(&mut transaction, revoked).await?;
        sqlx::query(
            "UPDATE gateway_certificates c SET revoked_at = g.revoked_at FROM gateways g \
             WHERE g.id = c.gateway_id AND g.revoked_at IS NOT NULL AND c.revoked_at IS NULL",
        )
        .execute(&mut *transaction)
        .await?;
        // A code of the backup's day is over, or was used since.
        sqlx::query("DELETE FROM enrolment_codes WHERE used_at IS NULL").execute(&mut *transaction).await?;
        let passwords = sqlx::query(
            "UPDATE staff s SET password_hash = p.hash, must_change_password = p.must_change \
             FROM UNNEST($1::text[], $2::text[], $3::bool[]) p (name, hash, must_change) WHERE s.name = p.name AND s.password_hash <> p.hash",
        )
        .bind(names)
        .bind(hashes)
        .bind(must_change)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        let people: Vec<&str> = revoked.staff.iter().map(|(name, ..)| name.as_str()).collect();
        let roles: Vec<&str> = revoked.staff.iter().map(|(_, role, _)| role.as_str()).collect();
        let disabled: Vec<bool> = revoked.staff.iter().map(|(.., disabled)| *disabled).collect();
        sqlx::query(
            "UPDATE staff s SET role = p.role, disabled_at = CASE WHEN p.disabled THEN coalesce(s.disabled_at, now()) ELSE s.disabled_at END \
             FROM UNNEST($1::text[], $2::text[], $3::bool[]) p (name, role, disabled) WHERE s.name = p.name",
        )
        .bind(people)
        .bind(roles)
        .bind(disabled)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(CarriedOver { sessions, gateways, passwords, certificates })
    }
}
