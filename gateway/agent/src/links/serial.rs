//! Opens, sets and reads serial ports.

use super::health::Fault;
use hearth_devices::{Parity, SerialSettings};
use std::io;
use std::path::Path;
use tokio_serial::{ClearBuffer, DataBits, ErrorKind, SerialPort, SerialPortBuilderExt, SerialStream, StopBits};

/// Opens a port for this program alone (TIOCEXCL and a lock on it).
pub(super) fn open(port: &Path, settings: SerialSettings, baud: u32) -> Result<SerialStream, Fault> {
    let path = port.to_str().ok_or_else(|| Fault::Other("its path is no text".into()))?;
    tokio_serial::new(path, baud)
        .data_bits(data_bits(settings))
        .parity(parity(settings))
        .stop_bits(stop_bits(settings))
        .open_native_async()
        .map_err(|error| fault(&error))
}

/// Changes the settings of an open port, and drops what came with the old ones.
pub(super) fn set(port: &mut SerialStream, settings: SerialSettings) -> io::Result<()> {
    port.set_baud_rate(settings.baud)?;
    port.set_data_bits(data_bits(settings))?;
    port.set_parity(parity(settings))?;
    port.set_stop_bits(stop_bits(settings))?;
    Ok(port.clear(ClearBuffer::Input)?)
}

const fn data_bits(settings: SerialSettings) -> DataBits {
    if settings.data_bits == 7 { DataBits::Seven } else { DataBits::Eight }
}

const fn parity(settings: SerialSettings) -> tokio_serial::Parity {
    match settings.parity {
        Parity::None => tokio_serial::Parity::None,
        Parity::Odd => tokio_serial::Parity::Odd,
        Parity::Even => tokio_serial::Parity::Even,
    }
}

const fn stop_bits(settings: SerialSettings) -> StopBits {
    if settings.stop_bits == 2 { StopBits::Two } else { StopBits::One }
}

fn fault(error: &tokio_serial::Error) -> Fault {
    match error.kind() {
        ErrorKind::Io(io::ErrorKind::NotFound) => Fault::Missing,
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => Fault::Denied,
        // The library's word for EBUSY and for a lock that another program holds.
        ErrorKind::NoDevice => Fault::Busy,
        _ => Fault::Other(error.to_string()),
    }
}
