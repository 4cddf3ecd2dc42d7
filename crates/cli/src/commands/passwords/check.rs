//! `safeconduct passwords check`.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use anyhow::Context as _;
use breaches::{Corpus, Seen};
use credentials::passphrase::{Breached as _, EmbeddedList, Passphrase};
use serde_json::json;
use zeroize::Zeroizing;

use super::CheckArgs;
use crate::Exit;
use crate::output::{self, Format, count, green, red};

/// No password is longer, in bytes; the end of its line comes on top.
const LONGEST: u64 = 1_024;

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let corpus = args.file.as_deref().map(Corpus::open).transpose()?;
    let typed = typed()?;
    if typed.is_empty() {
        output::note("there is no password; type one, or send it as the first line of standard input");
        return Ok(Exit::Misused);
    }
    let password = Passphrase::new(&typed)?;
    let seen = match &corpus {
        Some(corpus) => corpus
            .look_up(password.composed())
            .context("the corpus cannot be asked")?,
        None => Seen::Never,
    };
    let listed = EmbeddedList.is_breached(password.composed());
    let times = match seen {
        Seen::Times(times) => Some(times),
        Seen::Never | Seen::Listed => None,
    };
    let breached = listed || seen != Seen::Never;
    match args.format {
        Format::Json => output::json(&json!({
            "breached": breached,
            "common": listed,
            "in_corpus": corpus.is_some().then_some(seen != Seen::Never),
            "times": times,
        })),
        Format::Text => output::line(match (breached, times) {
            (true, Some(1)) => red("This password is known to thieves: it was seen once."),
            (true, Some(times)) => red(format!("This password is known to thieves: it was seen {} times.", count(times))),
            (true, None) => red("This password is known to thieves."),
            (false, _) if corpus.is_some() => green("This password is not in the corpus."),
            (false, _) => "This password is not among the common ones that are compiled in; name a corpus with --file to \
                           look further."
                .to_owned(),
        }),
    }
    Ok(if breached { Exit::Found } else { Exit::Well })
}

/// The password, typed unseen or sent.
fn typed() -> anyhow::Result<Zeroizing<String>> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        let typed = rpassword::prompt_password("Password: ").context("the password cannot be read")?;
        return Ok(Zeroizing::new(typed));
    }
    let mut line = Zeroizing::new(Vec::new());
    stdin
        .lock()
        .take(LONGEST + 3)
        .read_until(b'\n', &mut line)
        .context("the password cannot be read")?;
    let text = std::str::from_utf8(&line).context("a password is text in UTF-8")?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(Zeroizing::new(text.strip_suffix('\r').unwrap_or(text).to_owned()))
}
