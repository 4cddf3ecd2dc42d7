//! The controls that the guard enforces, as a page.

use std::fmt::Write as _;

use anyhow::Result;

pub(super) fn page() -> Result<String> {
    let mut page = "# Controls that this server enforces\n\n\
        A control in `controls.yaml` is bound to one of these with `enforced_by`. It is armed where a promise names it under \
        `kept_by`, works on every event of its kinds, and stands in shadow mode (it records what it would have answered, \
        and changes nothing) where the file says `shadow: yes`. Bindings that are not listed here are somebody else's to \
        enforce; the journey map draws them hollow.\n\n"
        .to_owned();
    for control in guard::CATALOGUE {
        writeln!(page, "## `{}`\n\n{}\n", control.binding, control.says)?;
        let kinds: Vec<String> = control
            .on
            .iter()
            .map(|kind| format!("`{}`", kind.name()))
            .collect();
        writeln!(
            page,
            "Works on {}.\n\n`when_down`: {}\n",
            kinds.join(", "),
            control.when_down
        )?;
        if control.parameters.is_empty() {
            continue;
        }
        writeln!(page, "| `with:` | meaning | default |\n|---|---|---|")?;
        for parameter in control.parameters {
            writeln!(
                page,
                "| `{}` | {} | {} |",
                parameter.name, parameter.says, parameter.default
            )?;
        }
        writeln!(page)?;
    }
    Ok(page)
}
