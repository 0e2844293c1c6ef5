//! The program `hearth-hub`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Each round copies the state of every stay that it touches, and drops the copies that it replaces: thousands of blocks of
/// some kilobytes a second, in two threads. The allocator of glibc spends a quarter of the hub's time on that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    hearth_hub::cli::main()
}
