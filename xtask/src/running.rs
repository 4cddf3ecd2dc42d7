//! Runs other programs: shown as they go, read quietly, or watched for what they say at the end.

use std::io::{BufRead, BufReader, IsTerminal as _, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// What a watched program did: whether it succeeded, and every line that it printed.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) success: bool,
    /// Standard output first and then standard error, without colour codes.
    pub(crate) transcript: String,
}

/// Cargo, the very one that runs this task where there is one.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program with its output shown. It is an error when the program fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program quietly and returns its standard output. A failure's message carries standard error.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", line(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed bytes that are not UTF-8", line(command)))
}

/// Runs a program with its output shown line by line and kept, so that its counts can be read afterwards.
pub(crate) fn watch(command: &mut Command) -> Result<Watched> {
    if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        // The program sees a pipe and would drop its colours; a person is looking at the other end.
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command))?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let (output, errors) = std::thread::scope(|scope| {
        let errors = scope.spawn(|| errors.map(|pipe| pass_on(pipe, std::io::stderr())).transpose());
        let output = output.map(|pipe| pass_on(pipe, std::io::stdout())).transpose();
        (output, errors.join())
    });
    let status = child
        .wait()
        .with_context(|| format!("`{}` went away", line(command)))?;
    let mut transcript = output?.unwrap_or_default();
    match errors {
        Ok(errors) => transcript.push_str(&errors?.unwrap_or_default()),
        Err(_) => bail!("the reader of `{}` stopped", line(command)),
    }
    Ok(Watched {
        success: status.success(),
        transcript,
    })
}

fn pass_on(pipe: impl Read, mut to: impl Write) -> Result<String> {
    let mut transcript = String::new();
    let mut pipe = BufReader::new(pipe);
    let mut raw = Vec::new();
    while pipe.read_until(b'\n', &mut raw)? > 0 {
        to.write_all(&raw)?;
        to.flush()?;
        transcript.push_str(&without_colour(&String::from_utf8_lossy(&raw)));
        raw.clear();
    }
    Ok(transcript)
}

/// Text without its terminal control sequences (ECMA-48 section 5.4: `ESC [ … final byte`).
fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' && characters.next() == Some('[') {
            // The sequence ends with its final byte, `@` to `~`.
            characters.by_ref().find(|c| ('@'..='~').contains(c));
        } else if character != '\u{1b}' {
            plain.push(character);
        }
    }
    plain
}

/// A command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy();
    std::iter::once(name)
        .chain(command.get_args().map(|word| word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command) -> String {
    format!("could not start `{}`; is it installed?", line(command))
}

/// Whether a program of this name is on the search path.
pub(crate) fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// Runs `work` and returns what it gave, with the seconds that it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a task tells the person who waits how long it took"
    )]
    let begun = Instant::now();
    let given = work();
    (given, begun.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::{line, watch, without_colour};

    #[track_caller]
    fn check(coloured: &str, plain: &str) {
        assert_eq!(without_colour(coloured), plain);
    }

    #[test]
    fn colours_do_not_hide_the_counts() {
        check("12 tests run", "12 tests run");
        check("\u{1b}[32;1m12\u{1b}[0m tests run", "12 tests run");
        check("ends in the middle \u{1b}[3", "ends in the middle ");
        check("ℹ pass 4", "ℹ pass 4");
    }

    #[test]
    fn a_watched_program_is_heard_on_both_streams_and_its_failure_is_kept() {
        let watched = watch(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(!watched.success);
        assert_eq!(watched.transcript, "out\nerr\n");
    }

    #[test]
    fn a_command_is_named_as_a_person_would_type_it() {
        assert_eq!(
            line(Command::new("/usr/bin/cargo").args(["fmt", "--all"])),
            "cargo fmt --all"
        );
    }

    proptest! {
        #[test]
        fn only_the_colours_go(words in prop::collection::vec("[^\u{1b}]{0,8}", 0..6), colour in 0_u8..108) {
            let coloured: Vec<String> = words.iter().map(|word| format!("\u{1b}[1;{colour}m{word}\u{1b}[0m")).collect();
            prop_assert_eq!(without_colour(&coloured.concat()), words.concat());
        }
    }
}
