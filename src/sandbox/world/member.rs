//! People, roles and the application, and how Discord writes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::ids::{AppId, MemberId, RoleId, ServerId, written};

/// The application and its bot user, which share one id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: AppId,
    pub(crate) name: String,
    pub(crate) token: String,
}

impl App {
    pub(crate) fn user_id(&self) -> MemberId {
        self.id.cast()
    }
}

/// The one server of the world.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Server {
    pub(crate) id: ServerId,
    pub(crate) name: String,
    pub(crate) owner: MemberId,
}

/// A role; the one whose id is the server's is `@everyone`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub permissions: Permissions,
    pub mentionable: bool,
    /// Belongs to an application and cannot be given to people.
    pub managed: bool,
}

impl Role {
    pub(crate) fn to_json(&self, position: usize, app: &App) -> Value {
        let mut role = json!({
            "id": self.id, "name": self.name, "color": 0,
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false, "icon": null, "unicode_emoji": null, "position": position, "flags": 0,
            "permissions": self.permissions, "managed": self.managed, "mentionable": self.mentionable,
        });
        if self.managed {
            role["tags"] = json!({"bot_id": app.id});
        }
        role
    }
}

/// A person or the bot, in the server or gone from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    /// The name others see.
    pub name: String,
    pub bot: bool,
    pub roles: Vec<RoleId>,
    pub locale: String,
    pub joined_at: Timestamp,
    /// False once they have left; their messages stay.
    pub here: bool,
}

impl Member {
    /// Discord's account name: lower-case ASCII, unlike the display name.
    fn account(&self) -> String {
        let ascii: String =
            self.name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if ascii.is_empty() { format!("member{}", self.id.get() % 1000) } else { ascii }
    }

    pub(crate) fn user_json(&self) -> Value {
        json!({
            "id": self.id, "username": self.account(), "global_name": self.name, "discriminator": "0",
            "avatar": null, "avatar_decoration_data": null, "public_flags": 0, "flags": 0, "primary_guild": null, "bot": self.bot,
        })
    }

    /// The member part without the user, as it stands beside an author.
    pub(crate) fn partial_json(&self) -> Value {
        json!({
            "roles": self.roles, "nick": null, "avatar": null, "banner": null, "joined_at": written(self.joined_at),
            "premium_since": null, "communication_disabled_until": null, "avatar_decoration_data": null,
            "deaf": false, "mute": false, "pending": false, "flags": 0,
        })
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut member = self.partial_json();
        member["user"] = self.user_json();
        member
    }
}
