//! The command line.

use crate::home;
use crate::scenario::{NAMES, Scenario, builtin};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};

/// Exit code for a command line or file that makes no sense (EX_USAGE).
pub const EXIT_USAGE: u8 = 64;

/// Simulated bodies, and devices that speak their real protocols.
#[derive(Debug, Parser)]
#[command(name = "hearth-sim", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to play.
    #[command(subcommand)]
    pub command: Command,
}

/// What to play.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One home: a pty for each device, written in real time. Takes orders on standard
    /// input, one a line: 'desaturate to 82', 'sensor off for 45 s', 'quit', ...
    Home(HomeArgs),
}

/// How to play one home.
#[derive(Debug, Args)]
pub struct HomeArgs {
    /// A scenario file (TOML), or the name of one that comes with the program.
    #[arg(long, value_name = "FILE|NAME")]
    scenario: String,
    /// Where each device's link is made: DIR/<device id>.
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
