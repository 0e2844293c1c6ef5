//! The settings of serial lines.

/// The settings of a serial line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SerialSettings {
    /// The speed in bits per second.
    pub baud: u32,
    /// The number of data bits in a character.
    pub data_bits: u8,
    /// The parity bit, if there is one.
    pub parity: Parity,
    /// The number of stop bits after a character.
    pub stop_bits: u8,
}

/// The parity bit of a serial line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parity {
    /// There is no parity bit.
    None,
    /// The number of ones is odd.
    Odd,
    /// The number of ones is even.
    Even,
}

impl SerialSettings {
    /// The usual settings at this speed: eight data bits, no parity, one stop bit.
    pub(crate) const fn n81(baud: u32) -> SerialSettings {
        SerialSettings { baud, data_bits: 8, parity: Parity::None, stop_bits: 1 }
    }
}

impl std::fmt::Display for SerialSettings {
    /// Writes the settings in the usual short form, such as `9600 8N1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parity = match self.parity {
            Parity::None => 'N',
            Parity::Odd => 'O',
            Parity::Even => 'E',
        };
        write!(f, "{} {}{parity}{}", self.baud, self.data_bits, self.stop_bits)
    }
}
