//! One session, counted.

use super::channel::{self, Channel};
use super::{Event, Kind};

/// How many bins all channels have together.
pub(super) const BINS: usize = 328;

/// A stroke ends where the pointer rests so long, in seconds.
const STROKE_REST: f64 = 0.4;
/// Pauses shorter than this are part of moving.
const SHORTEST_PAUSE: f64 = 0.2;
/// A stroke of fewer reports or pixels than this is a tremor.
const STROKE_REPORTS: usize = 3;
const STROKE_PIXELS: f64 = 3.0;
/// Reports can bear the same time; speeds are taken over this long at least, in seconds.
const SHORTEST_STEP: f64 = 0.008;
/// A stroke ends in what follows within so many seconds.
const ENDS_WITHIN: f64 = 1.0;
/// The ending of a stroke that nothing followed.
const NOTHING: usize = Kind::COUNT;
/// A button that is held for more reports than this was let go unseen.
const LONGEST_HOLD_REPORTS: usize = 400;

/// What one session, or a part of it, looks like: counts in every bin of every channel, and how far across
/// the screen it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub(super) counts: Vec<f32>,
    pub(super) farthest: (f32, f32),
    pub(super) events: usize,
}

impl Summary {
    /// Counts a session.
    pub fn of(events: &[Event]) -> Self {
        let mut counting = Counting::new(events.len());
        for event in events.iter().filter(|event| event.is_usable()) {
            counting.event(event);
        }
        counting.end_stroke(None);
        counting.summary
    }

    /// How many reports it rests on.
    pub fn events(&self) -> usize {
        self.events
    }

    pub(super) fn channel(&self, channel: Channel) -> &[f32] {
        let start = channel.start();
        self.counts.get(start..start + channel.bins()).unwrap_or_default()
    }
}

/// Sizes of the parts of a session by which a profile learns how much sessions vary, in reports.
pub(super) const SIZES: [usize; 4] = [250, 500, 1_000, 2_000];
/// At most so many parts of each size, so that a long session costs no more than a few short ones.
const MOST_PARTS: usize = 8;

/// Parts of a session, of several sizes, spread over all of it. A short session has few or none.
pub fn windows(events: &[Event]) -> Vec<Summary> {
    let mut parts = Vec::new();
    for size in SIZES {
        let all = events.len() / size;
        let taken = all.min(MOST_PARTS);
        parts.extend((0..taken).filter_map(|part| {
            let start = part * all / taken * size;
            events.get(start..start + size).map(Summary::of)
        }));
    }
    parts
}

/// A session while it is counted.
struct Counting {
    summary: Summary,
    starts: [usize; Channel::COUNT],
    before: Option<Event>,
    stroke: Vec<Event>,
    moved: Option<f64>,
    pressed: Option<(f64, usize)>,
    last_press: Option<f64>,
    reports: usize,
}

impl Counting {
    fn new(events: usize) -> Self {
        Self {
            summary: Summary {
                counts: vec![0.0; BINS],
                farthest: (0.0, 0.0),
                events,
            },
            starts: Channel::ALL.map(Channel::start),
            before: None,
            stroke: Vec::new(),
            moved: None,
            pressed: None,
            last_press: None,
            reports: 0,
        }
    }

    fn count(&mut self, channel: Channel, bin: usize) {
        let start = self.starts.get(channel as usize).copied().unwrap_or_default();
        if let Some(count) = self.summary.counts.get_mut(start + bin) {
            *count += 1.0;
        }
    }

    fn event(&mut self, event: &Event) {
        self.reports += 1;
        let (across, down) = self.summary.farthest;
        self.summary.farthest = (across.max(event.x), down.max(event.y));
        self.count(Channel::Across, channel::across(event.x));
        self.count(Channel::Down, channel::down(event.y));
        self.count(Channel::Place, channel::place(event.x, event.y));
        let rest = self.before.map(|before| (event.at - before.at).max(0.0));
        if let (Some(rest), Some(before)) = (rest, self.before) {
            self.count(Channel::Interval, channel::interval(rest));
            self.count(
                Channel::Order,
                before.kind.number() * Kind::COUNT + event.kind.number(),
            );
            if rest > SHORTEST_PAUSE {
                self.count(Channel::Pause, channel::pause(rest));
            }
        }
        if event.kind != Kind::Move || rest.is_some_and(|rest| rest > STROKE_REST) {
            self.end_stroke(Some(event));
        }
        match event.kind {
            Kind::Move => {
                self.stroke.push(*event);
                self.moved = Some(event.at);
            }
            Kind::Press => self.press(event.at),
            Kind::Release => {
                if let Some((since, report)) = self.pressed.take()
                    && self.reports - report < LONGEST_HOLD_REPORTS
                {
                    self.count(Channel::Hold, channel::hold(event.at - since));
                }
            }
            Kind::Drag | Kind::ScrollDown | Kind::ScrollUp => {}
        }
        self.before = Some(*event);
    }

    fn press(&mut self, at: f64) {
        if let Some(moved) = self.moved {
            self.count(Channel::Aim, channel::hold(at - moved));
        }
        if let Some(last) = self.last_press {
            self.count(Channel::Clicks, channel::pause(at - last));
        }
        self.pressed = Some((at, self.reports));
        self.last_press = Some(at);
    }

    /// Counts the stroke that has ended, with what it ended in.
    fn end_stroke(&mut self, next: Option<&Event>) {
        let stroke = std::mem::take(&mut self.stroke);
        self.stroke_over(&stroke, next);
        self.stroke = stroke;
        self.stroke.clear();
    }

    fn stroke_over(&mut self, stroke: &[Event], next: Option<&Event>) {
        let ([first, ..], [.., last]) = (stroke, stroke) else {
            return;
        };
        let steps = || stroke.iter().zip(stroke.iter().skip(1));
        let length: f64 = steps().map(|(from, to)| far(from, to)).sum();
        let took = last.at - first.at;
        if stroke.len() < STROKE_REPORTS || length < STROKE_PIXELS || took <= 0.0 {
            return;
        }
        let mut heading: Option<f64> = None;
        for (from, to) in steps() {
            let (step, took) = (far(from, to), (to.at - from.at).max(SHORTEST_STEP));
            self.count(Channel::Speed, channel::speed(step / took));
            if step > 0.0 {
                let now = towards(from, to);
                if let Some(before) = heading.replace(now) {
                    self.count(Channel::Turn, channel::turn(turned(now - before)));
                }
            }
        }
        self.count(Channel::Duration, channel::duration(took));
        self.count(
            Channel::Straightness,
            channel::straightness(far(first, last) / length),
        );
        self.count(Channel::Direction, channel::direction(towards(first, last)));
        self.count(Channel::Reach, channel::reach(length, length / took));
        let ending = next
            .filter(|next| next.at - last.at < ENDS_WITHIN)
            .map_or(NOTHING, |next| next.kind.number());
        self.count(Channel::Ending, ending);
    }
}

fn far(from: &Event, to: &Event) -> f64 {
    f64::from(to.x - from.x).hypot(f64::from(to.y - from.y))
}

fn towards(from: &Event, to: &Event) -> f64 {
    f64::from(to.y - from.y).atan2(f64::from(to.x - from.x))
}

/// An angle between half a turn left and half a turn right.
fn turned(radians: f64) -> f64 {
    use std::f64::consts::{PI, TAU};
    (radians + PI).rem_euclid(TAU) - PI
}
