//! The journeys of the invented shop, in every state that a promise can have.

use server::console::views::{
    Allowance, Control, ControlKind, DataKind, Day, Debt, Figure, Force, Gives, Guardrail, Harm, Journey,
    Promise, PromiseCard, Proof, Spark, State, Step, WhenDown, Worst,
};
use vocabulary::Front;

use super::{Made, NEW_DOOR, STOLEN, THROWN_OUT, before, days_before, entry};

fn figure(value: &str, target: &str, counted: &str, allowance: Option<(u64, u64)>) -> Figure {
    Figure {
        value: value.to_owned(),
        target: target.to_owned(),
        at_least: None,
        counted: counted.to_owned(),
        allowance: allowance.map(|(used, allowed)| Allowance { used, allowed }),
    }
}

/// Ninety days of a share that dips now and then, and sags towards the end by `sag`; the same on every run,
/// since the noise comes from the figure's own words.
fn spark(says: &str, target: f64, dip: f64, sag: f64, quiet_until: i64) -> Made<Spark> {
    let mut seed = says
        .bytes()
        .fold(7_u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
    let mut days = Vec::new();
    for ago in (0_i32..90).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let noise = (seed >> 40) as f64 / f64::from(1_u32 << 24);
        let recent = (1.0 - f64::from(ago) / 90.0).powi(6);
        let good = 1.0 - dip * (0.25 * noise + 0.75 * noise.powi(9)) - sag * recent;
        let is_quiet = i64::from(ago) > quiet_until;
        days.push(Day {
            at: days_before(ago.into())?,
            good: (!is_quiet).then_some(good),
            bad: u64::from(!is_quiet && good < target),
        });
    }
    Ok(Spark {
        says: says.to_owned(),
        days,
        target: Some(target),
    })
}

/// Ninety days on which something that must never happen did not happen.
fn never(says: &str) -> Made<Spark> {
    let day = |ago| -> Made<Day> {
        Ok(Day {
            at: days_before(ago)?,
            good: None,
            bad: 0,
        })
    };
    Ok(Spark {
        says: says.to_owned(),
        days: (0..90).rev().map(day).collect::<Made<_>>()?,
        target: None,
    })
}

/// Ninety days of a share on its way up.
fn climb(says: &str, target: f64, from: f64, to: f64) -> Made<Spark> {
    let day = |ago: i32| -> Made<Day> {
        Ok(Day {
            at: days_before(ago.into())?,
            good: Some(from + (to - from) * (1.0 - f64::from(ago) / 89.0)),
            bad: 0,
        })
    };
    Ok(Spark {
        says: says.to_owned(),
        days: (0..90).rev().map(day).collect::<Made<_>>()?,
        target: Some(target),
    })
}

fn control(
    id: &str,
    does: &str,
    kind: ControlKind,
    rests_on: &[&str],
    when_down: WhenDown,
    force: Force,
) -> Control {
    Control {
        id: id.to_owned(),
        does: does.to_owned(),
        kind,
        rests_on: rests_on.iter().map(|on| (*on).to_owned()).collect(),
        when_down,
        force,
    }
}

fn gives(name: &str, kind: DataKind, keep: &str) -> Gives {
    Gives {
        name: name.to_owned(),
        kind,
        keep: keep.to_owned(),
    }
}

fn worst(id: &str, story: &str, harm: Harm, front: Front) -> Worst {
    Worst {
        id: id.to_owned(),
        story: story.to_owned(),
        harm,
        front,
    }
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn second_factor() -> Control {
    control(
        "second-factor",
        "Asks for a passkey, security key or app code on a device we have not seen.",
        ControlKind::Prevent,
        &["identity-store", "webauthn-origin"],
        WhenDown::Refuse,
        Force::On,
    )
}

fn leaked_password_check() -> Control {
    control(
        "leaked-password-check",
        "Refuses passwords known from breaches, at sign-up, change and sign-in.",
        ControlKind::Prevent,
        &["leaked-password-list"],
        WhenDown::Allow,
        Force::Shadow,
    )
}

fn takeover() -> Worst {
    worst(
        "takeover",
        "A stranger uses my password from another site's leak, changes my email and locks me out for good.",
        Harm::Severe,
        Front::External,
    )
}

fn not_enrolled() -> Debt {
    Debt {
        id: "not-enrolled-yet".to_owned(),
        weakens: texts(&["stolen-password-useless", "hard-to-phish"]),
        owe: "9 in 100 people have not added a second way to prove it is them; until they do, a stolen password is enough.".to_owned(),
        why: "They joined before we asked. We ask at every sign-in now, and require it from March.".to_owned(),
        owner: "mara@example.com".to_owned(),
        accepted_by: "cto@example.com".to_owned(),
        until: "2026-10-31".to_owned(),
        track: "SEC-412".to_owned(),
    }
}

fn prove_it_is_me() -> Made<Step> {
    let promises = vec![
        PromiseCard {
            id: "stolen-password-useless".to_owned(),
            says: STOLEN.to_owned(),
            state: State::Kept,
            figure: Some(figure(
                "99.95 %",
                "99.9 %",
                "12,408 sign-ins on a new device in 30 days",
                Some((6, 12)),
            )),
            spark: Some(spark("good sign-ins, per day", 0.999, 0.001_1, 0.0, 90)?),
            against: texts(&["takeover"]),
            kept_by: texts(&["second-factor", "leaked-password-check"]),
        },
        PromiseCard {
            id: "hard-to-phish".to_owned(),
            says: "A fake site cannot trick you into handing over your way in.".to_owned(),
            state: State::Debt,
            figure: Some(figure(
                "61 %",
                "80 % by 30 June 2027",
                "of 48,210 people who were here today",
                None,
            )),
            spark: Some(climb("people who are hard to phish, per day", 0.8, 0.44, 0.61)?),
            against: texts(&["takeover"]),
            kept_by: texts(&["second-factor"]),
        },
    ];
    Ok(Step {
        id: "prove-it-is-me".to_owned(),
        does: "I type my email and use my passkey, or my password and a code.".to_owned(),
        gives: vec![
            gives("email", DataKind::Personal, "while account is open"),
            gives("password", DataKind::Secret, "never stored (only a salted hash)"),
            gives(
                "passkey",
                DataKind::Secret,
                "public key only, while account is open",
            ),
            gives("device", DataKind::Personal, "90d"),
        ],
        at: texts(&["POST /v1/sign-in", "POST /v1/sign-in/passkey"]),
        worst: vec![takeover()],
        promises,
        controls: vec![second_factor(), leaked_password_check()],
    })
}

fn stay_signed_in() -> Made<Step> {
    let promises = vec![PromiseCard {
        id: "thief-is-thrown-out".to_owned(),
        says: THROWN_OUT.to_owned(),
        state: State::AtRisk,
        figure: Some(figure(
            "99.1 %",
            "99 % within 60 seconds",
            "233 odd sessions in 30 days; half within 4 seconds",
            Some((2, 2)),
        )),
        spark: Some(spark("sessions ended in time, per day", 0.99, 0.008, 0.006, 60)?),
        against: texts(&["copied-session", "takeover"]),
        kept_by: texts(&["odd-session-lock", "tell-the-owner", "short-sessions"]),
    }];
    Ok(Step {
        id: "stay-signed-in".to_owned(),
        does: "I come back later without signing in again.".to_owned(),
        gives: vec![
            gives("session", DataKind::Secret, "14d"),
            gives("device", DataKind::Personal, "90d"),
        ],
        at: texts(&["GET /v1/me"]),
        worst: vec![worst(
            "copied-session",
            "Malware copies my cookie and someone reads my account from another machine for weeks.",
            Harm::Severe,
            Front::External,
        )],
        promises,
        controls: stay_signed_in_controls(),
    })
}

fn stay_signed_in_controls() -> Vec<Control> {
    vec![
        control(
            "odd-session-lock",
            "Ends a session that moves to another device or behaves unlike its owner.",
            ControlKind::Detect,
            &["event-stream", "session-store"],
            WhenDown::Allow,
            Force::On,
        ),
        control(
            "tell-the-owner",
            "Mails and pushes \u{201c}was this you?\u{201d} with a one-tap lock.",
            ControlKind::Respond,
            &["mail-provider"],
            WhenDown::Queue,
            Force::Absent,
        ),
        control(
            "short-sessions",
            "Sessions are bound to the device key and last 12 h, 14 days at most.",
            ControlKind::Limit,
            &["session-store"],
            WhenDown::Refuse,
            Force::On,
        ),
    ]
}

fn sign_in_guardrails() -> Made<Vec<Guardrail>> {
    Ok(vec![
        Guardrail {
            id: "owner-not-locked-out".to_owned(),
            says: "We do not lock out the real you.".to_owned(),
            state: State::Kept,
            figure: Some(figure(
                "99.97 %",
                "99.95 %",
                "88,014 sign-ins of owners in 30 days",
                Some((26, 44)),
            )),
            spark: Some(spark("owners let in, per day", 0.999_5, 0.000_5, 0.0, 90)?),
            watches: texts(&["second-factor", "leaked-password-check", "odd-session-lock"]),
        },
        Guardrail {
            id: "owner-back-soon".to_owned(),
            says: "If we ever do, you are back within ten minutes.".to_owned(),
            state: State::Unproven,
            figure: Some(figure(
                "8 of 8",
                "95 % within 10 minutes",
                "too few to say; 60 would do",
                None,
            )),
            spark: None,
            watches: texts(&["second-factor", "odd-session-lock"]),
        },
    ])
}

pub(crate) fn sign_in() -> Made<Journey> {
    Ok(Journey {
        id: "sign-in".to_owned(),
        name: "Sign in".to_owned(),
        who: "Anyone with an account".to_owned(),
        wants: "To get into my account quickly, and be the only person who can.".to_owned(),
        owners: vec![
            ("product".to_owned(), "mara@example.com".to_owned()),
            ("engineering".to_owned(), "identity-team".to_owned()),
        ],
        state: State::AtRisk,
        since: Some(days_before(2)?),
        steps: vec![prove_it_is_me()?, stay_signed_in()?],
        guardrails: sign_in_guardrails()?,
        debts: vec![not_enrolled()],
    })
}

fn card(
    id: &str,
    says: &str,
    state: State,
    figure: Option<Figure>,
    spark: Option<Spark>,
    against: &str,
    kept_by: &[&str],
) -> PromiseCard {
    PromiseCard {
        id: id.to_owned(),
        says: says.to_owned(),
        state,
        figure,
        spark,
        against: texts(&[against]),
        kept_by: texts(kept_by),
    }
}

fn pay() -> Made<Step> {
    Ok(Step {
        id: "pay".to_owned(),
        does: "I enter my card and press Pay.".to_owned(),
        gives: vec![
            gives(
                "card",
                DataKind::Payment,
                "never (goes straight to the payment provider)",
            ),
            gives("basket", DataKind::Personal, "30d"),
            gives("email", DataKind::Personal, "while account is open"),
        ],
        at: texts(&["POST /v1/checkout/pay"]),
        worst: vec![
            worst(
                "card-sold",
                "My card number ends up in a leak and strangers go shopping with it.",
                Harm::Severe,
                Front::External,
            ),
            worst(
                "charged-twice",
                "The page hangs, I press again, and rent day bounces because I paid twice.",
                Harm::Moderate,
                Front::External,
            ),
        ],
        promises: vec![
            card(
                "we-never-hold-your-card",
                "Your card number never touches our computers.",
                State::NotMeasured,
                None,
                None,
                "card-sold",
                &["card-goes-to-provider", "card-watch"],
            ),
            card(
                "charged-once",
                "You pay once, exactly the amount you saw.",
                State::Broken,
                Some(figure(
                    "99.94 %",
                    "99.99 %",
                    "31,870 orders in 30 days",
                    Some((19, 3)),
                )),
                Some(spark("orders paid once, per day", 0.999_9, 0.000_1, 0.001_5, 90)?),
                "charged-twice",
                &["charge-once"],
            ),
        ],
        controls: pay_controls(),
    })
}

fn pay_controls() -> Vec<Control> {
    vec![
        control(
            "card-goes-to-provider",
            "The card form is served by the payment provider; our servers only see a token.",
            ControlKind::Prevent,
            &["payment-provider"],
            WhenDown::Refuse,
            Force::Absent,
        ),
        control(
            "card-watch",
            "Scans logs, queues and backups for card numbers.",
            ControlKind::Detect,
            &["log-pipeline"],
            WhenDown::Page,
            Force::Absent,
        ),
        control(
            "charge-once",
            "One payment per basket version; a repeat returns the first answer.",
            ControlKind::Prevent,
            &["orders-db"],
            WhenDown::Refuse,
            Force::On,
        ),
    ]
}

fn ship() -> Made<Step> {
    Ok(Step {
        id: "ship".to_owned(),
        does: "I choose where it goes, and can use my saved card next time.".to_owned(),
        gives: vec![gives("address", DataKind::Personal, "90d after delivery")],
        at: texts(&["PUT /v1/checkout/address"]),
        worst: vec![
            worst(
                "my-card-their-door",
                "Someone in my account sends a laptop to their door on my saved card.",
                Harm::Severe,
                Front::External,
            ),
            worst(
                "address-found",
                "Someone I am hiding from learns where I live from an old order.",
                Harm::Irreversible,
                Front::Internal,
            ),
        ],
        promises: vec![card(
            "no-new-door-without-you",
            NEW_DOOR,
            State::Kept,
            Some(figure(
                "0 times",
                "never",
                "in 90 days; the rehearsal was caught 12 times of 12",
                Some((0, 0)),
            )),
            Some(never("orders sent to a new door unconfirmed, per day")?),
            "my-card-their-door",
            &["ask-again-before-new-address"],
        )],
        controls: vec![control(
            "ask-again-before-new-address",
            "A saved card sent to a new address needs a passkey or app code.",
            ControlKind::Prevent,
            &["identity-store", "webauthn-origin"],
            WhenDown::Refuse,
            Force::On,
        )],
    })
}

pub(crate) fn checkout() -> Made<Journey> {
    let look_back = Step {
        id: "look-back".to_owned(),
        does: "I look up an old order.".to_owned(),
        ..Step::default()
    };
    Ok(Journey {
        id: "checkout".to_owned(),
        name: "Check out".to_owned(),
        who: "A customer buying something".to_owned(),
        wants: "To pay once, get my things, and hear nothing more about my card.".to_owned(),
        owners: vec![
            ("product".to_owned(), "jo@example.com".to_owned()),
            ("engineering".to_owned(), "payments-team".to_owned()),
        ],
        state: State::Broken,
        since: Some(before(7_400)?),
        steps: vec![pay()?, ship()?, look_back],
        guardrails: vec![Guardrail {
            id: "real-orders-go-through".to_owned(),
            says: "Being careful does not cost you your order.".to_owned(),
            state: State::Kept,
            figure: Some(figure(
                "99.8 %",
                "99.5 %",
                "29,114 checkouts in 30 days",
                Some((58, 145)),
            )),
            spark: Some(spark(
                "honest checkouts that went through, per day",
                0.995,
                0.004,
                0.0,
                90,
            )?),
            watches: texts(&["ask-again-before-new-address"]),
        }],
        debts: vec![Debt {
            id: "old-addresses".to_owned(),
            weakens: texts(&["address-found"]),
            owe: "Addresses of orders before 2025 are kept forever in the warehouse export.".to_owned(),
            why: "The warehouse system cannot delete single rows until the June migration.".to_owned(),
            owner: "jo@example.com".to_owned(),
            accepted_by: "cpo@example.com".to_owned(),
            until: "2027-06-30".to_owned(),
            track: "SHIP-88".to_owned(),
        }],
    })
}

pub(crate) fn promise_at_risk() -> Made<Promise> {
    Ok(Promise {
        journey_id: "sign-in".to_owned(),
        journey_name: "Sign in".to_owned(),
        step_does: "I type my email and use my passkey, or my password and a code.".to_owned(),
        id: "stolen-password-useless".to_owned(),
        says: STOLEN.to_owned(),
        state: State::AtRisk,
        since: Some(days_before(2)?),
        pace: Some("At this pace the month's allowance is gone by Thursday.".to_owned()),
        figure: Some(Figure {
            at_least: Some("99.87 %".to_owned()),
            ..figure("99.92 %", "99.9 %", "12,408 sign-ins with the right password on a new device in 30 days", Some((10, 12)))
        }),
        measured: "Of all sign-ins with the right password on a new device, we count those that were refused or gave further proof.".to_owned(),
        spark: Some(spark("good sign-ins, per day", 0.999, 0.001_1, 0.000_5, 80)?),
        against: vec![takeover()],
        controls: vec![second_factor(), leaked_password_check()],
        debts: vec![not_enrolled()],
        bad: vec![entry(
            18_733,
            40_000,
            "acc_2718",
            r#""kind":"sign_in.finished","fields":{"outcome":"allowed","password":"correct","device":"new","second_factor":"not_asked","verdict":"unknown","blocked":false}"#,
            None,
        )?],
        proofs: vec![
            Proof {
                what: "Rehearsal: password stuffing".to_owned(),
                passed: Some(true),
                at: Some(days_before(3)?),
            },
            Proof {
                what: "Test: auth/second_factor".to_owned(),
                passed: Some(false),
                at: Some(before(5_000)?),
            },
            Proof {
                what: "Test: auth/leaked_password".to_owned(),
                passed: None,
                at: None,
            },
        ],
    })
}

pub(crate) fn promise_unmeasured() -> Promise {
    Promise {
        journey_id: "checkout".to_owned(),
        journey_name: "Check out".to_owned(),
        id: "we-never-hold-your-card".to_owned(),
        says: "Your card number never touches our computers.".to_owned(),
        ..Promise::default()
    }
}
