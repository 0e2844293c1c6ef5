//! The certificates of gateways over a restore: an older backup knows neither those that were issued since nor those that were
//! revoked since because another box took the place.

use super::Revoked;
use crate::StoreError;
use hearth_vitals::WallMs;
use sqlx::{PgConnection, PgPool, Row};

/// A gateway as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Id of the gateway.
    pub id: String,
    /// The shard that it was given, if that is not the one that follows from its id.
    pub shard: Option<i16>,
    /// When it was revoked; `None` while it may send.
    pub revoked_at: Option<WallMs>,
}

/// A certificate that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its number, in hexadecimal.
    pub serial: String,
    /// Whose it is.
    pub gateway: String,
    /// SHA-256 of its public key, in hexadecimal.
    pub key: String,
    /// When it was signed.
    pub issued_at: WallMs,
    /// When it ends.
    pub until: WallMs,
    /// When it was revoked.
    pub revoked_at: Option<WallMs>,
}

impl Revoked {
    /// Takes certificates that are known from elsewhere than a store. A gateway that nobody else knows may not send.
    pub fn take_noted(&mut self, certificates: Vec<Issued>) {
        let unknown = certificates.iter().map(|one| Gateway { id: one.gateway.clone(), shard: None, revoked_at: Some(one.issued_at) });
        for gateway in unknown.collect::<Vec<_>>() {
            if !self.certified.iter().any(|known| known.id == gateway.id) {
                self.certified.push(gateway);
            }
        }
        self.certificates.extend(certificates);
    }
}

/// Gateways with certificates, and the certificates; none in a store that is older than they are.
pub async fn read(pool: &PgPool) -> Result<(Vec<Gateway>, Vec<Issued>), StoreError> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('gateway_certificates') IS NOT NULL").fetch_one(pool).await?;
    if !is_there {
        return Ok((Vec::new(), Vec::new()));
    }
    let gateways = sqlx::query(
        "SELECT id, shard, (extract(epoch FROM revoked_at) * 1000)::int8 AS revoked FROM gateways \
         WHERE id IN (SELECT gateway_id FROM gateway_certificates) ORDER BY id",
    )
    .fetch_all(pool)
    .await?;
    let gateway = |row: &sqlx::postgres::PgRow| -> Result<Gateway, sqlx::Error> {
        Ok(Gateway {
            id: row.try_get("id")?,
            shard: row.try_get("shard")?,
            revoked_at: row.try_get::<Option<i64>, _>("revoked")?.map(WallMs),
        })
    };
    let certificates = sqlx::query(
        "SELECT serial, gateway_id, key, (extract(epoch FROM issued_at) * 1000)::int8 AS issued, \
             (extract(epoch FROM until_at) * 1000)::int8 AS until, (extract(epoch FROM revoked_at) * 1000)::int8 AS revoked \
         FROM gateway_certificates ORDER BY serial",
    )
    .fetch_all(pool)
    .await?;
    let issued = |row: &sqlx::postgres::PgRow| -> Result<Issued, sqlx::Error> {
        Ok(Issued {
            serial: row.try_get("serial")?,
            gateway: row.try_get("gateway_id")?,
            key: row.try_get("key")?,
            issued_at: WallMs(row.try_get("issued")?),
            until: WallMs(row.try_get("until")?),
            revoked_at: row.try_get::<Option<i64>, _>("revoked")?.map(WallMs),
        })
    };
    let gateways: Result<Vec<Gateway>, sqlx::Error> = gateways.iter().map(gateway).collect();
    let certificates: Result<Vec<Issued>, sqlx::Error> = certificates.iter().map(issued).collect();
    Ok((gateways?, certificates?))
}

/// Brings them into the restored store; tells how many it did not know so.
pub async fn carry_over(to: &mut PgConnection, revoked: &Revoked) -> Result<u64, StoreError> {
    add_gateways(to, &revoked.certified).await?;
    let known = add_certificates(to, &revoked.certificates).await?;
    let (ids, at): (Vec<&str>, Vec<i64>) = revoked.replaced.iter().map(|(id, at)| (id.as_str(), at.0)).unzip();
    let ended = sqlx::query(
        "UPDATE gateway_certificates c SET revoked_at = to_timestamp(r.at / 1000.0) FROM UNNEST($1::text[], $2::int8[]) r (id, at) \
         WHERE c.gateway_id = r.id AND c.issued_at < to_timestamp(r.at / 1000.0) AND c.revoked_at IS NULL",
    )
    .bind(ids)
    .bind(at)
    .execute(to)
    .await?;
    Ok(known + ended.rows_affected())
}

async fn add_gateways(to: &mut PgConnection, gateways: &[Gateway]) -> Result<(), StoreError> {
    let ids: Vec<&str> = gateways.iter().map(|gateway| gateway.id.as_str()).collect();
    let shards: Vec<Option<i16>> = gateways.iter().map(|gateway| gateway.shard).collect();
    let revoked: Vec<Option<i64>> = gateways.iter().map(|gateway| gateway.revoked_at.map(|at| at.0)).collect();
    sqlx::query(
        "INSERT INTO gateways (id, shard, revoked_at) SELECT id, shard, to_timestamp(revoked / 1000.0) \
         FROM UNNEST($1::text[], $2::int2[], $3::int8[]) g (id, shard, revoked) ON CONFLICT (id) DO NOTHING",
    )
    .bind(ids)
    .bind(shards)
    .bind(revoked)
    .execute(to)
    .await?;
    Ok(())
}

async fn add_certificates(to: &mut PgConnection, certificates: &[Issued]) -> Result<u64, StoreError> {
    let text = |of: fn(&Issued) -> &str| certificates.iter().map(of).collect::<Vec<&str>>();
    let at = |of: fn(&Issued) -> i64| certificates.iter().map(of).collect::<Vec<i64>>();
    let revoked: Vec<Option<i64>> = certificates.iter().map(|one| one.revoked_at.map(|at| at.0)).collect();
    let added = sqlx::query(
        "INSERT INTO gateway_certificates AS c (serial, gateway_id, key, issued_at, until_at, revoked_at) \
         SELECT serial, gateway, key, to_timestamp(issued / 1000.0), to_timestamp(until / 1000.0), to_timestamp(revoked / 1000.0) \
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::int8[]) r (serial, gateway, key, issued, until, revoked) \
         ON CONFLICT (serial) DO UPDATE SET revoked_at = EXCLUDED.revoked_at WHERE c.revoked_at IS NULL AND EXCLUDED.revoked_at IS NOT NULL",
    )
    .bind(text(|one| &one.serial))
    .bind(text(|one| &one.gateway))
    .bind(text(|one| &one.key))
    .bind(at(|one| one.issued_at.0))
    .bind(at(|one| one.until.0))
    .bind(revoked)
    .execute(to)
    .await?;
    Ok(added.rows_affected())
}
