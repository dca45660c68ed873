//! Cards as text: for the alternative text, for when there is no picture, and for the file's name.

use unicode_segmentation::UnicodeSegmentation;

use super::clean::cleaned;
use super::{Card, DiagramCard, StandingsCard, StandingsRow, TableCard};
use crate::bank::{Edge, EdgeKind, Node};
use crate::drill::{Change, Rank};

/// Discord's limit of an attachment's description, in UTF-16 units.
const ALT: usize = 1_024;
/// The most of a message or embed that a card's text takes, in UTF-16 units.
const TEXT: usize = 3_500;
/// The longest name of a file before its ending.
const FILE: usize = 60;
/// More than any text of a card; whatever is longer is cut with the whole.
const WHOLE: usize = 1_000;

impl Card {
    /// What a screen reader says for the picture, at most 1,024 characters.
    pub fn alt_text(&self) -> String {
        let lines = match self {
            Self::Table(card) => table(card, &cleaned_whole, ""),
            Self::Diagram(card) => diagram(card, &cleaned_whole, ""),
            Self::Standings(card) => standings(card, &cleaned_whole, ""),
        };
        let kind = match self {
            Self::Table(_) => "Table",
            Self::Diagram(_) => "Diagram",
            Self::Standings(_) => "Leaderboard",
        };
        let sentences: Vec<String> = lines.into_iter().map(closed).collect();
        shortened(&format!("{kind}: {}", sentences.join(" ")), ALT)
    }

    /// The card as Discord's markdown, for phones, screen readers and when there is no picture; at most 3,500
    /// characters.
    pub fn text(&self) -> String {
        let lines = match self {
            Self::Table(card) => table(card, &escaped, "**"),
            Self::Diagram(card) => diagram(card, &escaped, "**"),
            Self::Standings(card) => standings(card, &escaped, "**"),
        };
        whole_lines(&lines, TEXT)
    }

    /// The picture's name as a file, in safe ASCII; `part` counts from 1 where a card has several pictures.
    pub fn file_name(&self, part: Option<usize>) -> String {
        let (title, kind) = match self {
            Self::Table(card) => (&card.title, "table"),
            Self::Diagram(card) => (&card.title, "diagram"),
            Self::Standings(card) => (&card.title, "standings"),
        };
        let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut name: String = words.map(|word| format!("{}-", word.to_ascii_lowercase())).collect();
        name.truncate(FILE);
        if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        // "november-standings" needs no second "standings".
        if !name.ends_with(&format!("{kind}-")) {
            name.push_str(kind);
        }
        let name = name.trim_end_matches('-');
        part.map_or_else(|| format!("{name}.png"), |part| format!("{name}-{part}.png"))
    }
}

/// Says a text of the card: cleaned, and escaped where markdown would be read.
pub(super) type Say<'a> = &'a dyn Fn(&str) -> String;

fn table(card: &TableCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.table.dek)).filter(|dek| !dek.is_empty()));
    let heads = card.table.columns.get(1..).unwrap_or_default();
    for row in &card.table.rows {
        let values: Vec<String> = heads
            .iter()
            .zip(row.iter().skip(1))
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(head, value)| format!("{}: {}", say(head), say(value)))
            .collect();
        let label = row.first().map(|label| say(label)).unwrap_or_default();
        lines.push(format!("{bold}{label}{bold} – {}", values.join("; ")));
    }
    lines
}

fn diagram(card: &DiagramCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.dek)).filter(|dek| !dek.is_empty()));
    let diagram = &card.diagram;
    let group = |id: &String| {
        let found = diagram.groups.iter().find(|group| group.id == *id)?;
        let outer = found.parent.as_ref().and_then(|parent| diagram.groups.iter().find(|group| group.id == *parent));
        Some(match outer {
            Some(outer) => format!("{} of {}", say(&found.label), say(&outer.label)),
            None => say(&found.label),
        })
    };
    for node in &diagram.nodes {
        let note = if node.note.trim().is_empty() { String::new() } else { format!(", {}", say(&node.note)) };
        let places: Vec<String> = node.groups.iter().filter_map(group).collect();
        let place = if places.is_empty() { String::new() } else { format!(" (in {})", places.join(" and ")) };
        lines.push(format!("{bold}{}{bold}{note}{place}", say(&node.label)));
    }
    lines.extend(diagram.edges.iter().map(|edge| way(edge, &diagram.nodes, say)));
    lines
}

/// An edge in words.
pub(super) fn way(edge: &Edge, nodes: &[Node], say: Say<'_>) -> String {
    let name = |id: &str| nodes.iter().find(|node| node.id == *id).map_or_else(|| say(id), |node| say(&node.label));
    let label = say(&edge.label);
    let kind = match edge.kind {
        EdgeKind::Request | EdgeKind::Data => "",
        EdgeKind::Copy => "copy",
        EdgeKind::Outbound => "outbound only",
    };
    let what = match (label.is_empty(), kind.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(": {label}"),
        (true, false) => format!(": {kind}"),
        (false, false) => format!(": {label}, {kind}"),
    };
    format!("{} → {}{what}", name(&edge.from), name(&edge.to))
}

fn standings(card: &StandingsCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.dek)).filter(|dek| !dek.is_empty()));
    lines.extend(card.rows.iter().map(|row| standing(row, say, bold)));
    lines
}

fn standing(row: &StandingsRow, say: Say<'_>, bold: &str) -> String {
    let change = match row.change {
        Change::Up(by) => format!(" (up {by})"),
        Change::Down(by) => format!(" (down {by})"),
        Change::Same => String::new(),
        Change::New => " (new)".to_owned(),
    };
    let mut about = vec![
        format!("{bold}{}{bold} {}", row.points, plural(row.points, "point")),
        format!("average {}", row.average),
        rounds(row.rounds),
    ];
    about.extend(streak(row.streak));
    about.extend(match row.freezes {
        0 => None,
        1 => Some("1 freeze kept".to_owned()),
        several => Some(format!("{several} freezes kept")),
    });
    format!("{} {}{change} – {}", rank(row.rank), say(&row.name), about.join(", "))
}

/// "2=" where the rank is shared.
pub(super) fn rank(rank: Rank) -> String {
    format!("{}{}", rank.number, if rank.shared { "=" } else { "" })
}

pub(super) fn rounds(rounds: u32) -> String {
    format!("{rounds} {}", plural(rounds, "round"))
}

/// "14-day streak"; nothing for a streak that is not worth a word.
pub(super) fn streak(days: u32) -> Option<String> {
    (days > 1).then(|| format!("{days}-day streak"))
}

fn plural(number: u32, word: &str) -> String {
    if number == 1 { word.to_owned() } else { format!("{word}s") }
}

fn cleaned_whole(text: &str) -> String {
    cleaned(text, WHOLE)
}

/// Cleaned, and with nothing in it that Discord reads as markdown or a mention.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in cleaned_whole(text).chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '[' | ']' | '#' | '@') {
            safe.push('\\');
        }
        safe.push(c);
        if c == '@' {
            // A backslash does not stop @everyone; a character of no width does.
            safe.push('\u{200b}');
        }
    }
    safe
}

/// As a sentence.
fn closed(line: String) -> String {
    if line.ends_with(['.', '…', '!', '?', ':']) { line } else { format!("{line}.") }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `text`, at most `limit` UTF-16 units, cut between graphemes with "…".
fn shortened(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += units(grapheme);
        if used > limit {
            break;
        }
        kept.push_str(grapheme);
    }
    format!("{}…", kept.trim_end())
}

/// As many whole lines as `limit` UTF-16 units hold, so that no markdown is cut in two; then "…".
fn whole_lines(lines: &[String], limit: usize) -> String {
    let mut text = String::new();
    for line in lines {
        if units(&text) + units(line) + 3 > limit {
            text.push_str("\n…");
            return text;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}
