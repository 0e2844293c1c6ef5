//! Makes the built dashboard part of what the program is built from: a new one is a new program.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dashboard/dist");
    // Cargo can only watch what is there. Without it the hub tells how to build the dashboard.
    std::fs::create_dir_all(&built)?;
    println!("cargo::rerun-if-changed={}", built.display());
    Ok(())
}
