//! Noise as a function of seed and time, however often it is asked for.

/// Periods of slow variation, ms: from breath to breath, over minutes, over half an hour.
const PERIODS_MS: [u64; 3] = [7_000, 110_000, 1_500_000];
/// How much each period contributes; the sum is 1.
const SHARES: [f64; 3] = [0.25, 0.35, 0.4];

/// Mixes two numbers into one that looks random (splitmix64's finisher).
const fn mix(seed: u64, index: u64) -> u64 {
    let z = seed ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number from -1 to 1, fixed for this seed and index.
pub fn unit(seed: u64, index: u64) -> f64 {
    let bits = mix(mix(seed, 0x5eed), index) >> 11;
    bits as f64 / (1_u64 << 52) as f64 - 1.0
}

/// A smooth curve over time, between -1 and 1.
pub fn wander(seed: u64, t_ms: u64) -> f64 {
    let octaves = PERIODS_MS.iter().zip(SHARES).enumerate();
    octaves.map(|(octave, (period_ms, share))| share * smooth(seed.wrapping_add(octave as u64), t_ms, *period_ms)).sum()
}

/// The value of a curve between two random points, without a corner at either.
fn smooth(seed: u64, t_ms: u64, period_ms: u64) -> f64 {
    let index = t_ms / period_ms;
    let part = (t_ms % period_ms) as f64 / period_ms as f64;
    let (from, to) = (unit(seed, index), unit(seed, index + 1));
    from + (to - from) * part * part * (3.0 - 2.0 * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_stays_in_range_and_spreads_over_it() {
        let values: Vec<f64> = (0..20_000).map(|n| unit(7, n)).collect();
        assert!(values.iter().all(|v| (-1.0..=1.0).contains(v)));
        let mean = values.iter().sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!(values.iter().any(|v| *v > 0.99) && values.iter().any(|v| *v < -0.99));
    }

    #[test]
    fn a_path_wanders_without_jumps() {
        let mut previous = wander(3, 0);
        for t_ms in (0..3_600_000).step_by(100) {
            let now = wander(3, t_ms);
            assert!((now - previous).abs() < 0.02, "{previous} to {now} at {t_ms}");
            previous = now;
        }
    }
}
