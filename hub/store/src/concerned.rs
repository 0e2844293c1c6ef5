//! Numbers the changes of bindings and of what belongs to them, in the order in which they are committed.
//!
//! Every transaction that changes an episode, a device, a kit or a binding adds a row to `binding_changes`, as its last
//! statement but the audit entry. From there to their COMMIT such transactions wait for each other, and for nothing else; so
//! the numbers follow the order of the commits, and whoever sees a version sees everything up to it. Ingest takes no lock
//! here. It only asks whether a change that it does not know yet concerns the devices or gateways of its batches
//! ([`concern`]). A change that commits a moment after that question counts as made after the readings.

use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::PgConnection;
use uuid::Uuid;

/// How many changes are kept; a hub normally reads each within a second. A macro, because the SQL needs it as a literal.
macro_rules! kept {
    () => {
        "10000"
    };
}

/// What a transaction has changed.
#[derive(Default)]
pub(crate) struct Concerned<'a> {
    /// Episodes whose row or devices changed. Every device that such an episode ever had counts as changed too.
    pub episodes: &'a [Uuid],
    /// Devices whose bindings or kit changed.
    pub devices: &'a [DeviceId],
    /// The gateway of a new kit. Gateways of changed devices need not be named: they are looked up.
    pub gateway: Option<&'a GatewayId>,
}

/// Numbers the change that this transaction makes. To be called after all writes to episodes, devices and bindings; only
/// the audit entry may follow.
pub(crate) async fn note(connection: &mut PgConnection, concerned: Concerned<'_>) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "WITH raised AS (UPDATE bindings_version SET version = version + 1 RETURNING version), \
         forgotten AS (DELETE FROM binding_changes c USING raised WHERE c.version <= raised.version - ",
        kept!(),
        ") INSERT INTO binding_changes (version, episodes, devices, gateways) \
         SELECT version, $1::uuid[], \
             ARRAY(SELECT unnest($2::text[]) UNION SELECT d.id FROM bindings b JOIN devices d ON d.key = b.device_key WHERE b.episode_id = ANY($1)), \
             ARRAY(SELECT $3::text WHERE $3 IS NOT NULL \
                   UNION SELECT b.gateway_id FROM bindings b WHERE b.episode_id = ANY($1) AND b.gateway_id IS NOT NULL \
                   UNION SELECT k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE d.id = ANY($2) AND k.gateway_id IS NOT NULL) \
         FROM raised"
    ))
    .bind(concerned.episodes)
    .bind(ids(concerned.devices))
    .bind(concerned.gateway.map(GatewayId::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

fn ids<'a>(devices: impl IntoIterator<Item = &'a DeviceId>) -> Vec<&'a str> {
    devices.into_iter().map(DeviceId::as_str).collect()
}

/// True when a change after `known` and up to `newest` concerns one of these devices or gateways, or when it is not
/// recorded what a change in that range concerned.
pub(crate) async fn concern(
    connection: &mut PgConnection,
    (known, newest): (i64, i64),
    devices: &[&str],
    gateways: &[&str],
) -> Result<bool, StoreError> {
    let asked = sqlx::query_scalar(
        "SELECT count(*) <> $2::int8 - $1::int8 OR coalesce(bool_or(devices && $3::text[] OR gateways && $4::text[]), false) \
         FROM binding_changes WHERE version > $1 AND version <= $2",
    );
    Ok(asked.bind(known).bind(newest).bind(devices).bind(gateways).fetch_one(connection).await?)
}
