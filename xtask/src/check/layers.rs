//! Which room of the house may know of which: the table, and the check that the code keeps to it.
//!
//! The table is about what a crate's product code needs. What its tests need is free.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::Findings;
use super::source::{self, Name};
use crate::running;
use crate::workspace::{Crate, Workspace};

/// A crate, and which others of the workspace it may depend on.
struct Room {
    name: &'static str,
    kind: Kind,
    /// Names with spaces between them, or [`EVERYTHING`].
    may_need: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Rules and mathematics: no I/O, and no crate that does any.
    Domain,
    /// Reads and writes, listens and sends.
    Edge,
    /// For those who build the house; no part of the product.
    Development,
}

use Kind::{Development, Domain, Edge};

/// Every room above it in the table.
const EVERYTHING: &str = "*";

/// From the ground up: each room needs only rooms above its own row.
const ROOMS: &[Room] = &[
    room("vocabulary", Domain, ""),
    room("journey", Domain, "vocabulary"),
    room("plan", Domain, "vocabulary journey"),
    room("exchange", Domain, "vocabulary journey"),
    room("report", Domain, "vocabulary journey exchange"),
    room("identity", Domain, "vocabulary"),
    room("behaviour", Domain, "vocabulary"),
    room("evaluation", Domain, "behaviour"),
    room("response", Domain, "vocabulary"),
    room("guard", Domain, "vocabulary journey identity behaviour response"),
    room("ledger", Domain, ""),
    room("exposure", Domain, ""),
    room("credentials", Domain, "vocabulary"),
    room("outcomes", Domain, "vocabulary journey"),
    room("readers", Domain, "vocabulary"),
    room("mapped", Edge, ""),
    room("objects", Edge, "mapped"),
    room("scanner", Edge, "exposure mapped objects"),
    room("breaches", Edge, "exposure mapped"),
    room("store", Edge, "vocabulary"),
    room("hosted", Domain, "vocabulary identity"),
    room(
        "engine",
        Edge,
        "vocabulary journey identity behaviour response guard ledger outcomes store",
    ),
    room(
        "people",
        Edge,
        "vocabulary identity guard exposure credentials store hosted engine",
    ),
    room("mail", Edge, "vocabulary hosted people"),
    room(
        "server",
        Edge,
        "vocabulary journey identity behaviour response guard ledger exposure credentials outcomes store hosted engine people",
    ),
    room("editor", Edge, "vocabulary journey"),
    room("simulator", Development, "vocabulary"),
    room("safeconduct", Edge, EVERYTHING),
    room("bench", Development, EVERYTHING),
    room("xtask", Development, EVERYTHING),
];

const fn room(name: &'static str, kind: Kind, may_need: &'static str) -> Room {
    Room { name, kind, may_need }
}

impl Room {
    fn may_need(&self) -> Vec<&'static str> {
        if self.may_need == EVERYTHING {
            return ROOMS
                .iter()
                .map(|room| room.name)
                .take_while(|name| *name != self.name)
                .collect();
        }
        self.may_need.split_whitespace().collect()
    }
}

/// Crates from outside that no domain room may need, neither directly nor through another.
const DO_IO: [&str; 5] = ["tokio", "axum", "rusqlite", "reqwest", "hyper"];

/// A path that a room's product code may not name.
struct Absence {
    /// The rooms that it holds for.
    rooms: fn(&Room) -> bool,
    path: &'static [&'static str],
    /// What right below the path may be named all the same.
    save: &'static [&'static str],
    because: &'static str,
}

const NO_IO: &str = "a domain room does no I/O; let the caller pass in what it read";

/// Addresses are values like any other; sockets are not.
const ADDRESSES: &[&str] = &["AddrParseError", "IpAddr", "Ipv4Addr", "Ipv6Addr"];

const ABSENCES: &[Absence] = &[
    absence(is_domain, &["std", "fs"], &[], NO_IO),
    absence(is_domain, &["std", "net"], ADDRESSES, NO_IO),
    absence(is_domain, &["std", "env"], &[], NO_IO),
    absence(is_domain, &["std", "os"], &[], NO_IO),
    absence(is_domain, &["std", "process"], &[], NO_IO),
    absence(is_domain, &["std", "thread"], &[], NO_IO),
    absence(
        is_server,
        &["store", "embedded"],
        &[],
        "the server knows the port; the command line picks the backend",
    ),
];

const fn absence(
    rooms: fn(&Room) -> bool,
    path: &'static [&'static str],
    save: &'static [&'static str],
    because: &'static str,
) -> Absence {
    Absence {
        rooms,
        path,
        save,
        because,
    }
}

fn is_server(room: &Room) -> bool {
    room.name == "server"
}

fn is_domain(room: &Room) -> bool {
    room.kind == Domain
}

pub(super) fn check(workspace: &Workspace) -> Result<Findings> {
    let mut problems = edges(&workspace.crates);
    for of in &workspace.crates {
        let Some(room) = ROOMS.iter().find(|room| room.name == of.name) else {
            continue;
        };
        if room.kind == Domain {
            problems.extend(does_io(&of.name, &tree(workspace, &of.name)?));
        }
        for source in source::production(workspace, of)? {
            problems.extend(absences(room, &source.path, &source.names()));
        }
    }
    Ok(Findings {
        problems,
        warnings: Vec::new(),
    })
}

/// What the table does not allow, and where table and workspace name different crates.
fn edges(crates: &[Crate]) -> Vec<String> {
    let mut problems = Vec::new();
    for of in crates {
        let Some(room) = ROOMS.iter().find(|room| room.name == of.name) else {
            problems.push(format!(
                "`{}` has no row in the table; say there what it may need",
                of.name
            ));
            continue;
        };
        for needed in &of.needs {
            if !room.may_need().contains(&needed.as_str()) {
                problems.push(format!(
                    "`{}` may not depend on `{needed}` ({}/Cargo.toml)",
                    of.name, of.folder
                ));
            }
        }
    }
    for room in ROOMS {
        if !crates.iter().any(|of| of.name == room.name) {
            problems.push(format!(
                "`{}` has a row in the table and is no crate of the workspace",
                room.name
            ));
        }
    }
    problems
}

/// What a crate's product code needs, direct and indirect, as `depth name version` lines in the order of a tree.
fn tree(workspace: &Workspace, name: &str) -> Result<String> {
    let mut cargo = running::cargo();
    cargo.current_dir(&workspace.root);
    // Asked for one crate at a time, because the features that another crate turns on must not count.
    cargo.args([
        "tree",
        "--package",
        name,
        "--edges",
        "normal",
        "--prefix",
        "depth",
        "--format",
        " {p}",
    ]);
    running::read(&mut cargo).with_context(|| format!("cannot list what `{name}` needs"))
}

/// The crates in a tree that do I/O, each with the way that leads to it.
fn does_io(name: &str, tree: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut way: Vec<&str> = Vec::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        let (Some(depth), Some(needed)) = (words.next().and_then(|depth| depth.parse().ok()), words.next())
        else {
            continue;
        };
        way.truncate(depth);
        way.push(needed);
        if DO_IO.contains(&needed) {
            problems.push(format!(
                "`{name}` must not need `{needed}`, which does I/O; the way is {}",
                way.join(" → ")
            ));
        }
    }
    problems
}

fn absences(room: &Room, path: &str, names: &[Name]) -> Vec<String> {
    let mut problems = Vec::new();
    for absence in ABSENCES.iter().filter(|absence| (absence.rooms)(room)) {
        for name in names.iter().filter(|name| name.begins_with(absence.path)) {
            let saved = name
                .parts
                .get(absence.path.len())
                .is_some_and(|next| absence.save.contains(&next.as_str()));
            if !saved {
                problems.push(format!(
                    "{path}:{} names `{}`: {}",
                    name.line,
                    name.parts.join("::"),
                    absence.because
                ));
            }
        }
    }
    // What is named through another name of the standard library would be found nowhere.
    for name in names
        .iter()
        .filter(|name| is_domain(room) && name.parts == ["std"])
    {
        problems.push(format!(
            "{path}:{} renames `std`: name what is used of it",
            name.line
        ));
    }
    problems
}

/// The table as a page for readers.
pub(crate) fn describe() -> Result<String> {
    let mut page = String::from(
        "# Layers\n\n\
         Which crate may depend on which. `cargo xtask check layers` holds the code to it.\n\n\
         | crate | kind | may depend on |\n|---|---|---|\n",
    );
    for room in ROOMS {
        let kind = match room.kind {
            Domain => "domain",
            Edge => "edge",
            Development => "development",
        };
        let needs: Vec<String> = room.may_need().iter().map(|name| format!("`{name}`")).collect();
        let needs = if needs.is_empty() {
            "none of ours".to_owned()
        } else {
            needs.join(", ")
        };
        writeln!(page, "| `{}` | {kind} | {needs} |", room.name)?;
    }
    let io = DO_IO.map(|name| format!("`{name}`")).join(", ");
    writeln!(
        page,
        "\nA domain crate needs none of {io}, neither directly nor through another crate."
    )?;
    writeln!(
        page,
        "\nOutside tests, no code in these crates may name these paths:\n\n| path | in | because |\n|---|---|---|"
    )?;
    for absence in ABSENCES {
        let rooms: Vec<String> = ROOMS
            .iter()
            .filter(|room| (absence.rooms)(room))
            .map(|room| format!("`{}`", room.name))
            .collect();
        let save: Vec<String> = absence.save.iter().map(|name| format!("`{name}`")).collect();
        let save = if save.is_empty() {
            String::new()
        } else {
            format!(", save {}", save.join(", "))
        };
        writeln!(
            page,
            "| `{}`{save} | {} | {} |",
            absence.path.join("::"),
            rooms.join(", "),
            absence.because
        )?;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ROOMS, absences, does_io, edges};
    use crate::check::source::Source;
    use crate::workspace::Crate;

    /// The workspace as the table has it, with one crate that needs something else.
    fn house(name: &str, needs: &[&str]) -> Vec<Crate> {
        let mut crates: Vec<Crate> = ROOMS
            .iter()
            .map(|room| Crate {
                name: room.name.to_owned(),
                folder: format!("crates/{}", room.name),
                needs: BTreeSet::new(),
            })
            .collect();
        crates.retain(|of| of.name != name);
        let needs = needs.iter().map(|needed| (*needed).to_owned()).collect();
        crates.push(Crate {
            name: name.to_owned(),
            folder: format!("crates/{name}"),
            needs,
        });
        crates
    }

    #[track_caller]
    fn check(name: &str, needs: &[&str], expected: &[&str]) {
        assert_eq!(edges(&house(name, needs)), expected);
    }

    #[test]
    fn only_the_edges_of_the_table_are_allowed() {
        check("guard", &["vocabulary", "journey"], &[]);
        check(
            "guard",
            &["store"],
            &["`guard` may not depend on `store` (crates/guard/Cargo.toml)"],
        );
        check(
            "ledger",
            &["vocabulary"],
            &["`ledger` may not depend on `vocabulary` (crates/ledger/Cargo.toml)"],
        );
        check("server", &["engine", "store"], &[]);
        check(
            "server",
            &["simulator"],
            &["`server` may not depend on `simulator` (crates/server/Cargo.toml)"],
        );
        check(
            "cellar",
            &[],
            &["`cellar` has no row in the table; say there what it may need"],
        );
    }

    #[test]
    fn a_row_without_a_crate_is_named() {
        let mut crates = house("guard", &[]);
        crates.retain(|of| of.name != "guard");
        assert_eq!(
            edges(&crates),
            ["`guard` has a row in the table and is no crate of the workspace"]
        );
    }

    #[test]
    fn each_room_stands_on_rooms_above_its_row_so_that_there_is_no_ring() {
        for (at, room) in ROOMS.iter().enumerate() {
            let above: Vec<&str> = ROOMS.iter().take(at).map(|room| room.name).collect();
            let floating: Vec<&str> = room
                .may_need()
                .into_iter()
                .filter(|name| !above.contains(name))
                .collect();
            assert!(
                floating.is_empty(),
                "`{}` needs {floating:?}, which do not stand above it",
                room.name
            );
        }
    }

    #[test]
    fn a_crate_that_does_io_is_found_behind_others() {
        let tree = "0 guard v0.1.0\n1 serde v1.0.0\n1 nice v1.0.0\n2 hidden v1.0.0\n3 tokio v1.0.0\n1 hyperfine v1.0.0\n";
        let expected =
            ["`guard` must not need `tokio`, which does I/O; the way is guard → nice → hidden → tokio"];
        assert_eq!(does_io("guard", tree), expected);
    }

    #[test]
    fn an_absence_is_an_absence_outside_tests_only() {
        let check = |room: &str, text: &str, expected: &[&str]| {
            let room = ROOMS.iter().find(|known| known.name == room).unwrap();
            let source = Source::parse("a.rs", text.to_owned()).unwrap();
            let found = absences(room, &source.path, &source.names());
            let found: Vec<&str> = found
                .iter()
                .filter_map(|problem| problem.split(": ").next())
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "guard",
            "fn f() {\n    std::fs::read(a)\n}",
            &["a.rs:2 names `std::fs::read`"],
        );
        check("guard", "use std::{fmt, env};", &["a.rs:1 names `std::env`"]);
        check("guard", "use std::net::IpAddr;", &[]);
        check(
            "guard",
            "use std::net::{IpAddr, TcpStream};",
            &["a.rs:1 names `std::net::TcpStream`"],
        );
        check("guard", "use std::net;", &["a.rs:1 names `std::net`"]);
        check("guard", "use std as s;", &["a.rs:1 renames `std`"]);
        check("guard", "#[cfg(test)] mod tests { use std::fs; }", &[]);
        check("store", "use std::fs;", &[]);
        check(
            "server",
            "use store::{Store, embedded::Embedded};",
            &["a.rs:1 names `store::embedded::Embedded`"],
        );
        check("server", "use store::Store;", &[]);
    }
}
