//! Forms. Everything that changes something is one, and is posted.

use maud::{Markup, html};

use crate::fields;
use crate::frame::Frame;

/// A form with what every form carries.
pub(crate) fn form(frame: &Frame, action: &str, body: &Markup) -> Markup {
    html! {
        form.stack method="post" action=(action) {
            (carried(frame))
            (body)
        }
    }
}

/// A form that is one button in a line of other things.
pub(crate) fn small_form(frame: &Frame, action: &str, body: &Markup) -> Markup {
    html! {
        form.inline method="post" action=(action) {
            (carried(frame))
            (body)
        }
    }
}

/// The fields that tell where the form comes from and where it leads.
pub(super) fn carried(frame: &Frame) -> Markup {
    html! {
        input type="hidden" name=(fields::CSRF) value=(frame.csrf);
        @if let Some(flow) = &frame.flow {
            input type="hidden" name=(fields::FLOW) value=(flow);
        }
    }
}
