//! How many frames a second one connection commits, compared with a bare UNNEST loop on the same server.
//!
//! `cargo run --release -p hearth-store --features testing --example ingest_rate [seconds [bare]]`
//!
//! With `bare` it runs the bare loops alone and prints one line of JSON for each, for `tests/load/run.mjs`, which sets what a hub commits
//! beside them in the same run.
//!
//! 1,000 devices in 1,000 homes at 1 Hz, 8 readings a frame, 10 frames a batch; the number of batches a transaction
//! varies and is printed. fsync is on, so what is timed is on disk.

use hearth_store::Store;
use hearth_store::ingest::{IngestBatch, Item, Placed};
use hearth_store::testing::Cluster;
use hearth_vitals::*;
use std::error::Error;
use std::time::{Duration, Instant};

/// The first instant, 2026-11-24T00:00:00Z.
const MIDNIGHT: i64 = 1_795_478_400_000;
const HOMES: u64 = 1_000;
const PER_BATCH: u64 = 10;

fn batch(home: u64, round: u64) -> Result<IngestBatch, Box<dyn Error>> {
    let items: Result<Vec<Item>, Box<dyn Error>> = (round * PER_BATCH..(round + 1) * PER_BATCH).map(|seq| frame(home, seq)).collect();
    Ok(IngestBatch {
        gateway: GatewayId::new(&format!("home-{home:05}"))?,
        stream: Stream { generation: Generation(home + 1), class: Class::Numerics },
        first: round * PER_BATCH,
        received_at: WallMs(MIDNIGHT + (round * PER_BATCH * 1_000).cast_signed()),
        items: items?,
    })
}

fn frame(home: u64, seq: u64) -> Result<Item, Box<dyn Error>> {
    let readings = Vital::ALL.into_iter().take(8).enumerate().map(|(index, vital)| {
        let raw = vital.plausible_raw().0 + i32::try_from((seq + index as u64) % 50).unwrap_or(0);
        Reading::new(vital, Some(raw), Flags::NONE)
    });
    let frame = Frame::new(DeviceId::new(&format!("dev-{home:05}"))?, MonoMs(seq * 1_000), None, readings.collect())?;
    // Device clocks jitter.
    let at = MIDNIGHT + (seq * 1_000 + (home * 7_919 + seq * 104_729) % 50).cast_signed();
    Ok(Item::Frame(frame, Placed { at: WallMs(at), clock: 1, uncertainty_ms: 20 }))
}

/// One line of the table.
struct Rate {
    frames: u64,
    took: Duration,
    /// Processor time of this program and of the server process that serves it, s.
    hub: f64,
    database: f64,
}

impl Rate {
    #[expect(clippy::print_stdout, reason = "it is what the example is for")]
    fn print(&self, what: &str) {
        let (frames, readings) = (self.frames as f64, self.frames as f64 * 8.0);
        let (rate, per) = (frames / self.took.as_secs_f64(), 100_000.0 / readings);
        println!("{what:>28} {rate:>12.0} {:>14.0} {:>12.3} {:>12.3}", rate * 8.0, self.hub * per, self.database * per);
    }
}

impl Rate {
    #[expect(clippy::print_stdout, reason = "it is what the example is for")]
    fn print_json(&self, rows: usize) {
        let readings = self.frames as f64 * 8.0;
        let (rate, per) = (readings / self.took.as_secs_f64(), self.database * 100_000.0 / readings);
        println!(r#"{{"rows_a_statement":{rows},"readings_per_s":{rate:.0},"database_cpu_s_per_100k":{per:.3}}}"#);
    }
}

/// Processor time that a process with a single thread has used, s.
fn processor_seconds(process: &str) -> Result<f64, Box<dyn Error>> {
    let text = std::fs::read_to_string(format!("/proc/{process}/schedstat"))?;
    Ok(text.split_whitespace().next().unwrap_or_default().parse::<f64>()? / 1e9)
}

async fn database_seconds(store: &Store) -> Result<f64, Box<dyn Error>> {
    let server: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(store.pool()).await?;
    processor_seconds(&server.to_string())
}

async fn ours(store: &Store, batches_a_transaction: usize, time: Duration) -> Result<Rate, Box<dyn Error>> {
    // The first batch of each home makes its stream and device. That happens once, so it is not part of the measurement.
    let first: Result<Vec<IngestBatch>, _> = (0..HOMES).map(|home| batch(home, 0)).collect();
    store.ingest(&first?, 1, &mut |_| Vec::new(), WallMs(MIDNIGHT)).await?;
    let (mut frames, mut round, mut took, mut hub) = (0_u64, 1, Duration::ZERO, 0.0);
    let before = database_seconds(store).await?;
    while took < time {
        let all: Result<Vec<IngestBatch>, _> = (0..HOMES).map(|home| batch(home, round)).collect();
        for together in all?.chunks(batches_a_transaction) {
            let (begun, used) = (Instant::now(), processor_seconds("self")?);
            frames += store.ingest(together, 1, &mut |_| Vec::new(), WallMs(MIDNIGHT)).await?.fresh as u64;
            took += begun.elapsed();
            hub += processor_seconds("self")? - used;
        }
        round += 1;
    }
    Ok(Rate { frames, took, hub, database: database_seconds(store).await? - before })
}

/// The most that the server can take: the same rows by one INSERT from UNNEST, without held ranges and newest values.
async fn bare(store: &Store, rows: usize, time: Duration) -> Result<Rate, Box<dyn Error>> {
    sqlx::query("CREATE TABLE bare (device_key int, at timestamptz, a int, b int, c int, d int, e int, f int, g int, h int, quality bytea, received_at timestamptz, clock int2, uncertainty_ms int, stream_key int, seq int8, PRIMARY KEY (device_key, at, stream_key, seq))")
        .execute(store.pool())
        .await?;
    let (mut seq, mut took, mut hub) = (0_usize, Duration::ZERO, 0.0);
    let before = database_seconds(store).await?;
    while took < time {
        let column = |scale: usize| {
            (0..rows).map(|row| i32::try_from((row / PER_BATCH as usize) * scale % 1_000).unwrap_or(0)).collect::<Vec<i32>>()
        };
        let at: Vec<i64> = (0..rows).map(|row| MIDNIGHT + ((seq + row) as i64) * 1_000).collect();
        let numbers: Vec<i64> = (seq..seq + rows).map(|number| number as i64).collect();
        let (begun, used) = (Instant::now(), processor_seconds("self")?);
        let mut query = sqlx::query(
            "INSERT INTO bare SELECT k, to_timestamp(t / 1000.0), a, b, c, d, e, f, g, h, NULL, to_timestamp(t / 1000.0), 1, 20, k, s \
             FROM UNNEST($1::int4[], $2::int8[], $3::int8[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[], $11::int4[]) n (k, t, s, a, b, c, d, e, f, g, h)",
        )
        .bind(column(1))
        .bind(at)
        .bind(numbers);
        for scale in 1..=8 {
            query = query.bind(column(scale));
        }
        query.execute(store.pool()).await?;
        took += begun.elapsed();
        hub += processor_seconds("self")? - used;
        seq += rows;
    }
    Ok(Rate { frames: seq as u64, took, hub, database: database_seconds(store).await? - before })
}

/// Rows of one statement of the bare loop: about what a round of the hub commits, and more than it ever does.
const BARE_ROWS: [usize; 2] = [2_000, 10_000];

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(5);
    let is_bare = std::env::args().nth(2).is_some_and(|word| word == "bare");
    let time = Duration::from_secs(seconds);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let cluster = Cluster::start_durable()?;
        if is_bare { bare_alone(&cluster, time).await } else { measure(&cluster, time).await }
    })
}

async fn bare_alone(cluster: &Cluster, time: Duration) -> Result<(), Box<dyn Error>> {
    for rows in BARE_ROWS {
        let store = cluster.store(1).await?;
        bare(&store, rows, time).await?.print_json(rows);
        store.close().await;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "it is what the example is for")]
async fn measure(cluster: &Cluster, time: Duration) -> Result<(), Box<dyn Error>> {
    println!("{:>28} {:>12} {:>14} {:>12} {:>12}", "s of processor a 100,000:", "frames/s", "readings/s", "hub", "database");
    for rows in BARE_ROWS {
        let store = cluster.store(1).await?;
        bare(&store, rows, time).await?.print(&format!("bare UNNEST of {rows}"));
        store.close().await;
    }
    for batches in [1, 10, 200, 1_000] {
        let store = cluster.store(1).await?;
        ours(&store, batches, time).await?.print(&format!("ingest, {} a transaction", batches as u64 * PER_BATCH));
        store.close().await;
    }
    Ok(())
}
