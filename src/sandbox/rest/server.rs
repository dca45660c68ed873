//! The calls about the bot itself, the server and its people.

use serde_json::{Value, json};

use super::errors::Refused;
use super::{Call, Reply};
use crate::sandbox::world::{Member, MemberId, ServerId};

impl Call<'_> {
    /// Refuses unless the path's server is this one and the bot is in it.
    pub(super) fn server(&self) -> Result<(), Refused> {
        let id: ServerId = self.id(0)?;
        if id != self.state.server.id || !self.state.bot_here {
            return Err(Refused::unknown_server());
        }
        self.present()
    }

    pub(super) fn get_gateway(self) -> Result<Reply, Refused> {
        Ok(Reply::ok(json!({"url": self.gateway_url()})))
    }

    pub(super) fn get_gateway_bot(self) -> Result<Reply, Refused> {
        let limit = json!({"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1});
        Ok(Reply::ok(json!({"url": self.gateway_url(), "shards": 1, "session_start_limit": limit})))
    }

    fn gateway_url(&self) -> String {
        format!("{}/gateway", self.state.base.replacen("http", "ws", 1))
    }

    pub(super) fn get_me(self) -> Result<Reply, Refused> {
        let mut me = self.state.user_json(self.state.bot());
        me["verified"] = json!(true);
        me["email"] = Value::Null;
        me["mfa_enabled"] = json!(false);
        me["locale"] = json!("en-US");
        Ok(Reply::ok(me))
    }

    pub(super) fn get_user(self) -> Result<Reply, Refused> {
        let id: MemberId = self.id(0)?;
        let member = self.state.members.get(&id).ok_or_else(Refused::unknown_user)?;
        Ok(Reply::ok(member.user_json()))
    }

    pub(super) fn get_my_servers(self) -> Result<Reply, Refused> {
        let state = &self.state;
        let server = json!({
            "id": state.server.id, "name": state.server.name, "icon": null, "banner": null, "owner": false,
            "permissions": state.server_permissions(state.bot()), "features": [],
        });
        Ok(Reply::ok(json!(state.bot_here.then_some(server).into_iter().collect::<Vec<_>>())))
    }

    pub(super) fn leave_server(self) -> Result<Reply, Refused> {
        self.server()?;
        self.state.remove_bot();
        Ok(Reply::Empty)
    }

    pub(super) fn get_application(self) -> Result<Reply, Refused> {
        let state = &self.state;
        Ok(Reply::ok(json!({
            "id": state.app.id, "name": state.app.name, "icon": null, "description": "", "summary": "", "type": null,
            "bot_public": true, "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": 0, "flags_new": "0",
            "owner": state.user_json(state.server.owner), "team": null, "bot": state.user_json(state.bot()),
            "approximate_guild_count": usize::from(state.bot_here), "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
            "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null,
            "tags": [], "integration_types_config": {"0": {}},
        })))
    }

    pub(super) fn get_server(self) -> Result<Reply, Refused> {
        self.server()?;
        let mut server = self.state.server_json();
        if self.query.get("with_counts").is_some_and(|v| v == "true") {
            let count = self.state.people().count();
            server["approximate_member_count"] = json!(count);
            server["approximate_presence_count"] = json!(count);
        }
        Ok(Reply::ok(server))
    }

    pub(super) fn get_server_channels(self) -> Result<Reply, Refused> {
        self.server()?;
        let server = self.state.server.id;
        Ok(Reply::ok(self.state.text_channels().into_iter().map(|c| c.to_json(server)).collect()))
    }

    pub(super) fn get_server_roles(self) -> Result<Reply, Refused> {
        self.server()?;
        Ok(Reply::ok(json!(self.state.roles_json())))
    }

    /// Needs the privileged members intent, which the application does not have.
    pub(super) fn get_members(self) -> Result<Reply, Refused> {
        self.server()?;
        Err(Refused::missing_access())
    }

    pub(super) fn get_member(self) -> Result<Reply, Refused> {
        self.server()?;
        let id: MemberId = self.id(1)?;
        let member = self.state.members.get(&id).ok_or_else(Refused::unknown_user)?;
        if member.here { Ok(Reply::ok(Member::to_json(member))) } else { Err(Refused::unknown_member()) }
    }

    /// Refuses unless the path's application is the bot's own.
    pub(super) fn own_application(&self) -> Result<(), Refused> {
        let id = self.id(0)?;
        if self.state.app.id == id { Ok(()) } else { Err(Refused::unknown_application()) }
    }

    /// Refuses unless the second step of the path is a server the bot is in.
    pub(super) fn commands_server(&self) -> Result<ServerId, Refused> {
        let id: ServerId = self.id(1)?;
        let here = id == self.state.server.id && self.state.bot_here;
        if here && !self.state.outage { Ok(id) } else { Err(Refused::missing_access()) }
    }
}
