//! New protection, as all three purposes show it.

use hosted::Problem;
use hosted::pages::enrol::{self, Purpose};

use super::gallery::{CREATION, Gallery};

pub(super) const APP: &str =
    "otpauth://totp/Bookshop:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bookshop";

/// The pages of a purpose.
pub(super) fn enrolment(all: &mut Gallery, purpose: Purpose) {
    all.add(purpose.passkey(), "", |frame| {
        enrol::passkey::page(
            frame,
            &enrol::passkey::View {
                purpose,
                options: CREATION.to_owned(),
                problems: Vec::new(),
            },
        )
    });
    let passphrase = |problems: Vec<Problem>| enrol::passphrase::View {
        purpose,
        address: "ada@example.org".to_owned(),
        least: 8,
        is_change: purpose == Purpose::Account,
        is_breached: false,
        problems,
    };
    all.add(purpose.passphrase(), "", |frame| {
        enrol::passphrase::page(frame, &passphrase(Vec::new()))
    });
    all.add(purpose.passphrase(), "breached", |frame| {
        enrol::passphrase::page(frame, &passphrase(vec![Problem::PassphraseBreached]))
    });
    let app = |problems: Vec<Problem>| enrol::app::View {
        purpose,
        qr_svg: qr(),
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        uri: APP.to_owned(),
        problems,
    };
    all.add(purpose.app(), "", |frame| {
        enrol::app::page(frame, &app(Vec::new()))
    });
    all.add(purpose.app(), "wrong", |frame| {
        enrol::app::page(frame, &app(vec![Problem::CodeWrong]))
    });
    let codes = |problems: Vec<Problem>| enrol::codes::View {
        purpose,
        codes: codes(),
        address: "ada@example.org".to_owned(),
        problems,
    };
    all.add(purpose.codes(), "", |frame| {
        enrol::codes::page(frame, &codes(Vec::new()))
    });
    all.add(purpose.codes(), "wrong", |frame| {
        enrol::codes::page(frame, &codes(vec![Problem::CodesNotKept]))
    });
}

fn codes() -> Vec<String> {
    [
        "7K3M-9QXT-2WBD-H5RN",
        "V8CE-4JYP-6GFA-Z1SM",
        "B2TX-8NDW-5KQH-3RVG",
        "M6ZA-1PJC-9EYF-7TXB",
        "Q4HS-3VGK-8MWN-2CDR",
        "E9FB-7XTZ-4JPA-6YHQ",
        "W5NR-2DKV-1SGM-8BCE",
        "J3YP-6QHT-9ZXF-4WAN",
        "T1GD-5CMB-7RVK-9EJS",
        "X8AW-4FYQ-3NPZ-2HTG",
    ]
    .map(str::to_owned)
    .into()
}

/// The picture of the secret that the page shows in letters.
fn qr() -> String {
    let code = qrcode::QrCode::new(APP.as_bytes());
    code.map(|code| code.render::<qrcode::render::svg::Color<'_>>().build())
        .unwrap_or_default()
}
