//! Finds modules of a crate that need each other in a ring, so that none can be understood alone.
//!
//! Siblings are compared: of `a::b` and `a::c`, the one may use the other, not both each other. What
//! a module uses of its own parent, or a parent of its children, is no ring. Names that reach a
//! module through a re-export are not followed, so all that is found is real, and some may be missed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Findings;
use super::source::{self, Source};
use crate::workspace::Workspace;

type Module = Vec<String>;

/// For each module that another one names: where it does so first.
type Edges = BTreeMap<Module, BTreeMap<Module, String>>;

pub(super) fn check(workspace: &Workspace) -> Result<Findings> {
    let mut problems = Vec::new();
    for of in &workspace.crates {
        problems.extend(rings(&of.folder, &source::production(workspace, of)?));
    }
    Ok(Findings {
        problems,
        warnings: Vec::new(),
    })
}

fn rings(folder: &str, sources: &[Source]) -> Vec<String> {
    let edges = edges(folder, sources);
    let mut told: BTreeSet<Module> = BTreeSet::new();
    let mut problems = Vec::new();
    for start in edges.keys() {
        if told.contains(start) {
            continue;
        }
        let Some(ring) = shortest_way_back(&edges, start) else {
            continue;
        };
        let steps: Vec<String> = ring
            .iter()
            .zip(ring.iter().cycle().skip(1))
            .filter_map(|(from, to)| Some(format!("`{}` ({})", from.join("::"), edges.get(from)?.get(to)?)))
            .collect();
        problems.push(format!(
            "{folder}: {} need each other in a ring",
            steps.join(" → ")
        ));
        told.extend(ring);
    }
    problems
}

/// The modules from `start` to the one that leads back to it.
fn shortest_way_back(edges: &Edges, start: &Module) -> Option<Vec<Module>> {
    let mut ways: std::collections::VecDeque<Vec<Module>> = [vec![start.clone()]].into();
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in way
            .last()
            .and_then(|last| edges.get(last))
            .into_iter()
            .flat_map(BTreeMap::keys)
        {
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push_back([way.as_slice(), std::slice::from_ref(next)].concat());
            }
        }
    }
    None
}

fn edges(folder: &str, sources: &[Source]) -> Edges {
    let modules: BTreeSet<Module> = sources.iter().map(|source| source.module(folder)).collect();
    let mut edges = Edges::new();
    for source in sources {
        let from = source.module(folder);
        for name in source.names() {
            let Some(named) = resolve(&from, &name.parts) else {
                continue;
            };
            let Some(to) = longest_known(&modules, &named) else {
                continue;
            };
            let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            // The two siblings that the reference runs between, if it does not run up or down.
            if let (Some(a), Some(b)) = (from.get(..=shared), to.get(..=shared)) {
                let place = format!(
                    "{}:{}",
                    source.path.strip_prefix(folder).unwrap_or_default(),
                    name.line
                );
                let place = place.trim_start_matches('/').to_owned();
                edges
                    .entry(a.to_vec())
                    .or_default()
                    .entry(b.to_vec())
                    .or_insert(place);
            }
        }
    }
    edges
}

/// The path from the crate's root, where it is written with `crate` or `super`.
fn resolve(from: &[String], parts: &[String]) -> Option<Module> {
    let first = parts.first()?;
    if first == "crate" {
        return Some(parts.get(1..)?.to_vec());
    }
    let up = parts.iter().take_while(|part| *part == "super").count();
    let above = from.get(..from.len().checked_sub(up)?)?;
    (up > 0).then(|| [above, parts.get(up..).unwrap_or_default()].concat())
}

fn longest_known(modules: &BTreeSet<Module>, named: &[String]) -> Option<Module> {
    (1..=named.len())
        .rev()
        .filter_map(|length| named.get(..length))
        .find(|module| modules.contains(*module))
        .map(<[String]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::{Source, rings};

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let parse = |(path, text): &(&str, &str)| {
            Source::parse(&format!("a/src/{path}"), (*text).to_owned()).unwrap()
        };
        let sources: Vec<Source> = files.iter().map(parse).collect();
        assert_eq!(rings("a", &sources), expected);
    }

    #[test]
    fn a_ring_is_found_with_the_places_that_close_it() {
        check(
            &[("b.rs", "use crate::c::C;"), ("c.rs", "\nuse super::b::{B, D};")],
            &["a: `b` (src/b.rs:1) → `c` (src/c.rs:2) need each other in a ring"],
        );
        check(
            &[
                ("b.rs", "use crate::c;"),
                ("c.rs", "use crate::d;"),
                ("d.rs", "fn f() { crate::b::f() }"),
            ],
            &["a: `b` (src/b.rs:1) → `c` (src/c.rs:1) → `d` (src/d.rs:1) need each other in a ring"],
        );
        check(
            &[
                ("b/c.rs", "use super::d::D;"),
                ("b/d/e.rs", "use crate::b::c::C;"),
                ("b/d.rs", ""),
                ("b.rs", ""),
            ],
            &["a: `b::c` (src/b/c.rs:1) → `b::d` (src/b/d/e.rs:1) need each other in a ring"],
        );
    }

    #[test]
    fn one_way_is_no_ring_and_neither_are_parent_and_child() {
        check(&[("b.rs", "use crate::c::C;"), ("c.rs", "use std::fmt;")], &[]);
        check(
            &[
                ("b.rs", "mod c; use self::c::C;"),
                ("b/c.rs", "use super::B; use crate::b::D;"),
            ],
            &[],
        );
        check(
            &[
                ("b.rs", "#[cfg(test)] mod tests { use crate::c::C; }"),
                ("c.rs", "use crate::b::B;"),
            ],
            &[],
        );
        check(
            &[
                ("lib.rs", "mod b; pub use crate::b::B;"),
                ("b.rs", "use crate::Other;"),
            ],
            &[],
        );
    }
}
