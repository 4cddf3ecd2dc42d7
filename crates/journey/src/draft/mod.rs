//! A first journey file from a few answers.
//!
//! Whoever asks the questions hands the answers over; nothing is read or written here. What nobody answered is
//! not made up: the drafted files load, and [`crate::check`] says what is still missing.

mod answers;
mod names;
mod write;

pub use answers::{Answers, Fear, Given, StepAnswer};

use crate::model::Journeys;
use crate::source::SourceFile;

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// An answer is missing or empty.
    #[error("`{0}` has no answer; {1}")]
    Missing(&'static str, &'static str),
    /// An answer is none of the words that it may be.
    #[error("`{given}` cannot stand for `{key}`; it is one of: {known}")]
    NotAWord {
        /// What was asked.
        key: &'static str,
        /// What was answered.
        given: String,
        /// The words that it may be.
        known: String,
    },
    /// An answer speaks of a step that there is not.
    #[error("there is no step {0}; there are {1}, counted from 1")]
    NoSuchStep(usize, usize),
    /// A name for data that is not one.
    #[error("`{0}` cannot be the name of data; write lower-case words joined by hyphens, such as `{1}`")]
    NotAName(String, String),
    /// Something that reads like the name of a control, and is none.
    #[error(
        "there is no control `{given}`; {hint}say in a sentence what keeps the promise, or name a control that there is"
    )]
    NoSuchControl {
        /// What was answered.
        given: String,
        /// The control that may be meant.
        hint: String,
    },
    /// A journey with this id exists.
    #[error("there is a journey `{0}` already; call the new one differently")]
    Taken(String),
}

/// Drafts the files of a new journey beside those that exist: `ID.journey.yaml`, and files for the controls and
/// data that are new. No file has a name in `taken`.
pub fn draft(answers: &Answers, existing: &Journeys, taken: &[&str]) -> Result<Vec<SourceFile>, DraftError> {
    let plan = names::plan(answers, existing)?;
    let mut files = vec![write::journey(answers, &plan)];
    files.extend(write::controls(&plan, taken));
    files.extend(write::data(&plan, taken));
    if let Some(file) = files.iter().find(|file| taken.contains(&file.name.as_str())) {
        return Err(DraftError::Taken(file.name.clone()));
    }
    Ok(files
        .into_iter()
        .map(|file| match crate::layout::format(&file) {
            Ok(text) => SourceFile { text, ..file },
            Err(_) => file,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Severity, check as look, load};
    use proptest::prelude::*;

    fn answers() -> Answers {
        Answers {
            journey: "Book an appointment".to_owned(),
            who: "A patient: new, or known".to_owned(),
            wants: "To see a doctor this week".to_owned(),
            matters: Some("critical".to_owned()),
            product: Some("ana@example.com".to_owned()),
            engineering: None,
            steps: vec![
                StepAnswer {
                    does: "I pick a doctor and say what hurts.".to_owned(),
                    gives: vec![Given::named("name"), Given::named("complaint")],
                },
                StepAnswer {
                    does: "I confirm by email.".to_owned(),
                    gives: vec![Given::named("email")],
                },
            ],
            fears: vec![Fear {
                at: 1,
                story: "My boss reads why I see a doctor.".to_owned(),
                harm: "irreversible".to_owned(),
                promise: Some("Only you and your doctor can read why you come.".to_owned()),
                kept_by: Some("Only the doctor of the appointment can open it.".to_owned()),
            }],
        }
    }

    #[test]
    fn a_draft_loads_and_only_lacks_what_nobody_answered() {
        let files = draft(&answers(), &Journeys::default(), &[]).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            ["book-an-appointment.journey.yaml", "controls.yaml", "data.yaml"]
        );
        let (journeys, findings) = load(&files);
        assert_eq!(findings, []);
        let journey = &journeys.journeys[0];
        assert_eq!(journey.who, "A patient: new, or known");
        assert_eq!(
            journey.steps[0].promises[0].says.value,
            answers().fears[0].promise.clone().unwrap()
        );
        assert_eq!(journeys.controls.len(), 1);
        assert!(
            files[0]
                .text
                .starts_with("# yaml-language-server: $schema=schema/journey.schema.json\n")
        );
        let errors: Vec<String> = look(&journeys, &Options::default())
            .into_iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| format!("{} {}", found.code, found.object))
            .collect();
        // The second step takes an address and promises nothing; nobody measures the promise yet.
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(
            errors[0].starts_with("J501") || errors[1].starts_with("J501"),
            "{errors:?}"
        );
        assert!(
            errors[0].starts_with("J201") || errors[1].starts_with("J201"),
            "{errors:?}"
        );
    }

    #[test]
    fn what_exists_is_used_and_never_written_over() {
        let first = draft(&answers(), &Journeys::default(), &[]).unwrap();
        let (existing, _) = load(&first);
        let again = draft(&answers(), &existing, &[]);
        assert_eq!(again, Err(DraftError::Taken("book-an-appointment".to_owned())));
        let mut other = answers();
        other.journey = "Cancel an appointment".to_owned();
        other.fears[0].kept_by = Some("Something new keeps it.".to_owned());
        other.steps[0].gives.push(Given::named("card"));
        let taken = ["book-an-appointment.journey.yaml", "controls.yaml", "data.yaml"];
        let files = draft(&other, &existing, &taken).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "cancel-an-appointment.journey.yaml",
                "cancel-an-appointment.controls.yaml",
                "cancel-an-appointment.data.yaml"
            ]
        );
        let (journeys, findings) = load(&[first, files].concat());
        assert_eq!(findings, []);
        assert_eq!((journeys.controls.len(), journeys.data.len()), (2, 4));
        // A control or data that exists is named again, and no file is made for it.
        other.steps[0].gives.pop();
        let name = existing.controls.keys().next().unwrap();
        for kept_by in [answers().fears[0].kept_by.clone().unwrap(), name.clone()] {
            other.fears[0].kept_by = Some(kept_by);
            assert_eq!(draft(&other, &existing, &taken).unwrap().len(), 1);
        }
        let near = name.get(..name.len() - 1).unwrap().to_owned();
        other.fears[0].kept_by = Some(near);
        let error = draft(&other, &existing, &taken).unwrap_err().to_string();
        assert!(error.contains(&format!("did you mean `{name}`?")), "{error}");
    }

    #[test]
    fn answers_that_cannot_be_used_are_refused_with_a_way_out() {
        let check = |change: fn(&mut Answers), says: &str| {
            let mut answers = answers();
            change(&mut answers);
            let error = draft(&answers, &Journeys::default(), &[])
                .unwrap_err()
                .to_string();
            assert!(error.contains(says), "{error}");
        };
        check(
            |answers| answers.journey = " ".to_owned(),
            "`journey` has no answer",
        );
        check(|answers| answers.steps.clear(), "`steps` has no answer");
        check(|answers| answers.fears[0].at = 3, "there is no step 3");
        check(
            |answers| answers.fears[0].harm = "bad".to_owned(),
            "it is one of: minor, moderate",
        );
        check(
            |answers| answers.steps[0].gives[0].name = "E-Mail!".to_owned(),
            "such as `e-mail`",
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn whatever_is_answered_is_what_stands_in_the_files(
            journey in "\\PC{1,40}[a-z]", who in "\\PC{1,30}[a-z]", wants in "[a-z]\\PC{0,60}",
            does in "[-#:{}\\[\\]&*!|>'\"%@` a-z\n\t]{0,40}x", story in "\\PC{1,40}x", promise in "\\PC{1,40}x",
        ) {
            let mut answers = answers();
            answers.journey = journey;
            answers.who = who;
            answers.wants = wants;
            answers.steps[0].does = does;
            answers.fears[0].story = story;
            answers.fears[0].promise = Some(promise);
            let files = draft(&answers, &Journeys::default(), &[]).unwrap();
            let (journeys, findings) = load(&files);
            prop_assert!(findings.is_empty(), "{findings:?}\n{}", files[0].text);
            let drafted = &journeys.journeys[0];
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&drafted.name.value, &flat(&answers.journey));
            prop_assert_eq!(&drafted.who, &flat(&answers.who));
            prop_assert_eq!(&drafted.wants, &flat(&answers.wants));
            prop_assert_eq!(&drafted.steps[0].does.value, &flat(&answers.steps[0].does));
            prop_assert_eq!(&drafted.steps[0].worst[0].story.value, &flat(&answers.fears[0].story));
        }
    }
}
