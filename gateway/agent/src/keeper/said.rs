//! Reads the frames of one device from the outbox, also those of earlier runs.

use super::{Keeper, Medium};
use hearth_outbox::{ClassId, Read, StreamInfo};
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{DeviceId, Frame, Record};
use std::collections::VecDeque;

/// How many records of all devices together are looked through, newest first: 18 hours of one device that measures each second,
/// or three hours of six.
const LOOKED_THROUGH: u64 = 65_536;
/// How many are read at once.
const AT_ONCE: u64 = 1_024;

/// A frame of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What was said.
    pub frame: Frame,
    /// Its number in the current stream of numerics, while it is not durable.
    pub seq: Option<u64>,
}

impl<M: Medium> Keeper<M> {
    /// The newest frames of a device, at most `most`, oldest first. Frames are left out if a fault of the disk left it open
    /// whether they are durable.
    pub fn said_by(&mut self, device: &DeviceId, most: usize) -> Vec<Said> {
        let streams = self.outbox.as_ref().map(hearth_outbox::Outbox::streams).unwrap_or_default();
        let (mut found, mut left) = (VecDeque::new(), LOOKED_THROUGH);
        for info in streams.iter().rev().filter(|info| info.class == ClassId::NUMERICS) {
            let mut end = info.end;
            while end > info.first && left > 0 && found.len() < most {
                let from = end.saturating_sub(AT_ONCE.min(left)).max(info.first);
                let frames = self.frames(info.generation, from, end).into_iter().rev().filter(|(_, frame)| frame.device == *device);
                frames.filter_map(|(seq, frame)| self.said(info, seq, frame)).for_each(|said| found.push_front(said));
                left -= end - from;
                end = from;
            }
        }
        found.drain(..found.len().saturating_sub(most));
        found.into()
    }

    /// A frame with its number; `None` for one that may be lost.
    fn said(&self, info: &StreamInfo, seq: u64, frame: Frame) -> Option<Said> {
        let is_with_the_hub = info.receipted.iter().any(|(first, end)| (*first..*end).contains(&seq));
        let durable_end = self.outbox.as_ref().map_or(0, |outbox| outbox.durable_end(ClassId::NUMERICS));
        let is_doubtful = self.doubtful.get(&info.generation).is_some_and(|end| seq >= *end);
        match info.is_current {
            _ if is_with_the_hub => Some(Said { frame, seq: None }),
            true => Some(Said { frame, seq: Some(seq).filter(|seq| *seq >= durable_end) }),
            false => (!is_doubtful).then_some(Said { frame, seq: None }),
        }
    }

    /// The frames among these numbers that can be read.
    fn frames(&mut self, generation: u64, mut from: u64, end: u64) -> Vec<(u64, Frame)> {
        let mut frames = Vec::new();
        while from < end {
            let Some(outbox) = self.outbox.as_mut() else { break };
            let most = usize::try_from(end - from).unwrap_or(usize::MAX);
            from = match outbox.read(generation, ClassId::NUMERICS, from, most, usize::MAX) {
                Ok(Read::Records(records)) => {
                    let next = records.last().map_or(end, |(seq, _)| seq + 1);
                    frames.extend(records.iter().filter_map(|(seq, payload)| Some((*seq, frame(payload)?))));
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

fn frame(payload: &[u8]) -> Option<Frame> {
    match decode_record(payload).ok()?.1 {
        Record::Frame(frame) => Some(frame),
        _ => None,
    }
}
