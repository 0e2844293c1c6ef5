//! `decode-batch`: the bytes of a batch as JSON, for whoever looks into a fault.

use super::say;
use anyhow::Context;
use hearth_vitals::batch::v1;
use std::io::Read;
use std::path::Path;

/// Longest input read; a batch is at most 64 KiB.
const MAX_BYTES: u64 = 1 << 20;

/// Decodes a file or standard input and prints the batch.
///
/// # Errors
/// What is wrong with the bytes, and at which of them.
pub fn print(file: Option<&Path>) -> anyhow::Result<()> {
    let bytes = read(file)?;
    let batch = v1::decode(&bytes).with_context(|| format!("{} bytes are no batch", bytes.len()))?;
    say(&serde_json::to_string_pretty(&batch).context("cannot write the batch as JSON")?)
}

fn read(file: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match file {
        Some(path) => {
            let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            file.take(MAX_BYTES).read_to_end(&mut bytes)
        }
        None => std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes),
    }
    .context("cannot read the batch")?;
    Ok(bytes)
}
