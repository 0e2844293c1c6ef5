//! Under construction.

use std::process::ExitCode;

/// The program.
pub fn main() -> ExitCode {
    ExitCode::FAILURE
}
