//! Discord's limits, and the check that a message or form keeps them.
//!
//! Source: Discord's developer documentation, "Create Message", "Embed limits" and "Component reference". It speaks of
//! characters without saying which; see [`length`].

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

/// A text's length in UTF-16 units: never less than its characters, so what keeps a limit by this measure keeps it
/// however Discord counts.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

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
        within("the content", CONTENT, length(&self.content))?;
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
        within("the form's placeholder", FORM_PLACEHOLDER, length(&self.placeholder))?;
        within("the form's custom_id", CUSTOM_ID, length(&self.action.to_string()))?;
        // The member wrote it in this very form, so it is measured by the smaller count and never cut short.
        within("the form's text", FORM_TEXT, self.text.as_deref().map_or(0, |text| text.chars().count()))
    }
}

impl Embed {
    /// Characters that count towards [`EMBEDS_TOTAL`].
    pub fn total(&self) -> usize {
        let fields = self.fields.iter().map(|field| length(&field.name) + length(&field.value));
        self.title.as_deref().map_or(0, length)
            + length(&self.body)
            + fields.sum::<usize>()
            + self.footer.as_deref().map_or(0, length)
    }
}

fn check_embed(embed: &Embed) -> Result<(), OverLimit> {
    within("the embed's title", EMBED_TITLE, embed.title.as_deref().map_or(0, length))?;
    within("the embed's body", EMBED_BODY, length(&embed.body))?;
    within("the embed's fields", FIELDS, embed.fields.len())?;
    for field in &embed.fields {
        between("a field's name", FIELD_NAME, &field.name)?;
        between("a field's value", FIELD_VALUE, &field.value)?;
    }
    within("the embed's footer", FOOTER, embed.footer.as_deref().map_or(0, length))?;
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
    within("a button's custom_id", CUSTOM_ID, length(&custom_id))?;
    if seen.contains(&custom_id) {
        return Err(OverLimit::SameButton { custom_id });
    }
    seen.push(custom_id);
    Ok(())
}

fn within(part: &'static str, limit: usize, measured: usize) -> Result<(), OverLimit> {
    if measured > limit { Err(OverLimit::TooMuch { part, limit, measured }) } else { Ok(()) }
}

fn between(part: &'static str, limit: usize, text: &str) -> Result<(), OverLimit> {
    if text.trim().is_empty() {
        return Err(OverLimit::Empty { part });
    }
    within(part, limit, length(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::RoundId;
    use crate::words::{Action, Field};

    fn too_much(part: &'static str, limit: usize) -> Result<(), OverLimit> {
        Err(OverLimit::TooMuch { part, limit, measured: limit + 1 })
    }

    fn with(embed: Embed) -> Result<(), OverLimit> {
        Message { embed: Some(embed), ..Message::default() }.check()
    }

    fn buttons(rows: Vec<Vec<Button>>) -> Result<(), OverLimit> {
        Message { buttons: rows, ..Message::text("x") }.check()
    }

    fn numbered(page: usize) -> Button {
        Button::secondary("More", Action::AllAnswers { round: RoundId(1), page })
    }

    #[test]
    fn a_text_passes_at_its_limit_and_fails_one_past_it() {
        let text = |length| "x".repeat(length);
        let field = |name, value| Embed { fields: vec![Field::inline(text(name), text(value))], ..Embed::default() };
        let body = |length| Embed { body: text(length), ..Embed::default() };
        let title = |length| Embed { title: Some(text(length)), ..Embed::default() };
        let footer = |length| Embed { footer: Some(text(length)), ..Embed::default() };
        assert_eq!(Message::text(text(CONTENT)).check(), Ok(()));
        assert_eq!(Message::text(text(CONTENT + 1)).check(), too_much("the content", CONTENT));
        assert_eq!(with(body(EMBED_BODY)), Ok(()));
        assert_eq!(with(body(EMBED_BODY + 1)), too_much("the embed's body", EMBED_BODY));
        assert_eq!(with(title(EMBED_TITLE)), Ok(()));
        assert_eq!(with(title(EMBED_TITLE + 1)), too_much("the embed's title", EMBED_TITLE));
        assert_eq!(with(footer(FOOTER)), Ok(()));
        assert_eq!(with(footer(FOOTER + 1)), too_much("the embed's footer", FOOTER));
        assert_eq!(with(field(FIELD_NAME, FIELD_VALUE)), Ok(()));
        assert_eq!(with(field(FIELD_NAME + 1, 1)), too_much("a field's name", FIELD_NAME));
        assert_eq!(with(field(1, FIELD_VALUE + 1)), too_much("a field's value", FIELD_VALUE));
    }

    #[test]
    fn an_embed_passes_at_6_000_in_all_and_fails_one_past_it() {
        let embed = |footer| Embed { body: "x".repeat(4_000), footer: Some("x".repeat(footer)), ..Embed::default() };
        assert_eq!(with(embed(2_000)), Ok(()));
        assert_eq!(with(embed(2_001)), too_much("the embed", EMBEDS_TOTAL));
    }

    #[test]
    fn counts_pass_at_their_limit_and_fail_one_past_it() {
        let fields = |count| Embed { fields: vec![Field::inline("a", "b"); count], ..Embed::default() };
        assert_eq!(with(fields(FIELDS)), Ok(()));
        assert_eq!(with(fields(FIELDS + 1)), too_much("the embed's fields", FIELDS));
        let row = |count| (0..count).map(numbered).collect::<Vec<_>>();
        assert_eq!(buttons(vec![row(BUTTONS_IN_ROW)]), Ok(()));
        assert_eq!(buttons(vec![row(BUTTONS_IN_ROW + 1)]), too_much("a row of buttons", BUTTONS_IN_ROW));
        let rows = |count| (0..count).map(|page| vec![numbered(page)]).collect::<Vec<_>>();
        assert_eq!(buttons(rows(BUTTON_ROWS)), Ok(()));
        assert_eq!(buttons(rows(BUTTON_ROWS + 1)), too_much("the rows of buttons", BUTTON_ROWS));
    }

    #[test]
    fn what_is_empty_or_alike_or_two_primary_buttons_is_refused() {
        assert_eq!(Message::text(" \n").check(), Err(OverLimit::Empty { part: "the message" }));
        assert_eq!(with(Embed::default()), Err(OverLimit::Empty { part: "the embed" }));
        let field = Field { name: "a".to_owned(), value: " ".to_owned(), inline: true };
        let blank = Embed { fields: vec![field], ..Embed::default() };
        assert_eq!(with(blank), Err(OverLimit::Empty { part: "a field's value" }));
        assert_eq!(buttons(vec![vec![]]), Err(OverLimit::Empty { part: "a row of buttons" }));
        let custom_id = "1:answers:1:0".to_owned();
        assert_eq!(buttons(vec![vec![numbered(0), numbered(0)]]), Err(OverLimit::SameButton { custom_id }));
        let primary = |round| Button::primary("Answer", Action::Answer(RoundId(round)));
        assert_eq!(buttons(vec![vec![primary(1), primary(2)]]), too_much("the message's primary buttons", 1));
    }

    #[test]
    fn a_form_passes_at_its_limits_and_fails_one_past_them() {
        let form = |title: usize, text: usize| Form {
            action: Action::Submit(RoundId(1)),
            title: "x".repeat(title),
            label: "x".repeat(FORM_LABEL),
            placeholder: "x".repeat(FORM_PLACEHOLDER),
            text: Some("é".repeat(text)),
        };
        assert_eq!(form(FORM_TITLE, FORM_TEXT).check(), Ok(()));
        assert_eq!(form(FORM_TITLE + 1, 1).check(), too_much("the form's title", FORM_TITLE));
        assert_eq!(form(1, FORM_TEXT + 1).check(), too_much("the form's text", FORM_TEXT));
    }

    #[test]
    fn a_sign_outside_the_basic_plane_counts_twice() {
        assert_eq!((length("é"), length("𝄞"), length("")), (1, 2, 0));
    }
}
