//! Latin hypercube samples: every input's draws are spread evenly over its distribution, in an order of its own. Each
//! sample is computed from the seed and its number alone, so shards and resumed runs draw the same.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How many samples, from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Samples {
    /// How many.
    pub count: u64,
    /// The seed.
    pub seed: u64,
}

/// What a stream of random numbers is for.
#[derive(Clone, Copy)]
enum Stream {
    /// Places within the strata of one sample.
    Jitter = 1,
    /// The order of the strata of one input.
    Order = 2,
}

impl Samples {
    /// One number above 0 and below 1 per order in `orders`, for sample `index`: over all samples, each order's
    /// numbers fall once into every one of `count` strata.
    #[must_use]
    pub fn draw(&self, orders: &[Order], index: u64) -> Vec<f64> {
        let mut jitter = stream(self.seed, Stream::Jitter, index);
        let one = |order: &Order| {
            let stratum = order.stratum(index) as f64;
            let u = (stratum + unit(jitter.next_u64())) / self.count as f64;
            // Rounding may reach the ends, which belong to no draw.
            u.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
        };
        orders.iter().map(one).collect()
    }

    /// The order of the strata of input `number`.
    #[must_use]
    pub fn order(&self, number: u64) -> Order {
        let mut keys = stream(self.seed, Stream::Order, number);
        let half_bits = (u64::BITS - self.count.saturating_sub(1).leading_zeros()).div_ceil(2).max(1);
        Order { count: self.count, half_bits, keys: std::array::from_fn(|_| keys.next_u64()) }
    }
}

/// Above 0 and below 1, in steps of 2⁻⁵³.
fn unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

fn stream(seed: u64, stream: Stream, index: u64) -> ChaCha8Rng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&index.to_le_bytes());
    bytes[16] = stream as u8;
    ChaCha8Rng::from_seed(bytes)
}

/// A permutation of `0..count` that needs no memory: a Feistel network on the next even power of two, walked until it
/// is back inside.
#[derive(Clone, Debug)]
pub struct Order {
    count: u64,
    half_bits: u32,
    keys: [u64; 6],
}

impl Order {
    fn stratum(&self, index: u64) -> u64 {
        let mask = (1_u64 << self.half_bits) - 1;
        let mut at = index;
        loop {
            let (mut left, mut right) = (at >> self.half_bits, at & mask);
            for key in self.keys {
                (left, right) = (right, left ^ (mixed(right ^ key) & mask));
            }
            at = (left << self.half_bits) | right;
            if at < self.count {
                return at;
            }
        }
    }
}

/// The finaliser of `SplitMix64` (Steele et al., 2014).
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_has_one_draw_in_every_stratum() {
        for count in [1, 2, 3, 7, 64, 1000] {
            let samples = Samples { count, seed: 7 };
            let orders = [samples.order(0), samples.order(1)];
            let mut seen = vec![[false; 2]; usize::try_from(count).unwrap()];
            for index in 0..count {
                for (input, u) in samples.draw(&orders, index).into_iter().enumerate() {
                    assert!(0.0 < u && u < 1.0);
                    let stratum = (u * count as f64).floor();
                    let stratum: usize = format!("{stratum}").parse().unwrap();
                    assert!(!std::mem::replace(&mut seen[stratum][input], true), "{count}: twice in {stratum}");
                }
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_on_every_machine() {
        let samples = Samples { count: 10, seed: 1 };
        let draws = samples.draw(&[samples.order(0), samples.order(1)], 3);
        let shown: Vec<String> = draws.iter().map(|u| format!("{u:.12}")).collect();
        assert_eq!(shown, GOLDEN);
        assert_ne!(draws, Samples { count: 10, seed: 2 }.draw(&[samples.order(0), samples.order(1)], 3));
    }

    const GOLDEN: [&str; 2] = ["0.565137820937", "0.679256718424"];

    #[test]
    fn inputs_are_drawn_independently() {
        let samples = Samples { count: 2000, seed: 3 };
        let orders = [samples.order(0), samples.order(1)];
        let product: f64 = (0..2000)
            .map(|index| {
                let draw = samples.draw(&orders, index);
                (draw[0] - 0.5) * (draw[1] - 0.5)
            })
            .sum();
        // The correlation of 2000 independent draws has a standard deviation of 0.022.
        assert!((product / 2000.0 * 12.0).abs() < 0.08, "{}", product / 2000.0 * 12.0);
    }
}
