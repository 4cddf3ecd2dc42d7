//! Checks that the commands which the README tells people to type are understood as they stand.
//!
//! Nothing is carried out: the product is asked for the help of the whole command, which it gives
//! only after it has read every word before that, and tasks are parsed here.

use std::process::Command;

use clap::Parser as _;

use super::Findings;
use crate::running;
use crate::workspace::Workspace;

/// A command for the product or for this program: the words after its name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Typed {
    Product(Vec<String>),
    Task(Vec<String>),
}

pub(super) fn check(workspace: &Workspace, readme: &str, findings: &mut Findings) {
    let product = workspace.product();
    let is_built = product.is_file();
    for (line, typed) in typed(readme) {
        let understood = match &typed {
            Typed::Task(words) => task(words),
            Typed::Product(_) if !is_built => continue,
            Typed::Product(words) => running::read(Command::new(&product).args(words).arg("--help"))
                .map(drop)
                .map_err(|problem| first_line(&problem.to_string())),
        };
        if let Err(problem) = understood {
            let (name, words) = match typed {
                Typed::Task(words) => ("cargo xtask", words),
                Typed::Product(words) => ("safeconduct", words),
            };
            findings.problems.push(format!(
                "README.md:{line}: `{name} {}`: {problem}",
                words.join(" ")
            ));
        }
    }
    if !is_built {
        findings.warnings.push(
            "the README's commands were not tried; build the product first with `cargo build --package safeconduct`"
                .to_owned(),
        );
    }
}

fn task(words: &[String]) -> Result<(), String> {
    let words = std::iter::once("cargo xtask").chain(words.iter().map(String::as_str));
    match crate::Arguments::try_parse_from(words) {
        Ok(_) => Ok(()),
        // Help is an answer, too, and clap gives it as an error.
        Err(answer) if !answer.use_stderr() => Ok(()),
        Err(problem) => Err(first_line(&problem.to_string())),
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

/// The commands for the product or for tasks in the shell blocks of a document, with their lines.
fn typed(document: &str) -> Vec<(usize, Typed)> {
    let mut found = Vec::new();
    let mut in_shell = false;
    let mut carried = String::new();
    for (number, line) in document.lines().enumerate() {
        if let Some(language) = line.trim().strip_prefix("```") {
            in_shell = !in_shell && ["sh", "bash", "shell", "console"].contains(&language);
            carried.clear();
            continue;
        }
        if !in_shell {
            continue;
        }
        let line = line.trim();
        let line = line.strip_prefix("$ ").unwrap_or(line);
        if let Some(more) = line.strip_suffix('\\') {
            carried.push_str(more);
            carried.push(' ');
            continue;
        }
        carried.push_str(line);
        found.extend(
            split(&carried)
                .iter()
                .filter_map(|words| understand(words))
                .map(|typed| (number + 1, typed)),
        );
        carried.clear();
    }
    found
}

fn understand(words: &[String]) -> Option<Typed> {
    // A variable may be set before the program's name.
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| word.contains('='))
        .collect();
    let (program, rest) = words.split_first()?;
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match (program.rsplit('/').next()?, rest) {
        ("safeconduct", rest) => Some(Typed::Product(owned(rest))),
        ("cargo", ["xtask", rest @ ..]) => Some(Typed::Task(owned(rest))),
        ("cargo", ["run", rest @ ..]) => {
            let (for_cargo, for_product) = match rest.iter().position(|word| *word == "--") {
                Some(at) => (rest.get(..at)?, rest.get(at + 1..)?),
                None => (rest, &[][..]),
            };
            let other = for_cargo
                .iter()
                .any(|word| ["-p", "--package", "--example", "--bin"].contains(word));
            (!other).then(|| Typed::Product(owned(for_product)))
        }
        _ => None,
    }
}

/// The commands of one line, each as its words: quotes are taken off, redirections and comments left out.
fn split(line: &str) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<String>> = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut redirected = false;
    for character in line.chars().chain(std::iter::once('\n')) {
        match (quote, character) {
            (Some(open), closes) if open == closes => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, character) if character.is_whitespace() || "|&;<>".contains(character) => {
                if let Some(word) = word.take().filter(|_| !redirected)
                    && let Some(command) = commands.last_mut()
                {
                    command.push(word);
                }
                match character {
                    '<' | '>' => redirected = true,
                    '|' | '&' | ';' => {
                        redirected = false;
                        commands.push(Vec::new());
                    }
                    _ => {}
                }
            }
            (_, character) => word.get_or_insert_default().push(character),
        }
    }
    commands.retain(|command| !command.is_empty());
    commands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Typed, split, task, typed};

    #[track_caller]
    fn check(block: &str, expected: &[&str]) {
        let found: Vec<String> = typed(&format!("# A\n```sh\n{block}\n```\n"))
            .into_iter()
            .map(|(line, typed)| match typed {
                Typed::Product(words) => format!("{line} product {words:?}"),
                Typed::Task(words) => format!("{line} task {words:?}"),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn commands_are_read_as_a_shell_reads_them() {
        check(
            "cargo run --release -- demo --seconds 5",
            &[r#"3 product ["demo", "--seconds", "5"]"#],
        );
        check(
            "$ safeconduct check 'my file.yaml' # why",
            &[r#"3 product ["check", "my file.yaml"]"#],
        );
        check(
            "A=1 safeconduct log > out.txt && cargo xtask check",
            &[r#"3 product ["log"]"#, r#"3 task ["check"]"#],
        );
        check(
            "safeconduct demo \\\n  --seconds 5 | jq .",
            &[r#"4 product ["demo", "--seconds", "5"]"#],
        );
        check("cargo run", &["3 product []"]);
        check("cargo run -p xtask -- check\ncargo test\nls", &[]);
    }

    #[test]
    fn only_shell_blocks_hold_commands() {
        assert_eq!(typed("safeconduct demo\n```yaml\nsafeconduct demo\n```\n"), []);
    }

    #[test]
    fn tasks_are_parsed_by_the_real_parser() {
        let check = |line: &str, expected: Result<(), &str>| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(task(&words), expected.map_err(str::to_owned), "{line}");
        };
        check("test --fast", Ok(()));
        check("help test", Ok(()));
        check("test --slow", Err("error: unexpected argument '--slow' found"));
        check("rest", Err("error: unrecognized subcommand 'rest'"));
    }

    proptest! {
        #[test]
        fn quoted_words_come_back_as_they_were(words in prop::collection::vec("[^'\n]{0,12}", 1..6)) {
            let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            prop_assert_eq!(split(&line.join(" ")), vec![words]);
        }

        #[test]
        fn any_line_is_read_to_its_end(line in ".*") {
            prop_assert!(split(&line).iter().all(|words| !words.is_empty()));
        }
    }
}
