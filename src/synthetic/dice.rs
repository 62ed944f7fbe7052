//! Whole numbers from a fixed generator: the same seed gives the same ones on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of numbers.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice that always fall alike for a seed.
    pub fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..17].copy_from_slice(b"synthetic");
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: usize) -> usize {
        // The high bits of a product: even to one part in 2^32, and the same on machines of any word size.
        let draw = u128::from(self.0.next_u64());
        usize::try_from((draw * end as u128) >> u64::BITS).expect("it is below `end`")
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
