//! The drafted files as texts.

use super::names::{Plan, one_line};
use super::{Answers, Fear};
use crate::source::SourceFile;

/// The line by which editors find the schema of a file, relative to the file.
fn hint(schema: &str) -> String {
    format!("# yaml-language-server: $schema=schema/{schema}.schema.json\n")
}

/// `key: text`, with quotes where the text needs them. JSON's quotes are good in YAML 1.2.
fn line(indent: usize, key: &str, text: &str) -> String {
    format!("{}{key}: {}\n", " ".repeat(indent), quoted(&one_line(text)))
}

fn quoted(text: &str) -> String {
    let words = text
        .chars()
        .all(|letter| letter.is_alphanumeric() || " ,.;!?'’()/@_+-".contains(letter));
    let first = text.chars().next();
    if words && first.is_some_and(char::is_alphabetic) && text.contains([' ', '@', '-']) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // Invisible letters are written out, so that nothing hides in a file.
            letter
                if letter.is_control()
                    || ('\u{2000}'..='\u{206f}').contains(&letter) && !"–—‘’“”…".contains(letter) =>
            {
                out.extend([format!("\\u{:04x}", u32::from(letter))]);
            }
            '\u{feff}' => out.push_str("\\ufeff"),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// What stands below the first promise.
const HOW_TO_MEASURE: &str = "        # How will you know whether it is kept? Count events: `safeconduct explain events` lists them.\n\
     \x20       # measure:\n\
     \x20       #   kind: ratio\n\
     \x20       #   of: sign_in.finished where device = new\n\
     \x20       #   good: outcome = refused or second_factor = passed\n\
     \x20       #   target: 99.9%\n\
     \x20       #   over: 30d\n";

pub(super) fn journey(answers: &Answers, plan: &Plan) -> SourceFile {
    let mut text = hint("journey");
    text.push_str(&line(0, "journey", &answers.journey));
    text.push_str(&line(0, "id", &plan.journey));
    text.push_str(&line(0, "who", &answers.who));
    text.push_str(&line(0, "wants", &answers.wants));
    let owners = [
        ("product", &answers.product),
        ("engineering", &answers.engineering),
    ];
    if owners.iter().any(|(_, owner)| owner.is_some()) {
        text.push_str("owners:\n");
        for (role, owner) in owners {
            if let Some(owner) = owner {
                text.push_str(&line(2, role, owner));
            }
        }
    }
    text.push_str(&line(
        0,
        "matters",
        answers.matters.as_deref().unwrap_or("normal"),
    ));
    text.push_str("\nsteps:\n");
    let mut hinted = false;
    for (at, (step, id)) in answers.steps.iter().zip(&plan.steps).enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.extend([format!("  - id: {id}\n")]);
        text.push_str(&line(4, "does", &step.does));
        let gives: Vec<&str> = step.gives.iter().map(|given| given.name.trim()).collect();
        if !gives.is_empty() {
            text.extend([format!("    gives: [{}]\n", gives.join(", "))]);
        }
        let fears = answers.fears.iter().zip(&plan.fears);
        let here: Vec<_> = fears.filter(|(fear, _)| fear.at == at + 1).collect();
        if !here.is_empty() {
            text.push_str("    worst:\n");
        }
        for (fear, named) in &here {
            text.push_str(&worst(fear, &named.worst));
        }
        let promised: Vec<_> = here.iter().filter(|(_, named)| named.promise.is_some()).collect();
        if !promised.is_empty() {
            text.push_str("    promises:\n");
        }
        for (fear, named) in promised {
            let id = named.promise.as_deref().unwrap_or_default();
            text.push_str(&promise(fear, id, &named.worst, named.control.as_deref()));
            // Said once a file; more would be in the way.
            text.push_str(if hinted { "" } else { HOW_TO_MEASURE });
            hinted = true;
        }
    }
    SourceFile::new(format!("{}.journey.yaml", plan.journey), text)
}

fn worst(fear: &Fear, id: &str) -> String {
    format!(
        "      - id: {id}\n{}        harm: {}\n",
        line(8, "story", &fear.story),
        fear.harm.trim()
    )
}

fn promise(fear: &Fear, id: &str, worst: &str, control: Option<&str>) -> String {
    let mut text = format!("      - id: {id}\n");
    text.push_str(&line(8, "says", fear.promise.as_deref().unwrap_or_default()));
    text.extend([format!("        against: [{worst}]\n")]);
    match control {
        Some(control) => text.extend([format!("        kept_by: [{control}]\n")]),
        None => text.push_str("        # kept_by: [a-name-from-controls-yaml]\n"),
    }
    text
}

/// The file for new controls: `controls.yaml` where there is none yet.
pub(super) fn controls(plan: &Plan, taken: &[&str]) -> Option<SourceFile> {
    let name = file_for("controls", plan, taken, plan.controls.is_empty())?;
    let mut text = hint("controls");
    text.push_str("# What actually keeps the promises. Every control must serve at least one promise.\n");
    text.push_str(if plan.controls.is_empty() {
        "controls: {}\n"
    } else {
        "controls:\n"
    });
    for (at, (id, does)) in plan.controls.iter().enumerate() {
        text.extend([format!("  {id}:\n{}", line(4, "does", does))]);
        text.push_str("    type: prevent  # or limit, detect, respond: which is it?\n");
        if at > 0 {
            continue;
        }
        // Said once a file; more would be in the way.
        text.push_str(
            "\
             \x20   # stops_user: true            # if it can get in an honest person's way; then a guardrail must watch it\n\
             \x20   # enforced_by: policy/step-up # what enforces it, if Safeconduct or something else does\n\
             \x20   # proof: [junit:auth/step_up] # how you know that it works\n",
        );
    }
    Some(SourceFile::new(name, text))
}

/// The file for new data: `data.yaml` where there is none yet.
pub(super) fn data(plan: &Plan, taken: &[&str]) -> Option<SourceFile> {
    let name = file_for("data", plan, taken, plan.data.is_empty())?;
    let mut text = hint("data");
    text.push_str("# What we receive from people. One word each; journeys refer to these names.\n");
    text.push_str(if plan.data.is_empty() {
        "data: {}\n"
    } else {
        "data:\n"
    });
    for data in &plan.data {
        let keep = quoted(data.keep.as_deref().unwrap_or("not decided yet"));
        let guessed = if data.guessed {
            "  # kind guessed: personal, secret, payment, sensitive or public?"
        } else {
            ""
        };
        text.extend([format!(
            "  {}:{guessed}\n    kind: {}\n    keep: {keep}\n",
            data.name, data.kind
        )]);
    }
    Some(SourceFile::new(name, text))
}

fn file_for(role: &str, plan: &Plan, taken: &[&str], nothing_new: bool) -> Option<String> {
    let first = format!("{role}.yaml");
    if !taken.contains(&first.as_str()) {
        return Some(first);
    }
    (!nothing_new).then(|| format!("{}.{role}.yaml", plan.journey))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_quotes_where_it_needs_them() {
        let check = |text: &str, expected: &str| assert_eq!(quoted(text), expected);
        check("To pay once, and go.", "To pay once, and go.");
        check("ana@example.com", "ana@example.com");
        check("yes", "\"yes\"");
        check("a: b", "\"a: b\"");
        check("say \"hi\" \\", "\"say \\\"hi\\\" \\\\\"");
        check("x #y", "\"x #y\"");
        check("a\u{202e}b c", "\"a\\u202eb c\"");
        check("- a b", "\"- a b\"");
    }
}
