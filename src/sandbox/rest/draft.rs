//! A message as a bot sends it, checked field by field before anything happens.

use serde_json::Value;
use twilight_model::channel::message::{AllowedMentions, Component, Embed, MentionType, MessageFlags};
use twilight_validate::message::{
    ATTACHMENT_DESCIPTION_LENGTH_MAX as ALT_TEXT, EMBED_COUNT_LIMIT, MESSAGE_CONTENT_LENGTH_MAX,
};

use super::body::{Sent, Upload};
use super::components;
use super::embeds;
use super::errors::{Problems, Refused};
use crate::sandbox::world::ids::parse;
use crate::sandbox::world::{AttachmentId, MessageId};

/// Attachments on a message.
const ATTACHMENTS: usize = 10;
/// Characters of a nonce.
const NONCE: usize = 25;

/// Where a message is sent, which decides the flags it may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Into a channel.
    Create,
    /// An edit of any message.
    Edit,
    /// An answer to an interaction or a follow-up.
    Answer,
}

impl Use {
    fn flags(self) -> MessageFlags {
        match self {
            Self::Create => {
                MessageFlags::SUPPRESS_EMBEDS | MessageFlags::SUPPRESS_NOTIFICATIONS | MessageFlags::IS_COMPONENTS_V2
            }
            Self::Edit => MessageFlags::SUPPRESS_EMBEDS | MessageFlags::IS_COMPONENTS_V2,
            Self::Answer => {
                MessageFlags::EPHEMERAL
                    | MessageFlags::SUPPRESS_EMBEDS
                    | MessageFlags::SUPPRESS_NOTIFICATIONS
                    | MessageFlags::IS_COMPONENTS_V2
            }
        }
    }
}

/// What an entry of `attachments` says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Named {
    /// An attachment that stays.
    Kept { id: AttachmentId, description: Option<String> },
    /// The n-th file sent along.
    New { number: u64, filename: Option<String>, description: Option<String> },
}

/// A checked message. `None` means that the field was not sent, which an edit leaves as it is.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Embed>>,
    pub(crate) components: Option<Vec<Component>>,
    pub(crate) attachments: Option<Vec<Named>>,
    pub(crate) files: Vec<Upload>,
    pub(crate) flags: Option<MessageFlags>,
    pub(crate) mentions: Option<AllowedMentions>,
    pub(crate) reply_to: Option<Reply>,
    pub(crate) nonce: Option<Value>,
    pub(crate) enforce_nonce: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Reply {
    pub(crate) message: MessageId,
    pub(crate) must_exist: bool,
}

/// Checks a body. `at` is the path of the message in it, such as `data.` or nothing; `v2` tells whether the message
/// that is edited already carries the newer components.
pub(crate) fn check(sent: Sent, body: &Value, at: &str, purpose: Use, v2: bool) -> Result<Draft, Refused> {
    if !body.is_null() && !body.is_object() {
        return Err(Refused::field(at.trim_end_matches('.'), "MODEL_TYPE_CONVERT", "Only dictionaries may be used."));
    }
    let mut problems = Problems::default();
    let mut reader = Reader { body, at, problems: &mut problems };
    let flags = reader.flags(purpose);
    let v2 = v2 || flags.is_some_and(|f| f.contains(MessageFlags::IS_COMPONENTS_V2));
    let draft = Draft {
        content: reader.content(v2),
        embeds: reader.embeds(v2),
        components: reader.components(v2),
        attachments: reader.attachments(&sent.files),
        flags,
        mentions: reader.mentions(),
        reply_to: reader.reply(),
        nonce: reader.nonce(),
        enforce_nonce: body["enforce_nonce"] == true,
        files: sent.files,
    };
    problems.check()?;
    Ok(draft)
}

/// Reads fields of a body and notes what is wrong with them.
struct Reader<'a> {
    body: &'a Value,
    at: &'a str,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn path(&self, field: &str) -> String {
        format!("{}{field}", self.at)
    }

    fn content(&mut self, v2: bool) -> Option<String> {
        let path = self.path("content");
        let content = match self.body.get("content")? {
            Value::Null => String::new(),
            // As in the client, white space around a message is dropped.
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => {
                self.problems.add(&path, "BASE_TYPE_CONVERT", "Could not interpret value as string.");
                return None;
            }
        };
        if twilight_validate::message::content(&content).is_err() {
            self.problems.too_long(&path, MESSAGE_CONTENT_LENGTH_MAX);
        }
        self.not_with_v2(v2 && !content.is_empty(), "content");
        Some(content)
    }

    fn not_with_v2(&mut self, clash: bool, field: &str) {
        if clash {
            let path = self.path(field);
            let message = "The 'content', 'embeds' and 'poll' fields cannot be used with MessageFlags.IS_COMPONENTS_V2";
            self.problems.add(&path, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
        }
    }

    /// A list field; null is the empty list.
    fn list(&mut self, field: &str) -> Option<Vec<Value>> {
        match self.body.get(field)? {
            Value::Null => Some(Vec::new()),
            Value::Array(list) => Some(list.clone()),
            _ => {
                let path = self.path(field);
                self.problems.add(&path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
                None
            }
        }
    }

    fn embeds(&mut self, v2: bool) -> Option<Vec<Embed>> {
        let list = self.list("embeds")?;
        let path = self.path("embeds");
        if list.len() > EMBED_COUNT_LIMIT {
            self.problems.too_long(&path, EMBED_COUNT_LIMIT);
        }
        self.not_with_v2(v2 && !list.is_empty(), "embeds");
        Some(embeds::check(&list, &path, self.problems))
    }

    fn components(&mut self, v2: bool) -> Option<Vec<Component>> {
        let list = self.list("components")?;
        let path = self.path("components");
        Some(components::check_message(&list, &path, v2, self.problems))
    }

    fn flags(&mut self, purpose: Use) -> Option<MessageFlags> {
        let value = self.body.get("flags").filter(|v| !v.is_null())?;
        let path = self.path("flags");
        let Some(flags) = value.as_u64().map(MessageFlags::from_bits_retain) else {
            self.problems.add(&path, "NUMBER_TYPE_COERCE", format!("Value \"{value}\" is not int."));
            return None;
        };
        if !purpose.flags().contains(flags) {
            self.problems.add(&path, "MESSAGE_FLAGS_INVALID", "These flags cannot be set here.");
        }
        Some(flags)
    }

    fn attachments(&mut self, files: &[Upload]) -> Option<Vec<Named>> {
        let list = self.list("attachments");
        let path = self.path("attachments");
        let named = list.unwrap_or_default();
        let count = named.len() + files.iter().filter(|f| !named.iter().any(|n| number(n) == Some(f.number))).count();
        if count > ATTACHMENTS {
            self.problems.too_long(&path, ATTACHMENTS);
        }
        self.body.get("attachments")?;
        let mut checked = Vec::new();
        for (index, entry) in named.iter().enumerate() {
            let path = format!("{path}.{index}");
            checked.extend(self.attachment(entry, &path, files));
        }
        Some(checked)
    }

    fn attachment(&mut self, entry: &Value, path: &str, files: &[Upload]) -> Option<Named> {
        let text = |field: &str| entry[field].as_str().map(str::to_owned);
        let description = text("description");
        if description.as_ref().is_some_and(|d| d.chars().count() > ALT_TEXT) {
            self.problems.too_long(&format!("{path}.description"), ALT_TEXT);
        }
        let Some(number) = number(entry) else {
            self.problems.required(&format!("{path}.id"));
            return None;
        };
        if files.iter().any(|f| f.number == number) {
            return Some(Named::New { number, filename: text("filename"), description });
        }
        match AttachmentId::new_checked(number) {
            // Real ids are far above the numbers of files.
            Some(id) if number > 1000 => Some(Named::Kept { id, description }),
            _ => {
                self.problems.add(path, "ATTACHMENT_NOT_FOUND", "No file was sent for this attachment.");
                None
            }
        }
    }

    fn mentions(&mut self) -> Option<AllowedMentions> {
        let value = self.body.get("allowed_mentions").filter(|v| !v.is_null())?;
        let path = self.path("allowed_mentions");
        let Ok(mentions) = serde_json::from_value::<AllowedMentions>(value.clone()) else {
            self.problems.add(&path, "MODEL_TYPE_CONVERT", "These allowed mentions are not understood.");
            return None;
        };
        let clashes =
            [("users", MentionType::Users, mentions.users.len()), ("roles", MentionType::Roles, mentions.roles.len())];
        for (name, kind, count) in clashes {
            if mentions.parse.contains(&kind) && count > 0 {
                let message = format!("parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive.");
                self.problems.add(&path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
            }
            if count > 100 {
                self.problems.too_long(&format!("{path}.{name}"), 100);
            }
        }
        Some(mentions)
    }

    fn reply(&mut self) -> Option<Reply> {
        let reference = self.body.get("message_reference").filter(|v| !v.is_null())?;
        let path = self.path("message_reference.message_id");
        let message = reference["message_id"].as_str().and_then(parse);
        let Some(message) = message.or_else(|| reference["message_id"].as_u64().and_then(MessageId::new_checked))
        else {
            self.problems.add(&path, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
            return None;
        };
        Some(Reply { message, must_exist: reference["fail_if_not_exists"] != false })
    }

    fn nonce(&mut self) -> Option<Value> {
        let nonce = self.body.get("nonce").filter(|v| !v.is_null())?;
        let path = self.path("nonce");
        let length = match nonce {
            Value::String(text) => text.chars().count(),
            Value::Number(number) if number.is_i64() || number.is_u64() => 0,
            _ => {
                self.problems.add(&path, "BASE_TYPE_CONVERT", "Could not interpret value as int or string.");
                0
            }
        };
        if length > NONCE {
            self.problems.too_long(&path, NONCE);
        }
        Some(nonce.clone())
    }
}

/// The id of an attachment's entry, which may be written as a number or as text.
fn number(entry: &Value) -> Option<u64> {
    entry["id"].as_u64().or_else(|| entry["id"].as_str()?.parse().ok())
}
