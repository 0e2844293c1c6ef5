//! Makes the rows of `frames` and `waveforms` from records.

use super::opening::Devices;
use super::streams::Locked;
use super::{Fresh, IngestBatch, Item, Placed, item_of};
use crate::error::StoreError;
use hearth_vitals::{Frame, WallMs, WaveformBlock};

/// The stream and number that a row came under, its device, and when it was received.
#[derive(Clone, Copy)]
pub struct Origin {
    pub device_key: i32,
    pub stream_key: i32,
    pub seq: u64,
    pub received_at: WallMs,
}

/// A row of frames.
#[derive(Clone, Copy)]
pub struct FrameRow<'a> {
    pub origin: Origin,
    pub frame: &'a Frame,
    pub placed: Placed,
}

/// A row of waveforms.
#[derive(Clone, Copy)]
pub struct BlockRow<'a> {
    pub origin: Origin,
    pub block: &'a WaveformBlock,
    pub placed: Placed,
}

/// The rows of the records that `fresh` points to.
pub fn rows<'a>(
    batches: &'a [IngestBatch],
    fresh: &[Fresh],
    devices: &Devices,
    locked: &Locked,
) -> Result<(Vec<FrameRow<'a>>, Vec<BlockRow<'a>>), StoreError> {
    let (mut frames, mut blocks) = (Vec::with_capacity(fresh.len()), Vec::new());
    for new in fresh {
        let (batch, seq, item) = item_of(batches, new);
        let (item, is_stray) = item.told();
        let origin = |device| {
            let (device_key, stream_key) = (devices.key(device, &batch.gateway, is_stray)?, locked.key(&batch.gateway, batch.stream)?);
            Ok::<Origin, StoreError>(Origin { device_key, stream_key, seq, received_at: batch.received_at })
        };
        match item {
            Item::Frame(frame, placed) => frames.push(FrameRow { origin: origin(&frame.device)?, frame, placed: *placed }),
            Item::Waveform(block, placed) => blocks.push(BlockRow { origin: origin(&block.device)?, block, placed: *placed }),
            _ => {}
        }
    }
    Ok((frames, blocks))
}
