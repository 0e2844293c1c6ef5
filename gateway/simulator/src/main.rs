//! `hearth-sim`: reads the command line, plays what it asks for, and reports how that ended.

use clap::Parser;
use hearth_sim::cli::{Cli, Command, EXIT_USAGE, FleetTask};
use hearth_sim::{fleet, home, sink};
use std::future::Future;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(EXIT_USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr).init();
    match cli.command {
        Command::Home(args) => match args.options() {
            Ok(options) => play(home::run(options)),
            Err(why) => end(EXIT_USAGE, &why),
        },
        Command::Fleet(args) => match args.task() {
            Ok(FleetTask::List(list)) => {
                let _ = writeln!(std::io::stdout(), "{list}");
                ExitCode::SUCCESS
            }
            Ok(FleetTask::Play(options)) => play(fleet::run(*options)),
            Err(why) => end(EXIT_USAGE, &why),
        },
        Command::Sink(args) => match args.options() {
            Ok(options) => play(sink::run(options)),
            Err(why) => end(EXIT_USAGE, &why),
        },
    }
}

fn play(what: impl Future<Output = anyhow::Result<()>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let played = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(what));
    match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end(1, &format!("{error:#}")),
    }
}

fn end(code: u8, why: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "hearth-sim: {why}");
    ExitCode::from(code)
}
