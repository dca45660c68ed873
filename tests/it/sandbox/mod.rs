//! The sandbox, driven by a small bot of the real client library and by bare HTTP and websocket calls.

mod bot;
mod conversations;
mod faults;
mod keeping;
mod limits;
mod page;
mod raw;
mod refusals;
mod sessions;
mod shapes;

use cloud_drill::clock::Clock;
use cloud_drill::sandbox::{ChannelId, DemoServer, MemberId, Options, Sandbox, World};
use jiff::tz::TimeZone;

/// An instant at which the tests begin.
pub(crate) const MORNING: &str = "2026-11-20T08:00:00Z";

/// A fresh sandbox on a free port, its clock at [`MORNING`], and that clock.
async fn start() -> (Sandbox, Clock) {
    let clock = Clock::starting_at(MORNING.parse().expect("a valid time"));
    let sandbox = Sandbox::start(options(clock.clone(), None)).await.expect("the sandbox starts");
    (sandbox, clock)
}

fn options(clock: Clock, data: Option<std::path::PathBuf>) -> Options {
    let listen = "127.0.0.1:0".parse().expect("a valid address");
    Options { listen, clock, zone: TimeZone::UTC, data, server: DemoServer::default() }
}

fn member(world: &World, name: &str) -> MemberId {
    world.member(name).expect("a member of the demo server")
}

fn drills(world: &World) -> ChannelId {
    world.channel("aws-drills").expect("a channel of the demo server")
}
