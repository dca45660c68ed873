//! The comparison table of a question file.

use toml::Spanned;

use super::fault::Fault;
use super::limits;
use super::question::Table;
use super::read::texts;
use super::section::Section;

pub(super) fn read_table(mut section: Section<'_>) -> Table {
    let dek = section.text("dek", limits::DEK).into_inner();
    let columns = section.any_texts("columns", limits::CELL, limits::COLUMNS);
    for column in columns.iter().skip(1).filter(|column| column.get_ref().is_empty()) {
        section.notes.note(column.span(), Fault::EmptyText { key: "columns" });
    }
    let rows = section.text_lists("rows", limits::CELL, limits::ROWS);
    for row in &rows {
        let cells = row.get_ref().len();
        if cells != columns.len() && !columns.is_empty() {
            section.notes.note(row.span(), Fault::RowLength { cells, columns: columns.len() });
        }
    }
    section.close();
    Table { dek, columns: texts(columns), rows: rows.into_iter().map(Spanned::into_inner).collect() }
}
