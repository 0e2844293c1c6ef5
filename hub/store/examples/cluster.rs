//! The PostgreSQL of a run of tests: starts it, prints the folder of its socket, and ends it when its input ends.
#![allow(clippy::print_stdout, reason = "a program for tests/programs.mjs")]

use hearth_store::testing::Cluster;
use std::io::{Read, stdin};

fn main() -> std::io::Result<()> {
    let cluster = Cluster::of_its_own()?;
    println!("{}", cluster.folder().display());
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
