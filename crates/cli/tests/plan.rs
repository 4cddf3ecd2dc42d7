//! `safeconduct plan` over real git histories, from outside.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Place, Ran, program, run};

const JOURNEY: &str = "\
journey: Sign in
id: sign-in
who: Anyone with an account
wants: To get into my account.
owners: { product: mara@example.com, engineering: identity }
matters: critical
steps:
  - id: prove
    does: I type my password.
    gives: [email]
    at: [POST /v1/sign-in]
    worst:
      - id: takeover
        story: A stranger comes in with my password.
        harm: severe
    promises:
      - id: password-useless
        says: A stolen password alone will not let anyone in.
        against: [takeover]
        kept_by: [second-factor]
        measure:
          kind: ratio
          of: sign_in.finished where password = correct and device = new
          good: outcome = refused or second_factor = passed
          target: 99.9%
          over: 30d
guardrails:
  - id: not-locked-out
    says: We do not lock out the real you.
    watches: [second-factor]
    measure: { kind: ratio, of: sign_in.finished where verdict = owner, good: blocked = no, target: 99.5%, over: 30d }
debt: []
";

const CONTROLS: &str = "\
controls:
  second-factor:
    does: Asks for a passkey or a code.
    type: prevent
    accepts: [passkey, totp]
    stops_user: yes
    enforced_by: policy/step-up
    when_down: refuse
";

const DATA: &str = "\
data:
  email: { kind: personal, keep: while account is open }
  phone: { kind: personal, keep: 30d }
";

/// A repository with the journeys in it, committed.
struct Repository(Place);

impl Repository {
    fn new() -> Self {
        let place = Place::new();
        std::fs::create_dir(place.at("journeys")).unwrap();
        let repository = Self(place);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        for (name, text) in [
            ("sign-in.journey.yaml", JOURNEY),
            ("controls.yaml", CONTROLS),
            ("data.yaml", DATA),
        ] {
            std::fs::write(repository.0.at("journeys").join(name), text).unwrap();
        }
        repository.commit("begin");
        repository
    }

    fn git(&self, args: &[&str]) {
        git(self.0.folder(), args);
    }

    fn commit(&self, says: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", says]);
    }

    /// Replaces words that stand once in one of the files.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.0.at("journeys").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// An edit, committed, and what its plan says.
    fn step(&self, file: &str, from: &str, to: &str) -> Ran {
        self.edit(file, from, to);
        self.commit("next");
        self.plan(&["HEAD~1..HEAD"])
    }

    fn plan(&self, args: &[&str]) -> Ran {
        self.0.run(["plan"].iter().chain(args))
    }
}

fn git(folder: &Path, args: &[&str]) {
    let names = [
        "-c",
        "user.name=Mara",
        "-c",
        "user.email=mara@example.com",
        "-c",
        "commit.gpgsign=false",
    ];
    let done = Command::new("git")
        .args(names)
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// Fails unless exactly this was printed, after the lines' indentation in the test.
fn must_print(ran: &Ran, code: i32, expected: &str) {
    let lines: Vec<&str> = expected
        .trim()
        .lines()
        .map(|line| line.strip_prefix("        ").unwrap_or(line))
        .collect();
    assert_eq!(ran.out.trim_end(), lines.join("\n"), "{ran:#?}");
    assert_eq!(ran.code, code, "{ran:#?}");
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one history, from its first commit to its last"
)]
fn a_history_is_told_step_by_step() {
    let repository = Repository::new();
    must_print(
        &repository.plan(&["HEAD"]),
        0,
        "HEAD → the files here: Nothing that the journeys state has changed.",
    );
    must_print(
        &repository.step("sign-in.journey.yaml", "target: 99.9%", "target: 99%"),
        2,
        "
        WEAKER    sign-in/password-useless, target: 99.9% → 99%
                  “A stolen password alone will not let anyone in.”
                  Of all that counts, 1 in 100 may go wrong; before, 1 in 1,000.
                  journeys/sign-in.journey.yaml:25:19

        HEAD~1 → HEAD: 1 weaker. Something that people are promised is weakened.",
    );
    must_print(
        &repository.step("sign-in.journey.yaml", "target: 99.5%", "target: 99.9%"),
        0,
        "
        STRONGER  sign-in/not-locked-out, target: 99.5% → 99.9%
                  “We do not lock out the real you.”
                  Of all that counts, 1 in 1,000 may go wrong; before, 5 in 1,000.
                  journeys/sign-in.journey.yaml:31:101

        HEAD~1 → HEAD: 1 stronger. Nothing that people are promised is weakened.",
    );
    must_print(
        &repository.step("sign-in.journey.yaml", "id: password-useless", "id: stolen-password-useless"),
        0,
        "
        CHANGED   sign-in/stolen-password-useless, id: password-useless → stolen-password-useless
                  “A stolen password alone will not let anyone in.”
                  Renamed from `password-useless` and otherwise the same. What was counted for it begins anew under the new name.
                  journeys/sign-in.journey.yaml:17:13

        HEAD~1 → HEAD: 1 changed. Nothing that people are promised is weakened.",
    );
    must_print(
        &repository.step(
            "sign-in.journey.yaml",
            "debt: []\n",
            "debt:\n  - id: no-passkey-yet\n    weakens: [stolen-password-useless]\n    owe: Some have no second way yet.\n    owner: mara@example.com\n    accepted_by: cto@example.com\n    until: 2027-03-31\n    track: SEC-4\n",
        ),
        2,
        "
        WEAKER    sign-in/stolen-password-useless, debt
                  “A stolen password alone will not let anyone in.”
                  A debt weakens it now: `no-passkey-yet`, until 2027-03-31: Some have no second way yet.
                  journeys/sign-in.journey.yaml:33:9

        DEBT      sign-in/no-passkey-yet (weaker)
                  “Some have no second way yet.”
                  Opened: it is now owed, until 2027-03-31.
                  journeys/sign-in.journey.yaml:33:9

        HEAD~1 → HEAD: 1 weaker, 1 change of a debt. Something that people are promised is weakened.",
    );
    must_print(
        &repository.step("sign-in.journey.yaml", "gives: [email]", "gives: [email, phone]"),
        0,
        "
        NEW DATA  sign-in/prove, gives
                  “I type my password.”
                  after:  phone
                  People hand over `phone` (personal, kept: 30d) here; it was received nowhere before.
                  journeys/sign-in.journey.yaml:10:20

        HEAD~1 → HEAD: 1 new data. Nothing that people are promised is weakened.",
    );
    must_print(
        &repository.step(
            "sign-in.journey.yaml",
            "A stolen password alone will not",
            "A stolen password should not",
        ),
        0,
        "
        CHANGED   sign-in/stolen-password-useless, says
                  “A stolen password should not let anyone in.”
                  before: A stolen password alone will not let anyone in.
                  after:  A stolen password should not let anyone in.
                  People are told something else. Does it promise as much?
                  Wants a look by the product owner, mara@example.com.
                  journeys/sign-in.journey.yaml:18:15

        HEAD~1 → HEAD: 1 changed. Nothing that people are promised is weakened.",
    );
    must_print(
        &repository.step("controls.yaml", "when_down: refuse", "when_down: allow"),
        2,
        "
        WEAKER    sign-in/stolen-password-useless, kept by
                  “A stolen password should not let anyone in.”
                  `second-factor`, which keeps it, is weaker. While it cannot be asked, everybody passes; before, nobody passes.
                  journeys/sign-in.journey.yaml:20:19

        CONTROL   controls/second-factor, when down: refuse → allow (weaker)
                  “Asks for a passkey or a code.”
                  While it cannot be asked, everybody passes; before, nobody passes.
                  journeys/controls.yaml:8:16

        HEAD~1 → HEAD: 1 weaker, 1 change of a control. Something that people are promised is weakened.",
    );
    // The whole way at once.
    let whole = repository.plan(&["HEAD~7..HEAD", "--format", "json"]);
    let counts = |counts: &Value, class: &str| counts[class].as_u64().unwrap();
    let plan = whole.must_exit(2).json();
    assert_eq!(plan["weakened"], true);
    assert_eq!(
        (
            counts(&plan["counts"], "new-data"),
            counts(&plan["counts"], "debt")
        ),
        (1, 1),
        "{plan:#}"
    );
}

#[test]
fn forms_fit_those_who_read_them() {
    let repository = Repository::new();
    repository.edit(
        "sign-in.journey.yaml",
        "over: 30d\nguardrails",
        "over: 90d\nguardrails",
    );
    repository.edit(
        "sign-in.journey.yaml",
        "I type my password.",
        "\"I type <b>@everyone</b>, #1 | [x](http://a.example).\"",
    );
    let json = repository.plan(&["main", "--format", "json"]).must_exit(2).json();
    let first = &json["changes"][0];
    let told = |key: &str| first[key].as_str().unwrap_or_default().to_owned();
    let said = [
        "class", "effect", "part", "object", "field", "before", "after", "side", "file",
    ]
    .map(told);
    let expected = [
        "weaker",
        "weaker",
        "promise",
        "sign-in/password-useless",
        "over",
        "30d",
        "90d",
        "new",
        "journeys/sign-in.journey.yaml",
    ];
    assert_eq!(said, expected);
    assert_eq!(
        (first["line"].as_u64(), first["column"].as_u64()),
        (Some(26), Some(17))
    );
    let markdown = repository
        .plan(&["main", "--format", "markdown"])
        .must_exit(2)
        .out;
    let expected = "\
<!-- safeconduct plan -->
### What this does to our promises

**Something that people are promised is weakened.** 1 weaker, 1 changed. <sub>main → the files here</sub>

#### WEAKER (1)

- **sign-in/password-useless** · over: *30d* → *90d*  \n  \
  “A stolen password alone will not let anyone in.”  \n  \
  It is counted over a longer time, in which bad days are thinned out by good ones.  \n  \
  <sub>journeys/sign-in.journey.yaml:26</sub>

<details><summary><b>CHANGED (1)</b></summary>

- **sign-in/prove** · does: *I type my password.* → *I type &lt;b&gt;\\@<!-- -->everyone&lt;/b&gt;, \\#<!-- -->1 \\| \\[x\\]\\(http:<!-- -->//a.example\\).*  \n  \
  “I type &lt;b&gt;\\@<!-- -->everyone&lt;/b&gt;, \\#<!-- -->1 \\| \\[x\\]\\(http:<!-- -->//a.example\\).”  \n  \
  What people do here is told differently.  \n  \
  <sub>journeys/sign-in.journey.yaml:9</sub>

</details>
";
    assert_eq!(markdown.trim_end(), expected.trim_end());
}

#[test]
fn both_sides_are_found_wherever_they_are() {
    let repository = Repository::new();
    let place = &repository.0;
    repository.git(&["switch", "--quiet", "--create", "topic"]);
    repository.step("controls.yaml", "[passkey, totp]", "[passkey]");
    repository.git(&["switch", "--quiet", "main"]);
    repository.step("controls.yaml", "type: prevent", "type: detect");
    // Since they parted, `topic` weakened nothing; compared with `main` as it is today, it takes something back.
    repository
        .plan(&["main...topic"])
        .must_exit(0)
        .must_say(&["(stronger)", "main, where topic left it → topic"]);
    repository
        .plan(&["topic..main"])
        .must_exit(2)
        .must_say(&["It accepts `totp` too."]);
    // From a folder inside, with a path of its own; and two folders without any git.
    std::fs::create_dir(place.at("inside")).unwrap();
    let mut command = program(&place.at("inside"));
    command.args(["plan", "topic..main", "../journeys"]);
    run(command, b"")
        .must_exit(2)
        .must_say(&["../journeys/controls.yaml:4:11"]);
    std::fs::create_dir(place.at("before")).unwrap();
    for file in ["controls.yaml", "data.yaml", "sign-in.journey.yaml"] {
        std::fs::copy(place.at("journeys").join(file), place.at("before").join(file)).unwrap();
    }
    repository.edit("data.yaml", "keep: 30d", "keep: 60d");
    repository
        .plan(&["before", "journeys"])
        .must_exit(2)
        .must_say(&["before → journeys", "kept for longer"]);
    repository
        .plan(&["journeys", "before"])
        .must_exit(0)
        .must_say(&["kept for less time"]);
    // A folder that was made, or taken away, between the two.
    repository.git(&["checkout", "--quiet", "--", "."]);
    repository.git(&["rm", "-r", "--quiet", "journeys"]);
    repository.commit("gone");
    repository
        .plan(&["HEAD~1..HEAD"])
        .must_exit(2)
        .must_say(&["The journey is gone, and with it 1 promise."]);
    repository
        .plan(&["HEAD..HEAD~1"])
        .must_exit(0)
        .must_say(&["A new journey.", "A new promise."]);
    repository
        .plan(&["HEAD"])
        .must_exit(1)
        .must_say(&["neither `HEAD` nor `the files here` has journey files"]);
}

#[test]
fn what_cannot_be_compared_is_said_and_is_never_well() {
    let repository = Repository::new();
    let check = |args: &[&str], code: i32, says: &[&str]| {
        let ran = repository.plan(args).must_exit(code).must_say(says);
        assert!(ran.out.is_empty(), "{ran:#?}");
    };
    check(
        &["nowhere..HEAD"],
        1,
        &["git does not know the revision `nowhere` here", "git fetch"],
    );
    check(&["HEAD:journeys"], 1, &["does not know the revision"]);
    check(
        &["journeys"],
        64,
        &["`journeys` is a folder", "refs/heads/journeys"],
    );
    check(&["journeys", "elsewhere"], 1, &["elsewhere"]);
    check(&["..main"], 64, &["write them as `main..HEAD`"]);
    check(&["main..-x"], 64, &["`-x` is not the name of a revision"]);
    check(&[], 64, &["Usage:"]);
    check(&["main", "--format", "html"], 64, &["markdown"]);
    check(&["main", "journeys/data.yaml"], 1, &["is a file"]);
    // Half of a file is no basis for a comparison, on whichever side it stands.
    repository.edit("sign-in.journey.yaml", "target: 99.9%", "target: most");
    check(
        &["HEAD"],
        1,
        &[
            "`most` is not a share",
            "the journey files of `the files here` have an error",
        ],
    );
    repository.commit("broken");
    repository.edit("sign-in.journey.yaml", "target: most", "target: 99.9%");
    check(&["HEAD"], 1, &["the journey files of `HEAD` have an error"]);
    repository.edit(
        "sign-in.journey.yaml",
        "id: not-locked-out",
        "id: password-useless",
    );
    check(&["HEAD~1"], 1, &["J102"]);
    // No repository, no git, and only a part of the history.
    let elsewhere = Place::new();
    std::fs::create_dir(elsewhere.at("journeys")).unwrap();
    let ran = elsewhere.run(["plan", "main"]).must_exit(1);
    ran.must_say(&[
        "does not lie in a git repository",
        "safeconduct plan OLD_DIR NEW_DIR",
    ]);
    let mut command = program(repository.0.folder());
    command.args(["plan", "main"]).env("PATH", elsewhere.folder());
    run(command, b"")
        .must_exit(1)
        .must_say(&["the program `git` is not here"]);
    let from = format!("file://{}", repository.0.folder().display());
    git(
        elsewhere.folder(),
        &["clone", "--quiet", "--depth=1", &from, "shallow"],
    );
    let mut command = program(&elsewhere.at("shallow"));
    command.args(["plan", "HEAD~1..HEAD"]);
    run(command, b"")
        .must_exit(1)
        .must_say(&["git fetch --unshallow", "fetch-depth: 0"]);
}

#[test]
fn a_server_tells_how_promises_are_kept() {
    let place = Place::new();
    let (old, new) = (place.at("old"), place.at("new"));
    for folder in [&old, &new] {
        std::fs::create_dir(folder).unwrap();
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../journeys");
        for file in std::fs::read_dir(ours).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
    let path = new.join("sign-in.journey.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text.replace("target: 99.95%", "target: 99.9%")).unwrap();
    let server = place.serve();
    let plan = |key: &str, url: &str| {
        let mut command = program(place.folder());
        command.args(["plan", "old", "new", "--format", "json", "--server", url]);
        command.env("SAFECONDUCT_KEY", key);
        run(command, b"").must_exit(2)
    };
    let told = plan(&place.key("read").secret, &server.url).json();
    let change = &told["changes"][0];
    assert_eq!(change["object"], "sign-in/owner-not-locked-out");
    assert_eq!(change["live"]["state"], "unproven", "{told:#}");
    // Without an answer the plan is the same, and says what it lacks.
    for (key, url, says) in [
        ("", server.url.as_str(), "needs a key that may read"),
        ("wrong", server.url.as_str(), "does not accept the key"),
        ("any", "http://127.0.0.1:1", "cannot be asked"),
        ("any", "example.com", "is not the address of a server"),
    ] {
        let told = plan(key, url).must_say(&["no present figures", says]).json();
        assert_eq!(told["changes"][0]["live"], Value::Null);
    }
    server.stop();
}
