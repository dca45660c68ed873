//! Messages and forms as plain values; `discord` turns them into Discord's shapes.

use super::card::Card;
use super::custom_id::Action;
use crate::drill::RoleId;

/// One message. In the client's order: content, cards, embed, buttons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Discord's markdown, at most 2,000 characters; its first line is the notification.
    pub content: String,
    /// Pictures; each is replaced by its text when it can't be drawn or attached.
    pub cards: Vec<Card>,
    pub embed: Option<Embed>,
    /// At most five rows of five.
    pub buttons: Vec<Vec<Button>>,
    /// The only role that the message may ping; everything else pings nobody.
    pub ping: Option<RoleId>,
}

impl Message {
    /// A message of text only.
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// A framed part of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embed {
    /// At most 256 characters.
    pub title: Option<String>,
    /// At most 4,096 characters.
    pub body: String,
    /// At most 25.
    pub fields: Vec<Field>,
    /// At most 2,048 characters.
    pub footer: Option<String>,
}

/// A small heading with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// 1–256 characters.
    pub name: String,
    /// 1–1,024 characters.
    pub value: String,
    /// Beside its neighbours where there is room.
    pub inline: bool,
}

impl Field {
    /// A field beside its neighbours.
    pub fn inline(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: or_dash(name.into()), value: or_dash(value.into()), inline: true }
    }

    /// A field on its own line.
    pub fn block(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { inline: false, ..Self::inline(name, value) }
    }
}

/// Discord refuses a whole message over one empty field.
fn or_dash(text: String) -> String {
    if text.trim().is_empty() { "–".to_owned() } else { text }
}

/// Something to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// At most 80 characters; about 34 show on a phone.
    pub label: String,
    pub style: ButtonStyle,
    pub disabled: bool,
}

impl Button {
    pub fn primary(label: &str, action: Action) -> Self {
        Self { label: label.to_owned(), style: ButtonStyle::Primary(action), disabled: false }
    }

    pub fn secondary(label: &str, action: Action) -> Self {
        Self { label: label.to_owned(), style: ButtonStyle::Secondary(action), disabled: false }
    }

    /// The same button, greyed out if `disabled`.
    pub fn disabled_if(self, disabled: bool) -> Self {
        Self { disabled, ..self }
    }
}

/// What a button looks like and does.
#[derive(Clone, Debug, PartialEq)]
pub enum ButtonStyle {
    /// At most one in a message.
    Primary(Action),
    Secondary(Action),
    /// Opens a page.
    Link(String),
}

/// A form with one long text.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub action: Action,
    /// At most 45 characters.
    pub title: String,
    /// At most 45 characters.
    pub label: String,
    /// At most 100 characters.
    pub placeholder: String,
    /// What stands in it already, at most 4,000 characters.
    pub text: Option<String>,
}
