//! Copies of the repositories that are watched: fetched by git into a bounded folder, and looked through.
//!
//! Git is let do one thing: fetch objects over HTTP(S) from an address that the configuration names. It asks nobody
//! anything, follows no redirect, runs no hook, reads nobody's configuration, and is ended when it takes too long or
//! too much room. The copy that was used longest ago makes room for others.

use std::fs;
use std::io::Read;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use async_trait::async_trait;
use aws_lc_rs::digest;
use exposure::contents::Limits;
use exposure::finder::Finder;
use exposure::finding::{Leak, Secret};
use exposure::token::{Prefix, TokenDigest};
use scanner::{Options, Progress, State};
use server::intake::{Found, Repositories, Watched};
use vocabulary::Moment;
use zeroize::Zeroizing;

/// How often it is looked whether git is done.
const BEAT: Duration = Duration::from_millis(20);
/// After how many beats it is measured how much room a copy takes.
const MEASURE_EVERY: u32 = 50;
/// Most bytes of what git complains of.
const MOST_SAID: u64 = 16 * 1024;
/// Threads that look through a repository: the machine serves people meanwhile.
const THREADS: NonZero<usize> = NonZero::<usize>::MIN;
/// What of our environment git may know: where it is, and how the team's network is left.
const PASSED_ON: [&str; 9] = [
    "PATH",
    "https_proxy",
    "HTTPS_PROXY",
    "http_proxy",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSL_CAINFO",
];

/// The copies.
pub(super) struct Mirrors {
    /// Where they are.
    pub(super) folder: PathBuf,
    /// What is looked for.
    pub(super) prefix: Prefix,
    /// What opens repositories that are not public.
    pub(super) accesses: Vec<Access>,
    /// How much they may take together.
    pub(super) most_bytes: u64,
    /// How long one fetch may take.
    pub(super) most_seconds: u32,
}

/// What opens the repositories of one code host. It does not print.
#[derive(Clone)]
pub(super) struct Access {
    repositories: Vec<String>,
    header: Zeroizing<String>,
}

impl Access {
    /// Reads the password for the watched repositories of a host from the environment.
    pub(super) fn of(watched: Option<&Watched>, variable: &str, user: &str) -> Option<Self> {
        use base64::Engine;
        let token = Zeroizing::new(std::env::var(variable).ok()?);
        let pair = Zeroizing::new(format!("{user}:{}", token.trim()));
        let encoded = base64::engine::general_purpose::STANDARD.encode(pair.as_bytes());
        Some(Self {
            repositories: watched?.repositories.clone(),
            header: Zeroizing::new(format!("Authorization: Basic {encoded}")),
        })
    }
}

#[async_trait]
impl Repositories for Mirrors {
    async fn scan(&self, repository: &str) -> Result<Vec<Found>, String> {
        let access = self
            .accesses
            .iter()
            .find(|access| access.repositories.iter().any(|known| known == repository));
        let work = Work {
            folder: self.folder.clone(),
            prefix: self.prefix.clone(),
            header: access.map(|access| access.header.clone()),
            most_bytes: self.most_bytes,
            most_beats: self.most_seconds.saturating_mul(50),
            repository: repository.to_owned(),
        };
        let done = tokio::task::spawn_blocking(move || work.run()).await;
        match done {
            Ok(found) => found.map_err(|error| format!("{error:#}")),
            Err(error) => Err(format!("looking through it ended badly: {error}")),
        }
    }
}

/// One repository to fetch and look through.
struct Work {
    folder: PathBuf,
    prefix: Prefix,
    header: Option<Zeroizing<String>>,
    most_bytes: u64,
    most_beats: u32,
    repository: String,
}

impl Work {
    fn run(&self) -> anyhow::Result<Vec<Found>> {
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("`{}` cannot be made", self.folder.display()))?;
        let copy = self.folder.join(format!("{}.git", name_of(&self.repository)));
        let state = copy.with_extension("state");
        let fetched = self.fetch(&copy);
        if fetched.is_err() && size_of(&copy) > self.most_bytes {
            // What does not fit is not kept; the next push tries again, in case it has become smaller.
            drop(fs::remove_dir_all(&copy));
        }
        fetched.with_context(|| format!("`{}` was not fetched", self.repository))?;
        let found = self.look(&copy, &state)?;
        self.make_room(&copy)?;
        Ok(found)
    }

    fn fetch(&self, copy: &Path) -> anyhow::Result<()> {
        if !copy.join("HEAD").is_file() {
            let made = Command::new("git")
                .env_clear()
                .envs(passed_on())
                .envs(alone(&self.folder))
                .args(["init", "--quiet", "--bare", "--template="])
                .arg(copy)
                .stdin(Stdio::null())
                .output()
                .context("git cannot be run; install it")?;
            if !made.status.success() {
                bail!("git cannot make `{}`", copy.display());
            }
        }
        let mut git = Command::new("git");
        git.env_clear().envs(passed_on()).envs(alone(&self.folder));
        if let Some(header) = &self.header {
            // In the environment, where other users of the machine do not see it, and for this address only.
            git.env("GIT_CONFIG_COUNT", "1")
                .env(
                    "GIT_CONFIG_KEY_0",
                    format!("http.{}.extraHeader", self.repository),
                )
                .env("GIT_CONFIG_VALUE_0", header.as_str());
        }
        git.arg("-C").arg(copy);
        for setting in [
            "protocol.allow=never",
            "protocol.https.allow=always",
            "protocol.http.allow=always",
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "credential.helper=",
            "http.followRedirects=false",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=30",
            "fetch.recurseSubmodules=false",
            "gc.auto=0",
            "maintenance.auto=false",
        ] {
            git.arg("-c").arg(setting);
        }
        git.args([
            "fetch",
            "--quiet",
            "--force",
            "--prune",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--",
        ]);
        // Everything that has a name there: branches, tags, notes, and what was proposed.
        let child = git
            .args([self.repository.as_str(), "+refs/*:refs/*"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("git cannot be run; install it")?;
        self.wait(child, copy)
    }

    /// Waits until git is done, and ends it where it takes too long or too much room.
    fn wait(&self, mut child: Child, copy: &Path) -> anyhow::Result<()> {
        let complaints = child.stderr.take().map(|pipe| {
            std::thread::spawn(move || {
                let mut said = String::new();
                drop(pipe.take(MOST_SAID).read_to_string(&mut said));
                said
            })
        });
        let mut beats = 0_u32;
        let ended = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            beats = beats.saturating_add(1);
            let too_long = beats > self.most_beats;
            let too_large = beats.is_multiple_of(MEASURE_EVERY) && size_of(copy) > self.most_bytes;
            if too_long || too_large {
                child.kill()?;
                child.wait()?;
                bail!(
                    "{}",
                    if too_long {
                        "it took too long; raise `intake.fetch_seconds`"
                    } else {
                        "it is larger than all copies may be together; raise `intake.cache_mib`"
                    }
                );
            }
            std::thread::sleep(BEAT);
        };
        if ended.success() {
            return Ok(());
        }
        let said = complaints
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default();
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        bail!("git says: {}", last.unwrap_or("nothing"));
    }

    fn look(&self, copy: &Path, file: &Path) -> anyhow::Result<Vec<Found>> {
        let finder = Finder::new(vec![self.prefix.clone()], Vec::new())?;
        let progress = Progress::new();
        let options = Options {
            finder: &finder,
            limits: Limits::default(),
            threads: THREADS,
            progress: &progress,
        };
        let mut state = State::read(file, &finder);
        let scan = scanner::paths(&options, &[copy.to_owned()], Some(&mut state))?;
        state.write(file)?;
        if !scan.skipped.is_empty() {
            tracing::warn!(
                repository = %self.repository,
                places = scan.skipped.len(),
                "not everything in a repository could be looked at; `safeconduct scan` on a clone says what"
            );
        }
        Ok(scan
            .leaks
            .iter()
            .filter_map(|leak| self.found(leak, copy))
            .collect())
    }

    fn found(&self, leak: &Leak, copy: &Path) -> Option<Found> {
        // Older kinds of tokens are not in the store.
        if !matches!(leak.secret, Secret::Token(_)) {
            return None;
        }
        let place = &leak.finding.place;
        let path = place
            .path
            .strip_prefix(&*copy.to_string_lossy())
            .unwrap_or(&place.path);
        let path = path.trim_start_matches(['/', ':']);
        let inside = place.spot.inside.iter().map(String::as_str);
        let path: Vec<&str> = std::iter::once(path)
            .chain(inside)
            .filter(|part| !part.is_empty())
            .collect();
        let mut said = vec![self.repository.trim_end_matches(".git").to_owned()];
        if !path.is_empty() {
            said.push(path.join(" in "));
        }
        said.push(format!("line {}", place.spot.line));
        if let Some(commit) = &place.commit {
            let short: String = commit.id.chars().take(12).collect();
            said.push(format!("commit {short} by {}", commit.author));
        }
        let since = place
            .commit
            .as_ref()
            .map(|commit| Moment::from_millis(commit.at.clamp(0, i64::from(u32::MAX)).saturating_mul(1_000)));
        Some(Found {
            token: TokenDigest::from(leak.finding.sha256),
            place: said.join(", "),
            since,
        })
    }

    /// Removes the copies that were used longest ago, until the others fit.
    fn make_room(&self, current: &Path) -> anyhow::Result<()> {
        let mut copies = Vec::new();
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|kind| kind != "git") || path == current {
                continue;
            }
            // The state is written with every use.
            let used = fs::metadata(path.with_extension("state")).and_then(|about| about.modified());
            copies.push((used.ok(), size_of(&path), path));
        }
        copies.sort();
        let mut total = size_of(current) + copies.iter().map(|(_, size, _)| size).sum::<u64>();
        for (_, size, path) in copies {
            if total <= self.most_bytes {
                break;
            }
            fs::remove_dir_all(&path)?;
            // What was clean there is not known any more either: the whole is looked through at its next push.
            drop(fs::remove_file(path.with_extension("state")));
            total = total.saturating_sub(size);
        }
        Ok(())
    }
}

/// A name for a folder that does not depend on what stands in the address.
fn name_of(repository: &str) -> String {
    let hash = digest::digest(&digest::SHA256, repository.as_bytes());
    hex::encode(hash.as_ref().get(..16).unwrap_or_default())
}

fn passed_on() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    PASSED_ON
        .into_iter()
        .filter_map(|name| std::env::var_os(name).map(|value| (name, value)))
}

/// Git with nobody's settings, and nobody to ask.
fn alone(folder: &Path) -> [(&'static str, std::ffi::OsString); 6] {
    [
        ("HOME", folder.as_os_str().to_owned()),
        ("LC_ALL", "C".into()),
        ("GIT_CONFIG_NOSYSTEM", "1".into()),
        ("GIT_CONFIG_GLOBAL", "/dev/null".into()),
        ("GIT_TERMINAL_PROMPT", "0".into()),
        ("GIT_ASKPASS", "/bin/false".into()),
    ]
}

/// How many bytes the files under a folder take; what cannot be read counts nothing.
fn size_of(folder: &Path) -> u64 {
    let mut total = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(about) if about.is_dir() => folders.push(entry.path()),
                Ok(about) => total += about.len(),
                Err(_) => {}
            }
        }
    }
    total
}
