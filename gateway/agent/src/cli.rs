//! The commands, and their exit codes.

use crate::config::{Config, LogFormat};
use crate::devices::Devices;
use crate::enrol::NotEnrolled;
use crate::hub::HubUrl;
use clap::{Parser, Subcommand};
use hearth_devices::{Protocol, lines};
use hearth_vitals::GatewayId;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code for wrong use or a wrong configuration (EX_USAGE of sysexits.h).
const USAGE: u8 = 64;

/// More than any eight words need.
const CODE_BYTES_MAX: u64 = 256;

#[derive(Parser)]
#[command(name = "hearth-gateway", version, about = "The in-home gateway: reads devices, keeps what they say, sends it to the hub")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run until told to stop.
    Run {
        /// The configuration, TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Say whether a configuration would work; opens no port and no connection.
    Check {
        /// The configuration, TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Find, pair, forget and try Bluetooth devices.
    Devices {
        #[command(subcommand)]
        command: Devices,
    },
    /// Make this box a gateway, by a code from the hub's gateways page; the key is made here and stays here.
    Enrol {
        /// The eight words. Without them they are read from standard input, where no other account of this machine sees them.
        code: Vec<String>,
        /// Where the hub is, such as `https://hub.example.org:8443`.
        #[arg(long)]
        hub: HubUrl,
        /// The configuration to write; key and certificates stand beside it, readable by this account alone.
        #[arg(long, default_value = "/etc/hearth/gateway.toml")]
        config: PathBuf,
    },
    /// Read device bytes and print what they mean, one JSON object a line.
    Decode {
        /// What the device speaks, such as nonin-df7 or gatt-2a37.
        protocol: String,
        /// The bytes of a serial line, or Bluetooth messages in hexadecimal, one a line; standard input if not given.
        file: Option<PathBuf>,
    },
}

/// Everything `hearth-gateway` does.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match cli.command {
        Command::Run { config } => with(&config, run),
        Command::Check { config } => with(&config, check),
        Command::Devices { command } => crate::devices::main(command),
        Command::Enrol { code, hub, config } if code.is_empty() => match asked() {
            Ok(words) => enrol(&words, &hub, &config),
            Err(error) => complain(format!("the eight words cannot be read: {error}"), USAGE),
        },
        Command::Enrol { code, hub, config } => enrol(&code.join(" "), &hub, &config),
        Command::Decode { protocol, file } => decode(&protocol, file.as_deref()),
    }
}

/// The words of a code, typed in one line.
fn asked() -> io::Result<String> {
    if io::stdin().is_terminal() {
        // If standard error is closed, nobody can be asked; what is typed is read all the same.
        let _ = write!(io::stderr(), "The eight words: ");
    }
    let mut words = String::new();
    io::stdin().lock().take(CODE_BYTES_MAX).read_line(&mut words)?;
    Ok(words)
}

fn enrol(words: &str, hub: &HubUrl, config: &Path) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(error, 1),
    };
    match runtime.block_on(crate::enrol::enrol(words, hub, config)) {
        Ok(made) => {
            let line = format!("{}: ok: this box is gateway {}; start it with hearth-gateway run", config.display(), made.gateway);
            if writeln!(io::stdout(), "{line}").is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error @ NotEnrolled::Mistake(_)) => complain(error, USAGE),
        Err(error) => complain(error, 1),
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // If standard error is closed, nobody can be told.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

fn complain(message: impl std::fmt::Display, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "hearth-gateway: {message}");
    ExitCode::from(code)
}

fn with(file: &Path, act: fn(Config, &Path) -> ExitCode) -> ExitCode {
    let config = match Config::load(file) {
        Ok(config) => config,
        Err(error) => return complain(error, USAGE),
    };
    match crate::run::owner(&config.data_dir) {
        Some(owner) if owner != config.gateway => complain(swapped(&config, file, &owner), USAGE),
        _ => act(config, file),
    }
}

fn swapped(config: &Config, file: &Path, owner: &GatewayId) -> String {
    format!(
        "{}: data_dir: {} holds the records of gateway {owner}, this is {}; put that disk back into its box, or name an empty folder",
        file.display(),
        config.data_dir.display(),
        config.gateway
    )
}

fn check(config: Config, file: &Path) -> ExitCode {
    let devices: Vec<String> = config.devices.iter().map(|device| format!("{} ({})", device.id, device.protocol)).collect();
    let tls = if config.broker.tls.is_some() { "TLS" } else { "no TLS" };
    let line = format!(
        "{}: ok: gateway {}, broker {}:{} ({tls}), data in {}, {} device(s): {}",
        file.display(),
        config.gateway,
        config.broker.host,
        config.broker.port,
        config.data_dir.display(),
        devices.len(),
        devices.join(", ")
    );
    for warning in config.warnings(file) {
        // If standard error is closed, nobody can be warned.
        let _ = writeln!(io::stderr(), "hearth-gateway: warning: {warning}");
    }
    match writeln!(io::stdout(), "{line}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(config: Config, file: &Path) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HEARTH_LOG_LEVEL").unwrap_or_else(|_| "info".into());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        // Without this, a log whose reader is gone would end the gateway, because it would complain about that to the same
        // standard error.
        .log_internal_errors(false);
    match config.log {
        LogFormat::Text => log.with_ansi(false).init(),
        LogFormat::Json => log.json().init(),
    }
    for warning in config.warnings(file) {
        tracing::warn!("{warning}");
    }
    match crate::run::run(config, file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(format!("{error:#}"), 1),
    }
}

fn decode(protocol: &str, file: Option<&Path>) -> ExitCode {
    let protocol: Protocol = match protocol.parse() {
        Ok(protocol) => protocol,
        Err(error) => return complain(error, USAGE),
    };
    let result = match file {
        Some(path) => match std::fs::File::open(path) {
            Ok(file) => decode_all(protocol, file, io::stdout().lock()),
            Err(error) => return complain(format!("cannot open {}: {error}", path.display()), 1),
        },
        None => decode_all(protocol, io::stdin().lock(), io::stdout().lock()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of our output has read enough and closed the pipe.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(format!("cannot read or write: {error}"), 1),
    }
}

fn decode_all(protocol: Protocol, mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut decoder = protocol.recording();
    let mut decoded = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = input.read(&mut buffer)?;
        if count == 0 {
            decoder.finish(&mut decoded);
        } else {
            decoder.push(&buffer[..count], &mut decoded);
        }
        for line in lines(&decoded) {
            writeln!(output, "{line}")?;
        }
        decoded.clear();
        output.flush()?;
        if count == 0 {
            return Ok(());
        }
    }
}
