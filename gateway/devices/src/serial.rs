//! How serial lines are set.

/// How a serial line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SerialSettings {
    /// Bits a second.
    pub baud: u32,
    /// Data bits in a character.
    pub data_bits: u8,
    /// Parity bit.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: u8,
}

/// The parity bit of a serial line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parity {
    /// None.
    None,
    /// Odd.
    Odd,
    /// Even.
    Even,
}

impl SerialSettings {
    /// Eight data bits, no parity, one stop bit.
    pub(crate) const fn n81(baud: u32) -> SerialSettings {
        SerialSettings { baud, data_bits: 8, parity: Parity::None, stop_bits: 1 }
    }
}

impl std::fmt::Display for SerialSettings {
    /// `9600 8N1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parity = match self.parity {
            Parity::None => 'N',
            Parity::Odd => 'O',
            Parity::Even => 'E',
        };
        write!(f, "{} {}{parity}{}", self.baud, self.data_bits, self.stop_bits)
    }
}
