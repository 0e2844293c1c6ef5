//! The command line.

use crate::fleet::{self, Logins, Members, Pace};
use crate::home;
use crate::scenario::{NAMES, Scenario, builtin};
use crate::sink::SinkOptions;
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Exit code for a command line or file with a fault (EX_USAGE of sysexits.h).
pub const EXIT_USAGE: u8 = 64;

/// Simulated bodies, and devices that speak their real protocols.
#[derive(Debug, Parser)]
#[command(name = "hearth-sim", version, arg_required_else_help = true)]
pub struct Cli {
    /// What is to be played.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be played.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One home: a pty for each device, written in real time. Takes orders on standard
    /// input, one a line: 'desaturate to 82', 'sensor off for 45 s', 'quit', ...
    Home(HomeArgs),
    /// Many homes over MQTT, with receipts and resending. Prints a line each second and
    /// everything as one JSON line at the end.
    Fleet(FleetArgs),
    /// A subscriber that only counts what a fleet sends: the yardstick for a hub.
    Sink(SinkArgs),
}

/// Arguments for playing one home.
#[derive(Debug, Args)]
pub struct HomeArgs {
    /// A scenario file (TOML), or the name of one that comes with the program.
    #[arg(long, value_name = "FILE|NAME")]
    scenario: String,
    /// Where each device's link is made, under the id of the device.
    #[arg(long, value_name = "DIR")]
    link: PathBuf,
    /// Another patient than the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Seconds of the scenario in a second of the clock, 0.01 to 1000.
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// Write down all that was said, as JSON lines.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.01..=1000.0).contains(&speed) { Ok(speed) } else { Err("must be from 0.01 to 1000".to_owned()) }
}

impl HomeArgs {
    /// The options, with the scenario read.
    ///
    /// # Errors
    /// In one line, what is wrong with which argument or file.
    pub fn options(self) -> Result<home::Options, String> {
        let mut scenario = scenario(&self.scenario)?;
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        Ok(home::Options { scenario, link_dir: self.link, record: self.record, speed: self.speed })
    }
}

fn scenario(given: &str) -> Result<Scenario, String> {
    let text = match builtin(given) {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(Path::new(given))
            .map_err(|error| format!("cannot read scenario '{given}': {error}; give a file, or one of {}", NAMES.join(", ")))?,
    };
    Scenario::parse(&text).map_err(|error| format!("scenario '{given}': {error}"))
}

/// Arguments for playing a fleet.
#[derive(Debug, Args)]
pub struct FleetArgs {
    /// How many homes, 1 to 100000.
    #[arg(long)]
    homes: usize,
    /// Gateways are called PREFIX0001, PREFIX0002, ...; the device of each PREFIX0001-mon.
    #[arg(long, default_value = "home-")]
    prefix: String,
    /// Print gateways and devices as JSON, to be registered at the hub, and end.
    #[arg(long)]
    list: bool,
    /// Host name or address of the broker.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// TCP port of the broker.
    #[arg(long, required_unless_present = "list")]
    port: Option<u16>,
    /// {"username", "password"} for all homes, or a list of gateways and their passwords.
    /// Without it nobody signs in.
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Frames a second of each home, 0.001 to 1000. A frame has 8 readings.
    #[arg(long, default_value_t = 1.0, value_name = "HZ", value_parser = rate)]
    rate: f64,
    /// Frames in a batch.
    #[arg(long, default_value_t = 1, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=1000))]
    frames_per_batch: u16,
    /// Begin with frames that were due this many seconds ago, at most 3 days, and catch up as
    /// fast as the hub receipts.
    #[arg(long, default_value_t = 0, value_name = "S", conflicts_with = "flat_out", value_parser = clap::value_parser!(u32).range(0..=259_200))]
    since_s: u32,
    /// As fast as the hub receipts, instead of --rate.
    #[arg(long, conflicts_with = "rate")]
    flat_out: bool,
    /// Frames of one home that may be without a receipt. Default: 2 batches, as a gateway;
    /// flat out 50 frames. Keep homes x window below what the hub commits in 5 s.
    #[arg(long, value_name = "FRAMES", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    window: Option<u32>,
    /// Homes that share a pair of connections (when one user may speak for all).
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    homes_per_connection: u32,
    /// Stop making frames after this many seconds.
    #[arg(long)]
    duration_s: Option<u64>,
    /// Stop after this many frames of all homes together.
    #[arg(long, value_name = "M")]
    count_frames: Option<u64>,
    /// Then wait for receipts for at most this many seconds.
    #[arg(long, default_value_t = 30)]
    drain_s: u64,
    /// Number from which the patients are drawn; another one gives other patients.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What the command line of a fleet asks for.
pub enum FleetTask {
    /// Print the list, which is this JSON.
    List(String),
    /// Play the fleet.
    Play(Box<fleet::Options>),
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.001..=1000.0).contains(&rate) { Ok(rate) } else { Err("must be from 0.001 to 1000".to_owned()) }
}

impl FleetArgs {
    /// What to do, with all files that it needs read.
    ///
    /// # Errors
    /// In one line, what is wrong with which argument or file.
    pub fn task(self) -> Result<FleetTask, String> {
        let members = Members::new(&self.prefix, self.homes).map_err(|error| error.to_string())?;
        if self.list {
            return Ok(FleetTask::List(members.list().to_string()));
        }
        let logins = self.logins(&members)?;
        let options = fleet::Options {
            logins,
            pace: self.pace(),
            host: self.host,
            // The command line requires a port unless it asks for the list.
            port: self.port.unwrap_or_default(),
            homes_per_connection: self.homes_per_connection as usize,
            duration: self.duration_s.map(Duration::from_secs),
            count_frames: self.count_frames,
            drain: Duration::from_secs(self.drain_s),
            seed: self.seed,
            members,
        };
        Ok(FleetTask::Play(Box::new(options)))
    }

    fn pace(&self) -> Pace {
        let frames_per_batch = usize::from(self.frames_per_batch);
        let frames = self.window.map(|frames| frames as usize).or(self.flat_out.then_some(50));
        let window_batches = frames.map_or(2, |frames| frames.div_ceil(frames_per_batch));
        let period_us = if self.flat_out { 1_000 } else { (1e6 / self.rate).round() as u64 };
        Pace { period_us, frames_per_batch, window_batches, flat_out: self.flat_out, since_us: u64::from(self.since_s) * 1_000_000 }
    }

    fn logins(&self, members: &Members) -> Result<Logins, String> {
        let logins = logins(self.credentials.as_deref())?;
        let gateways = (0..members.homes()).map(|home| &members.member(home).0);
        let name = self.credentials.as_deref().unwrap_or(Path::new("")).display();
        logins.cover(gateways).map_err(|error| format!("--credentials {name} {error}"))?;
        Ok(logins)
    }
}

fn logins(path: Option<&Path>) -> Result<Logins, String> {
    let Some(path) = path else { return Ok(Logins::Anonymous) };
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read --credentials {name}: {error}"))?;
    Logins::parse(&text).map_err(|error| format!("--credentials {name} {error}"))
}

/// Arguments for the counting subscriber.
#[derive(Debug, Args)]
pub struct SinkArgs {
    /// Host name or address of the broker.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// TCP port of the broker.
    #[arg(long)]
    port: u16,
    /// {"username", "password"}. Without it nobody signs in.
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Receipt everything as if it were held. Only on a broker without patients: what is
    /// receipted here is gone.
    #[arg(long)]
    receipts: bool,
}

impl SinkArgs {
    /// The options, with the credentials read.
    ///
    /// # Errors
    /// In one line, what is wrong with which argument or file.
    pub fn options(self) -> Result<SinkOptions, String> {
        let credentials = match logins(self.credentials.as_deref())? {
            Logins::Anonymous => None,
            Logins::Shared(credentials, _) => Some(credentials),
            Logins::Each(_) => return Err("--credentials of a sink must be {\"username\", \"password\"}".to_owned()),
        };
        Ok(SinkOptions { host: self.host, port: self.port, credentials, receipts: self.receipts })
    }
}
