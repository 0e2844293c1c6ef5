//! How many records a second the outbox takes on this machine's disk.
//!
//! `cargo run --release -p hearth-outbox --example append_rate [FOLDER]`

#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use hearth_outbox::{ClassId, Config, Outbox, Read, RealDisk};
use std::error::Error;
use std::time::{Duration, Instant};

const RECORDS: u32 = 1_000_000;
/// About a frame of six readings.
const PAYLOAD: [u8; 40] = [0x5a; 40];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("hearth-append-rate"), Into::into);
    if folder.exists() {
        return Err(format!("{} exists: name a folder that does not", folder.display()).into());
    }
    let (mut outbox, _) = Outbox::open(RealDisk::open(&folder)?, Config::default(), 1)?;
    let took = time(|| {
        for n in 0..RECORDS {
            outbox.append(ClassId::NUMERICS, &PAYLOAD)?;
            if n % 10_000 == 0 {
                outbox.sync(ClassId::NUMERICS)?;
            }
        }
        Ok(outbox.sync_all()?)
    })?;
    report("appended, fsync every 10,000", RECORDS, took);
    let took = time(|| {
        for _ in 0..200 {
            outbox.append(ClassId::EVENTS, &PAYLOAD)?;
            outbox.sync(ClassId::EVENTS)?;
        }
        Ok(())
    })?;
    report("events, fsync each", 200, took);
    let took = time(|| drain(&mut outbox))?;
    report("read back in batches of 500", RECORDS, took);
    drop(outbox);
    let took = time(|| {
        Outbox::open(RealDisk::open(&folder)?, Config::default(), 2)?;
        Ok(())
    })?;
    println!("opened again in {took:?}");
    Ok(std::fs::remove_dir_all(&folder)?)
}

fn drain(outbox: &mut Outbox<RealDisk>) -> Result<(), Box<dyn Error>> {
    let mut from = 0;
    while let Read::Records(records) = outbox.read(1, ClassId::NUMERICS, from, 500, 60_000)? {
        from += records.len() as u64;
    }
    if from == u64::from(RECORDS) { Ok(()) } else { Err(format!("only {from} records came back").into()) }
}

fn time(action: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    action()?;
    Ok(start.elapsed())
}

fn report(what: &str, records: u32, took: Duration) {
    println!("{what}: {records} in {took:?}, {:.0} a second", f64::from(records) / took.as_secs_f64());
}
