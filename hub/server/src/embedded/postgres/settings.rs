//! Settings of the cluster, written at each start.

use super::{NAME, Postgres};
use crate::embedded::account::Account;
use crate::embedded::error::PlatformError;
use crate::embedded::files;
use std::collections::BTreeSet;

/// Writes settings, and who may come in.
pub fn write(part: &Postgres) -> Result<(), PlatformError> {
    let file = |name: &str| part.cluster.join(name);
    files::replace(&file("postgresql.conf"), &settings(part), &part.account)?;
    files::replace(&file("pg_hba.conf"), "# Written by hearth-hub at each start.\nlocal all all peer map=hearth\n", &part.account)?;
    files::replace(&file("pg_ident.conf"), &visitors(part), &part.account)
}

/// TimescaleDB must be loaded when the server starts; where it is installed, it lies in the server's library folder.
fn libraries(part: &Postgres) -> &'static str {
    let library = part.programs.parent().map(|dir| dir.join("lib/timescaledb.so"));
    if library.is_some_and(|library| library.is_file()) {
        "shared_preload_libraries = 'timescaledb'\ntimescaledb.telemetry_level = off\n"
    } else {
        ""
    }
}

fn settings(part: &Postgres) -> String {
    let libraries = libraries(part);
    let socket = part.socket.to_string_lossy().replace('\'', "''");
    format!(
        "# Written by hearth-hub at each start; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 60
{libraries}
# What is committed stays, whatever happens to the power.
fsync = on
synchronous_commit = on
full_page_writes = on

# Modest: the hub shares its machine. The write-ahead log is large enough that a flood after
# an outage does not force a checkpoint each minute, and small enough to replay quickly.
shared_buffers = 256MB
max_wal_size = 2GB
min_wal_size = 256MB
checkpoint_timeout = 10min
checkpoint_completion_target = 0.9
wal_compression = on
autovacuum_vacuum_insert_scale_factor = 0.1

# A forgotten transaction must not hold back the others for ever.
idle_in_transaction_session_timeout = 60s

# A log of a few files, and nothing of a patient in it: no statements, no values, no details.
# The hub removes the oldest.
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%Y%m%d-%H%M%S.log'
log_rotation_age = 0
log_rotation_size = 10MB
log_min_messages = warning
log_min_error_statement = panic
log_statement = none
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
"
    )
}

/// Accounts of this machine that may come in as the owner: the server's own, the hub's, root.
fn visitors(part: &Postgres) -> String {
    let names: BTreeSet<String> = [part.account.name.clone(), Account::own_account().name, "root".into()].into();
    let lines = names.iter().map(|name| format!("hearth \"{name}\" {NAME}\n"));
    std::iter::once("# Written by hearth-hub at each start.\n".to_owned()).chain(lines).collect()
}
