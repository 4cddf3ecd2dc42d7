//! The files of a folder as they were at a revision: asked of the program `git`, and bounded.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, bail};
use journey::SourceFile;

/// Most bytes of one file that are read; the same as of a file on the disk.
const MAX_BYTES: u64 = 32 << 20;

/// Most bytes of all files of a revision together.
const MAX_ALL: u64 = 256 << 20;

/// Most bytes of the list of a folder.
const MAX_LIST: u64 = 16 << 20;

/// What stands at a folder's path at a revision.
#[derive(Debug)]
pub(super) enum Tree {
    Files(Vec<SourceFile>),
    /// No such folder, or no journey file in it.
    Absent,
}

impl Tree {
    pub(super) fn into_files(self) -> Vec<SourceFile> {
        match self {
            Self::Files(files) => files,
            Self::Absent => Vec::new(),
        }
    }
}

/// A repository, asked from a folder that is there.
#[derive(Debug)]
pub(super) struct Repository {
    here: PathBuf,
}

/// A commit's full name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit(String);

impl Repository {
    /// The one that a folder lies in, whether or not the folder is there today.
    pub(super) fn around(folder: &Path) -> anyhow::Result<Self> {
        let ancestors = folder
            .ancestors()
            .filter(|ancestor| !ancestor.as_os_str().is_empty());
        let here = ancestors
            .into_iter()
            .find(|ancestor| ancestor.is_dir())
            .unwrap_or(Path::new("."));
        let repository = Self {
            here: here.to_owned(),
        };
        let asked = repository.ask(&["rev-parse", "--git-dir"])?;
        if !asked.is_well {
            bail!(
                "`{}` does not lie in a git repository ({}); compare two folders instead: \
                 `safeconduct plan OLD_DIR NEW_DIR`",
                folder.display(),
                asked.says
            );
        }
        Ok(repository)
    }

    /// The commit that a name means.
    pub(super) fn commit(&self, revision: &str) -> anyhow::Result<Commit> {
        let asked = self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            &format!("{revision}^{{commit}}"),
        ])?;
        if asked.is_well && !asked.out.is_empty() {
            return Ok(Commit(asked.out));
        }
        bail!(
            "git does not know the revision `{revision}` here{}",
            self.fetching()?
        );
    }

    /// The last commit that two have in common.
    pub(super) fn parted(&self, base: (&str, &Commit), head: (&str, &Commit)) -> anyhow::Result<Commit> {
        let asked = self.ask(&["merge-base", &base.1.0, &head.1.0])?;
        match asked.out.lines().next() {
            Some(commit) if asked.is_well => Ok(Commit(commit.to_owned())),
            _ => bail!(
                "`{}` and `{}` have no commit in common here{}",
                base.0,
                head.0,
                self.fetching()?
            ),
        }
    }

    /// What to do where only a part of the history is here.
    fn fetching(&self) -> anyhow::Result<&'static str> {
        let shallow = self.ask(&["rev-parse", "--is-shallow-repository"])?;
        Ok(if shallow.out == "true" {
            ", since only a part of the history was fetched; fetch all of it (`git fetch --unshallow`, or \
             `fetch-depth: 0` in GitHub Actions, or `GIT_DEPTH: 0` in GitLab)"
        } else {
            "; `git branch --all` and `git tag` list what there is, and `git fetch` brings what is new"
        })
    }

    /// The journey files of a folder at a commit.
    pub(super) fn files(&self, commit: &Commit, folder: &Path) -> anyhow::Result<Tree> {
        let inside = self.path_inside(folder)?;
        let tree = format!("{}:{inside}", commit.0);
        // A path that is not there is no error; everything else about this commit is known to be.
        let kind = self.ask(&["cat-file", "-t", &tree])?;
        if !kind.is_well {
            return Ok(Tree::Absent);
        }
        if kind.out != "tree" {
            bail!(
                "`{}` is a file there; name the folder that it lies in",
                folder.display()
            );
        }
        let listed = self.ask(&["ls-tree", "--full-tree", "-l", "-z", &tree])?;
        if !listed.is_well {
            bail!("git cannot list `{}`: {}", folder.display(), listed.says);
        }
        let wanted = wanted(&listed.out, folder)?;
        if wanted.is_empty() {
            return Ok(Tree::Absent);
        }
        let mut objects = Objects::open(&self.here)?;
        let mut files = Vec::new();
        for file in wanted {
            files.push(SourceFile::new(file.name.clone(), objects.text(&file)?));
        }
        files.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(Tree::Files(files))
    }

    /// A folder's path from the root of the repository, with `/` between its parts.
    fn path_inside(&self, folder: &Path) -> anyhow::Result<String> {
        let asked = self.ask(&["rev-parse", "--show-prefix"])?;
        if !asked.is_well {
            bail!(
                "the repository has no files of its own to look at: {}",
                asked.says
            );
        }
        let rest = folder.strip_prefix(&self.here).unwrap_or(folder);
        let mut parts: Vec<String> = asked
            .out
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        for part in rest.components() {
            match part {
                Component::Normal(name) => match name.to_str() {
                    Some(name) => parts.push(name.to_owned()),
                    None => bail!("the name of the folder `{}` is not UTF-8", folder.display()),
                },
                Component::ParentDir => drop(parts.pop()),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        Ok(parts.join("/"))
    }

    /// Runs git, which answers in English and changes nothing.
    fn ask(&self, args: &[&str]) -> anyhow::Result<Answer> {
        let mut child = git(&self.here, args)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(missing)?;
        let mut out = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            stdout
                .take(MAX_LIST + 1)
                .read_to_end(&mut out)
                .context("what git says cannot be read")?;
        }
        if u64::try_from(out.len()).is_ok_and(|length| length > MAX_LIST) {
            stop(&mut child);
            bail!("git lists more than {MAX_LIST} bytes, which is not read; name a folder with fewer files");
        }
        let ended = child.wait_with_output().context("git cannot be waited for")?;
        let says = String::from_utf8_lossy(&ended.stderr);
        Ok(Answer {
            is_well: ended.status.success(),
            out: String::from_utf8_lossy(&out).trim_end_matches('\n').to_owned(),
            says: says
                .lines()
                .next()
                .unwrap_or("git says nothing about it")
                .to_owned(),
        })
    }
}

/// What git said.
struct Answer {
    is_well: bool,
    out: String,
    says: String,
}

fn git(here: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(here)
        .args(args)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdout(Stdio::piped());
    command
}

fn missing(error: std::io::Error) -> anyhow::Error {
    if error.kind() == std::io::ErrorKind::NotFound {
        anyhow::anyhow!(
            "the program `git` is not here, and it is needed to read revisions; install it, or compare two folders: \
             `safeconduct plan OLD_DIR NEW_DIR`"
        )
    } else {
        anyhow::Error::new(error).context("the program `git` cannot be started")
    }
}

/// One file that `ls-tree` listed.
struct Listed {
    object: String,
    size: u64,
    /// For people: the folder as it was named, and the file's own name.
    name: String,
}

/// The journey files among what was listed: `mode SP type SP object SP+ size TAB name NUL`.
fn wanted(listed: &str, folder: &Path) -> anyhow::Result<Vec<Listed>> {
    let mut files = Vec::new();
    let mut all = 0_u64;
    for line in listed.split('\0').filter(|line| !line.is_empty()) {
        let Some((about, name)) = line.split_once('\t') else {
            bail!("what git lists for `{}` cannot be understood", folder.display());
        };
        let path = Path::new(name);
        if !path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            continue;
        }
        let shown = folder.join(path).display().to_string();
        let mut words = about.split_whitespace();
        let (mode, _kind, object, size) = (words.next(), words.next(), words.next(), words.next());
        match mode {
            Some("100644" | "100755" | "100664") => {}
            // A folder may be called like a file; it is none.
            Some("040000") => continue,
            _ => bail!("`{shown}` is a link or a submodule there; only files can be compared"),
        }
        let (Some(object), Some(size)) = (object, size.and_then(|size| size.parse::<u64>().ok())) else {
            bail!("what git lists for `{shown}` cannot be understood");
        };
        all = all.saturating_add(size);
        if size > MAX_BYTES {
            bail!("`{shown}` is larger than {MAX_BYTES} bytes, and is not read");
        }
        if all > MAX_ALL {
            bail!(
                "the files in `{}` are larger than {MAX_ALL} bytes together, and are not read",
                folder.display()
            );
        }
        files.push(Listed {
            object: object.to_owned(),
            size,
            name: shown,
        });
    }
    Ok(files)
}

/// `git cat-file --batch`, asked for one object after the other.
struct Objects {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Objects {
    fn open(here: &Path) -> anyhow::Result<Self> {
        let mut child = git(here, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let Some(from) = from else {
            stop(&mut child);
            bail!("what git says cannot be read");
        };
        Ok(Self {
            child,
            to,
            from: BufReader::new(from),
        })
    }

    fn text(&mut self, file: &Listed) -> anyhow::Result<String> {
        let bytes = self
            .bytes(file)
            .with_context(|| format!("git cannot read `{}` as it was there", file.name))?;
        String::from_utf8(bytes)
            .map_err(|_| anyhow::anyhow!("`{}` is not UTF-8 there; save it as UTF-8", file.name))
    }

    fn bytes(&mut self, file: &Listed) -> anyhow::Result<Vec<u8>> {
        let Some(to) = &mut self.to else {
            bail!("git does not listen");
        };
        writeln!(to, "{}", file.object)?;
        to.flush()?;
        let mut head = String::new();
        (&mut self.from).take(1_024).read_line(&mut head)?;
        let size = head
            .trim_end()
            .strip_prefix(&file.object)
            .and_then(|rest| rest.strip_prefix(" blob "));
        if size.and_then(|size| size.parse().ok()) != Some(file.size) {
            bail!("it says `{}`", head.trim_end());
        }
        let mut bytes = Vec::new();
        // A line end follows the bytes.
        (&mut self.from).take(file.size + 1).read_to_end(&mut bytes)?;
        if bytes.pop() != Some(b'\n') {
            bail!("it ends too soon");
        }
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends by itself once nobody asks any more.
        drop(self.to.take());
        drop(self.child.wait());
    }
}

/// Ends a child whose answer nobody wants any more; it may have ended by itself.
fn stop(child: &mut Child) {
    drop(child.kill());
    drop(child.wait());
}
