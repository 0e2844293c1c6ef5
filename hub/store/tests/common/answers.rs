//! Everything in a store as text, for a comparison before and after an upgrade.
use super::{MINUTE_MS, NOON};
use hearth_store::Store;
use hearth_vitals::{Reading, Vital, WallMs, WaveformKind};
use std::fmt::Write;

/// From ten minutes before noon to ten minutes after: all that the dumped store holds.
const WHOLE: (WallMs, WallMs) = (WallMs(NOON - 10 * MINUTE_MS), WallMs(NOON + 10 * MINUTE_MS));

/// Everything that people and engines ask for, one line for each answer.
pub async fn answers(store: &Store) -> String {
    let mut told = String::new();
    let (from, until) = WHOLE;
    let mut tell = |what: &str, answer: String| writeln!(told, "{what}: {answer}").unwrap();
    tell("identity", format!("{:?}", store.identity().await.unwrap()));
    tell("streams", of(store, "SELECT gateway_id, generation, class, held, lost FROM streams ORDER BY key").await);
    tell("losses", of(store, "SELECT stream_key, seq, lost_stream_key, range, reason FROM losses ORDER BY 1, 2").await);
    tell("events", of(store, "SELECT stream_key, seq, gateway_id, device_key, at, event FROM events ORDER BY 1, 2").await);
    tell("unplaced", of(store, "SELECT stream_key, seq, gateway_id, boot, record FROM unplaced ORDER BY 1, 2").await);
    tell("quarantine", of(store, "SELECT gateway_id, stream_key, range, reason, bytes FROM quarantine ORDER BY id").await);
    tell("unread", format!("{:?}", store.unread_since(from).await.unwrap()));
    tell("gateways", format!("{:?}", store.known_gateways().await.unwrap()));
    tell("anchors", format!("{:?}", store.anchors(9, 99).await.unwrap()));
    for frame in store.recent_frames(from).await.unwrap() {
        let readings: String = frame.readings.iter().map(reading).collect();
        tell("frame", format!("{} {} received {}:{readings}", frame.device, frame.at.0, frame.received.0));
    }
    for row in store.open_alerts().await.unwrap() {
        let alert = row.alert;
        let (_, steps) = store.alert(uuid::Uuid::from_u128(alert.id.0)).await.unwrap().unwrap();
        let steps: Vec<_> = steps.into_iter().map(|step| (step.version, step.at, step.change, step.reason)).collect();
        tell("alert", format!("{:?} {} {:?} {:?} {:?} {steps:?}", row.episode, alert.version, alert.rule, alert.priority, alert.since));
    }
    for episode in store.episodes(true).await.unwrap() {
        tell("episode", episode.id.to_string());
        for value in store.newest_values(Some(episode.id)).await.unwrap() {
            let told = reading(&Reading::new(value.vital, value.raw, value.flags));
            tell("newest", format!("{} {}{told}", value.device, value.at.0));
        }
        for mark in store.timeline(episode.id, from, until).await.unwrap() {
            tell("mark", format!("{:?} {:?} {} {:?} {}", mark.at, mark.until, mark.kind, mark.device, mark.detail));
        }
        for block in store.waveform_window(episode.id, WaveformKind::Pleth, from, until).await.unwrap() {
            tell("pleth", format!("{} {} {:?}", block.at.0, block.period_us, block.samples));
        }
        for vital in Vital::ALL {
            for points in [20, 100] {
                let (bucket_ms, buckets) = store.trend(episode.id, vital, from, until, points).await.unwrap();
                for bucket in buckets {
                    let (at, mean) = (bucket.at.0, bucket.mean);
                    tell(
                        "trend",
                        format!("{vital} {at}+{bucket_ms} {} {} {mean:.3} {} {}", bucket.min, bucket.max, bucket.count, bucket.late),
                    );
                }
            }
        }
    }
    told
}

fn reading(reading: &Reading) -> String {
    format!(" {} {:?} {:#x}", reading.vital, reading.raw, reading.flags.bits())
}

/// The rows of a query in PostgreSQL's own text form.
async fn of(store: &Store, query: &str) -> String {
    let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT row_to_json(t)::text FROM ({query}) t")))
        .fetch_all(store.pool())
        .await
        .unwrap();
    rows.join(" ")
}
