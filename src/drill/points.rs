//! What a mark adds to the leaderboard.

/// A round's points: its mark (0–100) divided by ten, rounded half up.
pub const fn points_of(mark: u8) -> u32 {
    (mark as u32 + 5) / 10
}
