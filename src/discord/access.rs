//! What the bot may do in a channel, worked out from Discord's roles and overwrites.

use serenity::all::{ChannelId, ChannelType, GuildChannel, GuildId, Permissions};

use super::desk::Desk;
use super::rest::CallError;
use crate::drill;
use crate::practice::Access;

const SEND_MESSAGES: &str = "Send Messages";

pub(super) const READ_MESSAGE_HISTORY: &str = "Read Message History";

/// Without these a drill can't go on.
const REQUIRED: [(Permissions, &str); 3] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, SEND_MESSAGES),
    (Permissions::READ_MESSAGE_HISTORY, READ_MESSAGE_HISTORY),
];

/// Without these posts go out as plain text.
const OPTIONAL: [(Permissions, &str); 2] =
    [(Permissions::EMBED_LINKS, "Embed Links"), (Permissions::ATTACH_FILES, "Attach Files")];

/// What the bot may do in `channel` of `server`.
///
/// # Errors
/// When Discord gives no clear answer.
pub(super) async fn access(
    desk: &Desk,
    server: drill::ServerId,
    channel: drill::ChannelId,
) -> Result<Access, CallError> {
    let server = GuildId::new(server.snowflake());
    match permissions(desk, server, ChannelId::new(channel.snowflake())).await {
        Ok(Some(permissions)) => Ok(judge(permissions)),
        Ok(None) | Err(CallError::Refused { .. }) => Ok(unreachable_channel()),
        Err(error) => Err(error),
    }
}

/// `None` if the channel is in another server.
async fn permissions(desk: &Desk, server: GuildId, channel: ChannelId) -> Result<Option<Permissions>, CallError> {
    let me = desk.me().await.user;
    let (guild, member, channel) =
        tokio::try_join!(desk.rest.guild(server), desk.rest.member(server, me), desk.rest.channel(channel))?;
    if channel.guild_id != server {
        return Ok(None);
    }
    let Some(parent) = channel.parent_id.filter(|_| is_thread(&channel)) else {
        return Ok(Some(guild.user_permissions_in(&channel, &member)));
    };
    // A thread has its parent's overwrites, and a permission of its own for sending.
    let parent = desk.rest.channel(parent).await?;
    let mut permissions = guild.user_permissions_in(&parent, &member);
    permissions.set(Permissions::SEND_MESSAGES, permissions.send_messages_in_threads());
    Ok(Some(permissions))
}

const fn is_thread(channel: &GuildChannel) -> bool {
    matches!(channel.kind, ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread)
}

fn judge(permissions: Permissions) -> Access {
    if !permissions.view_channel() && !permissions.administrator() {
        return unreachable_channel();
    }
    let lacking = |wanted: &[(Permissions, &'static str)]| {
        let lacking =
            wanted.iter().filter(|(wanted, _)| !permissions.administrator() && !permissions.contains(*wanted));
        lacking.map(|(_, name)| *name).collect()
    };
    let missing: Vec<_> = lacking(&REQUIRED);
    // Who may not send has none of the permissions that go with sending; that says nothing about them.
    let optional_missing = if missing.contains(&SEND_MESSAGES) { Vec::new() } else { lacking(&OPTIONAL) };
    Access { reachable: true, missing, optional_missing }
}

fn unreachable_channel() -> Access {
    Access { reachable: false, missing: vec!["View Channel"], optional_missing: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_as_discord_names_it() {
        let access = judge(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
        assert!(access.reachable);
        assert_eq!(access.missing, ["Read Message History"]);
        assert_eq!(access.optional_missing, ["Attach Files"]);
    }

    #[test]
    fn where_the_bot_may_not_send_nothing_is_said_about_embeds_and_pictures() {
        let access = judge(Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY);
        assert_eq!(access.missing, ["Send Messages"]);
        assert!(access.optional_missing.is_empty());
    }

    #[test]
    fn an_administrator_lacks_nothing() {
        let access = judge(Permissions::ADMINISTRATOR);
        assert!(access.reachable && access.missing.is_empty() && access.optional_missing.is_empty());
    }

    #[test]
    fn a_hidden_channel_is_out_of_reach() {
        assert!(!judge(Permissions::SEND_MESSAGES).reachable);
    }
}
