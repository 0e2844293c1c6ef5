//! Writes what the devices would send, independently of how the decoders read it.

use hearth_devices::StreamProtocol;

/// Bits of the STATUS byte.
pub const DISCONNECTED: u8 = 0x40;
pub const ARTEFACT: u8 = 0x20;
pub const OUT_OF_TRACK: u8 = 0x10;
pub const SENSOR_ALARM: u8 = 0x08;
pub const YELLOW: u8 = 0x06;
pub const RED: u8 = 0x04;

/// One Nonin packet.
#[derive(Debug, Clone)]
pub struct Packet {
    pub protocol: StreamProtocol,
    /// The status bits of every frame, besides bit 7 and SYNC.
    pub status: u8,
    pub pulse_rate: u16,
    pub pulse_rate_held: u16,
    pub spo2: u8,
    pub spo2_held: u8,
    pub low_battery: bool,
    pub pleth: [u16; 25],
}

impl Packet {
    /// Makes a good packet with this pulse rate and saturation.
    pub fn new(protocol: StreamProtocol, pulse_rate: u16, spo2: u8) -> Packet {
        let pleth = std::array::from_fn(|n| n as u16 * 7);
        Packet { protocol, status: 0, pulse_rate, pulse_rate_held: pulse_rate, spo2, spo2_held: spo2, low_battery: false, pleth }
    }

    /// Sets these status bits in every frame.
    pub fn status(mut self, status: u8) -> Packet {
        self.status = status;
        self
    }

    fn data(&self) -> [u8; 25] {
        let msb = |rate: u16| (rate >> 7) as u8;
        let lsb = |rate: u16| (rate & 0x7F) as u8;
        let mut data = [0; 25];
        for (frame, value) in [
            (1, msb(self.pulse_rate)),
            (2, lsb(self.pulse_rate)),
            (3, self.spo2),
            (4, 48),
            (8, u8::from(self.low_battery)),
            (9, self.spo2_held),
            (10, self.spo2),
            (11, self.spo2),
            (14, msb(self.pulse_rate)),
            (15, lsb(self.pulse_rate)),
            (16, self.spo2),
            (17, self.spo2_held),
            (20, msb(self.pulse_rate_held)),
            (21, lsb(self.pulse_rate_held)),
            (22, msb(self.pulse_rate_held)),
            (23, lsb(self.pulse_rate_held)),
        ] {
            data[frame - 1] = value;
        }
        data
    }

    /// The 125 bytes of the packet.
    pub fn bytes(&self) -> Vec<u8> {
        let frames = self.data().into_iter().enumerate().map(|(n, data)| self.frame(n, data));
        frames.flatten().collect()
    }

    fn frame(&self, n: usize, data: u8) -> [u8; 5] {
        let status = 0x80 | self.status | u8::from(n == 0);
        let [high, low] = self.pleth[n].to_be_bytes();
        let [a, b, c] = match self.protocol.driver().key {
            "nonin-df2" => [0x01, status, low],
            "nonin-df7" => [status, high, low],
            other => panic!("{other} is no Nonin format"),
        };
        let sum: u32 = [a, b, c, data].into_iter().map(u32::from).sum();
        [a, b, c, data, (sum % 256) as u8]
    }
}

/// One Masimo line with its end.
pub fn masimo(spo2: &str, bpm: &str, exceptions: &str) -> Vec<u8> {
    format!("03/17/16 19:19:36 SN=0000070986 SPO2={spo2} BPM={bpm} PI=01.20 DESAT=-- PIDELTA=+-- ALARM=0000 EXC={exceptions}\r\n")
        .into_bytes()
}
