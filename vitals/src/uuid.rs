//! Names of Bluetooth services and characteristics.

/// A name of 128 bits. The Bluetooth SIG assigns numbers of 16 bits, which stand within a name that is the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(u128);

/// The name around an assigned number.
const BASE: u128 = 0x0000_0000_0000_1000_8000_0080_5F9B_34FB;
/// Where the number stands in it, bits from its end.
const SHIFT: u32 = 96;

impl Uuid {
    /// The name with these bits.
    pub const fn new(bits: u128) -> Uuid {
        Uuid(bits)
    }

    /// The name of an assigned number.
    pub const fn assigned(number: u16) -> Uuid {
        Uuid(BASE | (number as u128) << SHIFT)
    }

    /// The assigned number; `None` for a maker's own name.
    pub const fn number(self) -> Option<u16> {
        let rest = self.0 ^ BASE;
        let number = (rest >> SHIFT) as u16;
        if rest == (number as u128) << SHIFT { Some(number) } else { None }
    }

    /// All of it, as programs write it: `00002a35-0000-1000-8000-00805f9b34fb`.
    pub fn full(self) -> String {
        let part = |from: u32, digits: usize| format!("{:0digits$x}", self.0 >> from & ((1 << (4 * digits)) - 1));
        [part(96, 8), part(80, 4), part(64, 4), part(48, 4), part(0, 12)].join("-")
    }

    /// Reads [`Uuid::full`], in letters of any size.
    pub fn parse(text: &str) -> Option<Uuid> {
        let is_shaped = text.len() == 36
            && text.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        let digits: String = text.chars().filter(|digit| *digit != '-').collect();
        u128::from_str_radix(&digits, 16).ok().filter(|_| is_shaped).map(Uuid)
    }
}

impl std::fmt::Display for Uuid {
    /// `2A35`, or all of a maker's own name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.number() {
            Some(number) => write!(f, "{number:04X}"),
            None => f.write_str(&self.full()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assigned_number_stands_within_a_name_and_reads_back() {
        let cuff = Uuid::assigned(0x2A35);
        assert_eq!(cuff.full(), "00002a35-0000-1000-8000-00805f9b34fb");
        assert_eq!((cuff.number(), cuff.to_string()), (Some(0x2A35), "2A35".to_owned()));
        assert_eq!(Uuid::parse("00002A35-0000-1000-8000-00805F9B34FB"), Some(cuff));
    }

    #[test]
    fn a_makers_own_name_has_no_number() {
        let text = "0aad7ea0-0d60-11e2-8e3c-0002a5d5c51b";
        let own = Uuid::parse(text).unwrap();
        assert_eq!((own.number(), own.to_string(), own.full()), (None, text.to_owned(), text.to_owned()));
        // A number of 32 bits is none of 16.
        assert_eq!(Uuid::parse("00012a35-0000-1000-8000-00805f9b34fb").unwrap().number(), None);
    }

    #[test]
    fn what_is_no_name_is_none() {
        for text in [
            "",
            "2a35",
            "00002a35-0000-1000-8000-00805f9b34f",
            "00002a35+0000-1000-8000-00805f9b34fb",
            "0000é35-0000-1000-8000-00805f9b34fb",
        ] {
            assert_eq!(Uuid::parse(text), None, "{text}");
        }
    }
}
