//! The questions of `journeys new`, one after the other.

use std::io::BufRead as _;

use anyhow::{Context, bail};
use journey::Journeys;
use journey::draft::{Answers, Fear, Given, StepAnswer};
use vocabulary::did_you_mean;

use crate::output::{self, bold, faint};

/// How bad something can be, in words and as the files say it.
const HARMS: [(&str, &str); 4] = [
    ("minor", "annoying, soon forgotten"),
    ("moderate", "costs them a day or some money"),
    ("severe", "costs them much: money, work, safety"),
    ("irreversible", "nothing makes it good again"),
];

/// Asks everything. Nothing is asked twice that is known already.
pub(super) fn questions(known: &Journeys) -> anyhow::Result<Answers> {
    output::note(
        "A few questions about one thing that people come to do. Short answers in their words are best;\n\
         everything can be changed in the file afterwards. Ctrl-C ends it, and nothing is written.\n",
    );
    let journey = needed("What do people come to do?", "Book an appointment")?;
    let who = needed("Who comes?", "A patient")?;
    let wants = needed(
        "What do they want? In their own words.",
        "To see a doctor this week, and nobody else to learn why.",
    )?;
    let steps = steps(known)?;
    let fears = fears(&steps, known)?;
    let product = optional(
        "Who answers for what you promise? An address or a team.",
        "ana@example.com",
    )?;
    let engineering = optional("Who answers for keeping it?", "booking-team")?;
    Ok(Answers {
        journey,
        who,
        wants,
        matters: None,
        product,
        engineering,
        steps,
        fears,
    })
}

fn steps(known: &Journeys) -> anyhow::Result<Vec<StepAnswer>> {
    let mut steps: Vec<StepAnswer> = Vec::new();
    loop {
        let does = if steps.is_empty() {
            Some(needed(
                "What do they do first? In their words.",
                "I pick a doctor and say what hurts.",
            )?)
        } else {
            optional("And then? (Enter, if that is all.)", "I confirm by email.")?
        };
        let Some(does) = does else {
            return Ok(steps);
        };
        let gives = gives(known)?;
        steps.push(StepAnswer { does, gives });
    }
}

/// The names of what is handed over at a step. Asked again until each is a name.
fn gives(known: &Journeys) -> anyhow::Result<Vec<Given>> {
    let example = if known.data.is_empty() {
        "name, email, complaint".to_owned()
    } else {
        known.data.keys().take(6).cloned().collect::<Vec<_>>().join(", ")
    };
    loop {
        let answer = optional(
            "What do they hand over there? One word each, with commas. (Enter, if nothing.)",
            &example,
        )?;
        let names: Vec<String> = answer
            .unwrap_or_default()
            .split(',')
            .map(|name| name.trim().to_lowercase().replace([' ', '_'], "-"))
            .filter(|name| !name.is_empty())
            .collect();
        let wrong = names.iter().find(|name| {
            !name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        });
        match wrong {
            Some(wrong) => output::note(format!(
                "`{wrong}` cannot be a name; write letters, digits and hyphens."
            )),
            None => return Ok(names.iter().map(|name| Given::named(name)).collect()),
        }
    }
}

fn fears(steps: &[StepAnswer], known: &Journeys) -> anyhow::Result<Vec<Fear>> {
    let mut fears = Vec::new();
    loop {
        let story = if fears.is_empty() {
            Some(needed(
                "What is the worst that could happen to them? Tell it as they would.",
                "My boss reads why I see a doctor.",
            )?)
        } else {
            optional(
                "What else could go badly wrong? (Enter, if that is all.)",
                "Someone takes my appointment.",
            )?
        };
        let Some(story) = story else {
            return Ok(fears);
        };
        let at = at(steps)?;
        let harm = harm()?;
        let promise = optional(
            "What do you promise them against it? (Enter, if nothing yet.)",
            "Only you and your doctor can read why you come.",
        )?;
        let kept_by = match promise {
            Some(_) => kept_by(known)?,
            None => None,
        };
        fears.push(Fear {
            at,
            story,
            harm,
            promise,
            kept_by,
        });
    }
}

/// What keeps a promise: something that is there already, or new.
fn kept_by(known: &Journeys) -> anyhow::Result<Option<String>> {
    for (name, control) in &known.controls {
        output::note(faint(format!("  {name}: {}", control.does)));
    }
    let question = if known.controls.is_empty() {
        "What keeps that promise? (Enter, if nothing yet.)"
    } else {
        "What keeps that promise? One of these names, or something new in a sentence. (Enter, if nothing yet.)"
    };
    optional(question, "Only the doctor of the appointment can open it.")
}

fn at(steps: &[StepAnswer]) -> anyhow::Result<usize> {
    if steps.len() == 1 {
        return Ok(1);
    }
    for (at, step) in steps.iter().enumerate() {
        output::note(faint(format!("  {}  {}", at + 1, step.does)));
    }
    loop {
        let answer = needed("At which of these steps? Its number.", "1")?;
        match answer.parse::<usize>() {
            Ok(at) if (1..=steps.len()).contains(&at) => return Ok(at),
            _ => output::note(format!("`{answer}` is not a number from 1 to {}.", steps.len())),
        }
    }
}

fn harm() -> anyhow::Result<String> {
    for (word, means) in HARMS {
        output::note(faint(format!("  {word}: {means}")));
    }
    loop {
        let answer = needed("How bad would that be? One of these words.", "severe")?.to_lowercase();
        if HARMS.iter().any(|(word, _)| *word == answer) {
            return Ok(answer);
        }
        let hint = did_you_mean(&answer, HARMS.map(|(word, _)| word))
            .map_or_else(String::new, |hint| format!(" Did you mean `{hint}`?"));
        output::note(format!("`{answer}` is none of them.{hint}"));
    }
}

/// An answer that there must be.
fn needed(question: &str, example: &str) -> anyhow::Result<String> {
    loop {
        if let Some(answer) = optional(question, example)? {
            return Ok(answer);
        }
        output::note("Something must stand here.");
    }
}

/// An answer, or none.
fn optional(question: &str, example: &str) -> anyhow::Result<Option<String>> {
    output::note(format!(
        "{}\n{}",
        bold(question),
        faint(format!("  For example: {example}"))
    ));
    let mut line = String::new();
    let read = std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("the answer cannot be read")?;
    if read == 0 {
        bail!("the answers ended before the questions did; nothing was written");
    }
    let answer = line.trim().to_owned();
    output::note("");
    Ok((!answer.is_empty()).then_some(answer))
}
