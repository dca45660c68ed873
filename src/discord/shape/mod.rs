//! Messages and forms in Discord's JSON. One body serves posts, edits, replies and further replies, so that none of
//! them can forget `allowed_mentions`.

use reqwest::multipart::{Form as MultipartForm, Part};
use serde::Serialize;
use serenity::all::{
    AutocompleteChoice, ButtonStyle as DiscordStyle, CreateActionRow, CreateAllowedMentions,
    CreateAutocompleteResponse, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText,
    CreateInteractionResponse, CreateModal, InputTextStyle, MessageFlags,
};

use unicode_segmentation::UnicodeSegmentation;

use crate::drill::{MessageId, RoleId};
use crate::words::card::{Card, Picture};
use crate::words::{Button, ButtonStyle, Embed, Form, Message};

/// The colour of each embed's bar.
const BAR: u32 = 0x2F_6B_C4;

/// The `custom_id` of a form's one input.
pub(super) const FORM_INPUT: &str = "text";

/// Discord's limit for a form's text, in characters.
const FORM_TEXT_LIMIT: u16 = 4_000;

/// Discord's limit for a message's text, in characters.
const CONTENT_LIMIT: usize = 2_000;

/// What is sent in one call: JSON, and the pictures that it describes.
pub(super) struct Parcel {
    pub json: Vec<u8>,
    pub pictures: Vec<Picture>,
}

/// A message's body, the same for posts, edits and replies.
#[derive(Serialize)]
struct Body<'a> {
    content: &'a str,
    embeds: Vec<CreateEmbed>,
    components: Vec<CreateActionRow>,
    allowed_mentions: CreateAllowedMentions,
    /// All of them: an edit drops those that are not listed.
    attachments: Vec<Attachment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<MessageFlags>,
    #[serde(flatten)]
    post: Option<Post<'a>>,
}

/// What only a post to a channel has.
#[derive(Serialize)]
struct Post<'a> {
    /// Discord answers a repeated nonce with the first message, for a few minutes.
    nonce: &'a str,
    enforce_nonce: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<Reference>,
}

#[derive(Serialize)]
struct Reference {
    message_id: String,
    /// A reply to a deleted message becomes an ordinary one.
    fail_if_not_exists: bool,
}

#[derive(Serialize)]
struct Attachment<'a> {
    id: usize,
    filename: &'a str,
    description: &'a str,
}

/// An answer to an interaction: its kind, and what it carries.
#[derive(Serialize)]
struct Response<T> {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

#[derive(Serialize)]
struct Flags {
    flags: MessageFlags,
}

const SHOW: u8 = 4;
const SHOW_LATER: u8 = 5;
const UPDATE_LATER: u8 = 6;
const UPDATE: u8 = 7;

/// Who sees a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    ByAll,
    /// By the person who asked.
    Privately,
}

impl Seen {
    fn flags(self) -> Option<MessageFlags> {
        (self == Self::Privately).then_some(MessageFlags::EPHEMERAL)
    }
}

impl Parcel {
    /// A value as it is. Only values that can always be written come here: structs of strings and numbers.
    pub fn json(value: &impl Serialize) -> Self {
        Self { json: serde_json::to_vec(value).unwrap_or_default(), pictures: Vec::new() }
    }

    /// JSON and pictures as one form.
    pub fn form(&self) -> MultipartForm {
        let form = MultipartForm::new().part("payload_json", Part::bytes(self.json.clone()));
        self.pictures.iter().enumerate().fold(form, |form, (id, picture)| {
            form.part(format!("files[{id}]"), Part::bytes(picture.png.clone()).file_name(picture.file_name.clone()))
        })
    }

    /// A post to a channel.
    pub fn post(message: &Message, pictures: Vec<Picture>, nonce: &str, reply_to: Option<MessageId>) -> Self {
        let message_reference = reply_to
            .map(|message| Reference { message_id: message.snowflake().to_string(), fail_if_not_exists: false });
        let post = Post { nonce, enforce_nonce: true, message_reference };
        let parcel = Self::json(&Body { post: Some(post), ..body(message, &pictures) });
        Self { pictures, ..parcel }
    }

    /// The new state of a message: what is not in it is removed.
    pub fn edit(message: &Message, pictures: Vec<Picture>) -> Self {
        let parcel = Self::json(&body(message, &pictures));
        Self { pictures, ..parcel }
    }

    /// A further reply.
    pub fn follow_up(message: &Message, pictures: Vec<Picture>, seen: Seen) -> Self {
        let parcel = Self::json(&Body { flags: seen.flags(), ..body(message, &pictures) });
        Self { pictures, ..parcel }
    }

    /// A reply at once.
    pub fn reply(message: &Message, seen: Seen) -> Self {
        let data = Body { flags: seen.flags(), ..body(message, &[]) };
        Self::json(&Response { kind: SHOW, data: Some(data) })
    }

    /// The message whose button was pressed, changed at once.
    pub fn update(message: &Message) -> Self {
        Self::json(&Response { kind: UPDATE, data: Some(body(message, &[])) })
    }

    /// "A reply will come."
    pub fn reply_later(seen: Seen) -> Self {
        Self::json(&Response { kind: SHOW_LATER, data: seen.flags().map(|flags| Flags { flags }) })
    }

    /// "The message whose button was pressed will change."
    pub fn update_later() -> Self {
        Self::json(&Response::<Flags> { kind: UPDATE_LATER, data: None })
    }

    /// A form to fill in.
    pub fn open(form: &Form) -> Self {
        let mut input = CreateInputText::new(InputTextStyle::Paragraph, &form.label, FORM_INPUT)
            .placeholder(&form.placeholder)
            .min_length(1)
            .max_length(FORM_TEXT_LIMIT)
            .required(true);
        if let Some(text) = &form.text {
            input = input.value(text);
        }
        let rows = vec![CreateActionRow::InputText(input)];
        let modal = CreateModal::new(form.action.to_string(), &form.title).components(rows);
        Self::json(&CreateInteractionResponse::Modal(modal))
    }

    /// No suggestion: the only answer to an autocomplete that can't be answered.
    pub fn no_suggestions() -> Self {
        Self::json(&CreateInteractionResponse::Autocomplete(suggestions(Vec::new())))
    }
}

/// Suggestions while somebody types: what is shown, and what is chosen.
pub(super) fn suggestions(found: Vec<(String, String)>) -> CreateAutocompleteResponse {
    let choices = found.into_iter().take(25).map(|(shown, value)| AutocompleteChoice::new(cut(&shown, 100), value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

fn body<'a>(message: &'a Message, pictures: &'a [Picture]) -> Body<'a> {
    let attachments = pictures.iter().enumerate().map(|(id, picture)| Attachment {
        id,
        filename: &picture.file_name,
        description: &picture.alt,
    });
    Body {
        content: &message.content,
        embeds: message.embed.iter().map(embed).collect(),
        components: message
            .buttons
            .iter()
            .map(|row| CreateActionRow::Buttons(row.iter().map(button).collect()))
            .collect(),
        allowed_mentions: mentions(message.ping),
        attachments: attachments.collect(),
        flags: None,
        post: None,
    }
}

/// Nobody is pinged but the one role that the message is meant for.
fn mentions(ping: Option<RoleId>) -> CreateAllowedMentions {
    let roles = ping.map(|role| serenity::all::RoleId::new(role.snowflake()));
    CreateAllowedMentions::new().roles(roles).replied_user(false)
}

fn embed(embed: &Embed) -> CreateEmbed {
    let mut shape = CreateEmbed::new().colour(BAR);
    if let Some(title) = &embed.title {
        shape = shape.title(title);
    }
    if !embed.body.is_empty() {
        shape = shape.description(&embed.body);
    }
    if let Some(footer) = &embed.footer {
        shape = shape.footer(CreateEmbedFooter::new(footer));
    }
    shape.fields(embed.fields.iter().map(|field| (&field.name, &field.value, field.inline)))
}

fn button(button: &Button) -> CreateButton {
    let shape = match &button.style {
        ButtonStyle::Primary(action) => CreateButton::new(action.to_string()).style(DiscordStyle::Primary),
        ButtonStyle::Secondary(action) => CreateButton::new(action.to_string()).style(DiscordStyle::Secondary),
        ButtonStyle::Link(address) => CreateButton::new_link(address),
    };
    shape.label(&button.label).disabled(button.disabled)
}

/// The message where neither embeds nor pictures are allowed: everything is text, and what does not fit is behind the
/// message's *Text version* button.
pub(super) fn plain(message: &Message) -> Message {
    let mut parts = vec![message.content.clone()];
    parts.extend(message.cards.iter().map(Card::text));
    parts.extend(message.embed.iter().map(embed_text));
    Message {
        content: joined(&parts),
        cards: Vec::new(),
        embed: None,
        buttons: message.buttons.clone(),
        ping: message.ping,
    }
}

/// The message with the text of those cards that could not be drawn.
pub(super) fn with_card_text(message: &Message, cards: &[&Card]) -> Message {
    let mut parts = vec![message.content.clone()];
    parts.extend(cards.iter().map(|card| card.text()));
    Message { content: joined(&parts), ..message.clone() }
}

fn embed_text(embed: &Embed) -> String {
    let title = embed.title.iter().map(|title| format!("**{title}**"));
    let fields = embed.fields.iter().map(|field| format!("**{}:** {}", field.name, field.value));
    let lines = title.chain([embed.body.clone()]).chain(fields).chain(embed.footer.clone());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    cut(&parts.join("\n\n"), CONTENT_LIMIT)
}

/// The text, cut at a word with "…" if it is longer than `limit` characters.
fn cut(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let room = &text[..end];
    let room = room.grapheme_indices(true).next_back().map_or(room, |(last, _)| &room[..last]);
    let whole_words = room.rfind(char::is_whitespace).filter(|at| *at > room.len() / 2).unwrap_or(room.len());
    format!("{}…", room[..whole_words].trim_end())
}

#[cfg(test)]
mod tests;
