//! The program `hearth-hub`.

use std::process::ExitCode;

fn main() -> ExitCode {
    hearth_hub::cli::main()
}
