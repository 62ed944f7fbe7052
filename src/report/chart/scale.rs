//! Axes that begin at zero and carry round numbers.

/// Round numbers from 0 to the first that is not below `largest`, at most `steps` of them above zero.
#[must_use]
pub fn ticks(largest: f64, steps: u32) -> Vec<f64> {
    if !largest.is_finite() || largest <= 0.0 {
        return vec![0.0, 1.0];
    }
    let rough = largest / f64::from(steps);
    let magnitude = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * magnitude).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * magnitude);
    let mut ticks = vec![0.0];
    let mut count = 0.0;
    while count * step < largest * (1.0 - 1e-9) {
        count += 1.0;
        ticks.push(count * step);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_begin_at_zero_and_reach_the_largest() {
        assert_eq!(ticks(15_818.0, 4), [0.0, 5_000.0, 10_000.0, 15_000.0, 20_000.0]);
        assert_eq!(ticks(1.0, 4), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(ticks(0.0, 4), [0.0, 1.0]);
        for largest in [0.003, 7.0, 99.0, 1e9, 123_456.7] {
            let ticks = ticks(largest, 4);
            assert!(ticks.len() <= 5 && ticks[ticks.len() - 1] >= largest * (1.0 - 1e-9), "{largest}: {ticks:?}");
        }
    }
}
