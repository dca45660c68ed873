//! A second opinion on Discord's limits: twilight's validators, which share nothing with `limits`.

use twilight_model::channel::message::component::{
    ActionRow, Button as ModelButton, ButtonStyle as ModelStyle, Component, TextInput, TextInputStyle,
};
use twilight_model::channel::message::embed::{Embed as ModelEmbed, EmbedField, EmbedFooter};
use twilight_validate::{component, message as validate};

use crate::words::{Button, ButtonStyle, Embed, Form, Message};

/// What either of the two judges says against a message.
pub fn objection(message: &Message) -> Option<String> {
    message.check().err().map(|over| over.to_string()).or_else(|| foreign_objection(message))
}

/// What either of the two judges says against a form.
pub fn form_objection(form: &Form) -> Option<String> {
    let input = Component::TextInput(TextInput {
        id: None,
        custom_id: "text".to_owned(),
        #[allow(deprecated)]
        label: Some(form.label.clone()),
        max_length: None,
        min_length: None,
        placeholder: Some(form.placeholder.clone()),
        required: Some(true),
        style: TextInputStyle::Paragraph,
        value: form.text.clone(),
    });
    let row = Component::ActionRow(ActionRow { id: None, components: vec![input] });
    let own = form.check().err().map(|over| over.to_string());
    own.or_else(|| component::component_v1(&row).err().map(|error| format!("{error:?}")))
}

fn foreign_objection(message: &Message) -> Option<String> {
    let embeds: Vec<ModelEmbed> = message.embed.iter().map(embed).collect();
    let rows: Vec<Component> = message.buttons.iter().map(|row| action_row(row)).collect();
    let content = validate::content(&message.content).err().map(|error| error.to_string());
    let embeds = validate::embeds(&embeds).err().map(|error| error.to_string());
    let rows = validate::components(&rows, false).err().map(|error| error.to_string());
    content.or(embeds).or(rows)
}

fn action_row(row: &[Button]) -> Component {
    Component::ActionRow(ActionRow { id: None, components: row.iter().map(button).collect() })
}

fn button(button: &Button) -> Component {
    let (style, custom_id, url) = match &button.style {
        ButtonStyle::Primary(action) => (ModelStyle::Primary, Some(action.to_string()), None),
        ButtonStyle::Secondary(action) => (ModelStyle::Secondary, Some(action.to_string()), None),
        ButtonStyle::Link(url) => (ModelStyle::Link, None, Some(url.clone())),
    };
    let label = Some(button.label.clone());
    Component::Button(ModelButton {
        id: None,
        custom_id,
        disabled: button.disabled,
        emoji: None,
        label,
        style,
        url,
        sku_id: None,
    })
}

fn embed(embed: &Embed) -> ModelEmbed {
    let fields = embed.fields.iter().map(|field| EmbedField {
        inline: field.inline,
        name: field.name.clone(),
        value: field.value.clone(),
    });
    let footer = embed.footer.clone().map(|text| EmbedFooter { icon_url: None, proxy_icon_url: None, text });
    ModelEmbed {
        author: None,
        color: None,
        description: Some(embed.body.clone()).filter(|body| !body.is_empty()),
        fields: fields.collect(),
        flags: None,
        footer,
        image: None,
        kind: "rich".to_owned(),
        provider: None,
        thumbnail: None,
        timestamp: None,
        title: embed.title.clone(),
        url: None,
        video: None,
    }
}
