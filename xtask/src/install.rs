//! Puts on the machine what the tests need, through the system's own package manager.
//!
//! It installs only what is missing, and says what and why before it does.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::running;

/// Something that must be on the machine.
struct Need {
    /// What it is for, as the end of "… is needed because".
    because: &'static str,
    /// The Debian packages that bring it.
    packages: &'static [&'static str],
    present: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need {
        because: "the console is tested in a real browser",
        packages: &["chromium"],
        present: || chromium().is_some(),
    },
    Need {
        because: "the browser tests are run by Node's own test runner",
        packages: &["nodejs", "npm"],
        present: || running::find("node").is_some() && running::find("npm").is_some(),
    },
    Need {
        because: "pages and screenshots look alike on every machine with the same typefaces",
        packages: &["fonts-dejavu-core", "fonts-liberation"],
        present: || ["dejavu", "liberation"].iter().all(|face| typefaces(face)),
    },
    Need {
        because: "repositories are made and pushed to with git itself",
        packages: &["git"],
        present: || running::find("git").is_some(),
    },
    Need {
        because: "letters are sent to a mail server that is not ours",
        packages: &["python3", "python3-aiosmtpd"],
        present: aiosmtpd,
    },
    Need {
        because: "codes are compared with those of another program",
        packages: &["oathtool"],
        present: || running::find("oathtool").is_some(),
    },
];

/// The browser: what `CHROMIUM` names, else the system's.
pub(crate) fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(named) => Some(PathBuf::from(named)).filter(|path| path.is_file()),
        None => running::find("chromium").or_else(|| running::find("chromium-browser")),
    }
}

fn typefaces(face: &str) -> bool {
    ["/usr/share/fonts/truetype", "/usr/local/share/fonts"]
        .iter()
        .any(|folder| Path::new(folder).join(face).is_dir())
}

/// Asked of the system's own Python, for which the package is installed.
fn aiosmtpd() -> bool {
    running::read(Command::new("/usr/bin/python3").args(["-c", "import aiosmtpd"])).is_ok()
}

/// Installs what the tests need and the machine lacks.
pub(crate) fn what_is_missing() -> Result<()> {
    if let Some(named) = std::env::var_os("CHROMIUM")
        && chromium().is_none()
    {
        bail!(
            "`CHROMIUM` names `{}`, which is no file; correct it or unset it",
            named.to_string_lossy()
        );
    }
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    for need in &missing {
        println!("missing: {} ({})", need.packages.join(", "), need.because);
    }
    if running::find("apt-get").is_none() {
        bail!(
            "this machine has no apt-get; install {} by hand, or run `cargo xtask test --fast`",
            packages.join(", ")
        );
    }
    println!("installing {} with apt-get", packages.join(", "));
    running::run(&mut as_root(&["apt-get", "update", "--quiet=2"]))?;
    let mut install = vec![
        "apt-get",
        "install",
        "--yes",
        "--quiet=2",
        "--no-install-recommends",
    ];
    install.extend(&packages);
    running::run(&mut as_root(&install))?;
    match NEEDS.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => bail!(
            "{} was installed and still cannot be found",
            need.packages.join(", ")
        ),
    }
}

/// The command as the superuser runs it: as it is, or through sudo. No package may stop to ask a question.
fn as_root(words: &[&str]) -> Command {
    const QUIET: &str = "DEBIAN_FRONTEND=noninteractive";
    let superuser = running::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    // `env` and not the process's own environment, because sudo would drop that.
    let mut command = if superuser {
        Command::new("env")
    } else {
        Command::new("sudo")
    };
    if !superuser {
        command.arg("env");
    }
    command.arg(QUIET).args(words);
    command
}
