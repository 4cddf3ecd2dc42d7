//! The conversation with an editor, over standard input and output (Language Server Protocol 3.17).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{
    Completion as CompletionRequest, Formatting, GotoDefinition, HoverRequest, Request as _,
};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionOptions, Diagnostic, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, Hover, HoverContents, HoverProviderCapability,
    Location, MarkupContent, MarkupKind, OneOf, PublishDiagnosticsParams, Range, ServerCapabilities,
    TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextEdit, Uri,
};
use serde_json::Value;
use vocabulary::Moment;

use crate::complete::{Completion, Sort};
use crate::diagnose::diagnostic;
use crate::folder::Folder;
use crate::place::{Position, Target};

/// Reads the YAML files of a folder: their paths and texts.
pub type ReadFolder<'a> = &'a dyn Fn(&Path) -> Vec<(PathBuf, String)>;

/// Why the conversation broke off.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The editor does not keep to the protocol.
    #[error(transparent)]
    Protocol(#[from] lsp_server::ProtocolError),
    /// The editor is gone.
    #[error("the editor hung up without saying so")]
    HungUp,
    /// Standard input or output fails.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Answers an editor until it says goodbye. `now` is the time by which debts have ended.
pub fn serve(read: ReadFolder<'_>, now: Moment) -> Result<(), ServeError> {
    let (connection, threads) = Connection::stdio();
    let ended = converse(&connection, read, now);
    drop(connection);
    threads.join()?;
    ended
}

fn converse(connection: &Connection, read: ReadFolder<'_>, now: Moment) -> Result<(), ServeError> {
    let (id, _) = connection.initialize_start()?;
    let about = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": {"name": "safeconduct", "version": env!("CARGO_PKG_VERSION")},
    });
    connection.initialize_finish(id, about)?;
    let mut session = Session {
        read,
        now,
        open: BTreeMap::new(),
        folders: BTreeMap::new(),
        stale: BTreeSet::new(),
        shown: BTreeMap::new(),
    };
    loop {
        // While more is waiting to be read, what is known already is out of date.
        let message = if session.stale.is_empty() {
            connection.receiver.recv().ok()
        } else {
            match connection.receiver.try_recv() {
                Ok(message) => Some(message),
                Err(error) if error.is_empty() => {
                    for notice in session.publish() {
                        send(connection, Message::Notification(notice))?;
                    }
                    continue;
                }
                Err(_) => None,
            }
        };
        match message {
            None => return Err(ServeError::HungUp),
            Some(Message::Request(request)) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(());
                }
                let response = session.answer(request);
                send(connection, Message::Response(response))?;
            }
            Some(Message::Notification(notice)) => session.hear(notice),
            Some(Message::Response(_)) => {}
        }
    }
}

fn send(connection: &Connection, message: Message) -> Result<(), ServeError> {
    connection.sender.send(message).map_err(|_| ServeError::HungUp)
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", "[", ",", ":"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// What the editor has open, and the folders that it lies in.
struct Session<'a> {
    read: ReadFolder<'a>,
    now: Moment,
    /// The open files, by path: how the editor addresses each, and its text.
    open: BTreeMap<PathBuf, (Uri, String)>,
    folders: BTreeMap<PathBuf, Folder>,
    /// The folders in which something changed since their findings were shown.
    stale: BTreeSet<PathBuf>,
    /// What the editor was shown last of each file.
    shown: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl Session<'_> {
    fn hear(&mut self, notice: Notification) {
        match notice.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value::<DidOpenTextDocumentParams>(notice.params) {
                    self.put(params.text_document.uri, params.text_document.text);
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value::<DidChangeTextDocumentParams>(notice.params)
                    && let Some(last) = params.content_changes.into_iter().next_back()
                {
                    self.put(params.text_document.uri, last.text);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Ok(params) = serde_json::from_value::<DidCloseTextDocumentParams>(notice.params)
                    && let Some(path) = path_of(params.text_document.uri.as_str())
                {
                    self.open.remove(&path);
                    self.read_again();
                }
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.read_again(),
            _ => {}
        }
    }

    fn put(&mut self, uri: Uri, text: String) {
        let Some(path) = path_of(uri.as_str()) else {
            return;
        };
        let folder = folder_of(&path);
        let now = self.now;
        let known = self.folders.entry(folder.clone()).or_insert_with(|| {
            let files = (self.read)(&folder).into_iter();
            Folder::new(files.map(|(path, text)| (name_of(&path), text)).collect(), now)
        });
        known.put(&name_of(&path), &text);
        self.open.insert(path, (uri, text));
        self.stale.insert(folder);
    }

    /// Somebody may have changed files on the disk.
    fn read_again(&mut self) {
        for (folder, known) in &mut self.folders {
            let mut files: BTreeMap<String, String> = (self.read)(folder)
                .into_iter()
                .map(|(path, text)| (name_of(&path), text))
                .collect();
            let open = self.open.iter().filter(|(path, _)| folder_of(path) == *folder);
            files.extend(open.map(|(path, (_, text))| (name_of(path), text.clone())));
            let gone: Vec<String> = known
                .files()
                .filter(|name| !files.contains_key(*name))
                .map(str::to_owned)
                .collect();
            for name in gone {
                known.remove(&name);
            }
            for (name, text) in files {
                known.put(&name, &text);
            }
            self.stale.insert(folder.clone());
        }
    }

    /// The findings that the editor has not been shown yet, or not as they are now.
    fn publish(&mut self) -> Vec<Notification> {
        let mut notices = Vec::new();
        for folder in std::mem::take(&mut self.stale) {
            let mut now: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
            if let Some(known) = self.folders.get(&folder) {
                for finding in known.findings() {
                    let text = known.text(&finding.file).unwrap_or_default();
                    let shown = diagnostic(&finding, text);
                    now.entry(PathBuf::from(&finding.file)).or_default().push(shown);
                }
            }
            // What was mended is shown as mended.
            let before = self.shown.keys().filter(|path| folder_of(path) == folder);
            for path in before.cloned().collect::<Vec<_>>() {
                now.entry(path).or_default();
            }
            for (path, diagnostics) in now {
                if self.shown.get(&path) == Some(&diagnostics) {
                    continue;
                }
                if let Some(uri) = self.uri_of(&path) {
                    let params = PublishDiagnosticsParams::new(uri, diagnostics.clone(), None);
                    notices.push(Notification::new(PublishDiagnostics::METHOD.to_owned(), params));
                    self.shown.insert(path, diagnostics);
                }
            }
        }
        notices
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match method.as_str() {
            CompletionRequest::METHOD => self.about_place(id, &params, |folder, file, at| {
                let items: Vec<CompletionItem> = folder.complete(file, at).into_iter().map(item).collect();
                serde_json::to_value(items).unwrap_or_default()
            }),
            HoverRequest::METHOD => self.about_place(id, &params, |folder, file, at| {
                let hover = folder.hover(file, at).map(|value| Hover {
                    contents: HoverContents::Markup(MarkupContent {
                        kind: MarkupKind::Markdown,
                        value,
                    }),
                    range: None,
                });
                serde_json::to_value(hover).unwrap_or_default()
            }),
            GotoDefinition::METHOD => {
                let Some((path, at)) = place_of(&params) else {
                    return Response::new_ok(id, Value::Null);
                };
                let found = self
                    .folders
                    .get(&folder_of(&path))
                    .and_then(|folder| folder.define(&name_of(&path), at));
                let found = found.and_then(|target| {
                    let uri = self.uri_of(Path::new(&target.file))?;
                    Some(Location::new(uri, range(&target)))
                });
                Response::new_ok(id, serde_json::to_value(found).unwrap_or_default())
            }
            Formatting::METHOD => {
                let Some(path) = document_of(&params) else {
                    return Response::new_ok(id, Value::Null);
                };
                let name = name_of(&path);
                let edits = self.folders.get(&folder_of(&path)).and_then(|folder| {
                    let text = folder.format(&name)?;
                    Some(vec![TextEdit::new(whole(folder.text(&name)?), text)])
                });
                Response::new_ok(id, serde_json::to_value(edits).unwrap_or_default())
            }
            _ => Response::new_err(
                id,
                ErrorCode::MethodNotFound as i32,
                format!("`{method}` is not known here"),
            ),
        }
    }

    fn about_place(
        &mut self,
        id: RequestId,
        params: &Value,
        look: impl FnOnce(&Folder, &str, Position) -> Value,
    ) -> Response {
        let found = place_of(params).and_then(|(path, at)| {
            let folder = self.folders.get(&folder_of(&path))?;
            Some(look(folder, &name_of(&path), at))
        });
        Response::new_ok(id, found.unwrap_or_default())
    }

    /// How the editor addresses a file: as it did itself where the file is open.
    fn uri_of(&self, path: &Path) -> Option<Uri> {
        if let Some((uri, _)) = self.open.get(path) {
            return Some(uri.clone());
        }
        uri(path).parse().ok()
    }
}

fn item(one: Completion) -> CompletionItem {
    CompletionItem {
        label: one.label,
        kind: Some(match one.sort {
            Sort::Key => CompletionItemKind::PROPERTY,
            Sort::Word => CompletionItemKind::ENUM_MEMBER,
            Sort::Name => CompletionItemKind::REFERENCE,
            Sort::Kind => CompletionItemKind::EVENT,
            Sort::Field => CompletionItemKind::FIELD,
        }),
        detail: Some(one.detail),
        insert_text: one.insert,
        ..CompletionItem::default()
    }
}

fn range(target: &Target) -> Range {
    let at = |position: Position| {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        lsp_types::Position::new(count(position.line), count(position.column))
    };
    Range::new(at(target.from), at(target.to))
}

/// A whole text.
fn whole(text: &str) -> Range {
    let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
    Range::new(lsp_types::Position::new(0, 0), lsp_types::Position::new(lines, 0))
}

fn place_of(params: &Value) -> Option<(PathBuf, Position)> {
    let params: TextDocumentPositionParams = serde_json::from_value(params.clone()).ok()?;
    let path = path_of(params.text_document.uri.as_str())?;
    let at = Position {
        line: usize::try_from(params.position.line).ok()?,
        column: usize::try_from(params.position.character).ok()?,
    };
    Some((path, at))
}

fn document_of(params: &Value) -> Option<PathBuf> {
    path_of(params.pointer("/textDocument/uri")?.as_str()?)
}

/// What a file is called in findings.
fn name_of(path: &Path) -> String {
    path.display().to_string()
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// The path that a `file:` address names (RFC 8089); `None` for what is not on the disk.
fn path_of(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://")?;
    let path = path.get(path.find('/')?..)?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/folder` on Windows.
    let drive = path.get(2..3) == Some(":");
    Some(PathBuf::from(if drive { path.get(1..)? } else { &path }))
}

/// The address of a file.
fn uri(path: &Path) -> String {
    let path = name_of(path).replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') {
        "file://"
    } else {
        "file:///"
    });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.extend([format!("%{byte:02X}")]);
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_go_over_into_each_other() {
        let check = |address: &str, path: Option<&str>| {
            assert_eq!(path_of(address), path.map(PathBuf::from), "{address}");
        };
        check("file:///a/b%20c/%C3%BC.yaml", Some("/a/b c/ü.yaml"));
        check("file://localhost/a.yaml", Some("/a.yaml"));
        check("file:///C%3A/a.yaml", Some("C:/a.yaml"));
        check("untitled:Untitled-1", None);
        check("file:///%zz", None);
        check("file:///%ff", None);
        assert_eq!(uri(Path::new("/a/b c/ü.yaml")), "file:///a/b%20c/%C3%BC.yaml");
    }
}
