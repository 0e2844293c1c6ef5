//! The commands of `hearth-hub`.
//!
//! A mistake of the person who calls (a key, an argument) ends with 64, anything else that
//! fails with 1; both tell what to do in one line on standard error. Only what was asked
//! for goes to standard output.

mod alerts;
mod args;
mod audit;
mod certificates;
mod check;
mod decode;
mod gateway;
mod parts;
mod schema;
mod staff;
mod store;

use crate::backup::Whose;
use crate::certificates::Fault;
use crate::config::{Config, ConfigError};
use crate::embedded::supervisor;
use crate::signals::Signals;
use crate::{backup, run, telemetry};
use anyhow::Context;
use args::{Args, AuditCommand, Command};
use clap::Parser;
use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// `EX_USAGE` of sysexits.h: wrong configuration or arguments.
const MISTAKE: u8 = 64;

/// The whole program: reads arguments and configuration, runs one command.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return misread(&error),
    };
    match dispatch(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn misread(error: &clap::Error) -> ExitCode {
    // Help and version are not mistakes. When the terminal is closed there is nobody to read the message.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { MISTAKE } else { 0 })
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "hearth-hub: {}", one_line(error));
    let mistake = error.chain().any(|cause| cause.is::<ConfigError>() || cause.is::<Mistake>() || cause.is::<Fault>());
    ExitCode::from(if mistake { MISTAKE } else { 1 })
}

/// The error and its causes on one line, each once: some libraries repeat the cause in their own text.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(|cause| cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ")) {
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

/// A wrong argument that only the command itself can see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Mistake(String);

fn dispatch(args: Args) -> anyhow::Result<()> {
    match args.command {
        Command::Openapi => schema::print(),
        Command::Roles => say(crate::api::who_may::page().trim_end()),
        Command::DecodeBatch { file } => decode::print(file.as_deref()),
        command => {
            let config = Config::load(args.config.as_deref())?;
            configured(command, config)
        }
    }
}

fn configured(command: Command, config: Config) -> anyhow::Result<()> {
    if matches!(command, Command::Check) {
        return check::check(&config);
    }
    telemetry::start_logging(&config.log)?;
    match command {
        Command::Run => in_runtime(run::run(config)),
        Command::Parts => in_runtime(parts::run(config)),
        Command::Migrate => short(store::migrate(config)),
        Command::DatabaseUrl => store::print_url(&config),
        Command::Gateway(command) => short(gateway::run(config, command)),
        Command::Certificates(command) => certificates::run(&config, &command),
        Command::Staff(command) => short(staff::run(config, command)),
        Command::Alerts(command) => short(alerts::run(config, command)),
        Command::Audit(AuditCommand::Verify) => short(audit::verify(config)),
        Command::Backup { file } => short(async move { backup::backup(&config, &file).await }),
        Command::Restore { file, authority } => in_runtime(restore(config, file, authority)),
        Command::Check | Command::Openapi | Command::Roles | Command::DecodeBatch { .. } => Ok(()),
    }
}

fn in_runtime<F: Future<Output = anyhow::Result<()>>>(work: F) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(work)
}

/// Runs a command that a signal may interrupt; what the command started is stopped in order before it ends.
fn short<F: Future<Output = anyhow::Result<()>>>(work: F) -> anyhow::Result<()> {
    in_runtime(async move {
        let done = Signals::take()?.or_broken_off(work).await;
        supervisor::all_ended().await;
        done
    })
}

async fn restore(config: Config, file: PathBuf, whose: Option<Whose>) -> anyhow::Result<()> {
    let done = backup::restore(&config, &file, whose, &mut Signals::take()?).await;
    supervisor::all_ended().await;
    done
}

/// One line to standard output.
fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}").context("cannot write to standard output")
}
