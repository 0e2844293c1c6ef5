//! Deterministic simulation. The real outbox, batch codec, uplink, ingest loop, rule of held ranges and alert engine run on
//! simulated clocks, disks, network, broker and database, all driven by one seed, and in which everything may fail. Then an
//! oracle that knows what was true judges what is stored and what was told.
//!
//! ```text
//! cargo test -p hearth-simulation --test simulation -- --seeds 2000     many worlds
//! cargo test -p hearth-simulation --test simulation -- --seed 17        one of them again, with its log
//! ```
//! With the feature `breakages`, `--breakages` breaks one line after another, and looks for a world that shows it.
//!
//! `--seed` with `RUST_LOG=info` prints the log of the processes.
#![allow(missing_docs, reason = "a test program; its modules say what they are")]

mod body;
#[cfg(feature = "breakages")]
mod breakages;
mod card;
mod clock;
mod faults;
mod home;
mod hub;
#[cfg(feature = "breakages")]
mod hunt;
mod known;
mod link;
mod net;
mod oracle;
mod promises;
mod random;
mod report;
mod store;
mod world;

use clap::Parser;
use report::{Report, Sum};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many worlds are played if the command line does not say.
const SEEDS: u64 = 30;

#[derive(Parser)]
struct Arguments {
    /// How many worlds.
    #[arg(long, default_value_t = SEEDS)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// One world only.
    #[arg(long)]
    seed: Option<u64>,
    /// Break one line after another, and look for a world that shows it among `--seeds`.
    #[cfg(feature = "breakages")]
    #[arg(long)]
    breakages: bool,
    /// Given by test runners; means nothing here.
    #[arg(hide = true)]
    _filter: Vec<String>,
}

/// Plays one world. A panic in it counts as a broken promise.
fn live(seed: u64) -> Report {
    std::panic::catch_unwind(|| lived(seed)).unwrap_or_else(|_| Report::failed(seed, "a process panicked"))
}

fn lived(seed: u64) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let Ok(runtime) = runtime else { return Report::failed(seed, "no runtime") };
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let mut world = world::World::new(seed);
        world.live().await;
        let found = oracle::judge(&world).await;
        Report::of(seed, &world, found)
    })
}

fn many(seeds: Vec<u64>) -> Sum {
    let next = AtomicU64::new(0);
    let sum = Mutex::new(Sum::default());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let report = live(*seed);
                    if let Ok(mut sum) = sum.lock() {
                        sum.add(report);
                    }
                }
            });
        }
    });
    sum.into_inner().unwrap_or_default()
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.seed {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        tracing_subscriber::fmt().with_env_filter(filter).with_timer(clock::Simulated).with_ansi(false).with_writer(std::io::stderr).init();
        let mut sum = Sum::default();
        sum.add(live(seed));
        return sum.print();
    }
    #[cfg(feature = "breakages")]
    if arguments.breakages {
        return breakages::prove(live, arguments.seeds);
    }
    let range = arguments.from..arguments.from + arguments.seeds;
    let open = known::OPEN.iter().map(|(seed, _)| *seed);
    let before: BTreeSet<u64> = open.chain(report::KEPT.iter().copied()).filter(|seed| !range.contains(seed)).collect();
    many(before.into_iter().chain(range).collect()).print()
}
