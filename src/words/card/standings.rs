//! The leaderboard: rank, change, name with streak, average and points, one member a row.

use takumi::prelude::Node;

use super::clean::{NAME, cleaned};
use super::paint::{DrawError, HEIGHT, Page, Painter, SCALE};
use super::sheet::{Frame, boxed, drawing, text};
use super::tell::{rank, rounds, streak};
use super::theme::Palette;
use super::{Card, StandingsCard, StandingsRow, Theme};
use crate::drill::Change;

/// More rows than this are set closer together.
const ROOMY: usize = 8;
/// The most rows on a card.
const ROWS: usize = 10;
/// The height of a row that is set close, in CSS pixels.
const CLOSE_ROW: f32 = 40.0;

/// Days of a streak that earn a freeze.
const DAYS: u8 = 5;
/// The most freezes that are kept.
const FREEZES: u8 = 2;

/// The picture of the leaderboard: as many rows as it holds, and how many there are.
pub(super) fn pages(painter: &Painter, card: &StandingsCard, theme: Theme) -> Result<Vec<Page>, DrawError> {
    let palette = theme.palette();
    let mut shown = card.rows.len().min(ROWS);
    let mut node = sheet(card, shown, palette);
    // Ten rows fit under a title of one line; a longer one takes the place of the last.
    let excess = painter.measured(node.clone())?.height / SCALE - HEIGHT;
    if excess > 0.0 {
        shown = shown.saturating_sub((excess / CLOSE_ROW).ceil() as usize);
        node = sheet(card, shown, palette);
    }
    let whole = Card::Standings(card.clone());
    Ok(vec![Page { node, file_name: whole.file_name(None), alt: whole.alt_text() }])
}

fn sheet(card: &StandingsCard, shown: usize, palette: &Palette) -> Node {
    let rows = &card.rows[..shown];
    let mut body = vec![boxed(
        "board-heads",
        vec![
            text("board-head grow", "Rank"),
            text("board-head member-head", "Member"),
            text("board-head average", "Avg mark"),
            text("board-head points", "Points"),
        ],
    )];
    for (number, row) in rows.iter().enumerate() {
        let tied = rows.get(number + 1).is_some_and(|next| next.rank == row.rank);
        body.push(standing(row, tied, card.rows.len() > ROOMY, palette));
    }
    if rows.is_empty() {
        body.push(text("nobody", "Nobody has answered yet."));
    }
    body.extend(legend(rows, palette));
    let rule = "Points: a mark divided by ten, rounded";
    let foot =
        if shown < card.rows.len() { format!("Top {shown} of {}. {rule}", card.rows.len()) } else { rule.to_owned() };
    Frame { title: &card.title, dek: &card.dek, foot: &foot, note: "/leaderboard" }.around(body)
}

/// A member's row; no hairline below where the next one shares the rank.
fn standing(row: &StandingsRow, tied: bool, close: bool, palette: &Palette) -> Node {
    let leader = if row.rank.number == 1 { " leader" } else { "" };
    let line = if tied { " last" } else { "" };
    let close = if close { " close" } else { "" };
    boxed(
        &format!("standing{line}{close}"),
        vec![
            text(&format!("rank{leader}"), &rank(row.rank)),
            change(row.change, palette),
            boxed("member", vec![text(&format!("name{leader}"), &cleaned(&row.name, NAME)), about(row, palette)]),
            text("average", &row.average.to_string()),
            text("points sum", &points(row.points)),
        ],
    )
}

/// Five digits fit; more are told in thousands.
fn points(points: u32) -> String {
    if points < 100_000 { points.to_string() } else { format!("{}k", (points / 1_000).min(9_999)) }
}

fn change(change: Change, palette: &Palette) -> Node {
    let arrow = |class: &str, shape: String, by: u32| {
        boxed(&format!("change {class}"), vec![drawing("arrow", 9.0, 9.0, &shape), text("by", &by.min(99).to_string())])
    };
    match change {
        Change::Up(by) => {
            arrow("up", format!(r#"<path d="M4.5 1 L8.5 8 L0.5 8 Z" fill="{}"/>"#, palette.options[0]), by)
        }
        Change::Down(by) => arrow("down", format!(r#"<path d="M0.5 1 L8.5 1 L4.5 8 Z" fill="{}"/>"#, palette.down), by),
        Change::Same => boxed("change same", vec![text("by", "–")]),
        Change::New => boxed("change new", vec![text("by", "new")]),
    }
}

/// The line under a name: days towards a freeze, streak, rounds, freezes kept.
fn about(row: &StandingsRow, palette: &Palette) -> Node {
    let mut parts = Vec::new();
    let words = match streak(row.streak) {
        Some(streak) => {
            parts.push(bars(row.towards_freeze, palette));
            format!("{streak} · {}", rounds(row.rounds))
        }
        None => rounds(row.rounds),
    };
    parts.push(text("about", &words));
    parts.extend((0..row.freezes.min(FREEZES)).map(|_| diamond(palette)));
    boxed("about-line", parts)
}

fn bars(filled: u8, palette: &Palette) -> Node {
    let shapes: String = (0..DAYS)
        .map(|day| {
            let colour = if day < filled { palette.gold } else { palette.hairline };
            format!(r#"<rect x="{}" y="0" width="3.75" height="8" rx="1" fill="{colour}"/>"#, day * 5)
        })
        .collect();
    drawing("bars", 24.0, 8.0, &shapes)
}

fn diamond(palette: &Palette) -> Node {
    let shape = format!(
        r#"<path d="M5.5 1.4 L9.6 5.5 L5.5 9.6 L1.4 5.5 Z" fill="none" stroke="{}" stroke-width="1.4"/>"#,
        palette.gold
    );
    drawing("freeze", 11.0, 11.0, &shape)
}

/// Says what the signs on the card mean, as far as they are on it.
fn legend(rows: &[StandingsRow], palette: &Palette) -> Option<Node> {
    let mut signs = Vec::new();
    if rows.iter().any(|row| streak(row.streak).is_some()) {
        signs.push(boxed("sign", vec![bars(4, palette), text("about", "days towards a freeze")]));
    }
    if rows.iter().any(|row| row.freezes > 0) {
        signs.push(boxed("sign", vec![diamond(palette), text("about", "freeze kept")]));
    }
    if let Some(shared) = rows.iter().find(|row| row.rank.shared) {
        signs.push(text("about", &format!("{} rank shared", rank(shared.rank))));
    }
    (!signs.is_empty()).then(|| boxed("legend", signs))
}
