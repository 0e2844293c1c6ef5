//! Reads one device as the gateway would, and prints what it says.

use super::say;
use crate::bluetooth::bluez::Bluez;
use crate::bluetooth::{self, Address, Command};
use crate::clock::SystemClock;
use crate::config::{Config, Device, Source};
use crate::links::{Line, LinkId, LinkNews, News};
use hearth_devices::{MessageProtocol, Spoken, lines};
use hearth_vitals::{DeviceId, MonoMs};
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

/// How many pieces of news may wait for who prints them.
const MAX_TESTED: usize = 64;

/// The device that is meant, and its driver.
pub(super) fn meant(name: &str, driver: Option<MessageProtocol>, config: Option<&Path>) -> Result<(Address, MessageProtocol), String> {
    if let Ok(address) = name.parse::<Address>() {
        return driver.map(|driver| (address, driver)).ok_or_else(|| format!("give the driver of {address} with --driver"));
    }
    let file = config.ok_or_else(|| format!("'{name}' is no address: give the configuration in which it is with --config"))?;
    let config = Config::load(file).map_err(|error| error.to_string())?;
    let device = config
        .devices
        .iter()
        .find(|device| device.id.as_str() == name)
        .ok_or_else(|| format!("{}: there is no '{name}'", file.display()))?;
    match (&device.source, device.protocol) {
        (Source::Bluetooth { address }, Spoken::Messages(protocol)) => Ok((*address, protocol)),
        _ => Err(format!("'{name}' has a serial line: `hearth-gateway run` says in its log whether it is read")),
    }
}

/// Reads the device for the given time; an error if it measured nothing.
pub(super) async fn test(address: Address, protocol: MessageProtocol, wait: Duration) -> Result<(), String> {
    let (tell, mut news) = mpsc::channel(MAX_TESTED);
    let radio = bluetooth::start(Bluez::start(), SystemClock, tell);
    let link = LinkId(0);
    // The radio has just been started and waits for this.
    let _ = radio.send(Command::Attach(link, address, protocol)).await;
    let until = Instant::now() + wait;
    let mut line = line(address, protocol)?;
    let mut measured = 0_u32;
    while let Ok(Some(LinkNews { at, news, .. })) = timeout_at(until, news.recv()).await {
        measured += u32::from(hear(&mut line, at, news)?);
    }
    if measured == 0 {
        let state = line.state();
        let why = line.problem().map_or(state.reason, |problem| hearth_vitals::state::GatewayProblem::from(problem).message);
        return Err(format!("nothing was measured: {why}"));
    }
    Ok(())
}

fn line(address: Address, protocol: MessageProtocol) -> Result<Line, String> {
    let id = DeviceId::new("tested-device").map_err(|error| error.to_string())?;
    Ok(Line::new(Device { id, protocol: protocol.into(), source: Source::Bluetooth { address } }, SystemClock.mono()))
}

/// True for a measurement.
fn hear(line: &mut Line, at: MonoMs, news: News) -> Result<bool, String> {
    match news {
        News::Measured { measured, decoded } => {
            line.valid(at);
            for object in lines(&decoded) {
                say(&object)?;
            }
            say(&format!(r#"{{"age_s":{}}}"#, at.since(measured) / 1000))?;
            return Ok(true);
        }
        News::Stage(stage) => {
            line.stage(stage);
            let reason = line.state().reason;
            if !reason.is_empty() {
                // For the person at the terminal; standard output holds only measurements.
                let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{reason}\n"));
            }
        }
        News::Failed(fault) => line.failed(fault),
        News::Opened => line.opened(at),
        News::Rejected { bytes, example } => line.rejected(bytes, &example, at),
        News::Again | News::Heard | News::Decoded(_) | News::Removed => {}
    }
    Ok(false)
}
