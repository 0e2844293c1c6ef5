//! Gateways: registering and revoking them, and when they were last heard.

use crate::connect::Store;
use crate::enrolment::SHUT_OUT;
use crate::error::StoreError;
use hearth_vitals::state::GatewayState;
use hearth_vitals::topic::Shard;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::Row;
use std::collections::BTreeMap;

/// A gateway as stored. Its password is not here: the broker keeps a hash of it.
#[derive(Debug, Clone, PartialEq)]
pub struct GatewayRow {
    /// The gateway's id.
    pub id: String,
    /// The shard it was given, if that is not the one that follows from its id.
    pub shard: Option<u8>,
    /// When it was first registered.
    pub registered_at: WallMs,
    /// When it was revoked; `None` while it may send.
    pub revoked_at: Option<WallMs>,
    /// When the hub last received anything from it; `None` if it never did.
    pub last_heard_at: Option<WallMs>,
    /// What it last said about itself; `None` if nothing, or nothing that this version can read.
    pub state: Option<GatewayState>,
}

/// What came of a wish to register one gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    /// It was registered for the first time.
    First,
    /// It had been revoked, and may send again.
    Anew,
    /// It is registered and may send: nothing was changed.
    InUse,
}

/// What came of a wish to revoke a gateway that is in nobody's home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// It may not send any more.
    Done,
    /// It is not registered, or was revoked before.
    Unknown,
    /// A device of its kit is bound to a stay: nothing was changed.
    Watching,
}

impl Store {
    /// Registers one gateway in a shard, unless it is registered already.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn admit_gateway(&self, gateway: &GatewayId, shard: Shard) -> Result<Admitted, StoreError> {
        let given = (shard != Shard::of(gateway)).then(|| i16::from(shard.number()));
        // A row that this statement has inserted has no older version: `xmax` is 0.
        let first: Option<bool> = sqlx::query_scalar(
            "INSERT INTO gateways AS g (id, shard) VALUES ($1, $2) \
             ON CONFLICT (id) DO UPDATE SET revoked_at = NULL, shard = EXCLUDED.shard WHERE g.revoked_at IS NOT NULL RETURNING xmax = 0",
        )
        .bind(gateway.as_str())
        .bind(given)
        .fetch_optional(&self.pool)
        .await?;
        Ok(match first {
            Some(true) => Admitted::First,
            Some(false) => Admitted::Anew,
            None => Admitted::InUse,
        })
    }

    /// Revokes a gateway through which no patient is watched.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn revoke_idle_gateway(&self, gateway: &GatewayId) -> Result<Revoked, StoreError> {
        let mut transaction = self.begin().await?;
        // Binding a device of its kit holds this row, so the bindings are looked at only after that is done.
        sqlx::query("SELECT FROM gateways WHERE id = $1 FOR UPDATE").bind(gateway.as_str()).execute(&mut *transaction).await?;
        let (known, done): (bool, bool) = sqlx::query_as(
            "WITH done AS (UPDATE gateways SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL AND NOT EXISTS ( \
                 SELECT FROM kits k JOIN devices d ON d.kit_id = k.id JOIN bindings b ON b.device_key = d.key \
                 WHERE k.gateway_id = $1 AND b.until_at IS NULL) RETURNING id) \
             SELECT EXISTS (SELECT FROM gateways WHERE id = $1 AND revoked_at IS NULL), EXISTS (SELECT FROM done)",
        )
        .bind(gateway.as_str())
        .fetch_one(&mut *transaction)
        .await?;
        if done {
            sqlx::query(SHUT_OUT).bind(gateway.as_str()).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(match (known, done) {
            (_, true) => Revoked::Done,
            (true, false) => Revoked::Watching,
            (false, false) => Revoked::Unknown,
        })
    }

    /// The gateway of this device's kit, if it was revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for an id that this version cannot read.
    pub async fn revoked_gateway_of(&self, device: &DeviceId) -> Result<Option<GatewayId>, StoreError> {
        let sql = "SELECT g.id FROM devices d JOIN kits k ON k.id = d.kit_id JOIN gateways g ON g.id = k.gateway_id \
             WHERE d.id = $1 AND g.revoked_at IS NOT NULL";
        let id: Option<String> = sqlx::query_scalar(sql).bind(device.as_str()).fetch_optional(&self.pool).await?;
        id.map(|id| GatewayId::new(&id).map_err(|error| StoreError::Defect(error.to_string()))).transpose()
    }

    /// The gateways that may not send any more.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn revoked_gateways(&self) -> Result<Vec<GatewayId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM gateways WHERE revoked_at IS NOT NULL").fetch_all(&self.pool).await?;
        Ok(ids.iter().filter_map(|id| GatewayId::new(id).ok()).collect())
    }

    /// Registers gateways. One that was revoked may send again.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn register_gateways(&self, ids: &[GatewayId]) -> Result<(), StoreError> {
        let ids: Vec<&str> = ids.iter().map(GatewayId::as_str).collect();
        sqlx::query("INSERT INTO gateways (id) SELECT unnest($1::text[]) ON CONFLICT (id) DO UPDATE SET revoked_at = NULL")
            .bind(ids)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Gives a gateway the shard of the home that it belongs to.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn give_shard(&self, gateway: &GatewayId, shard: Shard) -> Result<(), StoreError> {
        let given = (shard != Shard::of(gateway)).then(|| i16::from(shard.number()));
        sqlx::query("UPDATE gateways SET shard = $2 WHERE id = $1").bind(gateway.as_str()).bind(given).execute(&self.pool).await?;
        Ok(())
    }

    /// Gateways whose shard is not the one that follows from their id.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn given_shards(&self) -> Result<BTreeMap<GatewayId, Shard>, StoreError> {
        let rows: Vec<(String, i16)> =
            sqlx::query_as("SELECT id, shard FROM gateways WHERE shard IS NOT NULL AND revoked_at IS NULL").fetch_all(&self.pool).await?;
        let read = |(id, number): (String, i16)| Some((GatewayId::new(&id).ok()?, u8::try_from(number).ok().and_then(Shard::new)?));
        let wrong = || StoreError::Defect("a gateway with a shard that is none".to_owned());
        rows.into_iter().map(|row| read(row).ok_or_else(wrong)).collect()
    }

    /// Revokes a gateway. False when it is not registered, or was already revoked.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn revoke_gateway(&self, gateway: &GatewayId) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let revoked = sqlx::query("UPDATE gateways SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL")
            .bind(gateway.as_str())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(SHUT_OUT).bind(gateway.as_str()).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(revoked.rows_affected() == 1)
    }

    /// Stores what gateways said about themselves and when they were last heard; ids that are not registered are ignored.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_gateways(&self, heard: &[(GatewayId, WallMs, Option<GatewayState>)]) -> Result<(), StoreError> {
        let ids: Vec<&str> = heard.iter().map(|(id, ..)| id.as_str()).collect();
        let at: Vec<i64> = heard.iter().map(|(_, at, _)| at.0).collect();
        let states: Result<Vec<Option<serde_json::Value>>, _> =
            heard.iter().map(|(.., state)| state.as_ref().map(serde_json::to_value).transpose()).collect();
        let states = states.map_err(|error| StoreError::Defect(format!("cannot write a state as JSON: {error}")))?;
        sqlx::query(
            // A pause longer than a gateway may be silent (hearth_alerts::budget::GATEWAY_QUIET_MS) is recorded, because a replay
            // has to know of it.
            "WITH n AS (SELECT id, to_timestamp(at / 1000.0) AS at, state FROM UNNEST($1::text[], $2::int8[], $3::jsonb[]) n (id, at, state)), \
             silent AS (INSERT INTO gateway_silences (gateway_id, from_at, until_at) SELECT g.id, g.last_heard_at, n.at \
                 FROM gateways g JOIN n ON n.id = g.id WHERE n.at > g.last_heard_at + interval '20 seconds' ON CONFLICT DO NOTHING) \
             UPDATE gateways g SET last_heard_at = greatest(g.last_heard_at, n.at), state = coalesce(n.state, g.state) FROM n WHERE g.id = n.id",
        )
        .bind(ids)
        .bind(at)
        .bind(states)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Every gateway, sorted by id.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn gateways(&self) -> Result<Vec<GatewayRow>, StoreError> {
        self.gateway_page("", i64::MAX).await
    }

    /// At most `limit` gateways whose id sorts after `after`, sorted by id; an empty `after` begins at the first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn gateway_page(&self, after: &str, limit: i64) -> Result<Vec<GatewayRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, (extract(epoch FROM registered_at) * 1000)::int8 AS registered_ms, (extract(epoch FROM revoked_at) * 1000)::int8 AS revoked_ms, \
                    (extract(epoch FROM last_heard_at) * 1000)::int8 AS heard_ms, state, shard FROM gateways WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let state: Option<serde_json::Value> = row.try_get("state")?;
                Ok(GatewayRow {
                    id: row.try_get("id")?,
                    shard: row.try_get::<Option<i16>, _>("shard")?.and_then(|number| u8::try_from(number).ok()),
                    registered_at: WallMs(row.try_get("registered_ms")?),
                    revoked_at: row.try_get::<Option<i64>, _>("revoked_ms")?.map(WallMs),
                    last_heard_at: row.try_get::<Option<i64>, _>("heard_ms")?.map(WallMs),
                    // A state that another version wrote and this one cannot read is shown as none.
                    state: state.and_then(|state| serde_json::from_value(state).ok()),
                })
            })
            .collect()
    }
}
