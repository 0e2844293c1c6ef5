//! The in-home gateway: devices in, MQTT out, nothing lost in between.

fn main() -> std::process::ExitCode {
    hearth_gateway::cli::main()
}
