//! The cards of the design's pictures, and some hostile ones, for the tests.

use super::{Card, DiagramCard, StandingsCard, StandingsRow, TableCard};
use crate::bank::Table;
use crate::drill::{Change, Rank};

fn table(dek: &str, columns: &[&str], rows: &[&[&str]]) -> Table {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    Table { dek: dek.into(), columns: owned(columns), rows: rows.iter().map(|row| owned(row)).collect() }
}

pub(super) fn ecs_vs_eks() -> Card {
    Card::Table(TableCard {
        title: "ECS vs EKS".into(),
        table: table(
            "AWS runs both control planes; the API differs.",
            &["", "ECS", "EKS"],
            &[
                &["API", "AWS-native", "Upstream Kubernetes"],
                &["Set-up effort", "Low (Express Mode: minimal)", "Higher (Auto Mode reduces it)"],
                &["Control-plane fee", "None", "Per cluster-hour"],
                &["Upgrades", "Invisible to you", "Version calendar, add-ons"],
                &["Capacity", "Fargate, EC2, Managed Instances", "Fargate, node groups, Auto Mode, hybrid nodes"],
                &["Workload identity", "Task role", "Pod Identity / IRSA"],
                &["Ecosystem", "AWS tooling", "CNCF, Helm, operators"],
                &["Portability", "Image only", "Image + Kubernetes manifests"],
                &["Fits", "Small platform team, AWS-only", "Kubernetes skills, multi-cloud or CNCF tools"],
            ],
        ),
        foot: "/ask ecs-vs-eks".into(),
        note: "Containers, mid · verified 20 Nov 2026".into(),
    })
}

pub(super) fn long_table() -> Card {
    Card::Table(TableCard {
        title: "Lambda, Fargate or EC2".into(),
        table: table(
            "Who runs what, and for how long",
            &["", "Lambda", "Fargate", "EC2"],
            &[
                &[
                    "Proposed by",
                    "東京・決済基盤チーム（夜間バッチ担当）",
                    "فريق المدفوعات في دبي",
                    "Équipe données, Zürich",
                ],
                &[
                    "Longest run",
                    "15 minutes; Managed Instances allow 90 minutes for asynchronous calls",
                    "Unlimited",
                    "Unlimited",
                ],
                &[
                    "Scale to zero",
                    "Yes (Managed Instances: if configured)",
                    "No: set the desired count to 0 by hand or on a schedule",
                    "No",
                ],
                &["Start-up", "Milliseconds to seconds", "Tens of seconds", "Minutes"],
                &[
                    "Who looks after the host",
                    "AWS",
                    "AWS",
                    "You: operating system, agents, patches and replacement of instances",
                ],
                &["GPU", "Only on Managed Instances", "No", "Yes"],
                &[
                    "Cost driver",
                    "Requests and GB-seconds",
                    "vCPU-seconds and GB-seconds",
                    "Instance time, used or not",
                ],
                &[
                    "Identifier seen in logs",
                    "arn:aws:lambda:eu-central-1:111122223333:function:invoice-render-worker-v2-canary…",
                    "Task ARN",
                    "i-0abcd1234ef567890",
                ],
            ],
        ),
        foot: "/ask lambda-fargate-ec2".into(),
        note: "Compute, mid · verified 20 Nov 2026".into(),
    })
}

pub(super) fn standings() -> Card {
    let row = |(number, shared), change, name: &str, (streak, towards_freeze, freezes), rounds, average, points| {
        StandingsRow {
            rank: Rank { number, shared },
            change,
            name: name.into(),
            streak,
            towards_freeze,
            freezes,
            rounds,
            average,
            points,
        }
    };
    Card::Standings(StandingsCard {
        title: "November standings".into(),
        dek: "After 18 rounds. Arrows: rank since last Friday.".into(),
        rows: vec![
            row((1, false), Change::Up(2), "Priya Raghavan", (14, 4, 1), 18, 91, 164),
            row((2, true), Change::Down(1), "Tomasz Wiśniewski", (12, 2, 0), 17, 89, 151),
            row((2, true), Change::Up(1), "佐藤 美咲", (18, 3, 2), 18, 84, 151),
            row((4, false), Change::Down(2), "Léa Fontaine", (4, 4, 0), 16, 88, 141),
            row((5, false), Change::Same, "Bartholomew Featherstonehaugh", (1, 1, 0), 15, 86, 129),
            row((6, false), Change::New, "يوسف الحداد", (11, 1, 2), 11, 93, 102),
            row((7, false), Change::Down(1), "dev_null_42", (2, 2, 0), 14, 61, 86),
            row((8, false), Change::Down(1), "Ana", (0, 0, 0), 9, 72, 65),
        ],
    })
}

fn diagram(title: &str, toml: &str, foot: &str, note: &str) -> Card {
    Card::Diagram(DiagramCard {
        title: title.into(),
        dek: String::new(),
        diagram: toml::from_str(toml).unwrap(),
        foot: foot.into(),
        note: note.into(),
    })
}

pub(super) fn two_zones() -> Card {
    diagram(
        "A web service in two zones",
        r#"
        groups = [
          { id = "vpc", label = "VPC 10.0.0.0/16" },
          { id = "zone-a", label = "Zone A", in = "vpc" },
          { id = "zone-b", label = "Zone B", in = "vpc" },
          { id = "public-a", label = "Public subnet", in = "zone-a", kind = "public" },
          { id = "public-b", label = "Public subnet", in = "zone-b", kind = "public" },
          { id = "app-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "app-b", label = "Private", in = "zone-b", kind = "private" },
          { id = "db-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "db-b", label = "Private", in = "zone-b", kind = "private" },
        ]
        nodes = [
          { id = "internet", label = "Internet" },
          { id = "nat-a", label = "NAT", note = "gateway", in = ["public-a"] },
          { id = "alb", label = "Load balancer", note = "one node in each zone", in = ["public-a", "public-b"] },
          { id = "nat-b", label = "NAT", note = "gateway", in = ["public-b"] },
          { id = "tasks-a", label = "ECS tasks", note = "Fargate, no public IP", in = ["app-a"] },
          { id = "tasks-b", label = "ECS tasks", note = "Fargate, no public IP", in = ["app-b"] },
          { id = "primary", label = "RDS primary", note = "reads and writes", in = ["db-a"] },
          { id = "standby", label = "RDS standby", note = "Multi-AZ, failover only", in = ["db-b"] },
        ]
        edges = [
          { from = "internet", to = "alb", label = "HTTPS 443" },
          { from = "alb", to = "tasks-a", label = "8080" },
          { from = "alb", to = "tasks-b", label = "8080" },
          { from = "tasks-a", to = "nat-a", kind = "outbound" },
          { from = "tasks-b", to = "nat-b", kind = "outbound" },
          { from = "nat-a", to = "internet", kind = "outbound" },
          { from = "nat-b", to = "internet", kind = "outbound" },
          { from = "tasks-a", to = "primary", kind = "data" },
          { from = "tasks-b", to = "primary", label = "SQL 5432", kind = "data" },
          { from = "primary", to = "standby", label = "synchronous", kind = "copy" },
        ]
        "#,
        "/ask vpc",
        "Networking, junior · verified 20 Nov 2026",
    )
}

pub(super) fn nat_gateway() -> Card {
    diagram(
        "NAT gateway",
        r#"
        groups = [
          { id = "vpc", label = "VPC" },
          { id = "zone-a", label = "Zone A", in = "vpc" },
          { id = "zone-b", label = "Zone B", in = "vpc" },
          { id = "public-a", label = "Public subnet", in = "zone-a", kind = "public" },
          { id = "public-b", label = "Public subnet", in = "zone-b", kind = "public" },
          { id = "private-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "private-b", label = "Private", in = "zone-b", kind = "private" },
        ]
        nodes = [
          { id = "internet", label = "Internet", note = "packages, third-party APIs, Docker images" },
          { id = "nat-a", label = "NAT gateway", note = "Elastic IP", in = ["public-a"] },
          { id = "nat-b", label = "NAT gateway", note = "Elastic IP", in = ["public-b"] },
          { id = "app-a", label = "App server", note = "no public IP", in = ["private-a"] },
          { id = "app-b", label = "App server", note = "no public IP", in = ["private-b"] },
          { id = "s3", label = "Amazon S3", note = "through a gateway endpoint, not through NAT" },
        ]
        edges = [
          { from = "nat-a", to = "internet", kind = "outbound" },
          { from = "nat-b", to = "internet", kind = "outbound" },
          { from = "app-a", to = "nat-a", label = "0.0.0.0/0", kind = "outbound" },
          { from = "app-b", to = "nat-b", label = "0.0.0.0/0", kind = "outbound" },
          { from = "app-a", to = "s3", kind = "data" },
          { from = "app-b", to = "s3", kind = "data" },
        ]
        "#,
        "/ask nat-gateway",
        "Sample, mid · verified 20 Nov 2026",
    )
}

pub(super) fn public_api() -> Card {
    diagram(
        "A highly available API",
        r#"
        groups = [
          { id = "vpc", label = "VPC" },
          { id = "zone-a", label = "Zone A", in = "vpc" },
          { id = "zone-b", label = "Zone B", in = "vpc" },
          { id = "public-a", label = "Public subnet", in = "zone-a", kind = "public" },
          { id = "public-b", label = "Public subnet", in = "zone-b", kind = "public" },
          { id = "app-subnet-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "app-subnet-b", label = "Private", in = "zone-b", kind = "private" },
          { id = "db-subnet-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "db-subnet-b", label = "Private", in = "zone-b", kind = "private" },
        ]
        nodes = [
          { id = "clients", label = "Clients", note = "Route 53 gives them the address" },
          { id = "edge", label = "CloudFront and WAF", note = "cache, filter; files come from S3" },
          { id = "alb", label = "Load balancer", note = "one node in each zone", in = ["public-a", "public-b"] },
          { id = "app-a", label = "App servers", note = "stateless, scaled", in = ["app-subnet-a"] },
          { id = "app-b", label = "App servers", note = "stateless, scaled", in = ["app-subnet-b"] },
          { id = "db-a", label = "RDS primary", note = "reads and writes", in = ["db-subnet-a"] },
          { id = "db-b", label = "RDS standby", note = "failover only", in = ["db-subnet-b"] },
        ]
        edges = [
          { from = "clients", to = "edge", label = "HTTPS 443", kind = "request" },
          { from = "edge", to = "alb", kind = "request" },
          { from = "alb", to = "app-a", kind = "request" },
          { from = "alb", to = "app-b", kind = "request" },
          { from = "app-a", to = "db-a", kind = "data" },
          { from = "app-b", to = "db-a", label = "SQL 5432", kind = "data" },
          { from = "db-a", to = "db-b", kind = "copy" },
        ]
        "#,
        "/ask public-api",
        "Sample, mid · verified 20 Nov 2026",
    )
}

pub(super) fn multi_az() -> Card {
    diagram(
        "RDS Multi-AZ",
        r#"
        groups = [
          { id = "region", label = "One Region" },
          { id = "zone-a", label = "Zone A", in = "region" },
          { id = "zone-b", label = "Zone B", in = "region" },
          { id = "db-a", label = "Private", in = "zone-a", kind = "private" },
          { id = "db-b", label = "Private", in = "zone-b", kind = "private" },
          { id = "read-b", label = "Private", in = "zone-b", kind = "private" },
        ]
        nodes = [
          { id = "app", label = "Application", note = "one endpoint name, before and after failover" },
          { id = "primary", label = "Primary", note = "reads and writes", in = ["db-a"] },
          { id = "standby", label = "Standby", note = "no traffic until failover", in = ["db-b"] },
          { id = "replica", label = "Read replica", note = "own endpoint, may lag", in = ["read-b"] },
        ]
        edges = [
          { from = "app", to = "primary", label = "SQL", kind = "data" },
          { from = "primary", to = "standby", label = "synchronous", kind = "copy" },
          { from = "primary", to = "replica", label = "asynchronous", kind = "data" },
        ]
        "#,
        "/ask multi-az",
        "Sample, mid · verified 20 Nov 2026",
    )
}

/// A circle, edges past ranks, edges within a rank, unknown ends, and a group within itself.
pub(super) fn tangle() -> Card {
    diagram(
        "Orders, the long way round",
        r#"
        groups = [
          { id = "shop", label = "Shop" },
          { id = "core", label = "Core", in = "shop", kind = "private" },
          { id = "loop", label = "Loop", in = "loop" },
          { id = "empty", label = "Empty", in = "shop" },
        ]
        nodes = [
          { id = "web", label = "Web" },
          { id = "api", label = "API", in = ["shop"] },
          { id = "queue", label = "Queue", note = "SQS", in = ["core"] },
          { id = "worker", label = "Worker", note = "Lambda", in = ["core"] },
          { id = "db", label = "Orders", note = "DynamoDB", in = ["core"] },
          { id = "mail", label = "Mail" },
          { id = "logs", label = "Logs", in = ["nowhere"] },
          { id = "lone", label = "Lone", in = ["loop"] },
        ]
        edges = [
          { from = "web", to = "api", label = "HTTPS" },
          { from = "api", to = "queue", label = "orders" },
          { from = "queue", to = "worker", label = "batch of 10" },
          { from = "worker", to = "db", label = "put", kind = "data" },
          { from = "worker", to = "api", label = "call back" },
          { from = "api", to = "db", label = "get", kind = "data" },
          { from = "web", to = "mail", label = "link" },
          { from = "worker", to = "mail", kind = "outbound" },
          { from = "web", to = "logs", kind = "data" },
          { from = "logs", to = "db", kind = "copy" },
          { from = "web", to = "web" },
          { from = "web", to = "nobody" },
        ]
        "#,
        "/ask tangle",
        "Sample, senior",
    )
}

/// Twenty parts in a row down, each pointing at the next.
pub(super) fn chain() -> Card {
    let nodes: Vec<String> = (0..20).map(|n| format!("{{ id = \"n{n}\", label = \"Step {n}\" }}")).collect();
    let edges: Vec<String> =
        (1..20).map(|n| format!("{{ from = \"n{}\", to = \"n{n}\", label = \"on to {n}\" }}", n - 1)).collect();
    let toml = format!("nodes = [{}]\nedges = [{}]", nodes.join(","), edges.join(","));
    diagram("A long chain", &toml, "/ask chain", "Sample")
}

/// What a careless or hostile author might put in a table.
pub(super) fn hostile_table() -> Card {
    Card::Table(TableCard {
        title: "Names that are much longer than any title ought to be, in a card of a fixed width".into(),
        table: table(
            "شرح طويل جدا لا يتسع له سطر واحد من هذه البطاقة ولا حتى سطران",
            &["Corner", "عربي", "日本語の見出し"],
            &[
                &["Internationalisation", "مرحبا (ECS) بالعالم", "東京・決済基盤チーム（夜間バッチ担当）"],
                &["🔥 emoji 🇩🇪", "👩‍👩‍👧‍👦 👍🏽 ✓ ✗ → ≥", "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}algo"],
                &["", "", ""],
                &[
                    "<b>markup</b>",
                    "<svg onload=x> &amp; {color:red}",
                    "arn:aws:lambda:eu-central-1:111122223333:function:x",
                ],
                &["Fits", "שלום עולם", "\u{202e}reversed\u{202c} supercalifragilisticexpialidocious"],
            ],
        ),
        foot: "/ask a-very-long-question-id-that-does-not-end-soon-enough".into(),
        note: "Containers, mid · verified 20 Nov 2026".into(),
    })
}

/// More members than a card holds, with names that try to break out of their line.
pub(super) fn long_standings() -> Card {
    let names = ["Wolfeschlegelsteinhausenbergerdorff", "𝕗𝕒𝕟𝕔𝕪", "مُحَمَّد عَبْد الله", "👑🔥👑", "ﷺﷺﷺﷺ", "", "Zoë"];
    Card::Standings(StandingsCard {
        title: "Fourth quarter".into(),
        dek: "After 61 rounds. Arrows: rank since 1 October.".into(),
        rows: (0..17)
            .map(|number: u32| StandingsRow {
                rank: Rank { number: number + 1, shared: false },
                change: if number.is_multiple_of(2) { Change::Up(number) } else { Change::Down(number) },
                name: names[number as usize % names.len()].into(),
                streak: 100 - number,
                towards_freeze: (number % 5) as u8,
                freezes: (number % 3) as u8,
                rounds: 61,
                average: 100,
                points: 99_999,
            })
            .collect(),
    })
}
