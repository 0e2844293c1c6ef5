//! How a device communicates: bytes over a serial line, or messages over Bluetooth.

use crate::protocol::{MessageProtocol, StreamProtocol, UnknownProtocol};
use hearth_vitals::{Driver, Pace};

/// How a device is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// A stream of bytes, as over a serial line.
    Stream(StreamProtocol),
    /// Messages, as over Bluetooth.
    Messages(MessageProtocol),
}

impl Spoken {
    /// The driver's row, which the hub knows as well.
    pub const fn driver(self) -> &'static Driver {
        match self {
            Spoken::Stream(protocol) => protocol.driver(),
            Spoken::Messages(protocol) => protocol.driver(),
        }
    }

    /// True when its devices send a measurement again: until they hear that it is durable, or whenever they are connected to.
    pub const fn says_again(self) -> bool {
        match self {
            Spoken::Stream(protocol) => protocol.is_answered(),
            Spoken::Messages(protocol) => matches!(protocol.driver().pace, Pace::OnDemand),
        }
    }
}

impl From<StreamProtocol> for Spoken {
    fn from(protocol: StreamProtocol) -> Spoken {
        Spoken::Stream(protocol)
    }
}

impl From<MessageProtocol> for Spoken {
    fn from(protocol: MessageProtocol) -> Spoken {
        Spoken::Messages(protocol)
    }
}

impl std::str::FromStr for Spoken {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<Spoken, UnknownProtocol> {
        let messages = name.parse::<MessageProtocol>().map(Spoken::Messages);
        messages.or_else(|others| name.parse::<StreamProtocol>().map(Spoken::Stream).map_err(|streams| streams.with(others)))
    }
}

impl std::fmt::Display for Spoken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.driver().key)
    }
}
