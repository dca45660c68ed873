//! Comparison tables: a head in the option's colour over each column, or one record a row where cells are long.

use std::ops::Range;

use takumi::prelude::Node;

use super::clean::{CELL, NAME, cleaned};
use super::paint::{DrawError, Page, Painter};
use super::parts::{in_parts, part_dek};
use super::records::record;
use super::ruler::{Face, Ruler};
use super::sheet::{Frame, boxed, column, prose, text};
use super::{Card, TableCard};

/// The most columns, the labels' included, and the most rows.
const COLUMNS: usize = 4;
const ROWS: usize = 10;

/// The width between a card's paddings, in CSS pixels.
pub(super) const INNER: f32 = 368.0;
/// Between two columns, in CSS pixels.
pub(super) const GAP: f32 = 10.0;
/// The narrowest and the widest column of labels, in CSS pixels.
const LABELS: (f32, f32) = (80.0, 98.0);
/// The narrowest column of values, in CSS pixels.
const NARROWEST: f32 = 60.0;
/// The grid that splits are tried on, in CSS pixels.
const STEP: f32 = 4.0;
/// A cell with more lines turns the table into records.
const MOST_LINES: u32 = 4;

/// A table's texts, cleaned and in a rectangle.
pub(super) struct Grid {
    /// Over the labels; mostly empty.
    corner: String,
    /// The options compared.
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
pub(super) struct Row {
    pub(super) label: String,
    /// As many as heads.
    pub(super) values: Vec<String>,
    /// The last row, when it says what each option fits: the verdict.
    pub(super) verdict: bool,
}

/// Where the columns of a table stand.
struct Columns {
    label: f32,
    values: Vec<f32>,
}

impl Grid {
    fn of(card: &TableCard) -> Self {
        let table = &card.table;
        let mut columns = table.columns.iter().take(COLUMNS);
        let corner = columns.next().map(|corner| cleaned(corner, NAME)).unwrap_or_default();
        let heads: Vec<String> = columns.map(|head| cleaned(head, NAME)).collect();
        let mut rows: Vec<Row> = table.rows.iter().take(ROWS).map(|cells| Row::of(cells, heads.len())).collect();
        if let Some(last) = rows.last_mut() {
            last.verdict = last.label.eq_ignore_ascii_case("fits");
        }
        Self { corner, heads, rows }
    }

    /// Every text with the style that it is set in.
    fn faces(&self) -> impl Iterator<Item = (Face, &str)> {
        let heads = self.heads.iter().map(|head| (Face::Head, head.as_str()));
        let names = self.heads.iter().map(|head| (Face::Label, head.as_str()));
        let corner = std::iter::once((Face::Label, self.corner.as_str()));
        let rows = self.rows.iter().flat_map(|row| {
            let values = row.values.iter().map(|value| (row.face(), value.as_str()));
            [(Face::Label, row.label.as_str()), (Face::BoldValue, row.label.as_str())].into_iter().chain(values)
        });
        corner.chain(heads).chain(names).chain(rows)
    }
}

impl Row {
    fn of(cells: &[String], values: usize) -> Self {
        let cell = |number: usize, limit| cells.get(number).map(|cell| cleaned(cell, limit)).unwrap_or_default();
        Self { label: cell(0, NAME), values: (1..=values).map(|number| cell(number, CELL)).collect(), verdict: false }
    }

    pub(super) const fn face(&self) -> Face {
        if self.verdict { Face::BoldValue } else { Face::Value }
    }
}

/// A table, ready to be drawn in parts.
struct Sheet<'a> {
    card: &'a TableCard,
    grid: Grid,
    ruler: Ruler,
    /// `None`: as records.
    columns: Option<Columns>,
}

/// The pictures of a table: one, or several parts where it is too high for one.
pub(super) fn pages(painter: &Painter, card: &TableCard) -> Result<Vec<Page>, DrawError> {
    let grid = Grid::of(card);
    let ruler = Ruler::new(painter, grid.faces())?;
    let columns = columns(&grid, &ruler);
    let sheet = Sheet { card, grid, ruler, columns };
    let parts = in_parts(painter, sheet.grid.rows.len(), &|rows| sheet.node(&card.table.dek, rows))?;
    if let [whole] = parts.as_slice() {
        let table = Card::Table(card.clone());
        let node = sheet.node(&card.table.dek, whole.clone());
        return Ok(vec![Page { node, file_name: table.file_name(None), alt: table.alt_text() }]);
    }
    let count = parts.len();
    Ok(parts.into_iter().enumerate().map(|(number, rows)| sheet.part(number + 1, count, rows)).collect())
}

impl Sheet<'_> {
    fn node(&self, dek: &str, rows: Range<usize>) -> Node {
        let frame = Frame { title: &self.card.title, dek, foot: &self.card.foot, note: &self.card.note };
        let mut body = vec![match &self.columns {
            Some(columns) => heads(&self.grid, columns),
            None => boxed("rule", Vec::new()),
        }];
        let last = rows.end.saturating_sub(1);
        for (number, row) in self.grid.rows.iter().enumerate().take(rows.end).skip(rows.start) {
            // No hairline before the verdict's band, nor before the foot.
            let line = if number == last || self.grid.rows[number + 1].verdict { " last" } else { "" };
            body.push(match &self.columns {
                Some(columns) => row_node(row, line, columns, &self.ruler),
                None => record(row, line, &self.grid.heads, &self.ruler),
            });
        }
        frame.around(body)
    }

    /// Part `number` of `count`, told by its own rows only.
    fn part(&self, number: usize, count: usize, rows: Range<usize>) -> Page {
        let labels: Vec<&str> = self.grid.rows[rows.clone()].iter().map(|row| row.label.as_str()).collect();
        let dek = part_dek(number, count, &labels);
        let mut part = self.card.clone();
        part.table.rows = self.card.table.rows[rows.clone()].to_vec();
        part.table.dek.clone_from(&dek);
        let alt = Card::Table(part).alt_text();
        let file_name = Card::Table(self.card.clone()).file_name(Some(number));
        Page { node: self.node(&dek, rows), file_name, alt }
    }
}

/// The columns with the fewest lines, and of those the most equal ones; `None` where records read better.
fn columns(grid: &Grid, ruler: &Ruler) -> Option<Columns> {
    let longest = grid.rows.iter().map(|row| ruler.widest(Face::Label, &row.label)).fold(0.0, f32::max);
    let label = longest.ceil().clamp(LABELS.0, LABELS.1);
    let room = INNER - label - GAP * grid.heads.len() as f32;
    let values = match grid.heads.len() {
        0 => Vec::new(),
        1 => vec![room],
        2 => split(grid, ruler, room),
        _ => return None,
    };
    let short = grid.rows.iter().all(|row| row_lines(row, &values, ruler) <= MOST_LINES);
    short.then_some(Columns { label, values })
}

/// `room` shared out between two columns.
fn split(grid: &Grid, ruler: &Ruler, room: f32) -> Vec<f32> {
    let steps = ((room - 2.0 * NARROWEST) / STEP) as u32;
    let first = (NARROWEST / STEP).ceil();
    (0..=steps)
        .map(|step| (first + step as f32) * STEP)
        .map(|left| vec![left, room - left])
        .min_by_key(|widths| {
            let rows: u32 = grid.rows.iter().map(|row| row_lines(row, widths, ruler)).sum();
            let heads = most_lines(&grid.heads, Face::Head, widths, ruler);
            (rows + heads, (widths[0] - widths[1]).abs() as u32)
        })
        .unwrap_or_else(|| vec![room / 2.0; 2])
}

fn row_lines(row: &Row, widths: &[f32], ruler: &Ruler) -> u32 {
    most_lines(&row.values, row.face(), widths, ruler)
}

fn most_lines(texts: &[String], face: Face, widths: &[f32], ruler: &Ruler) -> u32 {
    texts.iter().zip(widths).map(|(text, &width)| ruler.lines(face, text, width)).max().unwrap_or(1)
}

fn heads(grid: &Grid, columns: &Columns) -> Node {
    let mut cells = vec![column("corner", columns.label, vec![text("label", &grid.corner)])];
    for (number, (head, &width)) in grid.heads.iter().zip(&columns.values).enumerate() {
        cells.push(column(&format!("head option-{number}"), width, vec![text("clamp", head)]));
    }
    boxed("heads", cells)
}

fn row_node(row: &Row, line: &str, columns: &Columns, ruler: &Ruler) -> Node {
    let face = if row.verdict { Face::BoldValue } else { Face::Label };
    let label = prose("label", &row.label, &|word| ruler.width(face, word) <= columns.label);
    let mut cells = vec![column("cell", columns.label, vec![label])];
    for (value, &width) in row.values.iter().zip(&columns.values) {
        let value = prose("value", value, &|word| ruler.width(row.face(), word) <= width);
        cells.push(column("cell", width, vec![value]));
    }
    boxed(&format!("row{}{line}", if row.verdict { " fits" } else { "" }), cells)
}
