//! Records everything that was sent, for a checker that compares it with the store. It writes JSON lines
//! `{"device","t","vital","raw","flags","whole"}`: `t` in ms since 1970; `raw` in steps of the vital's resolution (null
//! for no value); `whole` false when a reader did not get all of the bytes.

use super::line::Heard;
use anyhow::Context;
use hearth_vitals::{DeviceId, Flags, Vital};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Entry<'a> {
    device: &'a DeviceId,
    t: i64,
    vital: Vital,
    raw: Option<i32>,
    flags: Flags,
    whole: bool,
}

/// A record that is being written.
pub(super) struct Recorder {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Recorder {
    pub(super) fn create(path: &Path) -> anyhow::Result<Recorder> {
        let file = File::create(path).with_context(|| format!("cannot write the record {}", path.display()))?;
        Ok(Recorder { file: BufWriter::new(file), path: path.to_owned() })
    }

    /// Writes and flushes, because a checker may read while it is written.
    pub(super) fn write(&mut self, device: &DeviceId, t: i64, heard: &[Heard]) -> anyhow::Result<()> {
        for Heard { said, whole } in heard {
            for reading in &said.readings {
                let entry = Entry { device, t, vital: reading.vital, raw: reading.raw, flags: reading.flags, whole: *whole };
                serde_json::to_writer(&mut self.file, &entry).with_context(|| self.trouble())?;
                self.file.write_all(b"\n").with_context(|| self.trouble())?;
            }
        }
        if heard.is_empty() { Ok(()) } else { self.flush() }
    }

    pub(super) fn flush(&mut self) -> anyhow::Result<()> {
        self.file.flush().with_context(|| self.trouble())
    }

    fn trouble(&self) -> String {
        format!("cannot write the record {}", self.path.display())
    }
}
