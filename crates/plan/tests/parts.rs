//! Every key of the format, changed: what the plan says of it, forwards and backwards.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{plan_of, sample, told, with};

/// A key of the format, an edit of the sample that changes it, and what is told of it. A key is written as the
/// schemas nest it: `steps.promises.measure.ratio.target`.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str]);

const HEADING: &[Row] = &[
    (
        "journey",
        "Buy something",
        "Buy a thing",
        &["changed journey shop journey"],
    ),
    ("id", "id: shop", "id: store", &["changed journey store id"]),
    (
        "who",
        "who: A customer",
        "who: Anyone",
        &["changed journey shop who"],
    ),
    (
        "wants",
        "To pay once and get my things.",
        "To pay.",
        &["changed journey shop wants"],
    ),
    (
        "owners",
        "owners: { product: jo@example.com, engineering: payments }\n",
        "",
        &[
            "changed journey shop owners.product",
            "changed journey shop owners.engineering",
        ],
    ),
    (
        "owners.product",
        "product: jo@example.com",
        "product: li@example.com",
        &["changed journey shop owners.product"],
    ),
    (
        "owners.engineering",
        ", engineering: payments",
        "",
        &["changed journey shop owners.engineering"],
    ),
    (
        "matters",
        "matters: important",
        "matters: normal",
        &["weaker journey shop matters"],
    ),
    (
        "matters",
        "matters: important",
        "matters: critical",
        &["changed journey shop matters"],
    ),
    (
        "steps",
        "steps:\n",
        "steps:\n  - id: begin\n    does: I look.\n",
        &["changed step shop/begin"],
    ),
    (
        "steps.id",
        "id: get-in",
        "id: sign-in",
        &["changed step shop/sign-in id"],
    ),
    (
        "steps.does",
        "does: I pay.",
        "does: I pay now.",
        &["changed step shop/pay does"],
    ),
    (
        "steps.way_in",
        "    way_in: sign-in\n",
        "",
        &["changed step shop/get-in way_in"],
    ),
    (
        "steps.gives",
        "gives: [card]",
        "gives: [card, address]",
        &["new-data:changed step shop/pay gives"],
    ),
    (
        "steps.gives",
        "[email, password]",
        "[password]",
        &["changed step shop/get-in gives"],
    ),
    (
        "steps.at",
        "[POST /v1/pay]",
        "[POST /v1/pay, POST /v2/pay]",
        &["changed step shop/pay at"],
    ),
    ("steps.at", "[POST /v1/pay]", "[]", &["changed step shop/pay at"]),
];

const WORST: &[Row] = &[
    (
        "steps.worst",
        "    worst:\n      - id: takeover",
        "    worst:\n      - id: spied\n        story: They look.\n        harm: minor\n      - id: takeover",
        &["changed worst case shop/spied"],
    ),
    (
        "steps.worst.id",
        "        harm: moderate\n",
        "        harm: moderate\n        front: internal\n",
        &["changed worst case shop/stolen-session front"],
    ),
    (
        "steps.worst.story",
        "Someone copies my cookie.",
        "Someone copies.",
        &["changed worst case shop/stolen-session story"],
    ),
    (
        "steps.worst.harm",
        "harm: severe",
        "harm: minor",
        &["weaker worst case shop/takeover harm"],
    ),
    (
        "steps.worst.harm",
        "harm: severe",
        "harm: irreversible",
        &["changed worst case shop/takeover harm"],
    ),
    (
        "steps.worst.front",
        "front: external",
        "front: insider",
        &["changed worst case shop/takeover front"],
    ),
];

const PROMISES: &[Row] = &[
    (
        "steps.promises",
        "      - id: never-stored\n        says: We never see your card number.\n        kept_by: [tokens]\n        measure: { kind: never, event: card_number.seen, drill: planted every 7d }\n",
        "",
        &["weaker promise shop/never-stored"],
    ),
    (
        "steps.promises.id",
        "id: never-stored",
        "id: card-unseen",
        &["changed promise shop/card-unseen id"],
    ),
    (
        "steps.promises.says",
        "A fake site cannot trick you.",
        "It is hard to trick you.",
        &["changed promise shop/hard-to-phish says"],
    ),
    (
        "steps.promises.against",
        "        against: [stolen-session]\n",
        "",
        &["weaker promise shop/thrown-out against"],
    ),
    (
        "steps.promises.against",
        "[stolen-session]",
        "[stolen-session, takeover]",
        &["stronger promise shop/thrown-out against"],
    ),
    (
        "steps.promises.against",
        "[stolen-session]",
        "[takeover]",
        &["weaker promise shop/thrown-out against"],
    ),
    (
        "steps.promises.kept_by",
        "kept_by: [second-factor, waits]",
        "kept_by: [second-factor]",
        &["weaker promise shop/password-useless kept_by"],
    ),
    (
        "steps.promises.kept_by",
        "kept_by: [second-factor, waits]",
        "kept_by: [waits, second-factor]",
        &[],
    ),
    (
        "steps.promises.kept_by",
        "kept_by: [second-factor, waits]",
        "kept_by: [second-factor, waits, tokens]",
        &["stronger promise shop/password-useless kept_by"],
    ),
    // What nothing enforces adds nothing.
    (
        "steps.promises.kept_by",
        "kept_by: [second-factor, waits]",
        "kept_by: [second-factor, waits, spare]",
        &["changed promise shop/password-useless kept_by"],
    ),
    (
        "steps.promises.kept_by",
        "kept_by: [second-factor, waits]",
        "kept_by: [second-factor, tokens]",
        &["weaker promise shop/password-useless kept_by"],
    ),
    (
        "steps.promises.measure",
        "        measure: { kind: never, event: card_number.seen, drill: planted every 7d }\n",
        "",
        &["weaker promise shop/never-stored measure"],
    ),
    (
        "guardrails",
        "guardrails:\n",
        "guardrails:\n  - id: quick\n    says: You are let in.\n",
        &["changed guardrail shop/quick"],
    ),
    (
        "guardrails.id",
        "id: not-locked-out",
        "id: let-in",
        &["changed guardrail shop/let-in id"],
    ),
    (
        "guardrails.says",
        "We do not lock out the real you.",
        "We seldom lock you out.",
        &["changed guardrail shop/not-locked-out says"],
    ),
    (
        "guardrails.watches",
        "watches: [second-factor, waits]",
        "watches: [waits]",
        &["weaker guardrail shop/not-locked-out watches"],
    ),
    (
        "guardrails.watches",
        "watches: [second-factor, waits]",
        "watches: [second-factor, waits, tokens]",
        &["stronger guardrail shop/not-locked-out watches"],
    ),
    (
        "guardrails.measure",
        "target: 99.95%",
        "target: 99.9%",
        &["weaker guardrail shop/not-locked-out target"],
    ),
];

/// What is told of a part of the first promise's measure.
const RATIO: &[Row] = &[
    (
        "ratio.kind",
        "kind: ratio\n          of: sign_in.finished where device = new",
        "kind: ratio\n          of: sign_in.finished",
        &["changed promise shop/password-useless of"],
    ),
    (
        "ratio.of",
        "where device = new",
        "where device = new and password = correct",
        &["weaker promise shop/password-useless of"],
    ),
    ("ratio.of", "where device = new", "where device != known", &[]),
    (
        "ratio.of",
        "where device = new",
        "where device = known",
        &["changed promise shop/password-useless of"],
    ),
    (
        "ratio.good",
        "good: outcome = refused or second_factor = passed",
        "good: outcome = refused or second_factor = passed or verdict = owner",
        &["weaker promise shop/password-useless good"],
    ),
    (
        "ratio.good",
        "good: outcome = refused or second_factor = passed",
        "good: outcome = refused",
        &["stronger promise shop/password-useless good"],
    ),
    // What is known of all that counts changes nothing.
    (
        "ratio.good",
        "good: outcome = refused or second_factor = passed",
        "good: outcome = refused or second_factor = passed or device = known",
        &[],
    ),
    (
        "ratio.target",
        "target: 99.9%\n",
        "target: 99%\n",
        &["weaker promise shop/password-useless target"],
    ),
    (
        "ratio.target",
        "target: 99.9%\n",
        "target: 99.99%\n",
        &["stronger promise shop/password-useless target"],
    ),
    (
        "ratio.over",
        "over: 30d\n          min",
        "over: 60d\n          min",
        &["weaker promise shop/password-useless over"],
    ),
    (
        "ratio.over",
        "over: 30d\n          min",
        "over: 7d\n          min",
        &["changed promise shop/password-useless over"],
    ),
    (
        "ratio.min_events",
        "min_events: 50",
        "min_events: 500",
        &["weaker promise shop/password-useless min_events"],
    ),
    (
        "ratio.min_events",
        "          min_events: 50\n",
        "",
        &["changed promise shop/password-useless min_events"],
    ),
    (
        "ratio.volume",
        "          volume: 20000 per 30d\n",
        "",
        &["changed promise shop/password-useless volume"],
    ),
    (
        "ratio.drill",
        "          drill: stuffing every 7d\n",
        "",
        &["weaker promise shop/password-useless drill"],
    ),
    (
        "ratio.drill",
        "stuffing every 7d",
        "stuffing every 30d",
        &["weaker promise shop/password-useless drill"],
    ),
    (
        "ratio.drill",
        "stuffing every 7d",
        "stuffing every 1d",
        &["stronger promise shop/password-useless drill"],
    ),
    (
        "ratio.drill",
        "stuffing every 7d",
        "guessing every 7d",
        &["changed promise shop/password-useless drill"],
    ),
    // Stronger in one part, and weaker in another: nothing is proved to be stronger.
    (
        "ratio.target",
        "target: 99.9%\n          over: 30d",
        "target: 99.99%\n          over: 90d",
        &[
            "weaker promise shop/password-useless over",
            "changed promise shop/password-useless target",
        ],
    ),
];

const OTHERS: &[Row] = &[
    (
        "within.kind",
        "kind: never, event: card_number.seen, drill: planted every 7d",
        "kind: ratio, of: card_number.seen, good: at < \"2030-01-01T00:00:00Z\", target: 99%, drill: planted every 7d",
        &["weaker promise shop/never-stored kind"],
    ),
    (
        "within.from",
        "from: session.went_odd",
        "from: session.went_odd where session_id = s",
        &["weaker promise shop/thrown-out from"],
    ),
    (
        "within.to",
        "to: session.ended",
        "to: session.ended where session_id = s",
        &["stronger promise shop/thrown-out to"],
    ),
    (
        "within.to",
        "to: session.ended",
        "to: session.seen",
        &["changed promise shop/thrown-out to"],
    ),
    (
        "within.same",
        "same: session_id",
        "same: account_id",
        &["changed promise shop/thrown-out same"],
    ),
    (
        "within.limit",
        "limit: 60s",
        "limit: 90s",
        &["weaker promise shop/thrown-out limit"],
    ),
    ("within.limit", "limit: 60s", "limit: 1m", &[]),
    (
        "within.limit",
        "limit: 60s",
        "limit: 30s",
        &["stronger promise shop/thrown-out limit"],
    ),
    (
        "within.target",
        "target: 99%\n",
        "target: 90%\n",
        &["weaker promise shop/thrown-out target"],
    ),
    (
        "within.over",
        "target: 99%\n          over: 30d",
        "target: 99%\n          over: 90d",
        &["weaker promise shop/thrown-out over"],
    ),
    (
        "within.min_events",
        "target: 99%\n",
        "target: 99%\n          min_events: 100\n",
        &["weaker promise shop/thrown-out min_events"],
    ),
    (
        "within.volume",
        "target: 99%\n",
        "target: 99%\n          volume: 5 per 1d\n",
        &["changed promise shop/thrown-out volume"],
    ),
    (
        "within.drill",
        "target: 99%\n",
        "target: 99%\n          drill: copied every 7d\n",
        &["stronger promise shop/thrown-out drill"],
    ),
    (
        "share.kind",
        "kind: share\n          of: users where active_days >= 1",
        "kind: share\n          of: users where active_days > 0",
        &[],
    ),
    (
        "share.of",
        "users where active_days >= 1",
        "users where active_days >= 7",
        &["weaker promise shop/hard-to-phish of"],
    ),
    (
        "share.good",
        "[passkey, security-key]",
        "[passkey, security-key, totp]",
        &["weaker promise shop/hard-to-phish good"],
    ),
    (
        "share.good",
        "[passkey, security-key]",
        "[passkey]",
        &["stronger promise shop/hard-to-phish good"],
    ),
    (
        "share.target",
        "target: 80%",
        "target: 70%",
        &["weaker promise shop/hard-to-phish target"],
    ),
    (
        "share.by",
        "by: 2027-06-30",
        "by: 2027-12-31",
        &["weaker promise shop/hard-to-phish by"],
    ),
    (
        "share.by",
        "by: 2027-06-30",
        "by: 2027-05-31",
        &["stronger promise shop/hard-to-phish by"],
    ),
    (
        "share.glide",
        "          glide: { from: 60%, since: 2027-01-01 }\n",
        "",
        &["stronger promise shop/hard-to-phish glide"],
    ),
    (
        "share.glide.from",
        "from: 60%",
        "from: 50%",
        &["weaker promise shop/hard-to-phish glide"],
    ),
    (
        "share.glide.from",
        "from: 60%",
        "from: 70%",
        &["stronger promise shop/hard-to-phish glide"],
    ),
    (
        "share.glide.since",
        "since: 2027-01-01",
        "since: 2027-02-01",
        &["weaker promise shop/hard-to-phish glide"],
    ),
    (
        "share.drill",
        "by: 2027-06-30",
        "by: 2027-06-30\n          drill: fake-site every 30d",
        &["stronger promise shop/hard-to-phish drill"],
    ),
    (
        "never.kind",
        "kind: never, event: card_number.seen, drill: planted every 7d",
        "kind: never, event: session.ended, drill: planted every 7d",
        &["changed promise shop/never-stored event"],
    ),
    (
        "never.event",
        "event: card_number.seen",
        "event: card_number.seen where account_id = a",
        &["weaker promise shop/never-stored event"],
    ),
    (
        "never.drill",
        ", drill: planted every 7d",
        "",
        &["weaker promise shop/never-stored drill"],
    ),
];

const DEBT: &[Row] = &[
    (
        "debt",
        "debt:\n",
        "debt:\n  - id: slow\n    weakens: [thrown-out, stolen-session]\n    owe: At night it takes an hour.\n    until: 2027-01-31\n",
        &[
            "weaker worst case shop/stolen-session debt",
            "weaker promise shop/thrown-out debt",
            "debt:weaker debt shop/slow",
        ],
    ),
    (
        "debt.id",
        "id: not-enrolled",
        "id: passkeys-missing",
        &["debt:changed debt shop/passkeys-missing id"],
    ),
    (
        "debt.weakens",
        "weakens: [hard-to-phish]",
        "weakens: [hard-to-phish, not-locked-out]",
        &[
            "weaker guardrail shop/not-locked-out debt",
            "debt:weaker debt shop/not-enrolled weakens",
        ],
    ),
    (
        "debt.weakens",
        "weakens: [hard-to-phish]",
        "weakens: [thrown-out]",
        &[
            "weaker promise shop/thrown-out debt",
            "stronger promise shop/hard-to-phish debt",
            "debt:weaker debt shop/not-enrolled weakens",
        ],
    ),
    (
        "debt.owe",
        "Some people have no passkey yet.",
        "Many have no passkey.",
        &["debt:changed debt shop/not-enrolled owe"],
    ),
    (
        "debt.why",
        "They joined before we asked.",
        "They joined early.",
        &["debt:changed debt shop/not-enrolled why"],
    ),
    (
        "debt.owner",
        "    owner: jo@example.com\n    accepted_by",
        "    accepted_by",
        &["debt:weaker debt shop/not-enrolled owner"],
    ),
    (
        "debt.accepted_by",
        "accepted_by: cto@example.com",
        "accepted_by: ceo@example.com",
        &["debt:changed debt shop/not-enrolled accepted_by"],
    ),
    (
        "debt.since",
        "since: 2026-01-31",
        "since: 2026-03-31",
        &["debt:changed debt shop/not-enrolled since"],
    ),
    (
        "debt.until",
        "until: 2027-03-31",
        "until: 2027-09-30",
        &[
            "weaker promise shop/hard-to-phish debt",
            "debt:weaker debt shop/not-enrolled until",
        ],
    ),
    (
        "debt.until",
        "    until: 2027-03-31\n",
        "",
        &[
            "weaker promise shop/hard-to-phish debt",
            "debt:weaker debt shop/not-enrolled until",
        ],
    ),
    (
        "debt.until",
        "until: 2027-03-31",
        "until: 2027-01-31",
        &["debt:stronger debt shop/not-enrolled until"],
    ),
    (
        "debt.renewed",
        "    renewed: [2026-12-31]\n",
        "",
        &["debt:weaker debt shop/not-enrolled renewed"],
    ),
    (
        "debt.renewed",
        "renewed: [2026-12-31]",
        "renewed: [2026-06-30, 2026-12-31]",
        &["debt:changed debt shop/not-enrolled renewed"],
    ),
    (
        "debt.track",
        "track: SEC-1",
        "track: SEC-2",
        &["debt:changed debt shop/not-enrolled track"],
    ),
];

const CONTROLS: &[Row] = &[
    (
        "controls",
        "  spare:\n    does: Keeps nothing yet.\n    type: detect\n    when_down: page\n",
        "",
        &["control:weaker control controls/spare"],
    ),
    (
        "controls",
        "  spare:\n",
        "  extra:\n",
        &["control:changed control controls/extra name"],
    ),
    (
        "controls.does",
        "Makes whoever guesses wait.",
        "Slows guessing.",
        &["control:changed control controls/waits does"],
    ),
    (
        "controls.type",
        "type: prevent",
        "type: detect",
        &[
            "weaker promise shop/password-useless kept_by",
            "weaker promise shop/hard-to-phish kept_by",
            "control:weaker control controls/second-factor type",
        ],
    ),
    (
        "controls.owner",
        "owner: identity",
        "owner: payments",
        &["control:changed control controls/second-factor owner"],
    ),
    (
        "controls.accepts",
        "accepts: [passkey, totp]",
        "accepts: [passkey, totp, sms-code]",
        &[
            "weaker promise shop/password-useless kept_by",
            "weaker promise shop/hard-to-phish kept_by",
            "control:weaker control controls/second-factor accepts",
        ],
    ),
    (
        "controls.accepts",
        "accepts: [passkey, totp]",
        "accepts: [passkey]",
        &[
            "stronger promise shop/password-useless kept_by",
            "stronger promise shop/hard-to-phish kept_by",
            "control:stronger control controls/second-factor accepts",
        ],
    ),
    (
        "controls.accepts",
        "accepts: [passkey, totp]",
        "accepts: [passkey, security-key]",
        &["control:changed control controls/second-factor accepts"],
    ),
    (
        "controls.stops_user",
        "    stops_user: yes\n",
        "",
        &["control:changed control controls/second-factor stops_user"],
    ),
    (
        "controls.enforced_by",
        "    enforced_by: policy/session\n",
        "",
        &[
            "weaker promise shop/thrown-out kept_by",
            "weaker promise shop/never-stored kept_by",
            "control:weaker control controls/tokens enforced_by",
        ],
    ),
    (
        "controls.enforced_by",
        "policy/session",
        "gateway/session",
        &["control:changed control controls/tokens enforced_by"],
    ),
    (
        "controls.with",
        "free: 5",
        "free: 50",
        &[
            "weaker promise shop/password-useless kept_by",
            "control:weaker control controls/waits with",
        ],
    ),
    ("controls.with", "first: 2s, ", "", &[]),
    (
        "controls.with",
        "first: 2s",
        "first: 10s",
        &[
            "stronger promise shop/password-useless kept_by",
            "control:stronger control controls/waits with",
        ],
    ),
    (
        "controls.with",
        "most: 15m",
        "most: long",
        &["control:changed control controls/waits with"],
    ),
    (
        "controls.with",
        "colour: red",
        "colour: blue",
        &["control:changed control controls/waits with"],
    ),
    (
        "controls.rests_on",
        "rests_on: [identity-store]",
        "rests_on: [identity-store, mail]",
        &["control:changed control controls/second-factor rests_on"],
    ),
    (
        "controls.when_down",
        "when_down: refuse",
        "when_down: allow",
        &[
            "weaker promise shop/password-useless kept_by",
            "weaker promise shop/hard-to-phish kept_by",
            "control:weaker control controls/second-factor when_down",
        ],
    ),
    (
        "controls.when_down",
        "when_down: queue",
        "when_down: page",
        &["control:changed control controls/tokens when_down"],
    ),
    ("controls.when_down", "    when_down: refuse\n", "", &[]),
    (
        "controls.proof",
        "    proof: [junit:auth/second_factor]\n",
        "",
        &[
            "weaker promise shop/password-useless kept_by",
            "weaker promise shop/hard-to-phish kept_by",
            "control:weaker control controls/second-factor proof",
        ],
    ),
    (
        "controls.proof",
        "[junit:auth/second_factor]",
        "[junit:auth/second_factor, drill:stuffing]",
        &["control:changed control controls/second-factor proof"],
    ),
    (
        "controls.shadow",
        "shadow: no",
        "shadow: yes",
        &[
            "weaker promise shop/password-useless kept_by",
            "weaker promise shop/hard-to-phish kept_by",
            "control:weaker control controls/second-factor shadow",
        ],
    ),
    (
        "controls.token",
        "    token: { life: 12h, max_life: 14d, bound_to: device-key }\n",
        "",
        &[
            "weaker promise shop/thrown-out kept_by",
            "weaker promise shop/never-stored kept_by",
            "control:weaker control controls/tokens token",
        ],
    ),
    (
        "controls.token.life",
        "life: 12h",
        "life: 24h",
        &[
            "weaker promise shop/thrown-out kept_by",
            "weaker promise shop/never-stored kept_by",
            "control:weaker control controls/tokens token",
        ],
    ),
    (
        "controls.token.max_life",
        "max_life: 14d",
        "max_life: 7d",
        &[
            "stronger promise shop/thrown-out kept_by",
            "stronger promise shop/never-stored kept_by",
            "control:stronger control controls/tokens token",
        ],
    ),
    (
        "controls.token.bound_to",
        ", bound_to: device-key",
        "",
        &[
            "weaker promise shop/thrown-out kept_by",
            "weaker promise shop/never-stored kept_by",
            "control:weaker control controls/tokens token",
        ],
    ),
];

const REST: &[Row] = &[
    (
        "data",
        "data:\n",
        "data:\n  phone: { kind: personal, keep: 30d }\n",
        &["changed data data/phone"],
    ),
    (
        "data.kind",
        "kind: payment",
        "kind: public",
        &["weaker data data/card kind"],
    ),
    (
        "data.kind",
        "kind: payment",
        "kind: sensitive",
        &["changed data data/card kind"],
    ),
    (
        "data.keep",
        "90d after delivery",
        "2y after delivery",
        &["changed data data/card keep"],
    ),
    (
        "data.keep",
        "90d after delivery",
        "365d after delivery",
        &["weaker data data/card keep"],
    ),
    (
        "data.keep",
        "90d after delivery",
        "30d after delivery",
        &["stronger data data/card keep"],
    ),
    (
        "data.keep",
        "keep: never",
        "keep: 30d",
        &["weaker data data/password keep"],
    ),
    (
        "data.keep",
        "keep: 30d",
        "keep: 30d after the order",
        &["changed data data/address keep"],
    ),
    (
        "exemptions",
        "exemptions:\n",
        "exemptions:\n  - lint: J306\n    object: controls/waits\n    owner: a\n    reason: b\n    until: 2027-01-01\n",
        &["changed exemption exemptions/J306:controls/waits"],
    ),
    (
        "exemptions.lint",
        "lint: J601",
        "lint: J602",
        &[
            "changed exemption exemptions/J601:controls/waits",
            "changed exemption exemptions/J602:controls/waits",
        ],
    ),
    (
        "exemptions.object",
        "object: controls/waits",
        "object: controls/tokens",
        &[
            "changed exemption exemptions/J601:controls/waits",
            "changed exemption exemptions/J601:controls/tokens",
        ],
    ),
    (
        "exemptions.file",
        "file: shop.journey.yaml",
        "file: other.journey.yaml",
        &[
            "changed exemption exemptions/J302:shop.journey.yaml",
            "changed exemption exemptions/J302:other.journey.yaml",
        ],
    ),
    (
        "exemptions.owner",
        "owner: jo@example.com\n    reason: Tested",
        "owner: li@example.com\n    reason: Tested",
        &["changed exemption exemptions/J601:controls/waits owner"],
    ),
    (
        "exemptions.reason",
        "Tested elsewhere.",
        "Tested.",
        &["changed exemption exemptions/J601:controls/waits reason"],
    ),
    (
        "exemptions.until",
        "reason: Tested elsewhere.\n    until: 2027-06-30",
        "reason: Tested elsewhere.\n    until: 2028-06-30",
        &["changed exemption exemptions/J601:controls/waits until"],
    ),
];

const ALL: [&[Row]; 8] = [HEADING, WORST, PROMISES, RATIO, OTHERS, DEBT, CONTROLS, REST];

#[test]
fn every_edit_is_told_as_what_it_is() {
    let files = sample();
    for (key, from, to, expected) in ALL.into_iter().flatten() {
        let plan = plan_of(&files, &with(&files, from, to));
        let said: Vec<String> = plan.changes.iter().map(told).collect();
        assert_eq!(said, *expected, "{key}: `{from}` → `{to}`");
    }
}

#[test]
fn what_was_stronger_is_weaker_backwards_and_nothing_weak_is_lost() {
    let files = sample();
    for (key, from, to, expected) in ALL.into_iter().flatten() {
        let back = plan_of(&with(&files, from, to), &files);
        let is_stronger = expected.iter().any(|line| line.contains("stronger "));
        assert!(
            !is_stronger || back.weakens(),
            "{key}: `{to}` → `{from}` weakens nothing"
        );
        assert_eq!(back.is_empty(), expected.is_empty(), "{key}: `{to}` → `{from}`");
    }
}

/// Every key that the schema of a file knows, as paths.
fn keys(schema: &Value, defs: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let named = &defs[name.rsplit('/').next().unwrap()];
        return keys(named, defs, at, found);
    }
    for branch in schema["oneOf"].as_array().into_iter().flatten() {
        let kind = branch["properties"]["kind"]["const"].as_str().unwrap();
        keys(branch, defs, &format!("{at}{kind}."), found);
    }
    if let Some(properties) = schema["properties"].as_object() {
        for (key, inside) in properties {
            found.insert(format!("{at}{key}"));
            keys(inside, defs, &format!("{at}{key}."), found);
        }
    }
    for inside in [&schema["items"], &schema["additionalProperties"]] {
        if inside.is_object() {
            keys(inside, defs, at, found);
        }
    }
}

#[test]
fn no_key_of_the_format_can_change_unseen() {
    let mut known = BTreeSet::new();
    for schema in [
        journey::journey_schema(),
        journey::controls_schema(),
        journey::data_schema(),
        journey::exemptions_schema(),
    ] {
        keys(&schema, &schema["$defs"], "", &mut known);
    }
    // A measure is the same wherever it stands.
    let short = |key: &str| {
        key.rsplit_once(".measure.")
            .map_or(key, |(_, rest)| rest)
            .to_owned()
    };
    let known: BTreeSet<String> = known.iter().map(|key| short(key)).collect();
    let told: BTreeSet<String> = ALL
        .into_iter()
        .flatten()
        .filter(|(_, _, _, expected)| !expected.is_empty())
        .map(|(key, ..)| (*key).to_owned())
        .collect();
    let unseen: Vec<&String> = known.difference(&told).collect();
    // These say which of the measures it is; the others stand under `within.kind`.
    let unseen: Vec<&String> = unseen
        .into_iter()
        .filter(|key| !key.ends_with("e.kind"))
        .collect();
    assert_eq!(
        unseen,
        [] as [&String; 0],
        "no edit in this file's table changes these keys of the format"
    );
    let unknown: Vec<&String> = told.difference(&known).collect();
    assert_eq!(unknown, [] as [&String; 0], "the format has no such keys");
}
