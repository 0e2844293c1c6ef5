//! `hearth-hub decode-batch` shows the golden batches of the contract as JSON.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn golden(name: &str) -> Vec<u8> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vitals/tests/golden").join(name);
    let text = std::fs::read_to_string(file).unwrap();
    // A `#` begins a remark.
    let digits: String =
        text.lines().map(|line| line.split('#').next().unwrap()).flat_map(str::chars).filter(char::is_ascii_hexdigit).collect();
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap()).collect()
}

fn decode(bytes: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.arg("decode-batch").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn each_golden_batch_is_shown_with_its_records() {
    for name in ["events.hex", "numerics.hex", "waveforms.hex"] {
        let output = decode(&golden(name));
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let records = shown["records"].as_array().unwrap();
        assert!(!records.is_empty() && shown["gateway"].is_string(), "{name}: {shown}");
    }
}

#[test]
fn a_torn_batch_is_named_in_one_line() {
    let bytes = golden("numerics.hex");
    let output = decode(&bytes[..bytes.len() - 3]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.lines().count() == 1, "{said}");
    assert!(output.stdout.is_empty());
}
