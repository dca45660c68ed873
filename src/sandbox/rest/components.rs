//! Checking components of messages and of forms with twilight's limits, and what twilight does not check.

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ActionRow, Button, ButtonStyle, SelectMenu, SelectMenuType};
use twilight_validate::component::{
    self as limits, ACTION_ROW_COMPONENT_COUNT, COMPONENT_BUTTON_LABEL_LENGTH, COMPONENT_COUNT,
    COMPONENT_CUSTOM_ID_LENGTH, COMPONENT_V2_COUNT, ComponentValidationErrorType as Kind, SELECT_OPTION_COUNT,
    SELECT_PLACEHOLDER_LENGTH, TEXT_INPUT_LABEL_MAX, TEXT_INPUT_LENGTH_MAX, TEXT_INPUT_PLACEHOLDER_MAX,
};

use super::errors::Problems;
use crate::sandbox::world::walk;

/// Characters of a form's title.
const TITLE: usize = 45;

/// Reads and checks the components of a message.
pub(super) fn check_message(list: &[Value], path: &str, v2: bool, problems: &mut Problems) -> Vec<Component> {
    let components = read(list, path, problems);
    let (count, max) = if v2 {
        (components.iter().map(Component::component_count).sum(), COMPONENT_V2_COUNT)
    } else {
        (list.len(), COMPONENT_COUNT)
    };
    if count > max {
        problems.bad_length(path, 1, max);
    }
    for (index, component) in components.iter().enumerate() {
        let path = format!("{path}.{index}");
        match component {
            Component::ActionRow(row) => check_row(row, &path, problems),
            other if v2 => {
                if let Err(error) = limits::component_v2(other) {
                    problems.add(&path, "BASE_TYPE_INVALID", error.to_string());
                }
            }
            _ => problems.choices(&format!("{path}.type"), "1"),
        }
    }
    unique_ids(&components, path, problems);
    components
}

/// A component that twilight does not know has a type that Discord does not know either.
fn read(list: &[Value], path: &str, problems: &mut Problems) -> Vec<Component> {
    let list = completed(list, path, problems);
    let mut components = Vec::new();
    for (index, value) in list.into_iter().enumerate() {
        let path = format!("{path}.{index}");
        match serde_json::from_value::<Component>(value) {
            Ok(Component::Unknown(_)) => unknown_type(&path, problems),
            Ok(component) => components.push(component),
            Err(error) => {
                problems.add(&path, "MODEL_TYPE_CONVERT", format!("This component is not understood: {error}"));
            }
        }
    }
    components
}

/// Fills in what Discord fills in: a number for each component that has none, in reading order, and how many values a
/// menu takes.
fn completed(list: &[Value], path: &str, problems: &mut Problems) -> Vec<Value> {
    let mut list = list.to_vec();
    let mut taken = HashSet::new();
    let mut twice = false;
    each(&mut list, &mut |component| {
        let own = component["id"].as_i64().filter(|id| *id != 0);
        twice |= own.is_some_and(|id| !taken.insert(id));
    });
    let mut next = 1;
    each(&mut list, &mut |component| {
        if component["id"].as_i64().unwrap_or(0) == 0 {
            while !taken.insert(next) {
                next += 1;
            }
            component["id"] = json!(next);
        }
        for count in ["min_values", "max_values"] {
            if matches!(component["type"].as_u64(), Some(3 | 5..=8)) && component[count].is_null() {
                component[count] = json!(1);
            }
        }
    });
    if twice {
        problems.add(path, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
    }
    list
}

fn each(list: &mut [Value], visit: &mut impl FnMut(&mut Value)) {
    for component in list.iter_mut().filter(|c| c.is_object()) {
        visit(component);
        for inner in ["accessory", "component"] {
            if let Some(one) = component.get_mut(inner) {
                each(std::slice::from_mut(one), visit);
            }
        }
        if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
            each(inner, visit);
        }
    }
}

fn unknown_type(path: &str, problems: &mut Problems) {
    problems.choices(&format!("{path}.type"), "1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17");
}

fn check_row(row: &ActionRow, path: &str, problems: &mut Problems) {
    let path = format!("{path}.components");
    if row.components.is_empty() || row.components.len() > ACTION_ROW_COMPONENT_COUNT {
        problems.bad_length(&path, 1, ACTION_ROW_COMPONENT_COUNT);
    }
    let menus = row.components.iter().filter(|c| matches!(c, Component::SelectMenu(_))).count();
    if menus > 0 && row.components.len() > 1 {
        problems.add(&path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu fills a row of its own.");
    }
    for (index, component) in row.components.iter().enumerate() {
        let path = format!("{path}.{index}");
        match component {
            Component::Button(button) => check_button(button, &path, problems),
            Component::SelectMenu(menu) => check_menu(menu, &path, problems),
            Component::Unknown(_) => unknown_type(&path, problems),
            _ => problems.choices(&format!("{path}.type"), "2, 3, 5, 6, 7, 8"),
        }
    }
}

fn check_button(button: &Button, path: &str, problems: &mut Problems) {
    check_custom_id(button.custom_id.as_deref(), path, problems);
    let premium = button.style == ButtonStyle::Premium;
    if !premium && button.emoji.is_none() && button.label.as_deref().is_none_or(|l| l.trim().is_empty()) {
        problems.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji.");
    }
    if matches!(button.style, ButtonStyle::Unknown(_)) {
        problems.choices(&format!("{path}.style"), "1, 2, 3, 4, 5, 6");
    }
    let schemes = ["http://", "https://", "discord://"];
    if button.url.as_deref().is_some_and(|u| !schemes.iter().any(|s| u.starts_with(s)) || u.len() > 512) {
        problems.add(&format!("{path}.url"), "URL_TYPE_INVALID_SCHEME", "Not a web address of at most 512 characters.");
    }
    let Err(error) = limits::button(button) else { return };
    match error.kind() {
        Kind::ComponentLabelLength { .. } => {
            problems.too_long(&format!("{path}.label"), COMPONENT_BUTTON_LABEL_LENGTH);
        }
        Kind::ComponentCustomIdLength { .. } => {}
        Kind::ButtonConflict => {
            let message = "A custom id and url cannot both be specified";
            problems.add(&format!("{path}.custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
        }
        Kind::ButtonStyle { style: ButtonStyle::Link } => {
            problems.add(path, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
        }
        Kind::ButtonStyle { .. } => {
            problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required");
        }
        _ => problems.add(path, "BASE_TYPE_INVALID", error.to_string()),
    }
}

/// A custom id that is there must be of 1 to 100 characters.
fn check_custom_id(custom_id: Option<&str>, path: &str, problems: &mut Problems) {
    let length = custom_id.map_or(1, |id| id.chars().count());
    if length == 0 || length > COMPONENT_CUSTOM_ID_LENGTH {
        problems.bad_length(&format!("{path}.custom_id"), 1, COMPONENT_CUSTOM_ID_LENGTH);
    }
}

fn check_menu(menu: &SelectMenu, path: &str, problems: &mut Problems) {
    check_custom_id(Some(&menu.custom_id), path, problems);
    let options = menu.options.as_deref().unwrap_or_default();
    let of_text = menu.kind == SelectMenuType::Text;
    if of_text && (options.is_empty() || options.len() > SELECT_OPTION_COUNT) {
        problems.bad_length(&format!("{path}.options"), 1, SELECT_OPTION_COUNT);
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.options.{index}");
        if !values.insert(&option.value) {
            let message = "The specified option value is already used";
            problems.add(&format!("{path}.value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
        for (field, text) in [("label", &option.label), ("value", &option.value)] {
            if text.is_empty() || text.chars().count() > 100 {
                problems.bad_length(&format!("{path}.{field}"), 1, 100);
            }
        }
        if option.description.as_ref().is_some_and(|d| d.chars().count() > 100) {
            problems.too_long(&format!("{path}.description"), 100);
        }
    }
    check_counts(menu, options.len(), path, problems);
    let Err(error) = limits::select_menu(menu, true) else { return };
    match error.kind() {
        Kind::SelectPlaceholderLength { .. } => {
            problems.too_long(&format!("{path}.placeholder"), SELECT_PLACEHOLDER_LENGTH);
        }
        Kind::ComponentCustomIdLength { .. }
        | Kind::SelectOptionCount { .. }
        | Kind::SelectOptionsMissing
        | Kind::SelectOptionLabelLength { .. }
        | Kind::SelectOptionValueLength { .. }
        | Kind::SelectOptionDescriptionLength { .. }
        | Kind::SelectMaximumValuesCount { .. }
        | Kind::SelectMinimumValuesCount { .. } => {}
        _ => problems.add(path, "BASE_TYPE_INVALID", error.to_string()),
    }
}

fn check_counts(menu: &SelectMenu, options: usize, path: &str, problems: &mut Problems) {
    let (min, max) = (usize::from(menu.min_values.unwrap_or(1)), usize::from(menu.max_values.unwrap_or(1)));
    let most = if menu.kind == SelectMenuType::Text { options.clamp(1, SELECT_OPTION_COUNT) } else { 25 };
    if max == 0 || max > most {
        let message = format!("Must be between 1 and {most}.");
        problems.add(&format!("{path}.max_values"), "NUMBER_TYPE_MAX", message);
    }
    if min > max {
        let message = "min_values cannot be greater than max_values";
        problems.add(&format!("{path}.min_values"), "SELECT_COMPONENT_MIN_OVER_MAX", message);
    }
    let chosen = menu.options.iter().flatten().filter(|o| o.default).count();
    if chosen > max {
        problems.too_long(&format!("{path}.options"), max);
    }
}

fn unique_ids(components: &[Component], path: &str, problems: &mut Problems) {
    let mut seen = HashSet::new();
    let mut twice = false;
    walk(components, &mut |component| {
        let id = match component {
            Component::Button(button) => button.custom_id.as_deref(),
            Component::SelectMenu(menu) => Some(menu.custom_id.as_str()),
            Component::TextInput(input) => Some(input.custom_id.as_str()),
            _ => None,
        };
        twice |= id.is_some_and(|id| !seen.insert(id.to_owned()));
    });
    if twice {
        problems.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
}

/// Reads and checks a form: its title, its custom id and 1 to 5 inputs.
pub(super) fn check_form(data: &Value, path: &str, problems: &mut Problems) -> (String, String, Vec<Component>) {
    let text = |field: &str| data[field].as_str().unwrap_or_default().to_owned();
    let (title, custom_id) = (text("title"), text("custom_id"));
    if title.trim().is_empty() || title.chars().count() > TITLE {
        problems.bad_length(&format!("{path}.title"), 1, TITLE);
    }
    check_custom_id(Some(&custom_id), path, problems);
    let path = format!("{path}.components");
    let list = data["components"].as_array().cloned().unwrap_or_default();
    if list.is_empty() || list.len() > COMPONENT_COUNT {
        problems.bad_length(&path, 1, COMPONENT_COUNT);
    }
    let components = read(&list, &path, problems);
    for (index, component) in components.iter().enumerate() {
        let path = format!("{path}.{index}");
        match component {
            Component::ActionRow(row) => check_input_row(row, &path, problems),
            Component::Label(label) => {
                if let Err(error) = limits::component_v2(&Component::Label(label.clone())) {
                    problems.add(&path, "BASE_TYPE_INVALID", error.to_string());
                }
            }
            Component::TextDisplay(_) => {}
            _ => problems.choices(&format!("{path}.type"), "1, 10, 18"),
        }
    }
    unique_ids(&components, &path, problems);
    (title, custom_id, components)
}

fn check_input_row(row: &ActionRow, path: &str, problems: &mut Problems) {
    let path = format!("{path}.components");
    if row.components.len() != 1 {
        problems.bad_length(&path, 1, 1);
    }
    for (index, component) in row.components.iter().enumerate() {
        let path = format!("{path}.{index}");
        match component {
            Component::TextInput(input) => check_input(input, &path, problems),
            _ => problems.choices(&format!("{path}.type"), "4"),
        }
    }
}

fn check_input(input: &twilight_model::channel::message::component::TextInput, path: &str, problems: &mut Problems) {
    check_custom_id(Some(&input.custom_id), path, problems);
    #[allow(deprecated, reason = "the label of an input in a row, which the bot's library still sends")]
    let label = input.label.as_deref().unwrap_or_default();
    if label.is_empty() || label.chars().count() > TEXT_INPUT_LABEL_MAX {
        problems.bad_length(&format!("{path}.label"), 1, TEXT_INPUT_LABEL_MAX);
    }
    let (min, max) = (input.min_length.unwrap_or(0), input.max_length.unwrap_or(4000));
    let over = |value: usize| value > TEXT_INPUT_LENGTH_MAX;
    if over(usize::from(min)) || min > max {
        problems.add(&format!("{path}.min_length"), "NUMBER_TYPE_MAX", "int value should be between 0 and 4000.");
    }
    if max == 0 || over(usize::from(max)) {
        problems.add(&format!("{path}.max_length"), "NUMBER_TYPE_MAX", "int value should be between 1 and 4000.");
    }
    if let Some(value) = &input.value {
        let length = value.chars().count();
        if over(length) || length > usize::from(max) {
            problems.too_long(&format!("{path}.value"), usize::from(max).min(TEXT_INPUT_LENGTH_MAX));
        }
    }
    if input.placeholder.as_ref().is_some_and(|p| p.chars().count() > TEXT_INPUT_PLACEHOLDER_MAX) {
        problems.too_long(&format!("{path}.placeholder"), TEXT_INPUT_PLACEHOLDER_MAX);
    }
}
