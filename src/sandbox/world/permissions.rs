//! What a member may do in a channel, by Discord's rule: roles, then the channel's exceptions.

use twilight_model::channel::permission_overwrite::PermissionOverwriteType;
use twilight_model::guild::Permissions;

use super::State;
use super::channel::{Channel, ChannelKind};
use super::ids::MemberId;

impl State {
    /// A member's permissions in the server as a whole; the owner and administrators have all.
    pub(crate) fn server_permissions(&self, member: MemberId) -> Permissions {
        let Some(person) = self.members.get(&member).filter(|m| m.here) else { return Permissions::empty() };
        if self.server.owner == member {
            return Permissions::all();
        }
        let everyone = self.server.id.cast();
        let of_roles = self.roles.iter().filter(|r| r.id == everyone || person.roles.contains(&r.id));
        let permissions = of_roles.fold(Permissions::empty(), |sum, role| sum | role.permissions);
        if permissions.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { permissions }
    }

    /// A member's permissions in a channel; a thread takes its parent's. A private thread is seen only by its members
    /// and by those who manage threads. Without VIEW_CHANNEL nothing else counts.
    pub(crate) fn permissions_in(&self, member: MemberId, channel: &Channel) -> Permissions {
        let server_wide = self.server_permissions(member);
        if server_wide.contains(Permissions::ADMINISTRATOR) {
            return server_wide;
        }
        let home = channel.thread.as_ref().and_then(|t| self.channels.get(&t.parent)).unwrap_or(channel);
        let mut permissions = self.with_exceptions(server_wide, member, home);
        let outside = channel.kind == ChannelKind::PrivateThread
            && !channel.thread.as_ref().is_some_and(|t| t.members.contains(&member))
            && !permissions.contains(Permissions::MANAGE_THREADS);
        if outside || !permissions.contains(Permissions::VIEW_CHANNEL) {
            permissions = Permissions::empty();
        }
        permissions
    }

    fn with_exceptions(&self, mut permissions: Permissions, member: MemberId, channel: &Channel) -> Permissions {
        let roles = self.members.get(&member).map(|m| m.roles.as_slice()).unwrap_or_default();
        let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
        for exception in channel.overwrites.iter().filter(|o| o.kind == PermissionOverwriteType::Role) {
            if exception.id == self.server.id.cast() {
                permissions = (permissions - exception.deny) | exception.allow;
            } else if roles.contains(&exception.id.cast()) {
                allow |= exception.allow;
                deny |= exception.deny;
            }
        }
        permissions = (permissions - deny) | allow;
        for exception in channel.overwrites.iter().filter(|o| o.kind == PermissionOverwriteType::Member) {
            if exception.id == member.cast() {
                permissions = (permissions - exception.deny) | exception.allow;
            }
        }
        permissions
    }
}
