//! The commands of the program and their arguments.

use crate::backup::Whose;
use clap::{Parser, Subcommand, ValueEnum};
use hearth_vitals::GatewayId;
use std::path::PathBuf;

/// Hearth's hub: takes in what gateways measure, raises alerts, shows them.
#[derive(Debug, Parser)]
#[command(name = "hearth-hub", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// Configuration file (TOML); without it all keys have their built-in values.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the hub is started to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the hub until it is told to stop.
    Run,
    /// Check the configuration and the programs it needs; opens nothing.
    Check,
    /// Bring the database to this version.
    Migrate,
    /// Print the OpenAPI description of the API.
    Openapi,
    /// Print who may what, as a page of Markdown.
    Roles,
    /// Print a batch of a gateway as JSON.
    DecodeBatch {
        /// File with the bytes; standard input when left out.
        file: Option<PathBuf>,
    },
    /// Add, list, enrol or revoke gateways.
    #[command(subcommand)]
    Gateway(GatewayCommand),
    /// Look at the hub's own certificates, or make new ones.
    #[command(subcommand)]
    Certificates(CertificatesCommand),
    /// Add, list, change, disable staff, or give them a new password.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Fold stored days again: what the alert rules told, or would have told.
    #[command(subcommand)]
    Alerts(AlertsCommand),
    /// Prove that nobody changed the audit.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Write everything the hub knows to one file.
    Backup {
        /// The file; it must not exist.
        file: PathBuf,
    },
    /// Put a backup in the place of what the hub knows now. The hub must be stopped.
    Restore {
        /// A file made by `backup`.
        file: PathBuf,
        /// Whose authority for certificates is in force afterwards, where this machine has one and the backup another.
        #[arg(long)]
        authority: Option<Whose>,
    },
    /// Print the address of the database, as `psql` takes it.
    DatabaseUrl,
    /// Run the hub's own database and broker without the hub.
    #[command(hide = true)]
    Parts,
}

/// What to do with the audit.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Compare each entry with its seal, and the seals with those noted outside the database; name where they differ.
    Verify,
}

/// What to do with gateways.
#[derive(Debug, Subcommand)]
pub enum GatewayCommand {
    /// Register a gateway and print its credentials, once.
    Add {
        /// Its id: 4 to 16 of a-z, 0-9 and '-'.
        #[arg(required_unless_present = "fleet")]
        id: Option<GatewayId>,
        /// Register many: PREFIX0001, PREFIX0002, ... that share one credential (load tests, demo).
        #[arg(long, value_name = "PREFIX", requires = "count", conflicts_with = "id")]
        fleet: Option<String>,
        /// How many gateways to register.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20_000))]
        count: Option<u32>,
        /// A registered gateway of the same home: both get one shard, so that one hub hears both.
        #[arg(long, value_name = "ID", conflicts_with = "fleet")]
        beside: Option<GatewayId>,
        /// Print one JSON object instead of lines.
        #[arg(long)]
        json: bool,
    },
    /// Print all gateways.
    List,
    /// Make a code with which a box becomes this gateway: eight words, for a quarter of an hour, once.
    Code {
        /// Id of the gateway.
        id: GatewayId,
        /// Print one JSON object instead of lines.
        #[arg(long)]
        json: bool,
    },
    /// Forbid a gateway to sign in.
    Revoke {
        /// Id of the gateway.
        id: GatewayId,
    },
}

/// What to do with the hub's own certificates.
#[derive(Debug, Subcommand)]
pub enum CertificatesCommand {
    /// Print each with its end, and the authority's fingerprint.
    Show,
    /// Make new ones for the hub and its broker. A running hub takes them within 5 s.
    Renew,
}

/// What to do with alerts.
#[derive(Debug, Subcommand)]
pub enum AlertsCommand {
    /// Fold the stored readings of some days again. Without a profile: compare with what was told, and end with 1 if it
    /// differs. With one: show both side by side.
    Replay(Replay),
}

/// What to fold.
#[derive(Debug, clap::Args)]
pub struct Replay {
    /// First instant: a day (UTC) or an instant such as 2026-11-24T08:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub from: String,
    /// Last instant, not included; now when left out.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<String>,
    /// Candidate profile: limits in JSON, as the API gives them.
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Events in place of those that clinicians marked, in JSON: a list of objects with episode, at, word.
    #[arg(long, value_name = "FILE", requires = "profile")]
    pub events: Option<PathBuf>,
    /// Only this stay.
    #[arg(long, value_name = "ID")]
    pub episode: Option<uuid::Uuid>,
    /// Minutes that a nurse spends on an alert: high,medium,low.
    #[arg(long, value_name = "MINUTES", default_value = "10,4,1", requires = "profile")]
    pub minutes: Minutes,
    /// Show values and notes of what differs. They are a patient's: keep them off tickets.
    #[arg(long)]
    pub values: bool,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    pub json: bool,
    /// Groups of fifty stays that are folded at a time.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=16))]
    pub jobs: u8,
}

/// Minutes for an alert of high, medium and low priority.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minutes(pub [f64; 3]);

impl std::str::FromStr for Minutes {
    type Err = String;

    fn from_str(text: &str) -> Result<Minutes, String> {
        let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        let are_minutes = numbers.iter().all(|number: &f64| (0.0..=1_440.0).contains(number));
        let numbers: Result<[f64; 3], _> = numbers.try_into();
        numbers.ok().filter(|_| are_minutes).map(Minutes).ok_or_else(|| "write three numbers of minutes, such as 10,4,1".to_owned())
    }
}

/// What to do with staff.
#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a person and print a first password, once.
    Add {
        /// Name to sign in with: 2 to 32 of a-z, 0-9, '.', '_', '-'.
        name: String,
        /// Name shown to others.
        #[arg(long)]
        display_name: String,
        /// What the person may do.
        #[arg(long, value_enum)]
        role: RoleArg,
        /// Languages that the person speaks, as tags: es,en.
        #[arg(long, value_delimiter = ',')]
        languages: Vec<String>,
        /// Number at which the person is reached on duty.
        #[arg(long, default_value = "")]
        phone: String,
    },
    /// Print everybody: name, role, name shown to others, languages, number, and whether they may sign in.
    List,
    /// Change a person; what is left out stays. Another role ends their sessions.
    Change {
        /// Name to sign in with; it cannot be changed.
        name: String,
        /// Name shown to others.
        #[arg(long)]
        display_name: Option<String>,
        /// What the person may do.
        #[arg(long, value_enum)]
        role: Option<RoleArg>,
        /// Languages that the person speaks, as tags: es,en.
        #[arg(long, value_delimiter = ',')]
        languages: Option<Vec<String>>,
        /// Number at which the person is reached on duty.
        #[arg(long)]
        phone: Option<String>,
    },
    /// Forbid a person to sign in, and end their sessions. A running hub closes their screens within 5 s.
    Disable {
        /// Name to sign in with.
        name: String,
    },
    /// Let a person sign in again, with the password from before.
    Enable {
        /// Name to sign in with.
        name: String,
    },
    /// Give a person a new first password and end their sessions.
    Reset {
        /// Name to sign in with.
        name: String,
    },
}

/// A role, as written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum RoleArg {
    /// Watches and acknowledges.
    Nurse,
    /// A nurse who also leads.
    ChargeNurse,
    /// On call for what the nurses cannot settle.
    Physician,
    /// Phones homes; no clinical acts.
    CallAgent,
    /// Sends somebody to a home; no clinical acts.
    Dispatcher,
    /// Goes to a home; sees assigned patients alone.
    Paramedic,
    /// Prepares what is ordered; sees assigned patients alone.
    Pharmacist,
    /// Kits, devices and gateways; no patients.
    Technician,
    /// Reads what people did; no patients.
    Auditor,
    /// Staff and kits; no patients.
    Administrator,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_has_no_contradiction() {
        Args::command().debug_assert();
    }
}
