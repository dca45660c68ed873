//! Real sentences that must and must not earn a key point.


