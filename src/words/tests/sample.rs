//! A question, a mark and a drill as they come in real use.

use jiff::Timestamp;
use jiff::civil::{date, time};

use crate::bank::{
    Choice, Diagram, Edge, EdgeKind, FollowUp, Group, GroupKind, KeyPoint, KeyPointId, Kind, Node, Question,
    ReferenceAnswer, Source, Table,
};
use crate::drill::{
    AnswersShown, ChannelId, Drill, DrillId, Level, MemberId, QuestionId, Rank, RoleId, RoundId, ServerId, Timetable,
    Topic, Weekdays, Zone,
};
use crate::grade::{Label, Mark, PointMark};

pub const ROUND: RoundId = RoundId(7);
pub const ANA: MemberId = MemberId(1001);
pub const PRIYA: MemberId = MemberId(1002);
pub const MISAKI: MemberId = MemberId(1004);

/// Friday 20 November 2026, 16:00 in Berlin.
pub fn reveal_at() -> Timestamp {
    "2026-11-20T15:00:00Z".parse().expect("a valid instant")
}

/// Monday 23 November 2026, 09:00 in Berlin.
pub fn next() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().expect("a valid instant")
}

pub fn alone(number: u32) -> Rank {
    Rank { number, shared: false }
}

pub fn shared(number: u32) -> Rank {
    Rank { number, shared: true }
}

pub fn question() -> Question {
    Question {
        id: QuestionId::new("ecs-vs-eks"),
        topic: Topic::new("containers"),
        title: "ECS vs EKS".to_owned(),
        prompt: "Your services already run in containers. When would you choose ECS, and when EKS?".to_owned(),
        level: Level::Mid,
        kind: Kind::Comparison,
        also: vec!["eks vs ecs".to_owned()],
        verified: date(2026, 11, 20),
        sources: vec![source("What is Amazon EKS", "eks"), source("Amazon ECS launch types", "ecs")],
        answer: answer(),
        key_points: key_points(),
        table: Some(table()),
        diagram: None,
    }
}

fn source(title: &str, place: &str) -> Source {
    Source { title: title.to_owned(), url: format!("https://docs.aws.amazon.com/{place}/what_is_it.html") }
}

fn answer() -> ReferenceAnswer {
    let words = |text: &str| text.to_owned();
    ReferenceAnswer {
        summary: words(
            "AWS runs both control planes. ECS gives you AWS's own API; EKS gives you Kubernetes, with its tools and its \
             upgrades.",
        ),
        say_this: words(
            "Both give me containers without running a control plane, so I decide by API and people. ECS is AWS's own: \
             task definitions, task roles, no version upgrades and no cluster fee. EKS is Kubernetes: I take it when the \
             team already knows it or needs Helm and operators.",
        ),
        choose: vec![
            Choice { when: words("AWS-only stack, small team"), pick: words("ECS") },
            Choice { when: words("Kubernetes in the company already, or multi-cloud"), pick: words("EKS") },
            Choice { when: words("One web service that should be up today"), pick: words("ECS Express Mode") },
        ],
        misconceptions: vec![words("EKS makes you independent of the cloud. Only the Kubernetes API moves.")],
        follow_ups: vec![FollowUp {
            ask: words("What happens if you never upgrade an EKS cluster?"),
            listen_for: words("Extended support at a higher fee, then a forced upgrade."),
        }],
        hints: vec![
            words("Who runs the control plane in each case, and whose API do your people already know?"),
            words("Think of the version calendar."),
        ],
    }
}

fn key_points() -> Vec<KeyPoint> {
    vec![
        key_point("both-managed", "AWS runs both control planes", 3, false),
        key_point("identity", "ECS: task role. EKS: Pod Identity or IRSA", 3, false),
        key_point("cluster-fee", "EKS charges per cluster-hour, ECS does not", 4, false),
        key_point("versions", "A version has 14 + 12 months of support", 1, false),
        key_point("express", "ECS Express Mode starts a web service with one call", 1, true),
        key_point("auto-mode", "EKS Auto Mode replaces nodes within 21 days", 1, true),
    ]
}

fn key_point(id: &str, says: &str, weight: u8, bonus: bool) -> KeyPoint {
    KeyPoint {
        id: KeyPointId(id.to_owned()),
        says: says.to_owned(),
        weight,
        bonus,
        yes: vec![],
        no: vec![],
        wrong: vec![],
        concepts: vec![],
        against: vec![],
    }
}

fn table() -> Table {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    Table {
        dek: "AWS runs both control planes; the API differs.".to_owned(),
        columns: row(["", "ECS", "EKS"]),
        rows: vec![
            row(["API", "AWS-native", "Upstream Kubernetes"]),
            row(["Control-plane fee", "None", "Per cluster-hour"]),
            row(["Fits", "Small platform team, AWS-only", "Kubernetes skills, multi-cloud or CNCF tools"]),
        ],
    }
}

pub fn diagram() -> Diagram {
    let (text, none) = (|text: &str| text.to_owned(), String::new);
    Diagram {
        groups: vec![Group {
            id: text("public-a"),
            label: text("Public subnet"),
            kind: GroupKind::Public,
            parent: None,
        }],
        nodes: vec![
            Node { id: text("internet"), label: text("Internet"), note: none(), groups: vec![] },
            Node {
                id: text("alb"),
                label: text("Load balancer"),
                note: text("one node in each zone"),
                groups: vec![text("public-a")],
            },
        ],
        edges: vec![
            Edge { from: text("internet"), to: text("alb"), label: text("HTTPS 443"), kind: EdgeKind::Request },
            Edge { from: text("alb"), to: text("internet"), label: none(), kind: EdgeKind::Outbound },
        ],
    }
}

/// 74: two points covered, one contradicted, one missing; a bonus point covered, another contradicted.
pub fn mark() -> Mark {
    let point = |id: &str, label, evidence: Option<&str>, bonus| PointMark {
        id: KeyPointId(id.to_owned()),
        label,
        evidence: evidence.map(str::to_owned),
        bonus,
    };
    Mark {
        score: 74,
        points: vec![
            point("both-managed", Label::Covered, Some("either way AWS keeps the masters up"), false),
            point("identity", Label::Covered, Some("task roles … IRSA for pods"), false),
            point("cluster-fee", Label::Contradicted, Some("Both bill you for the control plane"), false),
            point("versions", Label::Absent, None, false),
            point("express", Label::Covered, Some("express mode is one call"), true),
            point("auto-mode", Label::Contradicted, Some("auto mode never touches the nodes"), true),
        ],
    }
}

pub fn drill() -> Drill {
    Drill {
        id: DrillId(1),
        server: ServerId(1),
        channel: ChannelId(5001),
        name: "Morning".to_owned(),
        timetable: Timetable {
            zone: Zone::named("Europe/Berlin").expect("a zone of the database"),
            days: Weekdays::WEEKDAYS,
            open: time(9, 0, 0, 0),
            reveal: time(16, 0, 0, 0),
        },
        topics: vec![],
        level: None,
        ping: Some(RoleId(9001)),
        answers: AnswersShown::Named,
        pause: None,
        seed: 1,
    }
}
