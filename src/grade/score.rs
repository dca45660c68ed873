//! Key points → a score.

use super::mark::Label;

/// What a contradicted point costs, as a share of its weight.
const COST_OF_CONTRADICTION: f64 = 0.25;

/// 0–100: the weight covered, minus a quarter of the weight contradicted, over all the weight. Everything covered is
/// 100, and covering one more point never lowers it.
pub(super) fn score(marked: impl Iterator<Item = (u8, Label)>) -> u8 {
    let (mut earned, mut whole) = (0.0, 0.0);
    for (weight, label) in marked {
        let weight = f64::from(weight);
        whole += weight;
        earned += match label {
            Label::Covered => weight,
            Label::Contradicted => -COST_OF_CONTRADICTION * weight,
            Label::Absent => 0.0,
        };
    }
    if whole == 0.0 {
        return 0;
    }
    // Between 0 and 100 after the clamp, so the cast cannot lose anything.
    (100.0 * earned / whole).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Label, score};

    #[test]
    fn weights_count_and_a_contradiction_costs_a_little() {
        assert_eq!(score([(3, Label::Covered), (1, Label::Absent)].into_iter()), 75);
        assert_eq!(score([(3, Label::Covered), (1, Label::Contradicted)].into_iter()), 69);
        assert_eq!(score([(1, Label::Contradicted)].into_iter()), 0);
        assert_eq!(score(std::iter::empty()), 0);
    }

    proptest! {
        #[test]
        fn covering_one_more_point_never_lowers_the_score(
            points in prop::collection::vec((1u8..=3, 0usize..3), 1..9),
            which in 0usize..9,
        ) {
            let labels = [Label::Contradicted, Label::Absent, Label::Covered];
            let before: Vec<(u8, Label)> = points.iter().map(|(weight, label)| (*weight, labels[*label])).collect();
            let mut after = before.clone();
            let which = which % after.len();
            after[which].1 = Label::Covered;
            prop_assert!(score(after.into_iter()) >= score(before.into_iter()));
        }

        #[test]
        fn all_covered_is_a_hundred(weights in prop::collection::vec(1u8..=3, 1..9)) {
            prop_assert_eq!(score(weights.into_iter().map(|weight| (weight, Label::Covered))), 100);
        }
    }
}
