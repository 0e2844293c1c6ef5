//! Collects bytes that were rejected since something was last understood (pure).

use hearth_devices::Decoded;

/// How many of the newest bytes are kept, to show a sample of what was rejected.
const EXAMPLE_BYTES: usize = 64;

/// The bytes that decoded to nothing.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// The newest bytes since something was understood or reported.
    newest: Vec<u8>,
    /// How many bytes were rejected and not reported yet.
    rejected: usize,
}

impl Unread {
    /// Takes bytes that came, with what they decoded to. Rejected bytes are counted in full however the stream was cut into
    /// reads.
    pub fn take(&mut self, bytes: &[u8], decoded: &[Decoded]) {
        let mut rejected = 0;
        for item in decoded {
            match item {
                Decoded::Rejected { bytes, .. } => rejected += bytes,
                _ => return *self = Unread::default(),
            }
        }
        self.rejected = self.rejected.saturating_add(rejected);
        self.newest.extend_from_slice(bytes);
        self.newest.drain(..self.newest.len().saturating_sub(EXAMPLE_BYTES));
    }

    /// True while something waits to be reported.
    pub fn waits(&self) -> bool {
        self.rejected > 0
    }

    /// How many bytes were rejected since the last call, with the newest bytes, among which they are.
    pub fn tell(&mut self) -> Option<(usize, Vec<u8>)> {
        let bytes = Some(std::mem::take(&mut self.rejected)).filter(|bytes| *bytes > 0)?;
        Some((bytes, std::mem::take(&mut self.newest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Device, Source};
    use crate::links::Line;
    use hearth_devices::StreamProtocol;
    use hearth_vitals::{DeviceId, MonoMs};

    /// At 2400 baud a read finds a few bytes.
    #[test]
    fn a_weighing_that_is_not_understood_is_told_however_slowly_it_comes() {
        let protocol: StreamProtocol = "and-scale".parse().unwrap();
        let source = Source::Serial { port: "/dev/scale".into(), baud: 2_400 };
        let mut line = Line::new(Device { id: DeviceId::new("scale-001").unwrap(), protocol: protocol.into(), source }, MonoMs(0));
        line.opened(MonoMs(0));
        let (mut decoder, mut unread) = (protocol.decoder(), Unread::default());
        for chunk in b"WEIGHT 75.2\r\n".chunks(3) {
            let mut decoded = Vec::new();
            decoder.push(chunk, &mut decoded);
            unread.take(chunk, &decoded);
        }
        let (bytes, example) = unread.tell().unwrap();
        line.rejected(bytes, &example, MonoMs(1_000));
        line.tick(MonoMs(6_000));
        let said = line.problem().map(|problem| problem.english()).unwrap_or_default();
        assert!(said.contains("(57 45 49 47 48 54 20"), "{bytes} {example:02x?} {said}");
        assert_eq!(unread.tell(), None, "once");
    }

    #[test]
    fn what_is_understood_ends_what_was_rejected_and_an_example_has_an_end() {
        let mut unread = Unread::default();
        let rejected = |bytes| [Decoded::Rejected { reason: hearth_devices::RejectReason::Garbage, bytes }];
        unread.take(&[1; 100], &rejected(100));
        unread.take(&[], &[Decoded::Clock(None)]);
        assert!(!unread.waits());
        unread.take(&[2; 1_000], &rejected(1_000));
        assert_eq!(unread.tell(), Some((1_000, vec![2; EXAMPLE_BYTES])));
    }
}
