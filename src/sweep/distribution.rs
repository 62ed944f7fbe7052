//! Distributions by their quantiles, computed the same way on every machine.

/// What a varied input is drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// All values between the ends alike.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Most likely at the mode, falling in straight lines to the ends.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// The bell curve.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// Whole years, each as likely as the last to be followed by one more (geometric: the exponential distribution of
    /// calendars); its mean is exact.
    Delay {
        /// Mean, years.
        mean: f64,
    },
}

/// Longest delay that is drawn, years.
const LONGEST_DELAY: u32 = 100;

impl Distribution {
    /// The value that a part `u` (above 0, below 1) of all draws is not above; rounded to nine digits, which is what
    /// the table shows and the scenario gets.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Self::Uniform { low, high } => nine_digits(low + (high - low) * u),
            Self::Triangular { low, mode, high } => {
                let (width, rise) = (high - low, mode - low);
                let value = if u * width < rise {
                    low + (u * width * rise).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - mode)).sqrt()
                };
                nine_digits(value)
            }
            Self::Normal { mean, deviation } => nine_digits(mean + deviation * normal_quantile(u)),
            Self::Delay { mean } => f64::from(delay(mean, u)),
        }
    }
}

/// The least `k` with `1 − qᵏ⁺¹ > u`, where `q = mean / (1 + mean)`.
fn delay(mean: f64, u: f64) -> u32 {
    let more = mean / (1.0 + mean);
    let (mut years, mut beyond) = (0, more);
    while 1.0 - beyond <= u && years < LONGEST_DELAY {
        beyond *= more;
        years += 1;
    }
    years
}

/// The nearest number of nine significant digits: what is beyond them means nothing in a draw.
#[must_use]
pub fn nine_digits(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// `Φ(z)`.
#[must_use]
pub fn normal_share(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// `Φ⁻¹(u)` for `0 < u < 1`: Wichura, Algorithm AS 241, Applied Statistics 37, 1988 (16 digits).
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRAL.0, r) / polynomial(&CENTRAL.1, r);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = (-libm::log(tail)).sqrt();
    let (above, below, r) = if r <= 5.0 { (&MIDDLE.0, &MIDDLE.1, r - 1.6) } else { (&FAR.0, &FAR.1, r - 5.0) };
    let z = polynomial(above, r) / polynomial(below, r);
    if q < 0.0 { -z } else { z }
}

/// Coefficients from the constant on.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

type Ratio = ([f64; 8], [f64; 8]);

const CENTRAL: Ratio = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);

const MIDDLE: Ratio = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Ratio = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_shares() {
        for (u, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (1e-9, -5.997_807_015_007_687)] {
            assert!((normal_quantile(u) - z).abs() < 1e-12, "{u}: {}", normal_quantile(u));
            assert!((normal_share(z) - u).abs() < 1e-12 * (1.0 + u), "{z}");
        }
        // Far in the tail, where the third ratio counts.
        assert!((normal_share(normal_quantile(1e-14)) / 1e-14 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn delays_have_their_mean() {
        let n = 100_000;
        for mean in [0.5, 1.0, 2.5] {
            let delay = Distribution::Delay { mean };
            let sum: f64 = (0..n).map(|i| delay.quantile((f64::from(i) + 0.5) / f64::from(n))).sum();
            assert!((sum / f64::from(n) - mean).abs() < 0.001 * (1.0 + mean), "{mean}: {}", sum / f64::from(n));
        }
        assert!(Distribution::Delay { mean: 0.0 }.quantile(0.999).abs() < f64::EPSILON);
    }

    #[test]
    fn triangles_reach_their_ends_and_their_mode() {
        let triangle = Distribution::Triangular { low: 1.0, mode: 2.0, high: 5.0 };
        assert!((triangle.quantile(0.25) - 2.0).abs() < f64::EPSILON);
        assert!((triangle.quantile(1e-12) - 1.0).abs() < 1e-5 && (triangle.quantile(1.0 - 1e-12) - 5.0).abs() < 1e-5);
        let point = Distribution::Triangular { low: 2.0, mode: 2.0, high: 2.0 };
        assert!((point.quantile(0.3) - 2.0).abs() < f64::EPSILON);
    }
}
