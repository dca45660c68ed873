//! Turning a checked draft into a message: files, pictures inside embeds, and who is pinged.

use twilight_model::channel::message::{AllowedMentions, Embed, MentionType, MessageFlags};
use twilight_model::guild::Permissions;

use jiff::Timestamp;

use super::body::Upload;
use super::draft::{Draft, Named};
use crate::sandbox::world::ids::parse;
use crate::sandbox::world::{Attachment, ChannelId, Message, Pings, State, attachment_url};

/// Flags that an edit may change.
const EDITABLE: MessageFlags = MessageFlags::SUPPRESS_EMBEDS;

/// Writes the draft's fields onto the message; what the draft does not name stays.
pub(super) fn write(state: &mut State, message: &mut Message, draft: Draft, now: Timestamp) {
    if let Some(content) = draft.content {
        message.content = content;
        message.pings = pings(state, message, draft.mentions.as_ref());
    }
    if let Some(flags) = draft.flags {
        message.flags = (message.flags - EDITABLE) | flags;
    }
    if let Some(components) = draft.components {
        message.components = components;
    }
    let mut files: Vec<Attachment> = message.attachments.drain(..).chain(message.embedded.drain(..)).collect();
    attach(state, &mut files, draft.attachments, draft.files, now);
    if let Some(embeds) = draft.embeds {
        message.embeds = embeds;
    }
    place(message, files, &state.base);
}

/// Keeps, renames and adds files as `attachments` says; without it all stay and all sent ones are added.
fn attach(
    state: &mut State,
    files: &mut Vec<Attachment>,
    named: Option<Vec<Named>>,
    uploads: Vec<Upload>,
    now: Timestamp,
) {
    let named_at_all = named.is_some();
    let named = named.unwrap_or_default();
    let kept = |file: &mut Attachment| {
        let entry = named.iter().find_map(|n| match n {
            Named::Kept { id, description } if *id == file.id => Some(description.clone()),
            _ => None,
        });
        let stays = entry.is_some();
        if let Some(Some(description)) = entry {
            file.description = Some(description);
        }
        stays
    };
    if named_at_all {
        let gone: Vec<_> = files.extract_if(.., |file| !kept(file)).collect();
        for file in gone {
            state.files.remove(&file.id);
        }
    }
    for upload in uploads {
        let entry = named.iter().find_map(|n| match n {
            Named::New { number, filename, description } if *number == upload.number => Some((filename, description)),
            _ => None,
        });
        let (name, description) = entry.unwrap_or((&None, &None));
        let filename = plain_name(name.as_ref().unwrap_or(&upload.name));
        let id = state.mint.next(now);
        files.push(Attachment {
            id,
            content_type: content_type(&filename).to_owned(),
            filename,
            description: description.clone(),
            size: upload.bytes.len(),
            pixels: png_size(&upload.bytes),
        });
        state.files.insert(id, upload.bytes);
    }
}

/// A file that an embed shows stands in the embed; the others under the message.
fn place(message: &mut Message, files: Vec<Attachment>, base: &str) {
    let mut embeds = std::mem::take(&mut message.embeds);
    for file in files {
        let url = attachment_url(base, message.channel, &file);
        let by_name = format!("attachment://{}", file.filename);
        let mut shown = false;
        for picture in embeds.iter_mut().flat_map(pictures) {
            if *picture == by_name {
                picture.clone_from(&url);
            }
            shown |= *picture == url;
        }
        if shown { message.embedded.push(file) } else { message.attachments.push(file) }
    }
    message.embeds = embeds;
}

fn pictures(embed: &mut Embed) -> impl Iterator<Item = &mut String> {
    embed.image.iter_mut().map(|i| &mut i.url).chain(embed.thumbnail.iter_mut().map(|t| &mut t.url))
}

/// Discord keeps letters, digits and a few signs of a file's name.
fn plain_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).take(120).collect();
    if plain.trim_matches('.').is_empty() { "unknown".to_owned() } else { plain }
}

fn content_type(filename: &str) -> &'static str {
    match filename.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Width and height from a PNG's header.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    (header.get(4..8)? == b"IHDR").then_some((number(8)?, number(12)?))
}

/// Whom the text pings, as far as `allowed_mentions` and the bot's permissions let it.
fn pings(state: &State, message: &Message, allowed: Option<&AllowedMentions>) -> Pings {
    let everything = AllowedMentions {
        parse: vec![MentionType::Everyone, MentionType::Roles, MentionType::Users],
        replied_user: true,
        roles: Vec::new(),
        users: Vec::new(),
    };
    let allowed = allowed.unwrap_or(&everything);
    let may_all = may_ping_all(state, message.channel);
    let mut pings = Pings::default();
    for (mark, id) in marks(&message.content) {
        if mark == "<@&" {
            let role = parse(id).and_then(|id| state.roles.iter().find(|r| r.id == id));
            let all = allowed.parse.contains(&MentionType::Roles);
            let role = role.filter(|r| (all || allowed.roles.contains(&r.id)) && (r.mentionable || may_all));
            pings.roles.extend(role.map(|r| r.id).filter(|id| !pings.roles.contains(id)));
        } else {
            let member = parse(id).filter(|id| state.members.contains_key(id));
            let all = allowed.parse.contains(&MentionType::Users);
            let member = member.filter(|id| (all || allowed.users.contains(id)) && !pings.users.contains(id));
            pings.users.extend(member);
        }
    }
    let calls = message.content.contains("@everyone") || message.content.contains("@here");
    pings.everyone = calls && may_all && allowed.parse.contains(&MentionType::Everyone);
    let replied = message.reply_to.and_then(|id| state.messages.get(&id)).map(|m| m.author);
    pings.users.extend(replied.filter(|id| allowed.replied_user && !pings.users.contains(id)));
    pings
}

fn may_ping_all(state: &State, channel: ChannelId) -> bool {
    let permissions = state.channels.get(&channel).map(|c| state.permissions_in(state.bot(), c));
    permissions.is_some_and(|p| p.contains(Permissions::MENTION_EVERYONE))
}

/// The mentions in a text: the opening mark and the digits.
fn marks(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("<@") {
        let rest = &text[at..];
        let mark = ["<@&", "<@!", "<@"].into_iter().find(|m| rest.starts_with(m)).unwrap_or("<@");
        let inner = &rest[mark.len()..];
        if let Some(id) = inner.split_once('>').map(|(id, _)| id)
            && !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
        {
            found.push((mark, id));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_and_look_alikes_are_not() {
        assert_eq!(marks("<@1> <@!2> <@&3> <@x> <@4 <#5>"), [("<@", "1"), ("<@!", "2"), ("<@&", "3")]);
    }

    #[test]
    fn a_hostile_file_name_cannot_leave_its_folder() {
        assert_eq!(plain_name("../../etc/pass wd.png"), ".._.._etc_pass_wd.png");
        assert_eq!(plain_name(".."), "unknown");
    }

    #[test]
    fn the_size_of_a_png_is_read_and_of_other_bytes_is_not() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 4, 176, 0, 0, 2, 88]);
        assert_eq!(png_size(&png), Some((1200, 600)));
        assert_eq!(png_size(b"GIF89a"), None);
    }
}
