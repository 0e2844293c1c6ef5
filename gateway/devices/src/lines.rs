//! The JSON lines of `hearth-gateway decode`.

use crate::decoded::{Decoded, RejectReason, Remark};
use crate::device_time;
use hearth_vitals::{Flags, Reading, Vital, WaveformKind};
use serde::Serialize;

/// One JSON object; the order of the keys is the order of the fields.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Reading { vital: Vital, value: Option<f64>, unit: &'static str, flags: Flags },
    Waveform { waveform: WaveformKind, period_us: u32, samples: &'a [i16] },
    Remark { remark: &'static str, value: Option<f64>, unit: &'static str },
    Clock { clock: Option<String> },
    Named { named: &'static str, text: &'a str },
    Rejected { rejected: RejectReason, bytes: usize },
}

/// What was decoded, as JSON lines without line ends: one object for each reading, waveform stretch, remark and rejection. The
/// value is in the unit of the vital sign, or null.
pub fn lines(decoded: &[Decoded]) -> impl Iterator<Item = String> {
    decoded.iter().flat_map(objects).filter_map(|line| serde_json::to_string(&line).ok())
}

fn objects(decoded: &Decoded) -> Vec<Line<'_>> {
    match decoded {
        Decoded::Numerics { readings, .. } => readings.iter().map(reading).collect(),
        Decoded::Waveform { kind, period_us, samples } => {
            vec![Line::Waveform { waveform: *kind, period_us: *period_us, samples }]
        }
        Decoded::Remark(Remark { what, number, decimals, unit }) => {
            let value = number.map(|number| number as f64 / f64::from(10_u32.pow(*decimals)));
            vec![Line::Remark { remark: what, value, unit }]
        }
        Decoded::Clock(time) => vec![Line::Clock { clock: time.map(device_time::text) }],
        Decoded::Named { what, text } => vec![Line::Named { named: what, text }],
        Decoded::Rejected { reason, bytes } => vec![Line::Rejected { rejected: *reason, bytes: *bytes }],
    }
}

fn reading(reading: &Reading) -> Line<'static> {
    let vital = reading.vital;
    Line::Reading { vital, value: reading.raw.map(|raw| vital.raw_to_f64(raw)), unit: vital.unit(), flags: reading.flags }
}
