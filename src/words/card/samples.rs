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
