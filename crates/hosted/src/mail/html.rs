//! A message as HTML: the same words as the plain text, and a button. Mail programs know no style sheets of
//! ours, so here alone styles stand inline.

use maud::{DOCTYPE, html};

use super::body::Body;
use super::message::Sender;

/// The document.
pub(super) fn html(sender: &Sender<'_>, body: &Body) -> String {
    let theme = sender.theme;
    let button = format!(
        "display:inline-block;padding:12px 24px;border-radius:8px;font-weight:600;text-decoration:none;\
         background:{};color:{}",
        theme.accent(),
        theme.on_accent()
    );
    html! {
        (DOCTYPE)
        html lang=(sender.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (body.subject) }
            }
            body style="margin:0;padding:24px 16px;background:#f4f5f7;color:#1c2430;\
                        font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif" {
                div role="article" lang=(sender.language.tag()) aria-label=(body.subject)
                    style="max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;border-radius:12px" {
                    p style="margin:0 0 24px;font-weight:600" { (theme.name()) }
                    h1 style="margin:0 0 16px;font-size:22px;line-height:1.3" { (body.heading) }
                    @for words in &body.paragraphs { p style="margin:0 0 16px" { (words) } }
                    @if !body.facts.is_empty() {
                        table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 24px" {
                            @for (name, value) in &body.facts {
                                tr {
                                    td style="padding:2px 16px 2px 0;color:#566070;vertical-align:top" { (name) }
                                    td style="padding:2px 0" { (value) }
                                }
                            }
                        }
                    }
                    @if let Some((label, address)) = &body.action {
                        p style="margin:0 0 24px" { a href=(address) style=(button) { (label) } }
                    }
                    @for words in &body.notes {
                        p style="margin:0 0 16px;color:#566070;font-size:14px" { (words) }
                    }
                }
                div style="max-width:560px;margin:16px auto 0;padding:0 24px;color:#566070;font-size:13px" {
                    @for words in &body.foot { p style="margin:0 0 4px" { (words) } }
                }
            }
        }
    }
    .into_string()
}
