//! Splits a card that is too high for one picture at its rows.

use std::ops::Range;

use takumi::prelude::Node;

use super::clean::cut;
use super::paint::{DrawError, HEIGHT, Painter, SCALE};

/// The longest line under a title, in graphemes.
const DEK: usize = 48;

/// Shares `rows` rows out over as few pictures as hold them, the highest of which is as low as can be.
/// `sheet` makes a whole card of some rows, which are its last children but the foot.
pub(super) fn in_parts(
    painter: &Painter,
    rows: usize,
    sheet: &dyn Fn(Range<usize>) -> Node,
) -> Result<Vec<Range<usize>>, DrawError> {
    let card = painter.measured(sheet(0..rows))?;
    let whole = card.height / SCALE;
    if whole <= HEIGHT {
        return Ok(vec![0..rows]);
    }
    let first = card.children.len().saturating_sub(rows + 1);
    let heights: Vec<f32> = card.children.iter().skip(first).take(rows).map(|row| row.height / SCALE).collect();
    Ok(shared_out(&heights, HEIGHT - (whole - heights.iter().sum::<f32>())))
}

/// The fewest neighbouring groups of at most `room` each; of the ways to do so the one with the lowest highest group.
/// A single height above `room` stands alone.
fn shared_out(heights: &[f32], room: f32) -> Vec<Range<usize>> {
    let fewest = groups_within(heights, room).len();
    let mut limits: Vec<f32> = (0..heights.len())
        .flat_map(|start| (start..heights.len()).map(move |end| heights[start..=end].iter().sum()))
        .filter(|&sum: &f32| sum <= room)
        .collect();
    limits.sort_by(f32::total_cmp);
    limits
        .into_iter()
        .map(|limit| groups_within(heights, limit))
        .find(|groups| groups.len() == fewest)
        .unwrap_or_else(|| groups_within(heights, room))
}

/// Fills one group after the other up to `limit`.
fn groups_within(heights: &[f32], limit: f32) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut used = f32::INFINITY;
    for (number, height) in heights.iter().enumerate() {
        // Sums in another order differ in the last bits.
        if used + height > limit + 0.01 {
            groups.push(number..number);
            used = 0.0;
        }
        used += height;
        if let Some(group) = groups.last_mut() {
            group.end = number + 1;
        }
    }
    groups
}

/// "Part 1 of 2: longest run, scale to zero", as many labels as one line holds.
pub(super) fn part_dek(number: usize, count: usize, labels: &[&str]) -> String {
    let mut dek = format!("Part {number} of {count}");
    for (place, label) in labels.iter().filter(|label| !label.is_empty()).enumerate() {
        let longer = format!("{dek}{}{}", if place == 0 { ": " } else { ", " }, within_sentence(label));
        if longer.chars().count() > DEK - 1 {
            return if place == 0 { cut(&longer, DEK) } else { format!("{dek}…") };
        }
        dek = longer;
    }
    dek
}

/// A label as it stands within a sentence: in lower case, unless it opens with an abbreviation.
fn within_sentence(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn heights_are_shared_out_evenly_over_as_few_groups_as_hold_them() {
        assert_eq!(shared_out(&[10.0, 10.0, 10.0, 10.0], 35.0), [0..2, 2..4]);
        assert_eq!(shared_out(&[30.0, 10.0, 10.0, 10.0], 35.0), [0..1, 1..4]);
        assert_eq!(shared_out(&[50.0, 10.0], 35.0), [0..1, 1..2]);
        assert!(shared_out(&[], 35.0).is_empty());
    }

    #[test]
    fn a_part_names_as_many_of_its_rows_as_a_line_holds() {
        assert_eq!(part_dek(2, 2, &["Who looks after it", "GPU"]), "Part 2 of 2: who looks after it, GPU");
        assert_eq!(
            part_dek(1, 2, &["Longest run", "Scale to zero", "Start-up", "Cost"]),
            "Part 1 of 2: longest run, scale to zero…"
        );
        assert_eq!(part_dek(1, 3, &["", ""]), "Part 1 of 3");
    }

    proptest! {
        #[test]
        fn every_row_is_in_one_part_and_no_part_is_too_high(heights in prop::collection::vec(1.0f32..90.0, 0..12)) {
            let groups = shared_out(&heights, 90.0);
            let mut next = 0;
            for group in &groups {
                prop_assert_eq!(group.start, next);
                prop_assert!(group.end > group.start);
                prop_assert!(heights[group.clone()].iter().sum::<f32>() <= 90.1);
                next = group.end;
            }
            prop_assert_eq!(next, heights.len());
        }
    }
}
