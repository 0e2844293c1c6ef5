//! `hearth-check FILE` judges every promise for the run that a file describes (see [`hearth_checker::history`]).

use hearth_checker::history::{History, Promise, verdict};
use std::io::Write;
use std::process::ExitCode;

/// The most findings that are shown for one promise.
const SHOWN: usize = 5;
/// Exit code for a file that cannot be read or has another shape.
const BAD_FILE: u8 = 64;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file] = arguments.as_slice() else {
        return refuse("give one file: hearth-check FILE");
    };
    match read(file) {
        // A file that describes nothing must not pass as a run that keeps every promise.
        Ok(history) if history == History::default() => refuse(&format!("{file} describes nothing")),
        Ok(history) => report(&history).unwrap_or(ExitCode::FAILURE),
        Err(error) => refuse(&error),
    }
}

fn refuse(why: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "hearth-check: {why}");
    ExitCode::from(BAD_FILE)
}

fn read(file: &str) -> Result<History, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))
}

fn report(history: &History) -> std::io::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let (promises, counts) = verdict(history);
    for promise in &promises {
        show(&mut out, promise)?;
    }
    let failed = promises.iter().filter(|promise| !promise.found.is_empty()).count();
    writeln!(out, "{counts}")?;
    writeln!(out, "{} passed, {failed} failed", promises.len() - failed)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(out: &mut impl Write, promise: &Promise) -> std::io::Result<()> {
    writeln!(out, "{}  {}", if promise.found.is_empty() { "ok" } else { "FAILED" }, promise.name)?;
    for one in promise.found.iter().take(SHOWN) {
        writeln!(out, "        {one}")?;
    }
    if promise.found.len() > SHOWN {
        writeln!(out, "        and {} more", promise.found.len() - SHOWN)?;
    }
    Ok(())
}
