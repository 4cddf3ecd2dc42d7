//! What the journeys state, as pages show it: controls, worst cases, data, debts.

use engine::Stated;
use journey::{ControlKind, DataKind, Harm, WhenDown};

use crate::console::views;

/// The controls with these names, in order, each once. A name that nothing stands for is left out; the journeys'
/// own check speaks of it.
pub(super) fn controls<'a>(stated: &Stated, names: impl IntoIterator<Item = &'a str>) -> Vec<views::Control> {
    let mut controls: Vec<views::Control> = Vec::new();
    for name in names {
        if controls.iter().any(|known| known.id == name) {
            continue;
        }
        if let Some(stated_control) = stated.journeys.controls.get(name) {
            controls.push(control(stated, name, stated_control));
        }
    }
    controls
}

fn control(stated: &Stated, name: &str, control: &journey::Control) -> views::Control {
    views::Control {
        id: name.to_owned(),
        does: control.does.value.clone(),
        kind: match control.kind {
            ControlKind::Prevent => views::ControlKind::Prevent,
            ControlKind::Limit => views::ControlKind::Limit,
            ControlKind::Detect => views::ControlKind::Detect,
            ControlKind::Respond => views::ControlKind::Respond,
        },
        rests_on: control.rests_on.iter().map(|on| on.value.clone()).collect(),
        when_down: match control.when_down {
            WhenDown::Refuse => views::WhenDown::Refuse,
            WhenDown::Allow => views::WhenDown::Allow,
            WhenDown::Queue => views::WhenDown::Queue,
            WhenDown::Page => views::WhenDown::Page,
        },
        force: force(stated, name),
    }
}

/// What the policy has armed is what runs; what the files say beyond that is not seen here.
fn force(stated: &Stated, name: &str) -> views::Force {
    let mut armed = stated.policy.armed().iter();
    match armed.find(|armed| &*armed.id == name) {
        Some(armed) if armed.shadow => views::Force::Shadow,
        Some(_) => views::Force::On,
        None => views::Force::Absent,
    }
}

/// A worst case.
pub(super) fn worst(worst: &journey::Worst) -> views::Worst {
    views::Worst {
        id: worst.id.value.clone(),
        story: worst.story.value.clone(),
        harm: match worst.harm {
            Harm::Minor => views::Harm::Minor,
            Harm::Moderate => views::Harm::Moderate,
            Harm::Severe => views::Harm::Severe,
            Harm::Irreversible => views::Harm::Irreversible,
        },
        front: worst.front,
    }
}

/// A kind of data that is handed over. One that is not described counts as personal.
pub(super) fn gives(stated: &Stated, name: &str) -> views::Gives {
    let data = stated.journeys.data.get(name);
    views::Gives {
        name: name.to_owned(),
        kind: match data.map_or(DataKind::Personal, |data| data.kind) {
            DataKind::Public => views::DataKind::Plain,
            DataKind::Personal => views::DataKind::Personal,
            DataKind::Sensitive => views::DataKind::Sensitive,
            DataKind::Secret => views::DataKind::Secret,
            DataKind::Payment => views::DataKind::Payment,
        },
        keep: data.map_or("not stated".to_owned(), |data| data.keep.clone()),
    }
}

/// A debt in full.
pub(super) fn debt(debt: &journey::Debt) -> views::Debt {
    let text = |placed: &Option<journey::Placed<String>>| {
        placed
            .as_ref()
            .map_or(String::new(), |placed| placed.value.clone())
    };
    views::Debt {
        id: debt.id.value.clone(),
        weakens: debt.weakens.iter().map(|id| id.value.clone()).collect(),
        owe: debt.owe.value.clone(),
        why: text(&debt.why),
        owner: text(&debt.owner),
        accepted_by: text(&debt.accepted_by),
        until: until(debt),
        track: text(&debt.track),
    }
}

/// The day by which a debt is paid, `2027-06-30`; in words where none is stated.
pub(super) fn until(debt: &journey::Debt) -> String {
    match &debt.until {
        Some(until) => until.value.to_string().chars().take(10).collect(),
        None => "a day that is not stated".to_owned(),
    }
}
