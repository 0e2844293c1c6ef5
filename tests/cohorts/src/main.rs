//! Plays the cohorts and says what each judge told.
#![allow(clippy::print_stdout, reason = "a program for people")]

use clap::Parser;
use hearth_cohorts::cohort::Cohort;
use hearth_cohorts::kit::Kit;
use hearth_cohorts::pace;
use hearth_cohorts::table::Report;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[derive(Parser)]
#[command(about = "Judges the alert engine by cohorts of simulated patients, beside plain thresholds and single rules")]
struct Arguments {
    /// How many patients a cohort has; of those who get worse a fifth as many in each course.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    patients: u64,
    /// How many days each is watched.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=60))]
    days: u64,
    /// The first seed; each patient has the next one.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(..=1_000_000))]
    seed: u64,
    /// Only this cohort; may be given more than once.
    #[arg(long)]
    cohort: Vec<String>,
    /// Write all figures here as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Threads; as many as the machine has if not given.
    #[arg(long)]
    threads: Option<usize>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("cohorts: {why}");
            ExitCode::from(64)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let chosen = chosen(&arguments.cohort)?;
    let kit = Kit::new().map_err(|_| "a name in kit.rs is no name of a device or gateway".to_owned())?;
    let threads = arguments.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let Arguments { patients, days, seed, .. } = *arguments;
    let pace = chosen.first().map(|cohort| pace::measure(cohort, &kit, seed));
    let mut report = Report { size: (patients, days, seed), cohorts: Vec::new(), pace };
    for cohort in chosen {
        let begun = Instant::now();
        let tallies = cohort.run(&cohort.fates(patients, days, seed), &kit, threads.clamp(1, 64));
        eprintln!("{}: {} million readings after {:.0} s", cohort.key, tallies.readings / 1_000_000, begun.elapsed().as_secs_f64());
        report.cohorts.push((cohort, tallies));
    }
    println!("{}", report.text());
    let written = arguments
        .json
        .as_ref()
        .map(|path| std::fs::write(path, format!("{:#}\n", report.json())).map_err(|why| format!("{}: {why}", path.display())));
    written.transpose().map(drop)
}

fn chosen(keys: &[String]) -> Result<Vec<Cohort>, String> {
    let known = || Cohort::ALL.map(|cohort| cohort.key).join(", ");
    let found = |key: &String| {
        Cohort::ALL
            .into_iter()
            .find(|cohort| cohort.key == key)
            .ok_or_else(|| format!("there is no cohort '{key}'; give one of {}", known()))
    };
    if keys.is_empty() { Ok(Cohort::ALL.to_vec()) } else { keys.iter().map(found).collect() }
}
