//! Counts and numbers of many points in few: an interval for a share, quantiles, rank correlation.

/// `Φ⁻¹(0.975)`: an interval of ± this many standard errors covers 95 %.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % interval for a probability of which `hits` of `count` draws are an estimate.
///
/// Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927. Unlike the textbook
/// interval it stays within 0 and 1, and says something where all draws or none hit.
#[must_use]
pub fn wilson(hits: u64, count: u64) -> Option<[f64; 2]> {
    if count == 0 {
        return None;
    }
    let (n, z2) = (count as f64, NORMAL_95 * NORMAL_95);
    let share = hits as f64 / n;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = NORMAL_95 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if hits == count { 1.0 } else { (middle + half).min(1.0) };
    Some([low, high])
}

/// How large a rank correlation of `count` unrelated pairs may well be: 95 % of them are smaller. Nothing where there
/// are so few that any may be chance.
#[must_use]
pub fn noise(count: usize) -> Option<f64> {
    let noise = NORMAL_95 / (count.checked_sub(1)? as f64).sqrt();
    (noise < 1.0).then_some(noise)
}

/// The value below which a part `share` of sorted values lies, on a line between the two next to it (type 7 of Hyndman
/// and Fan, the default of `R` and `NumPy`).
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list that exists")]
    let below = (at.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64))
}

/// Ranks from 1 on; equal values share the mean of their ranks.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| (values[one] + 0.0).total_cmp(&(values[other] + 0.0)));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let tied = order[start..].iter().take_while(|&&at| values[at] <= values[order[start]]).count();
        let mean = f64::midpoint((start + 1) as f64, (start + tied) as f64);
        for &at in &order[start..start + tied] {
            ranks[at] = mean;
        }
        start += tied;
    }
    ranks
}

/// The correlation of two lists of ranks (Spearman's, where they are [`ranks`]); none where one of them never changes.
#[must_use]
pub fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let count = one.len().min(other.len()) as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut both, mut square_one, mut square_other) = (0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other) {
        let (x, y) = (x - mean_one, y - mean_other);
        both += x * y;
        square_one += x * x;
        square_other += y * y;
    }
    let scale = (square_one * square_other).sqrt();
    (scale > 0.0).then(|| (both / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-12 * (1.0 + expected.abs())
    }

    #[test]
    fn wilsons_interval_solves_its_equation() {
        // By hand, 3 of 10: the ends solve (p - 0.3)² = z² p (1 - p) / 10.
        let [low, high] = wilson(3, 10).unwrap();
        for p in [low, high] {
            assert!(((p - 0.3).powi(2) - 3.841_458_820_694_124 * p * (1.0 - p) / 10.0).abs() < 1e-15);
        }
        // Newcombe, Statistics in Medicine 17, 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (hits, count, expected) in [
            (81, 263, [0.2553, 0.3662]),
            (15, 148, [0.0624, 0.1605]),
            (0, 20, [0.0, 0.1611]),
            (1, 29, [0.0061, 0.1718]),
        ] {
            let found = wilson(hits, count).unwrap();
            assert!((found[0] - expected[0]).abs() < 5e-5 && (found[1] - expected[1]).abs() < 5e-5, "{found:?}");
        }
        assert_eq!(wilson(0, 0), None);
        let all = wilson(20, 20).unwrap();
        assert!(close(all[0], 1.0 - wilson(0, 20).unwrap()[1]) && close(all[1], 1.0));
    }

    #[test]
    fn quantiles_lie_on_lines_between_neighbours() {
        let values = [1.0, 2.0, 4.0, 8.0];
        // Places 0, 0.75, 1.5 and 3 of 0 to 3.
        for (share, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 3.0), (1.0, 8.0)] {
            assert!(close(quantile(&values, share).unwrap(), expected), "{share}");
        }
        assert_eq!((quantile(&[], 0.5), quantile(&[7.0], 0.05)), (None, Some(7.0)));
    }

    #[test]
    fn ties_share_the_mean_of_their_ranks() {
        assert_eq!(ranks(&[10.0, 20.0, 10.0, 30.0, 10.0]), [2.0, 4.0, 2.0, 5.0, 2.0]);
        assert_eq!(ranks(&[0.0, -0.0, 1.0]), [1.5, 1.5, 3.0]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn rank_correlations_are_those_computed_by_hand() {
        let rho = |one: &[f64], other: &[f64]| correlation(&ranks(one), &ranks(other));
        assert!(close(rho(&[1.0, 2.0, 9.0], &[-5.0, 0.0, 0.1]).unwrap(), 1.0));
        assert!(close(rho(&[1.0, 2.0, 9.0], &[3.0, 2.0, 1.0]).unwrap(), -1.0));
        // Without ties rho = 1 - 6 Σd² / (n (n² - 1)): differences 1, 1, 1, 1, 0 give 1 - 24 / 120.
        assert!(close(rho(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 4.0, 3.0, 5.0]).unwrap(), 0.8));
        // A verdict of 0, 0, 1, 1 has ranks 1.5, 1.5, 3.5, 3.5; deviations -1, -1, 1, 1 against -1.5, -0.5, 0.5, 1.5:
        // 4 / sqrt(4 x 5).
        assert!(close(rho(&[1.0, 2.0, 3.0, 4.0], &[0.0, 0.0, 1.0, 1.0]).unwrap(), 4.0 / 20.0_f64.sqrt()));
        assert_eq!(rho(&[1.0, 2.0, 3.0], &[1.0, 1.0, 1.0]), None);
        assert!(close(noise(101).unwrap(), 0.195_996_398_454_005_4) && noise(5).is_some());
        assert!([0, 1, 2, 4].into_iter().all(|few| noise(few).is_none()));
    }
}
