//! A message or form as one readable text, for snapshots and searches.

use crate::words::card::Card;
use crate::words::{Button, ButtonStyle, Embed, Form, Message};

/// In the client's order: content, cards, embed, buttons. A card is told by its kind, title and lines around.
pub fn shown(message: &Message) -> String {
    let mut parts = vec![message.content.clone()];
    parts.extend(message.cards.iter().map(card));
    parts.extend(message.embed.as_ref().map(embed));
    parts.extend(message.buttons.iter().map(|row| row.iter().map(button).collect::<Vec<_>>().join("  ")));
    parts.extend(message.ping.map(|role| format!("(pings {role})")));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn card(card: &Card) -> String {
    match card {
        Card::Table(card) => format!("[table {:?}, {:?}, {:?}]", card.title, card.foot, card.note),
        Card::Diagram(card) => format!("[diagram {:?}, {:?}, {:?}]", card.title, card.foot, card.note),
        Card::Standings(card) => {
            let rows: Vec<String> = card.rows.iter().map(|row| format!("\n  {row:?}")).collect();
            format!("[standings {:?}, {:?}{}]", card.title, card.dek, rows.concat())
        }
    }
}

/// Several messages, parted by a line.
pub fn all(messages: &[Message]) -> String {
    messages.iter().map(shown).collect::<Vec<_>>().join("\n-----\n")
}

pub fn form(form: &Form) -> String {
    format!(
        "{}\n{}\n({})\n{}\n→ {}",
        form.title,
        form.label,
        form.placeholder,
        form.text.as_deref().unwrap_or(""),
        form.action
    )
}

fn embed(embed: &Embed) -> String {
    let mut lines: Vec<String> = embed.title.iter().map(|title| format!("# {title}")).collect();
    lines.push(embed.body.clone());
    for field in &embed.fields {
        lines.push(format!("{} {}: {}", if field.inline { "·" } else { "–" }, field.name, field.value));
    }
    lines.extend(embed.footer.iter().map(|footer| format!("({footer})")));
    lines.retain(|line| !line.is_empty());
    lines.iter().flat_map(|line| line.lines()).map(|line| format!("│ {line}")).collect::<Vec<_>>().join("\n")
}

fn button(button: &Button) -> String {
    let (open, close, target) = match &button.style {
        ButtonStyle::Primary(action) => ('[', ']', action.to_string()),
        ButtonStyle::Secondary(action) => ('(', ')', action.to_string()),
        ButtonStyle::Link(url) => ('<', '>', url.clone()),
    };
    let off = if button.disabled { ", off" } else { "" };
    format!("{open}{}{close} {target}{off}", button.label)
}
