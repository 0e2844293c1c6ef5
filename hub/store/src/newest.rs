//! The newest value of each vital of an episode by each of its devices, with its flags. Two that measure the same vital are two
//! entries: one that is off says nothing about what the other measures.
//!
//! The table `latest` holds values only: frames of a sensor that came off have no value and never overwrite one there. To
//! tell the flags, the frames themselves are read, each by its key: the newest of each device, and those that `latest`
//! points at. Only frames that were measured since the episode has the device count.

use crate::connect::Store;
use crate::error::StoreError;
use crate::ids::device_id;
use crate::quality;
use hearth_vitals::{DeviceId, Flags, Reading, Vital, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The newest reading of one vital of one episode by one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestValue {
    /// The episode it belongs to.
    pub episode: Uuid,
    /// The device that measured it.
    pub device: DeviceId,
    /// The key of that device's protocol.
    pub protocol: String,
    /// The vital that was measured.
    pub vital: Vital,
    /// The value in steps of the vital's resolution; `None` when there is none, and `flags` say why.
    pub raw: Option<i32>,
    /// While `raw` is `None`: the newest value before, and when it was measured.
    pub last: Option<(i32, WallMs)>,
    /// What is doubtful about the value, or why there is none.
    pub flags: Flags,
    /// When it was measured.
    pub at: WallMs,
    /// When the hub received it.
    pub received_at: WallMs,
}

impl NewestValue {
    fn learn(&mut self, other: &NewestValue) {
        let number = other.raw.map(|raw| (raw, other.at)).or(other.last);
        if self.raw.is_none() && number.is_some_and(|(_, at)| self.last.is_none_or(|(_, known)| known < at)) {
            self.last = number;
        }
    }
}

impl Store {
    /// The newest values of an active episode, or of all of them, by episode, vital and device.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn newest_values(&self, episode: Option<Uuid>) -> Result<Vec<NewestValue>, StoreError> {
        let statement = sqlx::query(AssertSqlSafe(statement(episode.is_some())));
        let statement = if let Some(episode) = episode { statement.bind(episode) } else { statement };
        let rows = statement.fetch_all(&self.pool).await?;
        let mut newest: BTreeMap<(Uuid, Vital, DeviceId), NewestValue> = BTreeMap::new();
        for row in &rows {
            for mut value in values(row)? {
                let key = (value.episode, value.vital, value.device.clone());
                match newest.get_mut(&key) {
                    Some(known) if known.at > value.at => known.learn(&value),
                    Some(known) => {
                        value.learn(known);
                        *known = value;
                    }
                    None => drop(newest.insert(key, value)),
                }
            }
        }
        Ok(newest.into_values().collect())
    }
}

/// The statement for the episode `$1`, or for all of them. They are two, because one that leaves this open could be planned as a
/// walk through all.
pub(crate) fn statement(of_one: bool) -> String {
    let columns: String = Vital::ALL.iter().map(|vital| format!(", f.{vital}")).collect();
    let instants: Vec<String> = Vital::ALL.iter().map(|vital| format!("to_timestamp(l.{vital}_at / 1000.0)")).collect();
    let whose = if of_one { " AND b.episode_id = $1" } else { "" };
    let of_device = "SELECT * FROM frames f WHERE f.device_key = b.device_key AND f.at >= b.from_at";
    format!(
        "SELECT b.episode_id, d.id, d.protocol, f.quality, (extract(epoch FROM f.at) * 1000)::int8 AS at_ms, \
                (extract(epoch FROM f.received_at) * 1000)::int8 AS received_ms{columns} \
         FROM bindings b JOIN episodes e ON e.id = b.episode_id JOIN devices d ON d.key = b.device_key JOIN latest l ON l.device_key = b.device_key \
         CROSS JOIN LATERAL (({of_device} ORDER BY f.at DESC, f.stream_key DESC, f.seq DESC LIMIT 1) \
                             UNION {of_device} AND f.at = ANY(ARRAY[{instants}])) f \
         WHERE b.until_at IS NULL AND e.ended_at IS NULL{whose} \
         ORDER BY b.episode_id, d.id, f.at, f.received_at, f.stream_key, f.seq",
        instants = instants.join(", ")
    )
}

fn values(row: &PgRow) -> Result<Vec<NewestValue>, StoreError> {
    let quality: Option<Vec<u8>> = row.try_get("quality")?;
    let (episode, device, protocol) = (row.try_get("episode_id")?, device_id(row, "id")?, row.try_get::<String, _>("protocol")?);
    let (at, received_at) = (WallMs(row.try_get("at_ms")?), WallMs(row.try_get("received_ms")?));
    let mut raws = [None; Vital::ALL.len()];
    for (vital, raw) in Vital::ALL.into_iter().zip(&mut raws) {
        *raw = row.try_get(vital.key())?;
    }
    let value = |reading: Reading| {
        let Reading { vital, raw, flags, .. } = reading;
        NewestValue { episode, device: device.clone(), protocol: protocol.clone(), vital, raw, last: None, flags, at, received_at }
    };
    Ok(quality::readings(&raws, quality.as_deref())?.into_iter().map(value).collect())
}
