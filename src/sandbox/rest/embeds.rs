//! Checking embeds with twilight's limits, and saying with Discord's paths which field is over one.

use serde_json::{Value, json};
use twilight_model::channel::message::Embed;
use twilight_model::channel::message::embed::EmbedField;
use twilight_validate::embed::{
    self, AUTHOR_NAME_LENGTH, DESCRIPTION_LENGTH, EMBED_TOTAL_LENGTH, EmbedValidationErrorType as Kind, FIELD_COUNT,
    FIELD_NAME_LENGTH, FIELD_VALUE_LENGTH, FOOTER_TEXT_LENGTH, TITLE_LENGTH,
};

use super::errors::Problems;
use crate::sandbox::world::ids::written;

/// Reads and checks all embeds of a message; those that are not understood are left out and noted.
pub(super) fn check(list: &[Value], path: &str, problems: &mut Problems) -> Vec<Embed> {
    let mut embeds = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let path = format!("{path}.{index}");
        let mut value = value.clone();
        if value.is_object() {
            // A bot sends rich embeds only, whatever it says.
            value["type"] = json!("rich");
            spell_time(&mut value);
        }
        match serde_json::from_value::<Embed>(value) {
            Ok(embed) => {
                check_one(&embed, &path, problems);
                embeds.push(embed);
            }
            Err(error) => problems.add(&path, "MODEL_TYPE_CONVERT", format!("This embed is not understood: {error}")),
        }
    }
    let characters: usize = embeds.iter().map(embed::chars).sum();
    if characters > EMBED_TOTAL_LENGTH {
        let message = format!("Embed size exceeds maximum size of {EMBED_TOTAL_LENGTH}");
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", message);
    }
    embeds
}

/// twilight reads only one of the ways to write an instant that Discord reads.
fn spell_time(embed: &mut Value) {
    let instant = embed["timestamp"].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    if let Some(instant) = instant {
        embed["timestamp"] = json!(written(instant));
    }
}

fn check_one(embed: &Embed, path: &str, problems: &mut Problems) {
    required_texts(embed, path, problems);
    for (field, url) in urls(embed) {
        let sound = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("attachment://");
        if !sound {
            let message = format!("Scheme \"{url}\" is not supported. Scheme must be one of ('http', 'https').");
            problems.add(&format!("{path}.{field}"), "URL_TYPE_INVALID_SCHEME", message);
        }
    }
    // twilight stops at the first; a message with two faults reads the second one after the first is mended.
    let Err(error) = embed::embed(embed) else { return };
    let long = |text: fn(&EmbedField) -> &str, max: usize| {
        embed.fields.iter().position(|field| text(field).chars().count() > max).unwrap_or(0)
    };
    match error.kind() {
        Kind::TitleTooLarge { .. } => problems.too_long(&format!("{path}.title"), TITLE_LENGTH),
        Kind::DescriptionTooLarge { .. } => problems.too_long(&format!("{path}.description"), DESCRIPTION_LENGTH),
        Kind::AuthorNameTooLarge { .. } => problems.too_long(&format!("{path}.author.name"), AUTHOR_NAME_LENGTH),
        Kind::FooterTextTooLarge { .. } => problems.too_long(&format!("{path}.footer.text"), FOOTER_TEXT_LENGTH),
        Kind::TooManyFields { .. } => problems.too_long(&format!("{path}.fields"), FIELD_COUNT),
        Kind::FieldNameTooLarge { .. } => {
            let at = long(|f| &f.name, FIELD_NAME_LENGTH);
            problems.too_long(&format!("{path}.fields.{at}.name"), FIELD_NAME_LENGTH);
        }
        Kind::FieldValueTooLarge { .. } => {
            let at = long(|f| &f.value, FIELD_VALUE_LENGTH);
            problems.too_long(&format!("{path}.fields.{at}.value"), FIELD_VALUE_LENGTH);
        }
        // The sum over all embeds says it.
        Kind::EmbedTooLarge { .. } => {}
        _ => problems.add(path, "BASE_TYPE_INVALID", error.to_string()),
    }
}

fn required_texts(embed: &Embed, path: &str, problems: &mut Problems) {
    for (index, field) in embed.fields.iter().enumerate() {
        for (name, text) in [("name", &field.name), ("value", &field.value)] {
            if text.trim().is_empty() {
                problems.required(&format!("{path}.fields.{index}.{name}"));
            }
        }
    }
    if embed.footer.as_ref().is_some_and(|f| f.text.trim().is_empty()) {
        problems.required(&format!("{path}.footer.text"));
    }
    if embed.author.as_ref().is_some_and(|a| a.name.trim().is_empty()) {
        problems.required(&format!("{path}.author.name"));
    }
}

fn urls(embed: &Embed) -> Vec<(&'static str, &str)> {
    let mut urls = Vec::new();
    urls.extend(embed.url.as_deref().map(|u| ("url", u)));
    urls.extend(embed.image.as_ref().map(|i| ("image.url", i.url.as_str())));
    urls.extend(embed.thumbnail.as_ref().map(|t| ("thumbnail.url", t.url.as_str())));
    urls.extend(embed.author.as_ref().and_then(|a| a.url.as_deref()).map(|u| ("author.url", u)));
    urls
}
