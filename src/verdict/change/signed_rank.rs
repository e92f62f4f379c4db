//! Wilcoxon's signed-rank test: whether pairs of measurements differ by more than chance.

/// The most pairs for which the exact distribution is computed; for more, the normal one is close enough.
const EXACT: usize = 50;

/// The two-sided p-value of differences, from 0 to 1. Pairs without a difference are left out.
pub(crate) fn p_value(differences: impl IntoIterator<Item = f64>) -> f64 {
    let mut differences: Vec<f64> = differences.into_iter().filter(|one| *one != 0.0 && one.is_finite()).collect();
    differences.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
    let ranks = doubled_ranks(&differences);
    let all: usize = ranks.iter().sum();
    let positive: usize = ranks.iter().zip(&differences).filter(|(_, one)| **one > 0.0).map(|(rank, _)| rank).sum();
    let smaller = positive.min(all - positive);
    if ranks.is_empty() {
        1.0
    } else if ranks.len() <= EXACT {
        exact(&ranks, smaller)
    } else {
        by_normal(&ranks, smaller)
    }
}

/// Twice the rank of each, so that the mean ranks of ties are whole numbers.
fn doubled_ranks(sorted: &[f64]) -> Vec<usize> {
    let mut ranks = Vec::with_capacity(sorted.len());
    for tied in sorted.chunk_by(|one, other| one.abs() == other.abs()) {
        let first = ranks.len() + 1;
        let last = ranks.len() + tied.len();
        ranks.extend(std::iter::repeat_n(first + last, tied.len()));
    }
    ranks
}

/// Twice the share of all assignments of signs whose sum is at most `smaller`.
fn exact(ranks: &[usize], smaller: usize) -> f64 {
    let mut ways = vec![0.0; ranks.iter().sum::<usize>() + 1];
    ways[0] = 1.0;
    for rank in ranks {
        for sum in (*rank..ways.len()).rev() {
            // Half of the signs each, so that the numbers stay small.
            ways[sum] = (ways[sum] + ways[sum - rank]) / 2.0;
        }
        for way in &mut ways[..*rank] {
            *way /= 2.0;
        }
    }
    (2.0 * ways[..=smaller].iter().sum::<f64>()).min(1.0)
}

/// With continuity correction; ties are corrected by their ranks.
fn by_normal(ranks: &[usize], smaller: usize) -> f64 {
    let halves = |rank: &usize| *rank as f64 / 2.0;
    let mean = ranks.iter().map(halves).sum::<f64>() / 2.0;
    let variance = ranks.iter().map(halves).map(|rank| rank * rank).sum::<f64>() / 4.0;
    let z = ((mean - smaller as f64 / 2.0 - 0.5) / variance.sqrt()).max(0.0);
    2.0 * upper_tail(z)
}

/// The upper tail of the normal distribution for `z` of at least 0: Abramowitz and Stegun, 26.2.17, correct to seven
/// digits.
fn upper_tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let polynomial = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let sum = polynomial.iter().rev().fold(0.0, |sum, factor| (sum + factor) * t);
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Differences of 1, 2, 3 ..., those named negative.
    fn chance_of(count: i32, negative: &[i32]) -> f64 {
        p_value((1..=count).map(|one| f64::from(if negative.contains(&one) { -one } else { one })))
    }

    #[test]
    fn textbook_values() {
        // Critical values of the tables: for 8 pairs a sum of 3 has 5 %, of 0 has 1 %; for 20 pairs 52 and 37.
        assert_eq!(chance_of(8, &[]), 2.0 / 256.0);
        assert_eq!(chance_of(8, &[3]), 10.0 / 256.0);
        assert!(chance_of(20, &[20, 17]) < 0.01 && chance_of(20, &[20, 18]) > 0.01);
        assert_eq!(chance_of(1, &[]), 1.0);
        assert_eq!(p_value([]), 1.0);
        assert_eq!(p_value([0.0, f64::NAN]), 1.0);
    }

    #[test]
    fn ties_share_their_rank() {
        assert_eq!(doubled_ranks(&[1.0, -2.0, 2.0, 3.0]), [2, 5, 5, 8]);
        assert_eq!(p_value([1.0; 8]), 2.0 / 256.0);
        assert_eq!(p_value([1.0, -1.0]), 1.0);
    }

    #[test]
    fn the_normal_distribution_agrees_with_the_exact_one() {
        let near = |pairs: i32, negative: &[i32]| {
            let ranks: Vec<usize> = (1..=pairs as usize).map(|rank| 2 * rank).collect();
            let smaller = negative.iter().map(|one| 2 * *one as usize).sum();
            (exact(&ranks, smaller), by_normal(&ranks, smaller))
        };
        for negative in [&[50, 49, 48, 47, 46, 45][..], &[50, 49, 48, 47, 46, 45, 44, 43, 42]] {
            let (precise, normal) = near(50, negative);
            assert!((precise - normal).abs() < 0.002, "{precise} {normal}");
        }
        assert!(chance_of(400, &[]) < 1e-12);
    }
}
