//! The real program, and the lines that it prints.

use super::PATIENCE;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

pub struct Simulator {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Simulator {
    pub fn start(arguments: &[&str]) -> Simulator {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-sim"));
        let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Simulator { input: child.stdin.take(), child, lines }
    }

    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line in time")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    pub fn say(&mut self, order: &str) {
        writeln!(self.input.as_mut().unwrap(), "{order}").unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id() as i32), signal).unwrap();
    }

    /// Waits for its end; returns the exit code and the lines not read yet.
    pub fn end(mut self) -> (i32, Vec<String>) {
        let deadline = Instant::now() + PATIENCE;
        let lines: Vec<String> =
            std::iter::from_fn(|| self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()).collect();
        assert!(Instant::now() < deadline, "the simulator does not end: {lines:#?}");
        (self.child.wait().unwrap().code().unwrap_or(-1), lines)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
