//! The command `hearth-gateway devices`: what is near, what is paired, and whether a device can be read.
//!
//! It works beside a gateway that runs: both are guests of the same BlueZ.

mod guest;
mod test;

use crate::bluetooth::Address;
use crate::bluetooth::transport::Sighting;
use crate::config::{Config, Source};
use clap::Subcommand;
use guest::Guest;
use hearth_devices::{MESSAGES, MessageProtocol};
use hearth_vitals::DeviceId;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

#[derive(Subcommand)]
pub(crate) enum Devices {
    /// The devices of the configuration, and whether those over Bluetooth are paired.
    List {
        /// The configuration, TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// What is near and can be read, with its name, its strength and its driver.
    Scan {
        /// For how long, in seconds.
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=600))]
        seconds: u64,
    },
    /// Pairs a device that was put into pairing mode by its button; says what to write into the configuration, or writes it.
    Pair {
        /// Its address, as `scan` shows it.
        address: Address,
        /// The digits that it shows or that are printed on it.
        #[arg(long, value_parser = clap::value_parser!(u32).range(0..=999_999))]
        digits: Option<u32>,
        /// Its id, as the hub knows it: with --config, it is added there.
        #[arg(long, requires = "config")]
        id: Option<DeviceId>,
        /// The configuration to add it to.
        #[arg(long, requires = "id")]
        config: Option<PathBuf>,
        /// For how long it is waited for, in seconds.
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
        seconds: u64,
    },
    /// Forgets a device and its key. The device has to be told by its own buttons.
    Forget {
        /// Bluetooth address of the device.
        address: Address,
    },
    /// Reads a device and prints what it measures, one JSON object a line.
    Test {
        /// Its id in the configuration, or its address.
        device: String,
        /// Its driver, for an address.
        #[arg(long)]
        driver: Option<MessageProtocol>,
        /// The configuration, for an id.
        #[arg(long)]
        config: Option<PathBuf>,
        /// For how long, in seconds.
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
        seconds: u64,
    },
}

/// Runs one of the `devices` commands.
pub(crate) fn main(command: Devices) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&format!("cannot start: {error}"), 1),
    };
    let result = runtime.block_on(async {
        match command {
            Devices::List { config } => list(&config).await,
            Devices::Scan { seconds } => scan(Duration::from_secs(seconds)).await,
            Devices::Pair { address, digits, id, config, seconds } => {
                let wait = Duration::from_secs(seconds);
                pair(address, digits, id.zip(config), wait).await
            }
            Devices::Forget { address } => forget(address).await,
            Devices::Test { device, driver, config, seconds } => {
                let (address, driver) = test::meant(&device, driver, config.as_deref())?;
                test::test(address, driver, Duration::from_secs(seconds)).await
            }
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => complain(&words, 1),
    }
}

fn complain(words: &str, code: u8) -> ExitCode {
    // If standard error is closed, nobody can be told.
    let _ = writeln!(io::stderr(), "hearth-gateway: {words}");
    ExitCode::from(code)
}

fn say(line: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| format!("cannot write: {error}"))
}

async fn list(file: &Path) -> Result<(), String> {
    let config = Config::load(file).map_err(|error| error.to_string())?;
    let is_any = config.devices.iter().any(|device| matches!(device.source, Source::Bluetooth { .. }));
    let bonded = if is_any { Guest::new().bonded().await.map(Some) } else { Ok(None) };
    for device in &config.devices {
        let state = match (&device.source, &bonded) {
            (Source::Bluetooth { address }, Ok(Some(bonded))) if bonded.contains(address) => "paired".to_owned(),
            (Source::Bluetooth { .. }, Ok(_)) => "not paired".to_owned(),
            (Source::Bluetooth { .. }, Err(words)) => words.clone(),
            _ => "serial".to_owned(),
        };
        say(&format!("{}\t{}\t{}\t{state}", device.id, device.protocol, device.source.place()))?;
    }
    Ok(())
}

async fn scan(wait: Duration) -> Result<(), String> {
    let mut near: BTreeMap<Address, Sighting> = BTreeMap::new();
    let mut guest = Guest::new();
    guest
        .listen(wait, |sighting| {
            near.insert(sighting.address, sighting);
            false
        })
        .await?;
    if near.is_empty() {
        return Err("nothing was heard: wake the device up, or press its button, while this runs".into());
    }
    for sighting in near.values() {
        let drivers: Vec<&str> = drivers(sighting).map(|protocol| protocol.driver().key).collect();
        let name = printable(sighting.name.as_deref().unwrap_or("-"));
        let drivers = if drivers.is_empty() { "-".to_owned() } else { drivers.join(",") };
        say(&format!("{}\t{} dBm\t{drivers}\t{name}", sighting.address, sighting.rssi))?;
    }
    Ok(())
}

/// The drivers for what a device says that it has.
fn drivers(sighting: &Sighting) -> impl Iterator<Item = &'static MessageProtocol> {
    MESSAGES.iter().filter(|protocol| sighting.services.contains(&protocol.service()))
}

/// A received name, made safe to print.
fn printable(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(64).collect()
}

async fn pair(address: Address, digits: Option<u32>, add: Option<(DeviceId, PathBuf)>, wait: Duration) -> Result<(), String> {
    let mut guest = Guest::new();
    let sighting = guest.await_device(address, wait).await?;
    guest.pair(address, digits).await?;
    say(&format!("{address} is paired"))?;
    let Some(protocol) = drivers(&sighting).next() else {
        return say("it does not say what it measures: `hearth-gateway devices test` tries a driver");
    };
    let id = add.as_ref().map_or("cuff-0001".to_owned(), |(id, _)| id.to_string());
    let lines = format!("[[devices]]\nid = \"{id}\"\nprotocol = \"{}\"\naddress = \"{address}\"\n", protocol.driver().key);
    match add {
        Some((_, file)) => append(&file, &lines),
        None => say(&format!("\n{lines}")),
    }
}

/// Adds a device at the end of the configuration file, if the result is a valid configuration.
fn append(file: &Path, lines: &str) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot write {}: {error}", file.display());
    let before = std::fs::read_to_string(file).map_err(failed)?;
    let next = file.with_extension("toml.next");
    std::fs::write(&next, format!("{}\n\n{lines}", before.trim_end())).map_err(failed)?;
    if let Err(error) = Config::load(&next) {
        // The old file is still there.
        let _ = std::fs::remove_file(&next);
        return Err(format!("it is paired, and not added to {}: {error}", file.display()));
    }
    std::fs::rename(&next, file).map_err(failed)?;
    say(&format!("added to {}; a running gateway reads it on SIGHUP", file.display()))
}

async fn forget(address: Address) -> Result<(), String> {
    Guest::new().forget(address).await?;
    say(&format!("{address} is forgotten; remove this gateway on the device as well, before it is paired again"))
}
