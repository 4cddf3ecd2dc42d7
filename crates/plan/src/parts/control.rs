//! A control: how it works, what it accepts, who enforces it, and what happens while it cannot be asked.

use journey::{Control, ControlKind, SentCode, TokenLife, WhenDown};
use vocabulary::{Factor, FactorSet};

use super::knobs;
use super::measure::by_order;
use super::names::placed;
use crate::change::Effect;
use crate::changes::{Found, Lists, prove};
use crate::words::{name, names};

/// What differs between a control before and after.
pub(super) fn compare(old: &Control, new: &Control) -> Vec<Found> {
    let mut found: Vec<Found> = [
        does(old, new),
        kind(old, new),
        accepts(old, new),
        stops_user(old, new),
        enforced_by(old, new),
        owner(old, new),
        rests_on(old, new),
        when_down(old, new),
        proof(old, new),
        shadow(old, new),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(knobs::compare(old, new));
    found.extend(token(old, new));
    prove(found)
}

fn does(old: &Control, new: &Control) -> Option<Found> {
    let found = Found::reworded("does", &old.does, &new.does, "What it does is told differently.");
    found.map(|found| found.at(Some(old.does.place), Some(new.does.place)))
}

/// What keeps harm from happening is worth most; then what keeps it small. A better word alone proves nothing.
fn kind(old: &Control, new: &Control) -> Option<Found> {
    let rank = |kind| match kind {
        ControlKind::Prevent => 2,
        ControlKind::Limit => 1,
        ControlKind::Detect | ControlKind::Respond => 0,
    };
    if old.kind == new.kind {
        return None;
    }
    let helps = |kind| match kind {
        ControlKind::Prevent => "keeps harm from happening",
        ControlKind::Limit => "keeps harm small",
        ControlKind::Detect => "notices harm",
        ControlKind::Respond => "makes harm good",
    };
    let says = format!(
        "It {}; before, it was said that it {}.",
        helps(new.kind),
        helps(old.kind)
    );
    let effect = if rank(new.kind) < rank(old.kind) {
        Effect::Weaker
    } else {
        Effect::Changed
    };
    let found = Found::new(effect, "type", says).values(Some(old.kind.word()), Some(new.kind.word()));
    Some(found.at(old.written.at("type"), new.written.at("type")))
}

/// The ways of proving oneself that a control accepts, strongest first: factors, then codes that are sent.
fn ways(control: &Control) -> Vec<&'static str> {
    let says_nothing = control.accepts.is_empty() && control.accepts_codes.is_empty();
    let factors = if says_nothing {
        FactorSet::SECOND
    } else {
        control.accepts
    };
    let codes = [SentCode::Email, SentCode::Sms].into_iter();
    let codes = codes.filter(|code| control.accepts_codes.iter().any(|one| one.value == *code));
    factors
        .iter()
        .map(Factor::name)
        .chain(codes.map(SentCode::word))
        .collect()
}

/// How weak a way is: its place among all of them.
fn weakness(way: &str) -> usize {
    let mut all = Factor::NAMES
        .into_iter()
        .chain([SentCode::Email.word(), SentCode::Sms.word()]);
    all.position(|one| one == way).unwrap_or(usize::MAX)
}

/// Whoever attacks picks the weakest of what is accepted; one way more is one more to attack.
fn accepts(old: &Control, new: &Control) -> Option<Found> {
    let (before, after) = (ways(old), ways(new));
    let lists = Lists::of(before.iter().copied(), after.iter().copied());
    if lists.is_same() {
        return None;
    }
    let weakest = |ways: &[&str]| ways.iter().map(|way| weakness(way)).max();
    let found = if lists.gained.is_empty() {
        let says = format!("It no longer accepts {}.", names(lists.lost));
        // Where nothing is left that could be proved, nothing is proved about what happens.
        if after.is_empty() {
            Found::changed("accepts", says)
        } else {
            Found::stronger("accepts", says)
        }
    } else if lists.lost.is_empty() || weakest(&after) > weakest(&before) {
        Found::weaker("accepts", format!("It accepts {} too.", names(lists.gained)))
    } else {
        let says = format!(
            "It accepts {} instead of {}.",
            names(lists.gained),
            names(lists.lost)
        );
        Found::changed("accepts", says)
    };
    let found = found.values(Some(before.join(", ")), Some(after.join(", ")));
    Some(found.at(old.written.at("accepts"), new.written.at("accepts")))
}

fn stops_user(old: &Control, new: &Control) -> Option<Found> {
    let says = match (old.stops_user, new.stops_user) {
        (false, true) => "It can get in an honest person's way now.",
        (true, false) => "It is not said any more that it can get in an honest person's way.",
        _ => return None,
    };
    let word = |stops| if stops { "yes" } else { "no" };
    let found =
        Found::changed("stops_user", says).values(Some(word(old.stops_user)), Some(word(new.stops_user)));
    Some(
        found
            .at(old.written.at("stops_user"), new.written.at("stops_user"))
            .aside(),
    )
}

fn enforced_by(old: &Control, new: &Control) -> Option<Found> {
    let (before, after) = (old.enforced_by.as_ref(), new.enforced_by.as_ref());
    let found = match (before, after) {
        _ if before == after => return None,
        (_, None) => Found::weaker("enforced_by", "Nothing is said to enforce it any more."),
        (None, Some(what)) => {
            Found::stronger("enforced_by", format!("It is enforced now, by {}.", name(what)))
        }
        (Some(_), Some(what)) => Found::changed(
            "enforced_by",
            format!("It is enforced by {} instead.", name(what)),
        ),
    };
    let found = found.values(before, after);
    Some(found.at(before.map(|text| text.place), after.map(|text| text.place)))
}

fn owner(old: &Control, new: &Control) -> Option<Found> {
    let (before, after) = (old.owner.as_ref(), new.owner.as_ref());
    (before != after).then(|| {
        Found::changed("owner", "Somebody else is said to answer for it.")
            .values(before, after)
            .at(before.map(|text| text.place), after.map(|text| text.place))
            .aside()
    })
}

fn rests_on(old: &Control, new: &Control) -> Option<Found> {
    let list = |control: &'_ Control| {
        control
            .rests_on
            .iter()
            .map(|text| text.value.clone())
            .collect::<Vec<_>>()
    };
    let (before, after) = (list(old), list(new));
    let lists = Lists::of(
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    if lists.is_same() {
        return None;
    }
    let mut says = Vec::new();
    if !lists.gained.is_empty() {
        says.push(format!("It needs {} too.", names(lists.gained)));
    }
    if !lists.lost.is_empty() {
        says.push(format!("It no longer needs {}.", names(lists.lost)));
    }
    let shown = |list: &[String]| Some(list.join(", ")).filter(|list| !list.is_empty());
    let found = Found::changed("rests_on", says.join(" ")).values(shown(&before), shown(&after));
    Some(found.at(placed(&old.rests_on), placed(&new.rests_on)))
}

/// Nobody passes: nothing is stricter. Everybody passes: nothing is looser. What lies between is not ordered.
fn when_down(old: &Control, new: &Control) -> Option<Found> {
    let (effect, and) = match (old.when_down, new.when_down) {
        (before, after) if before == after => return None,
        (WhenDown::Refuse, _) | (_, WhenDown::Allow) => (Effect::Weaker, ""),
        (WhenDown::Allow, _) | (_, WhenDown::Refuse) => (Effect::Stronger, ""),
        _ => (Effect::Changed, " Which of the two is safer cannot be told."),
    };
    let then = |what| match what {
        WhenDown::Refuse => "nobody passes",
        WhenDown::Allow => "everybody passes",
        WhenDown::Queue => "it is done later",
        WhenDown::Page => "somebody is called",
    };
    let says = format!(
        "While it cannot be asked, {}; before, {}.{and}",
        then(new.when_down),
        then(old.when_down)
    );
    let found =
        Found::new(effect, "when_down", says).values(Some(old.when_down.word()), Some(new.when_down.word()));
    Some(found.at(old.written.at("when_down"), new.written.at("when_down")))
}

fn proof(old: &Control, new: &Control) -> Option<Found> {
    let list = |control: &Control| {
        control
            .proof
            .iter()
            .map(|text| text.value.clone())
            .collect::<Vec<_>>()
    };
    let (before, after) = (list(old), list(new));
    let lists = Lists::of(
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    if lists.is_same() {
        return None;
    }
    let found = match (lists.lost.is_empty(), lists.gained.is_empty()) {
        // That it is said to be shown does not show it.
        (true, _) => Found::changed(
            "proof",
            format!("{} is to show too that it works.", names(lists.gained)),
        )
        .aside(),
        (false, true) => Found::weaker(
            "proof",
            format!("{} no longer shows that it works.", names(lists.lost)),
        ),
        (false, false) => {
            let says = format!(
                "{} is to show that it works, instead of {}.",
                names(lists.gained),
                names(lists.lost)
            );
            Found::changed("proof", says)
        }
    };
    let shown = |list: &[String]| Some(list.join(", ")).filter(|list| !list.is_empty());
    let found = found.values(shown(&before), shown(&after));
    Some(found.at(placed(&old.proof), placed(&new.proof)))
}

fn shadow(old: &Control, new: &Control) -> Option<Found> {
    let found = match (old.shadow, new.shadow) {
        (false, true) => Found::weaker(
            "shadow",
            "It only records what it would have done, and stops nothing.",
        ),
        (true, false) => Found::stronger("shadow", "It acts now; before, it only recorded."),
        _ => return None,
    };
    let word = |shadow| if shadow { "yes" } else { "no" };
    let found = found.values(Some(word(old.shadow)), Some(word(new.shadow)));
    Some(found.at(old.written.at("shadow"), new.written.at("shadow")))
}

/// How long tokens live, and what they are bound to.
fn token(old: &Control, new: &Control) -> Vec<Found> {
    let at = |found: Found| found.at(old.written.at("token"), new.written.at("token"));
    let (before, after) = match (&old.token, &new.token) {
        (None, None) => return Vec::new(),
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => {
            let says = "It does not say any more how long the tokens that it issues live.";
            return vec![at(
                Found::weaker("token", says).values(Some(told(before)), None::<&str>)
            )];
        }
        (None, Some(after)) => {
            let says = "It says now how long the tokens that it issues live.";
            return vec![at(
                Found::changed("token", says).values(None::<&str>, Some(told(after)))
            )];
        }
    };
    let lives = [
        ("A token lives", before.life, after.life),
        (
            "However often it is renewed, a token lives",
            before.max_life,
            after.max_life,
        ),
    ];
    let mut found = Vec::new();
    for (what, old, new) in lives {
        let (effect, says) = match (old, new) {
            (None, None) => continue,
            (Some(_), None) => (Effect::Weaker, format!("{what} without an end that is stated.")),
            (None, Some(new)) => (
                Effect::Stronger,
                format!("{what} at most {} now.", new.in_words()),
            ),
            (Some(old), Some(new)) => match by_order(&new, &old, Effect::Weaker) {
                None => continue,
                Some(effect) => (
                    effect,
                    format!("{what} {}; before, {}.", new.in_words(), old.in_words()),
                ),
            },
        };
        found.push(at(Found::new(effect, "token", says).values(old, new)));
    }
    let (old, new) = (before.bound_to.as_ref(), after.bound_to.as_ref());
    if old != new {
        let (effect, says) = match (old, new) {
            (_, None) => (
                Effect::Weaker,
                "A token is bound to nothing any more: whoever holds it can use it.",
            ),
            (None, _) => (
                Effect::Stronger,
                "A token is bound now: who only holds it cannot use it.",
            ),
            _ => (Effect::Changed, "A token is bound to something else."),
        };
        found.push(at(Found::new(effect, "token", says).values(old, new)));
    }
    found
}

fn told(token: &TokenLife) -> String {
    let life = token.life.map(|life| format!("life {life}"));
    let most = token.max_life.map(|life| format!("max_life {life}"));
    let bound = token.bound_to.as_ref().map(|to| format!("bound_to {to}"));
    [life, most, bound]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// A control that was not there before. Whom it serves, the promises say.
pub(super) fn added(new: &Control, serves: usize) -> Found {
    let says = match serves {
        0 => "Added. It keeps no promise yet.".to_owned(),
        1 => "Added. It keeps 1 promise.".to_owned(),
        many => format!("Added. It keeps {many} promises."),
    };
    let is_at_work = new.enforced_by.is_some() && !new.shadow;
    let effect = if serves > 0 && is_at_work {
        Effect::Stronger
    } else {
        Effect::Changed
    };
    Found::new(effect, "", says).at(None, Some(new.place))
}

/// A control that is not there any more.
pub(super) fn gone(old: &Control, served: usize) -> Found {
    let says = match served {
        0 => "Gone. It kept no promise.".to_owned(),
        1 => "Gone. It kept 1 promise.".to_owned(),
        many => format!("Gone. It kept {many} promises."),
    };
    Found::weaker("", says).at(Some(old.place), None)
}

/// The same control under another name.
pub(super) fn renamed(old: &str, new: &str, places: (&Control, &Control)) -> Option<Found> {
    (old != new).then(|| {
        Found::changed(
            "name",
            format!("Renamed from {} and otherwise the same.", name(old)),
        )
        .values(Some(old), Some(new))
        .at(Some(places.0.place), Some(places.1.place))
        .aside()
    })
}
