//! The demo server: a small team with two channels and the application "Cloud Drill".

use std::collections::BTreeMap;

use jiff::Timestamp;
use twilight_model::guild::Permissions;

use super::world::ids::Mint;
use super::world::{App, Channel, Member, MemberId, Role, RoleId, Server, State};

/// What the application asks for when it is added: to see and send with embeds and files, to read the history, and to
/// make threads and write in them.
const BOT_PERMISSIONS: u64 = 377_957_239_808;

/// A server to start with.
#[derive(Clone, Debug)]
pub struct DemoServer {
    pub name: String,
    pub app_name: String,
    /// The bot's token.
    pub token: String,
    pub channels: Vec<DemoChannel>,
    /// Names of roles that everybody may mention.
    pub roles: Vec<String>,
    pub members: Vec<DemoMember>,
}

#[derive(Clone, Debug)]
pub struct DemoChannel {
    pub name: String,
    pub topic: Option<String>,
}

#[derive(Clone, Debug)]
pub struct DemoMember {
    pub name: String,
    pub admin: bool,
    /// Names of roles, as in [`DemoServer::roles`].
    pub roles: Vec<String>,
    /// A locale of Discord's list.
    pub locale: String,
}

impl Default for DemoServer {
    fn default() -> Self {
        let channel =
            |name: &str, topic: Option<&str>| DemoChannel { name: name.to_owned(), topic: topic.map(str::to_owned) };
        let member = |name: &str, admin: bool, roles: &[&str], locale: &str| DemoMember {
            name: name.to_owned(),
            admin,
            roles: roles.iter().map(|&r| r.to_owned()).collect(),
            locale: locale.to_owned(),
        };
        Self {
            name: "Team Drill".to_owned(),
            app_name: "Cloud Drill".to_owned(),
            token: "sandbox-token".to_owned(),
            channels: vec![
                channel("aws-drills", Some("One AWS interview question every working day")),
                channel("general", None),
            ],
            roles: vec!["interviewers".to_owned(), "backend".to_owned()],
            members: vec![
                member("Ana", true, &["interviewers"], "en-US"),
                member("Priya", false, &["interviewers"], "en-GB"),
                member("Tomasz", false, &["backend"], "pl"),
                member("美咲", false, &["backend"], "ja"),
                member("يوسف", false, &[], "en-US"),
            ],
        }
    }
}

impl DemoServer {
    /// The world with this server in it and nothing said yet. The first administrator owns it.
    pub(crate) fn build(self, now: Timestamp) -> State {
        let mut mint = Mint::default();
        let server = mint.next(now);
        let app = App { id: mint.next(now), name: self.app_name, token: self.token };
        let mut roles = vec![role(server.cast(), "@everyone", everyone())];
        for name in &self.roles {
            let role = Role { mentionable: true, ..role(mint.next(now), name, Permissions::empty()) };
            roles.push(role);
        }
        let admin = role(mint.next(now), "admin", Permissions::ADMINISTRATOR);
        let own = Permissions::from_bits_truncate(BOT_PERMISSIONS);
        let bot_role = Role { managed: true, ..role(mint.next(now), &app.name, own) };
        let mut members = BTreeMap::new();
        let mut owner: Option<MemberId> = None;
        for demo in &self.members {
            let id = mint.next(now);
            if demo.admin {
                owner.get_or_insert(id);
            }
            let named = roles.iter().filter(|r| demo.roles.contains(&r.name)).map(|r| r.id);
            let roles = named.chain(demo.admin.then_some(admin.id)).collect();
            members.insert(id, person(id, demo, roles, now));
        }
        let bot: MemberId = app.id.cast();
        let looks = DemoMember { name: app.name.clone(), admin: false, roles: Vec::new(), locale: "en-US".to_owned() };
        members.insert(bot, Member { bot: true, ..person(bot, &looks, vec![bot_role.id], now) });
        roles.extend([admin, bot_role]);
        let channels = self.channels.iter().enumerate().map(|(position, demo)| {
            let id = mint.next(now);
            (id, Channel::text(id, &demo.name, demo.topic.as_deref(), position))
        });
        let channels = channels.collect();
        let server = Server { id: server, name: self.name, owner: owner.unwrap_or(bot) };
        State::new(mint, app, server, roles, members, channels)
    }
}

fn role(id: RoleId, name: &str, permissions: Permissions) -> Role {
    Role { id, name: name.to_owned(), permissions, mentionable: false, managed: false }
}

fn person(id: MemberId, demo: &DemoMember, roles: Vec<RoleId>, now: Timestamp) -> Member {
    Member { id, name: demo.name.clone(), bot: false, roles, locale: demo.locale.clone(), joined_at: now, here: true }
}

/// What everybody in a new server may do.
fn everyone() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::CREATE_PUBLIC_THREADS
        | Permissions::CREATE_PRIVATE_THREADS
        | Permissions::SEND_MESSAGES_IN_THREADS
        | Permissions::ADD_REACTIONS
        | Permissions::USE_SLASH_COMMANDS
}
