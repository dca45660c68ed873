//! The reference answer at any time: `/ask`, its text version, its sources.

use super::limits::CONTENT;
use super::message::{Button, Message};
use super::pages::pages;
use super::post::{say_this, summary, title};
use super::{Action, cards, escape, phrases};
use crate::bank::{Diagram, EdgeKind, Question, Table};

/// Room in a message for "**Title, part 2 of 3**" over its page.
const HEADING: usize = 200;

/// `/ask`: the answer with its cards and recommendations.
pub fn asked(question: &Question) -> Message {
    let verified = phrases::dated(question.verified);
    let mut embed = say_this(question);
    embed.footer = Some(format!("Facts verified on {verified}"));
    Message {
        content: format!("**{}**\n{}", title(question), summary(question)),
        cards: cards::of_question(question),
        embed: Some(embed),
        buttons: vec![vec![
            Button::primary("Text version", Action::AskText(question.id.clone())),
            Button::secondary("Sources", Action::AskSources(question.id.clone())),
        ]],
        ping: None,
    }
}

/// Everything as text, for phones and screen readers.
pub fn text_version(question: &Question) -> Vec<Message> {
    let pages = pages(sections(question), "\n", CONTENT - HEADING);
    let (title, count) = (title(question), pages.len());
    let heading = |number: usize| match count {
        1 => format!("**{title}: text version**"),
        _ => format!("**{title}: text version, part {number} of {count}**"),
    };
    pages
        .into_iter()
        .enumerate()
        .map(|(at, page)| Message::text(format!("{}\n{}", heading(at + 1), page.trim())))
        .collect()
}

/// Where the facts can be read, and when they were last checked.
pub fn sources(question: &Question) -> Message {
    let heading = format!("**{}: sources**", title(question));
    let verified = format!("Facts verified on {}.", phrases::dated(question.verified));
    let lines: Vec<String> = question
        .sources
        .iter()
        .map(|source| format!("{}\n{}", escape::line(&source.title, 200), address(&source.url)))
        .collect();
    let room = CONTENT - HEADING - verified.len();
    let lines = phrases::joined(&lines, "\n", room);
    Message::text(format!("{heading}\n{lines}\n{verified}"))
}

/// A web address between `<` and `>` is linked, without a preview; anything else is shown as it is.
fn address(url: &str) -> String {
    let whole = url.len() <= 400 && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c));
    if whole && url.starts_with("https://") { format!("<{url}>") } else { escape::line(url, 400) }
}

fn sections(question: &Question) -> Vec<String> {
    let answer = &question.answer;
    let mut lines = Vec::new();
    lines.extend(text("", &question.prompt));
    section(&mut lines, "In short", text("", &answer.summary));
    section(&mut lines, "Say this in an interview", text("", &answer.say_this));
    section(&mut lines, "Which to choose", answer.choose.iter().flat_map(choice));
    section(&mut lines, "Side by side", question.table.iter().flat_map(table));
    section(&mut lines, "The diagram", question.diagram.iter().flat_map(diagram));
    section(&mut lines, "Key points", question.marked().flat_map(|point| text("– ", &point.says)));
    let bonus = question.key_points.iter().filter(|point| point.bonus);
    section(&mut lines, "Bonus points", bonus.flat_map(|point| text("– ", &point.says)));
    section(&mut lines, "Common misconceptions", answer.misconceptions.iter().flat_map(|one| text("– ", one)));
    let follow_ups = answer.follow_ups.iter().flat_map(|one| {
        let mut lines = text("– ", &one.ask);
        lines.extend(text("Listen for: ", &one.listen_for));
        lines
    });
    section(&mut lines, "Follow-up questions", follow_ups);
    lines
}

fn section(lines: &mut Vec<String>, heading: &str, body: impl IntoIterator<Item = String>) {
    let mut body = body.into_iter();
    // The heading and its first line stay together on a page.
    if let Some(first) = body.next() {
        lines.push(format!("\n**{heading}**\n{first}"));
        lines.extend(body);
    }
}

/// A text after a prefix, as one line, or several if it is very long.
fn text(prefix: &str, text: &str) -> Vec<String> {
    const LINE: usize = CONTENT - HEADING - 200;
    let pieces = escape::pieces(text, LINE);
    let prefixed =
        pieces.into_iter().enumerate().map(|(at, piece)| if at == 0 { format!("{prefix}{piece}") } else { piece });
    prefixed.collect()
}

fn choice(choice: &crate::bank::Choice) -> Vec<String> {
    text("– ", &format!("{}: {}", choice.when, choice.pick))
}

/// "**Label** – ECS: …; EKS: …", a line for each row.
fn table(table: &Table) -> Vec<String> {
    table.rows.iter().flat_map(|row| table_row(&table.columns, row)).collect()
}

fn table_row(columns: &[String], row: &[String]) -> Vec<String> {
    let Some((label, cells)) = row.split_first() else {
        return vec![];
    };
    let heads = columns.iter().skip(1);
    let cells: Vec<String> = heads.zip(cells).map(|(head, cell)| format!("{head}: {cell}")).collect();
    text(&format!("**{}** – ", escape::line(label, 80)), &cells.join("; "))
}

fn diagram(diagram: &Diagram) -> Vec<String> {
    let label = |id: &str| {
        let node = diagram.nodes.iter().find(|node| node.id == id).map(|node| node.label.as_str());
        node.or_else(|| diagram.groups.iter().find(|group| group.id == id).map(|group| group.label.as_str()))
            .unwrap_or(id)
            .to_owned()
    };
    let nodes = diagram.nodes.iter().filter(|node| !node.note.is_empty() || !node.groups.is_empty()).map(|node| {
        let places: Vec<String> = node.groups.iter().map(|group| label(group)).collect();
        let place = if places.is_empty() { String::new() } else { format!(" in {}", phrases::list(&places)) };
        let note = if node.note.is_empty() { String::new() } else { format!(": {}", node.note) };
        format!("{}{place}{note}", node.label)
    });
    let edges = diagram.edges.iter().map(|edge| {
        let how = match (edge.label.as_str(), edge.kind) {
            ("", kind) => traffic(kind).to_owned(),
            (label, EdgeKind::Request) => label.to_owned(),
            (label, kind) => format!("{label}, {}", traffic(kind)),
        };
        format!("{} → {}: {how}", label(&edge.from), label(&edge.to))
    });
    nodes.chain(edges).flat_map(|line| text("– ", &line)).collect()
}

const fn traffic(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Request => "requests",
        EdgeKind::Data => "data",
        EdgeKind::Copy => "copies",
        EdgeKind::Outbound => "outbound only",
    }
}
