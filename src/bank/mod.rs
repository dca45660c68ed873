//! The bank: question files → checked questions, search, index.

mod question;

pub use question::{
    Choice, Diagram, Edge, EdgeKind, FollowUp, Group, GroupKind, KeyPoint, KeyPointId, Kind, Node, Question,
    ReferenceAnswer, Source, Table,
};
