//! Controls, grouped by what they rest on, so that thin spots show.

use maud::{Markup, html};

use super::layers::layers;
use crate::console::views::{Control, ControlKind, Force, WhenDown};

/// Controls in their layers. `keeps` gives the numbers and addresses of the promises that a control keeps.
pub(in crate::console) fn controls(
    controls: &[Control],
    keeps: impl Fn(&str) -> Vec<(usize, String)>,
) -> Markup {
    html! {
        @for layer in layers(controls) {
            div.layer {
                ul.plain {
                    @for control in &layer { (card(control, &keeps(&control.id))) }
                }
                p.rests.small {
                    @let rests = rests_on(&layer);
                    @if rests.is_empty() { "rests on nothing that is named" }
                    @else if layer.len() > 1 { "fall together: they rest on " (rests) }
                    @else { "rests on " (rests) }
                }
            }
        }
    }
}

fn rests_on(layer: &[&Control]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in layer.iter().flat_map(|control| &control.rests_on) {
        if !all.contains(&name.as_str()) {
            all.push(name);
        }
    }
    all.join(", ")
}

fn card(control: &Control, keeps: &[(usize, String)]) -> Markup {
    let (class, force) = match control.force {
        Force::On => ("force-on", None),
        Force::Shadow => (
            "force-shadow",
            Some("In shadow mode: it decides, and changes nothing."),
        ),
        Force::Absent => ("force-absent", Some("Nothing on this server enforces it.")),
    };
    html! {
        li.control.(class) {
            p.does { (control.does) }
            p.small.muted {
                (kind(control.kind)) "; when it fails, " (when_down(control.when_down)) "."
            }
            @if let Some(force) = force { p.small.force { (force) } }
            @if !keeps.is_empty() {
                p.small.refs {
                    "keeps "
                    @for (number, path) in keeps { a.ordinal href=(path) { (number) } " " }
                }
            }
        }
    }
}

const fn kind(kind: ControlKind) -> &'static str {
    match kind {
        ControlKind::Prevent => "Prevents",
        ControlKind::Limit => "Limits the damage",
        ControlKind::Detect => "Notices",
        ControlKind::Respond => "Responds",
    }
}

const fn when_down(when_down: WhenDown) -> &'static str {
    match when_down {
        WhenDown::Refuse => "nobody passes",
        WhenDown::Allow => "everybody passes",
        WhenDown::Queue => "it is done later",
        WhenDown::Page => "somebody is called",
    }
}
