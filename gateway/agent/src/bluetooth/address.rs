//! Addresses of Bluetooth devices.

/// The address of a device, as BlueZ knows it: that of its maker, or a random one that it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address([u8; 6]);

/// A text that is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no Bluetooth address")]
pub struct NoAddress;

impl std::str::FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Address, NoAddress> {
        let mut bytes = [0; 6];
        let mut parts = text.split(':');
        for byte in &mut bytes {
            let part = parts.next().filter(|part| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit()));
            *byte = part.and_then(|part| u8::from_str_radix(part, 16).ok()).ok_or(NoAddress)?;
        }
        if parts.next().is_some() { Err(NoAddress) } else { Ok(Address(bytes)) }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02X}:{b:02X}:{c:02X}:{d:02X}:{e:02X}:{g:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_and_nothing_else_is_one() {
        let address: Address = "00:09:1f:80:Ab:01".parse().unwrap();
        assert_eq!(address.to_string(), "00:09:1F:80:AB:01");
        for text in [
            "",
            "00:09:1F:80:AB",
            "00:09:1F:80:AB:01:02",
            "00:09:1F:80:AB:0g",
            "0:09:1F:80:AB:01",
            "00-09-1F-80-AB-01",
            "+0:09:1F:80:AB:01",
        ] {
            assert_eq!(text.parse::<Address>(), Err(NoAddress), "{text}");
        }
    }
}
