//! One customer.

use std::sync::Arc;

use vocabulary::{AccountId, DeviceId, Factor, FactorSet, Moment, Origin, SessionId};

use super::agents::{COMPUTERS, PHONES};
use super::habits::{Habits, SESSION_LIFE};
use super::networks::Place;
use crate::dice::Dice;

/// A person with an account.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub(crate) account: AccountId,
    pub(crate) devices: Vec<Device>,
    home: Place,
    office: Option<Place>,
    carrier: Place,
    pub(crate) habits: Habits,
    /// What they can prove besides their password. Empty for those who have enrolled nothing.
    pub(crate) factors: FactorSet,
    /// True for those who sign in with a passkey and no password.
    pub(crate) passwordless: bool,
    /// Out of a hundred challenges, those that they get wrong at first.
    pub(crate) fumbles_percent: u8,
    /// The session that is open, if any: what malware on their computer would find.
    pub(crate) open: Option<OpenSession>,
    /// True while they are in the middle of something.
    pub(crate) busy: bool,
}

/// A device with its browser.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) agent: Arc<str>,
    pub(crate) mobile: bool,
    /// Whether the account has been signed in to on it.
    pub(crate) used: bool,
}

/// A session that somebody has open.
#[derive(Debug, Clone)]
pub(crate) struct OpenSession {
    pub(crate) id: SessionId,
    pub(crate) since: Moment,
    pub(crate) from: Origin,
}

impl OpenSession {
    /// Whether it may still be used.
    pub(crate) fn lasts(&self, at: Moment) -> bool {
        at.since(self.since) < SESSION_LIFE
    }
}

/// First names from many places: an account's id is one of them with a number, so that a person who follows
/// the crowd on a screen can tell them apart.
const NAMES: &[&str] = &[
    "ada", "amir", "anneke", "bao", "bela", "carmen", "chidi", "dana", "dmitri", "elif", "emeka", "fatou",
    "finn", "greta", "hana", "ines", "ivan", "jonas", "kaito", "kofi", "leila", "lucia", "mateo", "mira",
    "nadia", "noor", "oleg", "priya", "quynh", "rosa", "sami", "sofia", "tariq", "uma", "vera", "wanda",
    "xenia", "yusuf", "zoe",
];

impl Customer {
    /// The customer with this number, the same for every seed's every run. `None` only if a name were not fit
    /// to be an id.
    pub(crate) fn throw(number: u16, dice: &mut Dice) -> Option<Self> {
        let name = NAMES.get(usize::from(number) % NAMES.len())?;
        let (factors, passwordless) = throw_factors(dice);
        // Who has nothing enrolled could not have proved themselves on a second device.
        let devices = if factors.is_empty() { 1 } else { dice.between(1, 3) };
        let first_is_mobile = dice.percent(45);
        let devices = (0..devices)
            .map(|place| Device::throw(number, place, first_is_mobile == (place % 2 == 0), dice))
            .collect::<Option<Vec<Device>>>()?;
        Some(Self {
            account: AccountId::new(&format!("{name}-{number:03}")).ok()?,
            devices,
            home: Place::home(number, dice),
            office: dice.percent(55).then(|| Place::office(dice)),
            carrier: Place::carrier(dice),
            habits: Habits::throw(dice),
            factors,
            passwordless,
            fumbles_percent: dice.pick(&[0, 2, 5, 12]).unwrap_or(5),
            open: None,
            busy: false,
        })
    }

    /// From where and with what they come at some time.
    pub(crate) fn origin(&self, device: &Device, at: Moment, dice: &mut Dice) -> Origin {
        let away = device.mobile && dice.percent(35);
        let place = match self.office {
            _ if away => self.carrier,
            Some(office) if self.habits.is_at_work(at) => office,
            _ => self.home,
        };
        Origin {
            ip: Some(place.address()),
            agent: Some(device.agent.clone()),
            device: Some(device.id.clone()),
        }
    }

    /// The device that they take this time: mostly the first.
    pub(crate) fn some_device(&self, dice: &mut Dice) -> Option<&Device> {
        let place = if dice.percent(70) {
            0
        } else {
            dice.below(self.devices.len())
        };
        self.devices.get(place)
    }

    /// The session that a thief could copy now.
    pub(crate) fn open_session(&self, at: Moment) -> Option<&OpenSession> {
        self.open.as_ref().filter(|open| open.lasts(at))
    }
}

impl Device {
    /// A device with a browser, which the customer has not used here yet.
    pub(crate) fn throw(customer: u16, place: i64, mobile: bool, dice: &mut Dice) -> Option<Self> {
        let agent = dice.pick(if mobile { PHONES } else { COMPUTERS })?;
        let id = DeviceId::new(&format!("dev_{customer:03}_{place}")).ok()?;
        Some(Self {
            id,
            agent: Arc::from(agent),
            mobile,
            used: false,
        })
    }
}

/// What somebody has enrolled, and whether a passkey is all they use. About nine in a hundred have nothing,
/// as the shop's sign-in journey says in its debt.
fn throw_factors(dice: &mut Dice) -> (FactorSet, bool) {
    let with_paper = |factor| FactorSet::EMPTY.with(factor).with(Factor::RecoveryCode);
    match dice.below(100) {
        0..9 => (FactorSet::EMPTY, false),
        9..44 => (with_paper(Factor::Passkey), true),
        44..64 => (with_paper(Factor::Passkey), false),
        64..70 => (with_paper(Factor::SecurityKey), false),
        _ => (with_paper(Factor::Totp), false),
    }
}
