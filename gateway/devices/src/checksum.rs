//! Checksums that more than one protocol has.

/// The polynomial x^16 + x^12 + x^5 + 1.
const CCITT: u16 = 0x1021;

/// CRC-16 of the CCITT polynomial from 0xFFFF, the high bit of each byte first.
pub(crate) fn crc16_ccitt(bytes: &[u8]) -> u16 {
    let step = |sum: u16| if sum & 0x8000 != 0 { sum << 1 ^ CCITT } else { sum << 1 };
    bytes.iter().fold(0xFFFF, |sum, byte| (0..8).fold(sum ^ u16::from(*byte) << 8, |sum, _| step(sum)))
}

/// The same checksum with the low bit of each byte first.
pub(crate) fn crc16_ccitt_reflected(bytes: &[u8]) -> u16 {
    let step = |sum: u16| if sum & 1 != 0 { sum >> 1 ^ CCITT.reverse_bits() } else { sum >> 1 };
    bytes.iter().fold(0xFFFF, |sum, byte| (0..8).fold(sum ^ u16::from(*byte), |sum, _| step(sum)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_check_values_come_out() {
        assert_eq!(crc16_ccitt(b"123456789"), 0x29B1);
        assert_eq!(crc16_ccitt_reflected(b"123456789"), 0x6F91);
    }
}
