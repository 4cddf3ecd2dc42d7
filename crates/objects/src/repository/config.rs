//! The three things that matter here of a repository's configuration.

use crate::id::ObjectFormat;

/// What a configuration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Config {
    /// `extensions.objectFormat`, or its value where that is not known.
    pub(super) format: Result<ObjectFormat, String>,
    /// Whether another repository has promised to hold what is missing: `extensions.partialClone`, or
    /// `remote.<name>.promisor`.
    pub(super) promised: bool,
}

impl Config {
    /// Reads the lines that matter, and passes over all others: git itself checks the file.
    pub(super) fn parse(text: &str) -> Self {
        let mut config = Self {
            format: Ok(ObjectFormat::Sha1),
            promised: false,
        };
        let mut section = String::new();
        for line in text.lines() {
            let mut line = line.trim();
            if let Some(header) = line.strip_prefix('[') {
                let Some((name, rest)) = header.split_once(']') else {
                    continue;
                };
                let name = name.split_whitespace().next().unwrap_or_default();
                section = name.to_ascii_lowercase();
                line = rest.trim_start();
            }
            let (key, value) = line.split_once('=').unwrap_or((line, "true"));
            let value = value.split(['#', ';']).next().unwrap_or_default();
            let value = value.trim().trim_matches('"').to_ascii_lowercase();
            match (section.as_str(), key.trim().to_ascii_lowercase().as_str()) {
                ("extensions", "objectformat") => {
                    config.format = match value.as_str() {
                        "sha1" => Ok(ObjectFormat::Sha1),
                        "sha256" => Ok(ObjectFormat::Sha256),
                        _ => Err(value),
                    };
                }
                ("extensions", "partialclone") => config.promised = true,
                ("remote", "promisor") => {
                    config.promised |= !matches!(value.as_str(), "false" | "no" | "off" | "0");
                }
                _ => (),
            }
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, format: Result<ObjectFormat, &str>, promised: bool) {
        let format = format.map_err(str::to_owned);
        assert_eq!(Config::parse(text), Config { format, promised }, "{text}");
    }

    #[test]
    fn what_matters_is_found_as_git_writes_it_and_as_people_do() {
        check("", Ok(ObjectFormat::Sha1), false);
        check("[core]\n\tobjectformat = sha256\n", Ok(ObjectFormat::Sha1), false);
        check(
            "[extensions]\n\tobjectformat = sha256\n",
            Ok(ObjectFormat::Sha256),
            false,
        );
        check(
            "[EXTENSIONS] ObjectFormat=\"SHA256\" ; so",
            Ok(ObjectFormat::Sha256),
            false,
        );
        check("[extensions]\nobjectFormat = md5", Err("md5"), false);
        check(
            "[extensions]\n\tpartialClone = origin",
            Ok(ObjectFormat::Sha1),
            true,
        );
        check(
            "[remote \"origin\"]\n\turl = x\n\tpromisor = true",
            Ok(ObjectFormat::Sha1),
            true,
        );
        check("[remote \"origin\"]\n\tpromisor", Ok(ObjectFormat::Sha1), true);
        check(
            "[remote \"origin\"]\n\tpromisor = false\n[a",
            Ok(ObjectFormat::Sha1),
            false,
        );
    }
}
