//! Discord's limits, and the check that a message or form keeps them.
//!
//! Source: Discord's developer documentation, "Create Message", "Embed limits" and "Component reference". Lengths are
//! characters (Unicode scalar values).

use super::message::{Button, ButtonStyle, Embed, Form, Message};

/// Characters of a message's content.
pub const CONTENT: usize = 2_000;
/// Characters of an embed's title.
pub const EMBED_TITLE: usize = 256;
/// Characters of an embed's body (Discord's "description").
pub const EMBED_BODY: usize = 4_096;
/// Fields of an embed.
pub const FIELDS: usize = 25;
/// Characters of a field's name.
pub const FIELD_NAME: usize = 256;
/// Characters of a field's value.
pub const FIELD_VALUE: usize = 1_024;
/// Characters of an embed's footer.
pub const FOOTER: usize = 2_048;
/// Characters of a message's embeds together: titles, bodies, names, values, footers.
pub const EMBEDS_TOTAL: usize = 6_000;
/// Rows of buttons.
pub const BUTTON_ROWS: usize = 5;
/// Buttons in a row.
pub const BUTTONS_IN_ROW: usize = 5;
/// Characters of a button's label.
pub const BUTTON_LABEL: usize = 80;
/// A choice of autocomplete, in characters.
pub const CHOICE: usize = 100;
/// Characters of a `custom_id`.
pub const CUSTOM_ID: usize = 100;
/// Characters of a button's address.
pub const BUTTON_URL: usize = 512;
/// Attachments of a message.
pub const CARDS: usize = 10;
/// Characters of a form's title.
pub const FORM_TITLE: usize = 45;
/// Characters over a form's text.
pub const FORM_LABEL: usize = 45;
/// Characters shown in a form's empty text.
pub const FORM_PLACEHOLDER: usize = 100;
/// Characters of a form's text.
pub const FORM_TEXT: usize = 4_000;

/// What Discord would refuse, with the number that was measured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverLimit {
    #[error("{part} has {measured}, at most {limit} fit")]
    TooMuch { part: &'static str, limit: usize, measured: usize },
    #[error("{part} is empty")]
    Empty { part: &'static str },
    #[error("two buttons carry {custom_id:?}")]
    SameButton { custom_id: String },
}

impl Message {
    /// Whether Discord takes the message: lengths, counts, nothing empty, no two buttons alike, one primary button.
    pub fn check(&self) -> Result<(), OverLimit> {
        if self.content.trim().is_empty() && self.cards.is_empty() && self.embed.is_none() {
            return Err(OverLimit::Empty { part: "the message" });
        }
        within("the content", CONTENT, characters(&self.content))?;
        within("the message's cards", CARDS, self.cards.len())?;
        self.embed.as_ref().map_or(Ok(()), check_embed)?;
        check_buttons(&self.buttons)
    }
}

impl Form {
    /// Whether Discord takes the form.
    pub fn check(&self) -> Result<(), OverLimit> {
        between("the form's title", FORM_TITLE, &self.title)?;
        between("the form's label", FORM_LABEL, &self.label)?;
        within("the form's placeholder", FORM_PLACEHOLDER, characters(&self.placeholder))?;
        within("the form's custom_id", CUSTOM_ID, characters(&self.action.to_string()))?;
        within("the form's text", FORM_TEXT, self.text.as_deref().map_or(0, characters))
    }
}

impl Embed {
    /// Characters that count towards [`EMBEDS_TOTAL`].
    pub fn total(&self) -> usize {
        let fields = self.fields.iter().map(|field| characters(&field.name) + characters(&field.value));
        self.title.as_deref().map_or(0, characters)
            + characters(&self.body)
            + fields.sum::<usize>()
            + self.footer.as_deref().map_or(0, characters)
    }
}

fn check_embed(embed: &Embed) -> Result<(), OverLimit> {
    within("the embed's title", EMBED_TITLE, embed.title.as_deref().map_or(0, characters))?;
    within("the embed's body", EMBED_BODY, characters(&embed.body))?;
    within("the embed's fields", FIELDS, embed.fields.len())?;
    for field in &embed.fields {
        between("a field's name", FIELD_NAME, &field.name)?;
        between("a field's value", FIELD_VALUE, &field.value)?;
    }
    within("the embed's footer", FOOTER, embed.footer.as_deref().map_or(0, characters))?;
    within("the embed", EMBEDS_TOTAL, embed.total())?;
    if embed.total() == 0 {
        return Err(OverLimit::Empty { part: "the embed" });
    }
    Ok(())
}

fn check_buttons(rows: &[Vec<Button>]) -> Result<(), OverLimit> {
    within("the rows of buttons", BUTTON_ROWS, rows.len())?;
    let mut seen: Vec<String> = Vec::new();
    let mut primary = 0;
    for row in rows {
        if row.is_empty() {
            return Err(OverLimit::Empty { part: "a row of buttons" });
        }
        within("a row of buttons", BUTTONS_IN_ROW, row.len())?;
        for button in row {
            between("a button's label", BUTTON_LABEL, &button.label)?;
            primary += usize::from(matches!(button.style, ButtonStyle::Primary(_)));
            check_style(&button.style, &mut seen)?;
        }
    }
    within("the message's primary buttons", 1, primary)
}

fn check_style(style: &ButtonStyle, seen: &mut Vec<String>) -> Result<(), OverLimit> {
    let custom_id = match style {
        ButtonStyle::Link(url) => return between("a button's address", BUTTON_URL, url),
        ButtonStyle::Primary(action) | ButtonStyle::Secondary(action) => action.to_string(),
    };
    within("a button's custom_id", CUSTOM_ID, characters(&custom_id))?;
    if seen.contains(&custom_id) {
        return Err(OverLimit::SameButton { custom_id });
    }
    seen.push(custom_id);
    Ok(())
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn within(part: &'static str, limit: usize, measured: usize) -> Result<(), OverLimit> {
    if measured > limit { Err(OverLimit::TooMuch { part, limit, measured }) } else { Ok(()) }
}

fn between(part: &'static str, limit: usize, text: &str) -> Result<(), OverLimit> {
    if text.trim().is_empty() {
        return Err(OverLimit::Empty { part });
    }
    within(part, limit, characters(text))
}
