//! The pure rules of a drill: ids, states, calendar, picking, points, streaks, standings, refusals. No clock, no I/O.

mod calendar;
mod ids;
mod picking;
mod points;
mod reading;
mod refusal;
mod round;
mod settings;
mod standings;
mod streak;
mod weekdays;
mod zone;

pub use calendar::{ANSWERING_MINIMUM, Instants};
pub use ids::{
    AnswerId, ChannelId, DrillId, MemberId, MessageId, OutboxId, QuestionId, RoleId, RoundId, ServerId, Topic,
};
pub use picking::{Asked, Candidate, pick};
pub use points::points_of;
pub use reading::{read_date, read_time};
pub use refusal::{Nearest, Refusal};
pub use round::{RoundState, SkipReason};
pub use settings::{AnswersShown, Drill, Level, Pause, Timetable};
pub use standings::{Change, Rank, Season, Standing, Tally, rank};
pub use streak::{DAYS_PER_FREEZE, DrillDay, FREEZES_KEPT, Streak, StreakEvent};
pub use weekdays::{BadDays, Weekdays};
pub use zone::{UnknownZone, Zone};
