//! Runs the benchmarks by name. What each measures is written beside it, here and in its own header.

use anyhow::{Result, bail};

use crate::running;
use crate::workspace::Workspace;

/// Run the benchmarks, or the named ones.
///
/// Without a name, all of them run, one after another, in release builds.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Which benchmarks to run; all of them when none is named.
    names: Vec<String>,

    /// List the benchmarks and what each measures; run nothing.
    #[arg(long)]
    list: bool,
}

/// A benchmark that can be asked for by name.
#[derive(Debug, Clone, Copy)]
struct Bench {
    name: &'static str,
    /// What it measures, in one line.
    says: &'static str,
    /// What cargo is asked to do, such as `["bench", "--package", "guard", "--bench", "decide"]`
    /// or `["run", "--release", "--package", "engine", "--example", "loop_under_load"]`.
    run: &'static [&'static str],
}

/// Every benchmark. One is registered when a number that the project states rests on it.
const BENCHES: &[Bench] = &[
    bench(
        "decide",
        "decisions a second of the real server over HTTP, beside servers that do less",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--",
            "decide",
        ],
    ),
    bench(
        "guard",
        "nanoseconds of each part of a decision, without a server",
        &["run", "--quiet", "--release", "--package", "bench", "--", "guard"],
    ),
    bench(
        "journeys",
        "milliseconds to read and check a large folder of journey files, and one edited file of it",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--",
            "journeys",
        ],
    ),
    bench(
        "passwords",
        "bytes a password, look-ups and ranges a second of a corpus of 10^8 breached passwords",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--",
            "passwords",
        ],
    ),
    bench(
        "people",
        "tokens introspected, sessions and passkeys checked, memory and time of sign-ins with a passphrase",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--",
            "people",
        ],
    ),
    bench(
        "replay",
        "events a second of `safeconduct replay` over a log of a million lines",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--",
            "replay",
        ],
    ),
    bench(
        "scan",
        "CPU seconds and memory of `safeconduct scan` over files and repositories, beside ripgrep and git",
        &["run", "--quiet", "--release", "--package", "bench", "--", "scan"],
    ),
    bench(
        "start",
        "from start to ready, memory at rest, and the size of the binary",
        &["run", "--quiet", "--release", "--package", "bench", "--", "start"],
    ),
];

const fn bench(name: &'static str, says: &'static str, run: &'static [&'static str]) -> Bench {
    Bench { name, says, run }
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let chosen = choose(BENCHES, &arguments.names)?;
    if chosen.is_empty() {
        println!("no benchmark is registered yet: `BENCHES` in xtask/src/bench.rs is the list");
        return Ok(());
    }
    for bench in chosen {
        println!("{}: {}", bench.name, bench.says);
        if !arguments.list {
            running::run(running::cargo().current_dir(&workspace.root).args(bench.run))?;
        }
    }
    Ok(())
}

fn choose<'a>(benches: &'a [Bench], names: &[String]) -> Result<Vec<&'a Bench>> {
    let known = || {
        benches
            .iter()
            .map(|bench| format!("`{}`", bench.name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut chosen = Vec::new();
    for name in names {
        match benches.iter().find(|bench| bench.name == name) {
            Some(bench) => chosen.push(bench),
            None if benches.is_empty() => bail!("there is no benchmark `{name}`; none is registered yet"),
            None => bail!("there is no benchmark `{name}`; there are {}", known()),
        }
    }
    if names.is_empty() {
        chosen.extend(benches);
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::{Bench, choose};

    const TWO: [Bench; 2] = [
        Bench {
            name: "decide",
            says: "one decision",
            run: &["bench", "--bench", "decide"],
        },
        Bench {
            name: "append",
            says: "one entry",
            run: &["bench", "--bench", "append"],
        },
    ];

    #[track_caller]
    fn check(names: &[&str], expected: Result<&[&str], &str>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        match (choose(&TWO, &names), expected) {
            (Ok(chosen), Ok(expected)) => {
                assert_eq!(
                    chosen.iter().map(|bench| bench.name).collect::<Vec<_>>(),
                    expected
                );
            }
            (Err(problem), Err(expected)) => assert_eq!(problem.to_string(), expected),
            (given, expected) => panic!("{given:?} is not {expected:?}"),
        }
    }

    #[test]
    fn benchmarks_run_in_the_order_asked_and_an_unknown_name_is_answered_with_the_known() {
        check(&[], Ok(&["decide", "append"]));
        check(&["append"], Ok(&["append"]));
        check(&["append", "decide"], Ok(&["append", "decide"]));
        check(
            &["decode"],
            Err("there is no benchmark `decode`; there are `decide`, `append`"),
        );
    }
}
