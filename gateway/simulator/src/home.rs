//! One home: a body, its devices on ptys, and orders from standard input.

mod input;
mod line;
mod pty;
mod record;

pub use line::Line;
pub use pty::Pty;

use crate::body::{Body, Change, Rest};
use crate::scenario::{Act, Event, Order, Scenario};
use anyhow::Context;
use record::Recorder;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, MissedTickBehavior};

/// How often bytes that are due are written. A USB adapter hands bytes over every 16 ms.
const TICK: Duration = Duration::from_millis(20);

/// How to play a home.
#[derive(Debug, Clone)]
pub struct Options {
    /// The patient, the devices and the events.
    pub scenario: Scenario,
    /// The folder for the links to the ptys.
    pub link_dir: PathBuf,
    /// The file for everything that was sent; `None` for no such file.
    pub record: Option<PathBuf>,
    /// How many seconds of the body pass in one second of the clock.
    pub speed: f64,
}

/// Everything that can happen to a running home.
enum Action {
    Tick,
    Line(String),
    Stop,
}

/// A running home.
struct Home {
    body: Body,
    lines: Vec<Line>,
    events: std::collections::VecDeque<Event>,
    record: Option<Recorder>,
    started: Instant,
    speed: f64,
}

/// Plays the home until it is told to end (SIGTERM, SIGINT, or `quit` on standard input).
///
/// # Errors
/// When a pty, a link or the record cannot be made or written.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut home = Home::open(options)?;
    let mut orders = input::lines();
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let action = tokio::select! {
            _ = ticks.tick() => Action::Tick,
            Some(line) = orders.recv() => Action::Line(line),
            _ = terminate.recv() => Action::Stop,
            _ = interrupt.recv() => Action::Stop,
        };
        if !home.apply(action)? {
            return home.close();
        }
    }
}

impl Home {
    fn open(options: Options) -> anyhow::Result<Home> {
        let Scenario { seed, rest, devices, events, .. } = options.scenario;
        std::fs::create_dir_all(&options.link_dir)
            .with_context(|| format!("cannot make the folder {} for the links: check its rights", options.link_dir.display()))?;
        let record = options.record.as_deref().map(Recorder::create).transpose()?;
        let wall = wall_ms();
        let mut lines = Vec::with_capacity(devices.len());
        for (number, device) in devices.into_iter().enumerate() {
            lines.push(Line::open(device, seed.wrapping_add(number as u64), wall, &options.link_dir)?);
        }
        let body = Body::new(rest.unwrap_or_else(|| Rest::of_seed(seed)), seed);
        let home = Home { body, lines, events: events.into(), record, started: Instant::now(), speed: options.speed };
        home.lines.iter().for_each(|line| say(&line.description()));
        Ok(home)
    }

    /// The time of the body, µs.
    fn now_us(&self) -> u64 {
        (self.started.elapsed().as_secs_f64() * self.speed * 1e6) as u64
    }

    /// Does one thing; false when the home shall end.
    fn apply(&mut self, action: Action) -> anyhow::Result<bool> {
        match action {
            Action::Tick => self.tick()?,
            Action::Line(text) if text.trim() == "quit" => return Ok(false),
            Action::Line(text) if text.trim().is_empty() => {}
            Action::Line(text) => self.ordered(text.trim()),
            Action::Stop => return Ok(false),
        }
        Ok(true)
    }

    fn ordered(&mut self, text: &str) {
        let order: Result<Order, String> = text.parse().map_err(|error: crate::scenario::OrderError| error.to_string());
        let answer = order.and_then(|order| self.obey(&order, self.now_us() / 1_000));
        match answer {
            Ok(()) => say(&json!({ "done": text })),
            Err(why) => say(&json!({ "refused": text, "why": why })),
        }
    }

    fn tick(&mut self) -> anyhow::Result<()> {
        let now_us = self.now_us();
        while let Some(event) = self.events.pop_front_if(|event| event.at_ms * 1_000 <= now_us) {
            // A scenario names only devices that it has, so this cannot fail.
            let _ = self.obey(&event.order, event.at_ms);
        }
        for line in &mut self.lines {
            let said = line.tick(&self.body, now_us)?;
            if let Some(record) = &mut self.record {
                record.write(line.id(), wall_ms(), &said)?;
            }
        }
        Ok(())
    }

    fn obey(&mut self, order: &Order, at_ms: u64) -> Result<(), String> {
        let until_ms = order.for_ms.map(|for_ms| at_ms + order.over_ms + for_ms);
        match order.act {
            Act::Go(vital, target) => self.body.change(Change { vital, target, at_ms, over_ms: order.over_ms, until_ms }),
            Act::Recover => {
                self.body.recover(at_ms);
                self.lines.iter_mut().for_each(|line| line.recover(at_ms));
            }
            Act::Set(switch, on) => {
                let meant = |line: &&mut Line| order.device.as_ref().is_none_or(|device| device == line.id());
                let mut lines = self.lines.iter_mut().filter(meant).peekable();
                if lines.peek().is_none() {
                    return Err("there is no such device in this home".to_owned());
                }
                lines.for_each(|line| line.set(switch, on, at_ms, until_ms));
            }
        }
        Ok(())
    }

    fn close(mut self) -> anyhow::Result<()> {
        if let Some(record) = &mut self.record {
            record.flush()?;
        }
        for line in self.lines {
            say(&line.close());
        }
        Ok(())
    }
}

fn wall_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// Prints one JSON line for whoever started the simulator. It does not matter if nobody reads it.
fn say(value: &serde_json::Value) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{value}");
    let _ = out.flush();
}
