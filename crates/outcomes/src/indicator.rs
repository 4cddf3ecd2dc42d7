//! What is measured, looked up by the kind of event.

use journey::{Journeys, Measure, MeasureKind};
use smallvec::SmallVec;
use vocabulary::{Kind, PromiseRef};

/// One promise or guardrail with its measure.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Which.
    pub id: PromiseRef,
    /// What is counted.
    pub measure: Measure,
    /// It watches what safety costs, rather than what it gives.
    pub is_guardrail: bool,
}

impl Indicator {
    /// A short name that stays the same for as long as the promise keeps its id: FNV-1a, 64 bits.
    pub(crate) fn code(&self) -> u64 {
        fnv(self.id.as_str())
    }
}

/// What an event of a kind is to an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Counts,
    Starts,
    Ends,
}

/// Every measured promise and guardrail.
#[derive(Debug, Clone, Default)]
pub struct Indicators {
    list: Vec<Indicator>,
    by_kind: Vec<SmallVec<[(u16, Role); 2]>>,
    simulated: bool,
}

impl Indicators {
    /// What the journeys measure.
    pub fn of(journeys: &Journeys) -> Self {
        let mut indicators = Self {
            by_kind: vec![SmallVec::new(); Kind::all().count()],
            ..Self::default()
        };
        for journey in &journeys.journeys {
            for stated in journey.stated() {
                if let Some(measure) = stated.measure {
                    indicators.add(Indicator {
                        id: stated.to_ref(),
                        measure: measure.clone(),
                        is_guardrail: stated.step.is_none(),
                    });
                }
            }
        }
        indicators
    }

    /// Whether simulated events count too: in a demo they are all there is. Drills never count.
    #[must_use]
    pub fn including_simulated(mut self, simulated: bool) -> Self {
        self.simulated = simulated;
        self
    }

    /// Whether simulated events count.
    pub fn counts_simulated(&self) -> bool {
        self.simulated
    }

    /// All of them, in the order of the files.
    pub fn list(&self) -> &[Indicator] {
        &self.list
    }

    fn add(&mut self, indicator: Indicator) {
        let Ok(place) = u16::try_from(self.list.len()) else {
            return;
        };
        let roles: SmallVec<[(Kind, Role); 2]> = match &indicator.measure.kind {
            MeasureKind::Ratio { of, .. } => smallvec::smallvec![(of.kind, Role::Counts)],
            MeasureKind::Never { event } => smallvec::smallvec![(event.kind, Role::Counts)],
            MeasureKind::Within { from, to, .. } => {
                smallvec::smallvec![(from.kind, Role::Starts), (to.kind, Role::Ends)]
            }
            MeasureKind::Share { .. } => SmallVec::new(),
        };
        for (kind, role) in roles {
            if let Some(list) = self.by_kind.get_mut(kind.place()) {
                list.push((place, role));
            }
        }
        self.list.push(indicator);
    }

    /// The indicators that speak of a kind.
    pub(crate) fn about(&self, kind: Kind) -> impl Iterator<Item = (&Indicator, Role)> {
        let roles = self
            .by_kind
            .get(kind.place())
            .map(SmallVec::as_slice)
            .unwrap_or_default();
        roles
            .iter()
            .filter_map(|(place, role)| Some((self.list.get(usize::from(*place))?, *role)))
    }

    pub(crate) fn with_code(&self, code: u64) -> Option<&Indicator> {
        self.list.iter().find(|indicator| indicator.code() == code)
    }

    pub(crate) fn named(&self, id: &str) -> Option<&Indicator> {
        self.list.iter().find(|indicator| indicator.id.as_str() == id)
    }
}

pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
