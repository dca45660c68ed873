//! A row of a table as a record: its label, then a line for each option with colour bar, name and value.

use takumi::prelude::Node;

use super::ruler::{Face, Ruler};
use super::sheet::{boxed, column, prose};
use super::table::{GAP, INNER, Row};

/// A colour bar with the space after it, in CSS pixels.
const BAR: f32 = 12.0;
/// The narrowest and the widest column of the options' names, in CSS pixels.
const NAMES: (f32, f32) = (54.0, 98.0);

/// The record of `row`, whose values belong to the options `heads`; `line` is a class for the hairline below.
pub(super) fn record(row: &Row, line: &str, heads: &[String], ruler: &Ruler) -> Node {
    let longest = heads.iter().map(|head| ruler.width(Face::Label, head)).fold(0.0, f32::max);
    let name = longest.ceil().clamp(NAMES.0, NAMES.1);
    let value = INNER - BAR - name - GAP;
    let mut lines = vec![prose("record-label", &row.label, &|_| true)];
    for (number, (head, text)) in heads.iter().zip(&row.values).enumerate() {
        lines.push(boxed(
            "option",
            vec![
                boxed(&format!("bar bar-{number}"), Vec::new()),
                column("cell", name, vec![prose("label clamp", head, &|word| ruler.width(Face::Label, word) <= name)]),
                column("cell value", value, vec![prose("words", text, &|word| ruler.width(row.face(), word) <= value)]),
            ],
        ));
    }
    boxed(&format!("record{}{line}", if row.verdict { " fits" } else { "" }), lines)
}
