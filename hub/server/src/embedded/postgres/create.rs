//! Makes the cluster, either whole or not at all.

use super::{NAME, Postgres};
use crate::embedded::error::PlatformError;
use crate::embedded::files;
use std::path::Path;
use std::process::{Output, Stdio};
use tokio::io::AsyncWriteExt;

/// Runs `initdb` and creates the database, beside the final place; then renames.
pub async fn create(part: &Postgres) -> Result<(), PlatformError> {
    let fresh = part.cluster.with_extension("new");
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh).map_err(PlatformError::io("remove", &fresh))?;
    }
    files::folder(&fresh, 0o700, &part.account)?;
    tracing::info!(cluster = %part.cluster.display(), "creating the database cluster");
    initdb(part, &fresh).await?;
    database(part, &fresh).await?;
    std::fs::rename(&fresh, &part.cluster).map_err(PlatformError::io("rename", &fresh))
}

async fn initdb(part: &Postgres, dir: &Path) -> Result<(), PlatformError> {
    let mut command = part.run("initdb");
    command.arg("-D").arg(dir).args(["-U", NAME, "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8"]);
    // Names of patients come in many languages: UTF-8 letters, sorted the same on every machine.
    command.args(["--locale=C.UTF-8", "--data-checksums", "--no-instructions"]);
    let output = command.stdin(Stdio::null()).output().await.map_err(PlatformError::io("run", &part.programs.join("initdb")))?;
    succeeded("initdb", output)
}

/// In single-user mode: the server is not up yet, and no client program is needed.
async fn database(part: &Postgres, dir: &Path) -> Result<(), PlatformError> {
    let program = part.programs.join("postgres");
    let mut command = part.run("postgres");
    command.arg("--single").arg("-D").arg(dir).arg("postgres");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(PlatformError::io("run", &program))?;
    if let Some(mut input) = child.stdin.take() {
        let text = format!("CREATE DATABASE {NAME};\n");
        input.write_all(text.as_bytes()).await.map_err(PlatformError::io("write to", &program))?;
    }
    let output = child.wait_with_output().await.map_err(PlatformError::io("run", &program))?;
    succeeded("postgres --single", output)
}

fn succeeded(name: &'static str, output: Output) -> Result<(), PlatformError> {
    if output.status.success() {
        return Ok(());
    }
    let said: Vec<String> = String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect();
    let said = said.get(said.len().saturating_sub(3)..).unwrap_or_default().join(" / ");
    Err(PlatformError::Ended { name, status: output.status.to_string(), said })
}
