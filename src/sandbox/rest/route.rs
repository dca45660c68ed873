//! Which call of Discord's API a request is.

use axum::http::Method;

use super::errors::Refused;

macro_rules! routes {
    ($($name:ident: $method:ident [$($step:tt)*];)*) => {
        /// A call of the API. The names are the ones of Discord's documentation, shortened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Route { $($name),* }

        const ROUTES: &[(Route, Method, &[&str])] = &[$((Route::$name, Method::$method, &[$($step)*])),*];
    };
}

// `*` stands for an id or a token.
routes! {
    GetGateway: GET ["gateway"];
    GetGatewayBot: GET ["gateway", "bot"];
    GetMe: GET ["users", "@me"];
    GetUser: GET ["users", "*"];
    GetMyServers: GET ["users", "@me", "guilds"];
    LeaveServer: DELETE ["users", "@me", "guilds", "*"];
    GetMyApplication: GET ["applications", "@me"];
    GetApplicationInfo: GET ["oauth2", "applications", "@me"];
    GetCommands: GET ["applications", "*", "commands"];
    PutCommands: PUT ["applications", "*", "commands"];
    CreateCommand: POST ["applications", "*", "commands"];
    GetCommand: GET ["applications", "*", "commands", "*"];
    DeleteCommand: DELETE ["applications", "*", "commands", "*"];
    GetServerCommands: GET ["applications", "*", "guilds", "*", "commands"];
    PutServerCommands: PUT ["applications", "*", "guilds", "*", "commands"];
    CreateServerCommand: POST ["applications", "*", "guilds", "*", "commands"];
    DeleteServerCommand: DELETE ["applications", "*", "guilds", "*", "commands", "*"];
    Callback: POST ["interactions", "*", "*", "callback"];
    CreateFollowup: POST ["webhooks", "*", "*"];
    GetResponse: GET ["webhooks", "*", "*", "messages", "*"];
    EditResponse: PATCH ["webhooks", "*", "*", "messages", "*"];
    DeleteResponse: DELETE ["webhooks", "*", "*", "messages", "*"];
    GetServer: GET ["guilds", "*"];
    GetServerChannels: GET ["guilds", "*", "channels"];
    GetServerRoles: GET ["guilds", "*", "roles"];
    GetMembers: GET ["guilds", "*", "members"];
    GetMember: GET ["guilds", "*", "members", "*"];
    GetActiveThreads: GET ["guilds", "*", "threads", "active"];
    GetChannel: GET ["channels", "*"];
    EditChannel: PATCH ["channels", "*"];
    DeleteChannel: DELETE ["channels", "*"];
    GetMessages: GET ["channels", "*", "messages"];
    CreateMessage: POST ["channels", "*", "messages"];
    GetMessage: GET ["channels", "*", "messages", "*"];
    EditMessage: PATCH ["channels", "*", "messages", "*"];
    DeleteMessage: DELETE ["channels", "*", "messages", "*"];
    TriggerTyping: POST ["channels", "*", "typing"];
    CreateThread: POST ["channels", "*", "threads"];
    CreateThreadFromMessage: POST ["channels", "*", "messages", "*", "threads"];
    GetPublicArchivedThreads: GET ["channels", "*", "threads", "archived", "public"];
    GetPrivateArchivedThreads: GET ["channels", "*", "threads", "archived", "private"];
    GetThreadMembers: GET ["channels", "*", "thread-members"];
    GetThreadMember: GET ["channels", "*", "thread-members", "*"];
    AddThreadMember: PUT ["channels", "*", "thread-members", "*"];
    RemoveThreadMember: DELETE ["channels", "*", "thread-members", "*"];
}

/// A recognised call and the ids and tokens of its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Called {
    pub(crate) route: Route,
    pub(crate) steps: Vec<String>,
}

/// Recognises a path below `/api/v10/`. Fixed steps win over `*`.
pub(crate) fn recognise(method: &Method, path: &str) -> Result<Called, Refused> {
    let steps: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    let fits =
        |pattern: &[&str]| pattern.len() == steps.len() && pattern.iter().zip(&steps).all(|(p, s)| *p == "*" || p == s);
    let mut found: Vec<_> = ROUTES.iter().filter(|(_, _, pattern)| fits(pattern)).collect();
    found.sort_by_key(|(_, _, pattern)| pattern.iter().filter(|p| **p == "*").count());
    if found.is_empty() {
        return Err(Refused::not_found());
    }
    let Some((route, _, pattern)) = found.into_iter().find(|(_, m, _)| m == method) else {
        return Err(Refused::method_not_allowed());
    };
    let free = pattern.iter().zip(&steps).filter(|(p, _)| **p == "*").map(|(_, s)| (*s).to_owned());
    Ok(Called { route: *route, steps: free.collect() })
}

impl Route {
    /// Calls that carry their right in the path: the token of an interaction.
    pub(crate) fn needs_token(self) -> bool {
        use Route::{Callback, CreateFollowup, DeleteResponse, EditResponse, GetResponse};
        !matches!(self, Callback | CreateFollowup | GetResponse | EditResponse | DeleteResponse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_step_wins_over_an_id() {
        let called = recognise(&Method::GET, "users/@me").expect("a call");
        assert_eq!((called.route, called.steps.len()), (Route::GetMe, 0));
        let called = recognise(&Method::POST, "/channels/7/messages/8/threads").expect("a call");
        assert_eq!(called.route, Route::CreateThreadFromMessage);
        assert_eq!(called.steps, ["7", "8"]);
    }

    #[test]
    fn an_unknown_path_and_a_wrong_method_are_told_apart() {
        assert_eq!(recognise(&Method::GET, "channels/1/pins"), Err(Refused::not_found()));
        assert_eq!(recognise(&Method::PUT, "channels/1/messages"), Err(Refused::method_not_allowed()));
    }
}
