//! `lsp` from outside: a real conversation over standard input and output.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};
use support::{Place, own_journeys, program};

/// An editor that talks with the server.
struct Editor {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: u64,
}

impl Editor {
    fn start(place: &Place) -> Self {
        let mut command = program(place.folder());
        let mut process = command
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (
            process.stdin.take().unwrap(),
            BufReader::new(process.stdout.take().unwrap()),
        );
        Self {
            process,
            to,
            from,
            last: 0,
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn hear(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server hung up");
            match line.trim().split_once(": ") {
                Some(("Content-Length", count)) => length = count.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The answer to a request; notices that come before it are passed over.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// What is shown of a file next.
    fn diagnostics(&mut self, file: &str) -> Vec<Value> {
        loop {
            let message = self.hear();
            let uri = message["params"]["uri"].as_str().unwrap_or_default();
            if message["method"] == "textDocument/publishDiagnostics" && uri.ends_with(file) {
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
        }
    }
}

#[test]
fn an_editor_is_shown_what_is_wrong_and_helped_to_mend_it() {
    let place = Place::new();
    let folder = place.at("my journeys");
    support::copy(&own_journeys(), &folder);
    let uri = |name: &str| format!("file://{}", folder.join(name).display()).replace(' ', "%20");
    let file = uri("sign-in.journey.yaml");
    let good = std::fs::read_to_string(folder.join("sign-in.journey.yaml")).unwrap();
    let mut editor = Editor::start(&place);
    let about = editor.ask("initialize", &json!({"capabilities": {}}))["result"].clone();
    for able in [
        "completionProvider",
        "hoverProvider",
        "definitionProvider",
        "documentFormattingProvider",
    ] {
        assert!(!about["capabilities"][able].is_null(), "{about}");
    }
    editor.tell("initialized", &json!({}));

    let wrong = good.replacen("kept_by: [growing-waits]", "kept_by: [growing-wait]", 1);
    let number = wrong
        .lines()
        .position(|line| line.contains("[growing-wait]"))
        .unwrap();
    let column = wrong.lines().nth(number).unwrap().find("growing-wait").unwrap();
    editor.tell(
        "textDocument/didOpen",
        &json!({"textDocument": {"uri": file, "languageId": "yaml", "version": 1, "text": wrong}}),
    );
    let shown = editor.diagnostics("sign-in.journey.yaml");
    let dangling = shown.iter().find(|one| one["code"] == "J104").unwrap();
    assert_eq!(
        dangling["range"],
        json!({"start": {"line": number, "character": column}, "end": {"line": number, "character": column + 12}})
    );

    let at = |character: usize| json!({"textDocument": {"uri": file}, "position": {"line": number, "character": character}});
    let offered = editor.ask("textDocument/completion", &at(column + 3))["result"].clone();
    assert!(
        offered
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["label"] == "growing-waits"),
        "{offered}"
    );

    editor.tell(
        "textDocument/didChange",
        &json!({"textDocument": {"uri": file, "version": 2}, "contentChanges": [{"text": good}]}),
    );
    let shown = editor.diagnostics("sign-in.journey.yaml");
    assert!(shown.iter().all(|one| one["code"] != "J104"), "{shown:?}");
    let hover = editor.ask("textDocument/hover", &at(column + 3))["result"].clone();
    assert!(
        hover["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("**growing-waits**"),
        "{hover}"
    );
    let found = editor.ask("textDocument/definition", &at(column + 3))["result"].clone();
    assert_eq!(found["uri"], json!(uri("controls.yaml")));
    let controls = std::fs::read_to_string(folder.join("controls.yaml")).unwrap();
    let line = usize::try_from(found["range"]["start"]["line"].as_u64().unwrap()).unwrap();
    assert_eq!(controls.lines().nth(line), Some("  growing-waits:"));

    let edits = editor.ask(
        "textDocument/formatting",
        &json!({"textDocument": {"uri": file}, "options": {}}),
    )["result"]
        .clone();
    assert!(
        edits[0]["newText"]
            .as_str()
            .is_none_or(|text| text.contains("growing-waits")),
        "{edits}"
    );
    let unknown = editor.ask("textDocument/rename", &json!({}));
    assert_eq!(unknown["error"]["code"], json!(-32_601));

    let bye = editor.ask("shutdown", &Value::Null);
    assert!(bye["error"].is_null(), "{bye}");
    editor.tell("exit", &Value::Null);
    let status = editor.process.wait().unwrap();
    assert!(status.success(), "{status}");
}

#[test]
fn a_conversation_that_breaks_off_is_an_error() {
    let place = Place::new();
    let mut editor = Editor::start(&place);
    drop(editor.ask("initialize", &json!({"capabilities": {}})));
    let Editor { mut process, to, .. } = editor;
    drop(to);
    let status = process.wait().unwrap();
    assert_eq!(status.code(), Some(3));
}
