//! PostgreSQL's own client programs, run with the password in their environment.

use super::connection::Connection;
use crate::config::Config;
use crate::embedded;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// The folder of PostgreSQL's client programs.
pub struct Tools {
    dir: Option<PathBuf>,
}

impl Tools {
    /// Finds the programs beside the server that made the cluster; for another server, those of the search path.
    ///
    /// # Errors
    /// The package that is missing.
    pub fn find(config: &Config) -> anyhow::Result<Tools> {
        let beside = embedded::database_programs(config).ok();
        let dir = beside.filter(|dir| dir.join("pg_dump").is_file());
        let tools = Tools { dir };
        if tools.dir.is_none() && !tools.in_search_path("pg_dump") {
            bail!("pg_dump is not installed; install the package 'postgresql-client'");
        }
        Ok(tools)
    }

    fn in_search_path(&self, name: &str) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|dir| dir.join(name).is_file())
    }

    fn command(&self, name: &str, connection: &Connection) -> Command {
        let mut command = Command::new(self.dir.as_ref().map_or_else(|| name.into(), |dir| dir.join(name)));
        command.env("LC_MESSAGES", "C").stdin(Stdio::null()).kill_on_drop(true);
        if let Some(password) = connection.password() {
            command.env("PGPASSWORD", password);
        }
        command
    }

    /// Dumps a database to a file: one snapshot, compressed.
    pub async fn dump(&self, from: &Connection, file: &Path) -> anyhow::Result<()> {
        let mut command = self.command("pg_dump", from);
        command.args(["--format=custom", "--no-owner", "--no-privileges", "--dbname"]).arg(from.public_url()).arg("--file").arg(file);
        run(command, "pg_dump").await
    }

    /// Fills an empty database from a dump, all of it or nothing.
    pub async fn restore(&self, to: &Connection, file: &Path, timescale: bool) -> anyhow::Result<()> {
        if timescale {
            // TimescaleDB's own procedure: its catalogue is filled while its triggers rest.
            self.sql(to, "CREATE EXTENSION IF NOT EXISTS timescaledb; SELECT timescaledb_pre_restore();").await?;
        }
        let mut command = self.command("pg_restore", to);
        command.args(["--no-owner", "--no-privileges", "--exit-on-error"]);
        if !timescale {
            command.arg("--single-transaction");
        }
        command.arg("--dbname").arg(to.public_url()).arg(file);
        run(command, "pg_restore").await?;
        if timescale {
            self.sql(to, "SELECT timescaledb_post_restore();").await?;
        }
        Ok(())
    }

    /// Makes an empty database, in the place of what an earlier try left.
    pub async fn recreate(&self, beside: &Connection, fresh: &Connection) -> anyhow::Result<()> {
        self.drop_database(beside, fresh).await?;
        let create = format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", quoted(fresh.database()));
        self.sql(&maintenance(beside), &create).await.context("a restore needs the right to create a database")
    }

    /// Removes a database if it is there.
    pub async fn drop_database(&self, beside: &Connection, gone: &Connection) -> anyhow::Result<()> {
        self.sql(&maintenance(beside), &format!("DROP DATABASE IF EXISTS {}", quoted(gone.database()))).await
    }

    /// Gives the restored database the name of the old one, and removes the old one.
    ///
    /// Renaming fails while anyone is connected to the old one: nothing is pulled away
    /// from under a hub that runs on another machine.
    pub async fn take_place(&self, old: &Connection, fresh: &Connection) -> anyhow::Result<()> {
        let aside = old.with_database(&format!("{}_replaced", old.database()));
        self.drop_database(old, &aside).await?;
        let change = format!(
            "BEGIN; ALTER DATABASE {0} RENAME TO {1}; ALTER DATABASE {2} RENAME TO {0}; COMMIT",
            quoted(old.database()),
            quoted(aside.database()),
            quoted(fresh.database())
        );
        self.sql(&maintenance(old), &change).await.context("the old database is in use; stop every hub and every other client of it")?;
        self.drop_database(old, &aside).await
    }

    async fn sql(&self, at: &Connection, text: &str) -> anyhow::Result<()> {
        let mut command = self.command("psql", at);
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]);
        // One `-c` a statement: CREATE and DROP DATABASE refuse to be in a transaction.
        for statement in text.split_inclusive(';') {
            command.arg("-c").arg(statement.trim());
        }
        command.arg(at.public_url());
        run(command, "psql").await
    }
}

/// The database that every cluster has, to change others from.
fn maintenance(of: &Connection) -> Connection {
    of.with_database("postgres")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

async fn run(mut command: Command, name: &str) -> anyhow::Result<()> {
    let output = command.output().await.with_context(|| format!("cannot run {name}; install the package 'postgresql-client'"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().take(3).collect();
    bail!("{name} failed ({}): {}", output.status, said.join(" / "))
}
