//! What is in the outbox of one device, also of earlier runs.

use super::{Keeper, Medium};
use hearth_outbox::{ClassId, Read};
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{DeviceId, Frame, Record};
use std::collections::VecDeque;

/// So many records are looked through, newest first: 18 hours of a device that measures each second.
const LOOKED_THROUGH: u64 = 65_536;
/// How many are read at once.
const AT_ONCE: u64 = 1_024;

impl<M: Medium> Keeper<M> {
    /// The newest frames of a device, at most so many, oldest first.
    pub fn said_by(&mut self, device: &DeviceId, most: usize) -> Vec<Frame> {
        let streams = self.outbox.as_ref().map(hearth_outbox::Outbox::streams).unwrap_or_default();
        let (mut found, mut left) = (VecDeque::new(), LOOKED_THROUGH);
        for info in streams.iter().rev().filter(|info| info.class == ClassId::NUMERICS) {
            let mut end = info.end;
            while end > info.first && left > 0 && found.len() < most {
                let from = end.saturating_sub(AT_ONCE.min(left)).max(info.first);
                let frames = self.frames(info.generation, from, end);
                frames.into_iter().rev().filter(|frame| frame.device == *device).for_each(|frame| found.push_front(frame));
                left -= end - from;
                end = from;
            }
        }
        found.drain(..found.len().saturating_sub(most));
        found.into()
    }

    /// What can be read of these numbers.
    fn frames(&mut self, generation: u64, mut from: u64, end: u64) -> Vec<Frame> {
        let mut frames = Vec::new();
        while from < end {
            let Some(outbox) = self.outbox.as_mut() else { break };
            let most = usize::try_from(end - from).unwrap_or(usize::MAX);
            from = match outbox.read(generation, ClassId::NUMERICS, from, most, usize::MAX) {
                Ok(Read::Records(records)) => {
                    let next = records.last().map_or(end, |(seq, _)| seq + 1);
                    let known = records.iter().filter_map(|(_, payload)| decode_record(payload).ok());
                    frames.extend(known.filter_map(|(_, record)| if let Record::Frame(frame) = record { Some(frame) } else { None }));
                    next
                }
                Ok(Read::Lost(gap)) => gap.end.max(from + 1),
                Ok(Read::Freed(_, freed)) => freed.max(from + 1),
                Ok(Read::End) | Err(_) => break,
            };
        }
        frames
    }
}
