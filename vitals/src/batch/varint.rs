//! Little-endian base-128 numbers (LEB128), the form of most numbers in a batch.

/// The bytes ended, or the number has more than 64 bits or is not in its shortest form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VarintError;

/// Appends an unsigned number.
pub fn put_u64(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number in zigzag form, so that small magnitudes stay short.
pub fn put_i64(out: &mut Vec<u8>, value: i64) {
    put_u64(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// Takes an unsigned number off the front.
pub fn take_u64(bytes: &mut &[u8]) -> Result<u64, VarintError> {
    let mut value = 0_u64;
    for index in 0..10 {
        let &byte = bytes.get(index).ok_or(VarintError)?;
        let bits = u64::from(byte & 0x7f);
        if index == 9 && bits > 1 {
            return Err(VarintError);
        }
        value |= bits << (7 * index);
        if byte & 0x80 == 0 {
            // A number has only one valid form: a last group of zeros is refused.
            if byte == 0 && index > 0 {
                return Err(VarintError);
            }
            *bytes = &bytes[index + 1..];
            return Ok(value);
        }
    }
    Err(VarintError)
}

/// Takes a signed number off the front.
pub fn take_i64(bytes: &mut &[u8]) -> Result<i64, VarintError> {
    let value = take_u64(bytes)?;
    Ok((value >> 1) as i64 ^ -((value & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_read_back_as_written(unsigned: u64, signed: i64) {
            let mut bytes = Vec::new();
            put_u64(&mut bytes, unsigned);
            put_i64(&mut bytes, signed);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(take_u64(&mut rest), Ok(unsigned));
            prop_assert_eq!(take_i64(&mut rest), Ok(signed));
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn long_and_endless_numbers_are_refused() {
        assert_eq!(take_u64(&mut [0x80_u8, 0x00].as_slice()), Err(VarintError));
        assert_eq!(take_u64(&mut [0xff_u8; 10].as_slice()), Err(VarintError));
        assert_eq!(take_u64(&mut [0x80_u8].as_slice()), Err(VarintError));
        assert_eq!(take_u64(&mut [].as_slice()), Err(VarintError));
    }
}
