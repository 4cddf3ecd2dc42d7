//! The workspace as cargo sees it: where it is, its crates, and what each depends on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::running;

/// The workspace that this task belongs to.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// In the order of their names.
    pub(crate) crates: Vec<Crate>,
}

/// One crate of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct Crate {
    pub(crate) name: String,
    /// Its folder below the root, with forward slashes, such as `crates/guard`.
    pub(crate) folder: String,
    /// The crates of this workspace that its product code needs. What only its tests need is left out.
    pub(crate) needs: BTreeSet<String>,
}

impl Workspace {
    /// Asks cargo. It needs no network: only the workspace's own manifests are read.
    pub(crate) fn load() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let metadata = running::read(
            running::cargo()
                .args([
                    "metadata",
                    "--format-version",
                    "1",
                    "--no-deps",
                    "--manifest-path",
                ])
                .arg(manifest),
        )?;
        Self::from_metadata(&metadata)
    }

    fn from_metadata(metadata: &str) -> Result<Self> {
        let metadata: Value = serde_json::from_str(metadata).context("cargo metadata is not JSON")?;
        let root = PathBuf::from(text(&metadata, "workspace_root")?);
        let packages = metadata
            .get("packages")
            .and_then(Value::as_array)
            .context("cargo metadata lists no packages")?;
        let names: BTreeSet<&str> = packages
            .iter()
            .map(|package| text(package, "name"))
            .collect::<Result<_>>()?;
        let mut crates = packages
            .iter()
            .map(|package| read_crate(&root, &names, package))
            .collect::<Result<Vec<_>>>()?;
        crates.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self {
            target: PathBuf::from(text(&metadata, "target_directory")?),
            root,
            crates,
        })
    }

    /// The binary of the product, as a debug build leaves it.
    pub(crate) fn product(&self) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("safeconduct{}", std::env::consts::EXE_SUFFIX))
    }

    /// Every file of the project below the root, with forward slashes, in order.
    ///
    /// Folders that tools fill (`target`, `node_modules`) and hidden ones are left out, save those
    /// hidden ones that hold the project's own work.
    pub(crate) fn files(&self) -> Result<Vec<String>> {
        files_below(&self.root)
    }
}

/// Every file below a folder, see [`Workspace::files`].
pub(crate) fn files_below(root: &Path) -> Result<Vec<String>> {
    const FILLED_BY_TOOLS: [&str; 2] = ["target", "node_modules"];
    const HIDDEN_BUT_OURS: [&str; 3] = [".ci", ".cargo", ".github"];
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let here = root.join(&folder);
        let entries =
            std::fs::read_dir(&here).with_context(|| format!("cannot read `{}`", here.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                let hidden = name.starts_with('.') && !HIDDEN_BUT_OURS.contains(&name.as_str());
                if !hidden && !FILLED_BY_TOOLS.contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read_crate(root: &Path, names: &BTreeSet<&str>, package: &Value) -> Result<Crate> {
    let name = text(package, "name")?.to_owned();
    let manifest = Path::new(text(package, "manifest_path")?);
    let folder = manifest
        .parent()
        .and_then(|folder| folder.strip_prefix(root).ok());
    let folder = folder.with_context(|| format!("`{name}` lies outside the workspace"))?;
    let dependencies = package
        .get("dependencies")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let needs = dependencies
        .iter()
        .filter(|dependency| dependency.get("kind").and_then(Value::as_str) != Some("dev"))
        .filter_map(|dependency| dependency.get("name").and_then(Value::as_str))
        .filter(|needed| names.contains(needed))
        .map(str::to_owned)
        .collect();
    Ok(Crate {
        name,
        folder: folder.to_string_lossy().replace('\\', "/"),
        needs,
    })
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value
        .get(field)
        .and_then(Value::as_str)
        .with_context(|| format!("cargo metadata has no `{field}`"))
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn only_our_own_crates_count_and_what_tests_need_is_left_out() {
        let metadata = serde_json::json!({
            "workspace_root": "/house",
            "target_directory": "/house/target",
            "packages": [
                { "name": "upper", "manifest_path": "/house/crates/upper/Cargo.toml", "dependencies": [
                    { "name": "lower", "kind": null },
                    { "name": "serde", "kind": null },
                    { "name": "helper", "kind": "dev" },
                    { "name": "maker", "kind": "build" },
                ]},
                { "name": "helper", "manifest_path": "/house/crates/helper/Cargo.toml", "dependencies": [] },
                { "name": "lower", "manifest_path": "/house/crates/lower/Cargo.toml", "dependencies": [] },
                { "name": "maker", "manifest_path": "/house/maker/Cargo.toml", "dependencies": [] },
            ],
        });
        let workspace = Workspace::from_metadata(&metadata.to_string()).unwrap();
        let seen: Vec<(&str, &str)> = workspace
            .crates
            .iter()
            .map(|c| (c.name.as_str(), c.folder.as_str()))
            .collect();
        let expected = [
            ("helper", "crates/helper"),
            ("lower", "crates/lower"),
            ("maker", "maker"),
            ("upper", "crates/upper"),
        ];
        assert_eq!(seen, expected);
        let upper = workspace.crates.iter().find(|c| c.name == "upper").unwrap();
        assert_eq!(upper.needs.iter().collect::<Vec<_>>(), ["lower", "maker"]);
    }
}
