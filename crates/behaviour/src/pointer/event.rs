//! What a pointer does.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The pointer moved with no button down.
    Move,
    /// The pointer moved with a button down.
    Drag,
    /// A button went down.
    Press,
    /// A button came up.
    Release,
    /// The wheel turned towards the person.
    ScrollDown,
    /// The wheel turned away from the person.
    ScrollUp,
}

impl Kind {
    /// How many kinds there are.
    pub(super) const COUNT: usize = 6;

    pub(super) const fn number(self) -> usize {
        match self {
            Self::Move => 0,
            Self::Drag => 1,
            Self::Press => 2,
            Self::Release => 3,
            Self::ScrollDown => 4,
            Self::ScrollUp => 5,
        }
    }
}

/// One report of the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Seconds since the session began, by the person's clock.
    pub at: f64,
    /// Pixels from the left.
    pub x: f32,
    /// Pixels from the top.
    pub y: f32,
    /// What happened.
    pub kind: Kind,
}

/// No screen is so wide; remote desktops report 65535 where the pointer left the window.
const OFF_SCREEN: f32 = 20_000.0;

impl Event {
    /// Whether the time and the position can be used.
    pub(super) fn is_usable(&self) -> bool {
        let on_screen = |place: f32| (0.0..OFF_SCREEN).contains(&place);
        self.at.is_finite() && on_screen(self.x) && on_screen(self.y)
    }
}
