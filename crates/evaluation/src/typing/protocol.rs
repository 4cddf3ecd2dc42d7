//! Who is enrolled with what, and who then claims to be whom.
//!
//! Each subject in turn is the owner: enrolled with the first typings of the first half, then let try with
//! the second half, while every other subject tries with the first five typings. Everything that the score
//! knows of other people comes from their first halves, and nothing of the person who tries is in it.

use std::collections::BTreeMap;

use behaviour::rhythm::{Contribution, Norms, Population, Profile, Sample};
use serde::Serialize;

use super::table::{Person, Table};
use crate::{Curve, EvaluationError, Faults};

/// With how many samples owners are enrolled.
const SIZES: [usize; 5] = [5, 10, 20, 50, 200];
/// The first half ends here at the latest.
const MOST_ENROLLED: usize = 200;
/// How many typings of each other subject are tried.
const TRIES: usize = 5;
/// Strangers are left out one by one up to so many, and in so many groups beyond, so that the work grows with
/// the number of subjects and not with its square.
const GROUPS: usize = 64;

/// What came out.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// How many subjects were enrolled.
    pub subjects: usize,
    /// How many keys the phrase has.
    pub keys: usize,
    /// How many typings of each subject the first half has.
    pub half: usize,
    /// By the number of samples that owners were enrolled with.
    pub samples: BTreeMap<usize, Size>,
    /// Subjects with too few typings.
    pub left_out: Vec<String>,
    /// Rows that were left out.
    pub faults: Faults,
}

/// The figures for one number of samples.
#[derive(Debug, Clone, Serialize)]
pub struct Size {
    /// The mean of the subjects' equal-error rates.
    pub mean_eer: f64,
    /// Their standard deviation.
    pub sd_eer: f64,
    /// The mean where strangers know the phrase by hand: their last five typings of the second half.
    pub practised_mean_eer: f64,
    /// The mean where nothing is known of other people who type this phrase.
    pub alone_mean_eer: f64,
    /// Each subject as the owner.
    pub subjects: Vec<Subject>,
    /// The mean of the subjects' curves: share of strangers let in, share of owners let in.
    #[serde(skip)]
    pub curve: Vec<(f64, f64)>,
}

/// One subject as the owner.
#[derive(Debug, Clone, Serialize)]
pub struct Subject {
    /// As the file calls them.
    pub subject: String,
    /// The equal-error rate.
    pub eer: f64,
    /// Where strangers know the phrase by hand.
    pub practised_eer: f64,
    /// Where nothing is known of other people.
    pub alone_eer: f64,
}

/// One subject with all that the protocol needs of them.
struct Enrolled<'a> {
    person: &'a Person,
    contribution: Contribution,
}

/// The curves of one owner.
struct Curves {
    usual: Curve,
    practised: Curve,
    alone: Curve,
}

/// Measures a table.
pub fn evaluate(table: &Table) -> Result<Report, EvaluationError> {
    let too_little = |why: String| EvaluationError::TooLittle {
        file: table.file.clone(),
        why,
        first_fault: table.faults.first(),
    };
    let half = half(&table.people);
    let sizes: Vec<usize> = SIZES.into_iter().filter(|size| *size <= half).collect();
    if sizes.is_empty() {
        return Err(too_little(format!(
            "most subjects have fewer than {} typings",
            2 * SIZES.first().copied().unwrap_or_default()
        )));
    }
    let (enough, few): (Vec<&Person>, Vec<&Person>) = table
        .people
        .iter()
        .partition(|person| person.samples.len() >= 2 * half);
    if enough.len() < 2 {
        return Err(too_little(
            "strangers are other subjects, and there is only one".to_owned(),
        ));
    }
    let mut enrolled = Vec::with_capacity(enough.len());
    let mut everybody = Population::default();
    for person in enough {
        let contribution = Contribution::of(person.samples.get(..half).unwrap_or_default())?;
        everybody.add(&contribution)?;
        enrolled.push(Enrolled { person, contribution });
    }
    let keys = enrolled
        .first()
        .and_then(|first| first.person.samples.first())
        .map_or(0, Sample::keys);
    let mut curves: BTreeMap<usize, Vec<(String, Curves)>> = BTreeMap::new();
    for owner in 0..enrolled.len() {
        for (size, found) in one_owner(&enrolled, owner, &everybody, half, &sizes)? {
            let name = enrolled
                .get(owner)
                .map_or(String::new(), |owner| owner.person.name.clone());
            curves.entry(size).or_default().push((name, found));
        }
    }
    Ok(Report {
        subjects: enrolled.len(),
        keys,
        half,
        samples: curves
            .into_iter()
            .map(|(size, found)| (size, summed(&found)))
            .collect(),
        left_out: few.into_iter().map(|person| person.name.clone()).collect(),
        faults: table.faults.clone(),
    })
}

/// Half of what the middle subject has, so that a single short one does not shorten all the others.
fn half(people: &[Person]) -> usize {
    let mut lengths: Vec<usize> = people.iter().map(|person| person.samples.len()).collect();
    lengths.sort_unstable();
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    (middle / 2).min(MOST_ENROLLED)
}

/// What an owner's profiles and strangers are scored with.
struct Against<'a> {
    norms: Norms,
    profiles: Vec<Profile>,
    /// The tries that these norms are for: of unpractised and of practised typing, by stranger.
    tries: Vec<[&'a [Sample]; 2]>,
}

/// One owner's curves for each size.
fn one_owner(
    enrolled: &[Enrolled<'_>],
    owner: usize,
    everybody: &Population,
    half: usize,
    sizes: &[usize],
) -> Result<Vec<(usize, Curves)>, EvaluationError> {
    let Some(own) = enrolled.get(owner) else {
        return Ok(Vec::new());
    };
    let mut others = everybody.clone();
    others.remove(&own.contribution)?;
    let samples = &own.person.samples;
    let genuine = samples.get(half..2 * half).unwrap_or_default();
    let keys = own.person.samples.first().map_or(0, Sample::keys);
    let mut strangers = Vec::new();
    for group in 0..GROUPS.min(enrolled.len()) {
        let members = enrolled.iter().enumerate().skip(group).step_by(GROUPS);
        let members: Vec<&Enrolled<'_>> = members
            .filter(|(at, _)| *at != owner)
            .map(|(_, one)| one)
            .collect();
        if members.is_empty() {
            continue;
        }
        let mut rest = others.clone();
        for stranger in &members {
            rest.remove(&stranger.contribution)?;
        }
        let norms = rest.norms(keys)?;
        let tries = members.iter().map(|stranger| {
            let typed = &stranger.person.samples;
            [
                typed.get(..TRIES).unwrap_or_default(),
                typed.get(2 * half - TRIES..2 * half).unwrap_or_default(),
            ]
        });
        strangers.push(Against {
            tries: tries.collect(),
            profiles: enrol(samples, &norms, sizes)?,
            norms,
        });
    }
    let norms = others.norms(keys)?;
    let profiles = enrol(samples, &norms, sizes)?;
    let general = Norms::general(keys)?;
    let alone = enrol(samples, &general, sizes)?;
    // The platform knows how often its owner has signed in, also where a profile learnt only the first times.
    let repetition = u32::try_from(half + 1).unwrap_or(u32::MAX);
    let scores =
        |profile: Option<&Profile>, norms: &Norms, tries: &[Sample]| -> Result<Vec<f64>, EvaluationError> {
            let Some(profile) = profile else {
                return Ok(Vec::new());
            };
            let score = |sample| Ok(profile.score(norms, sample, repetition)?.log_ratio);
            tries.iter().map(score).collect()
        };
    let mut found = Vec::with_capacity(sizes.len());
    for (at, size) in sizes.iter().enumerate() {
        let owners = scores(profiles.get(at), &norms, genuine)?;
        let (mut first, mut practised, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for stranger in &strangers {
            for [tries, later] in &stranger.tries {
                first.extend(scores(stranger.profiles.get(at), &stranger.norms, tries)?);
                practised.extend(scores(stranger.profiles.get(at), &stranger.norms, later)?);
                unknown.extend(scores(alone.get(at), &general, tries)?);
            }
        }
        let curves = Curves {
            usual: Curve::new(owners.clone(), first),
            practised: Curve::new(owners, practised),
            alone: Curve::new(scores(alone.get(at), &general, genuine)?, unknown),
        };
        found.push((*size, curves));
    }
    Ok(found)
}

/// The owner's profile after each of the sizes.
fn enrol(samples: &[Sample], norms: &Norms, sizes: &[usize]) -> Result<Vec<Profile>, EvaluationError> {
    let mut profile = Profile::new(norms.keys())?;
    let mut profiles = Vec::with_capacity(sizes.len());
    for (number, sample) in (1..).zip(samples) {
        profile.observe(norms, sample)?;
        if sizes.contains(&number) {
            profiles.push(profile.clone());
        }
        if sizes.last().is_none_or(|last| number >= *last) {
            break;
        }
    }
    Ok(profiles)
}

fn summed(found: &[(String, Curves)]) -> Size {
    let error = |curve: &Curve| curve.equal_error().unwrap_or(1.0);
    let subjects: Vec<Subject> = found
        .iter()
        .map(|(name, curves)| Subject {
            subject: name.clone(),
            eer: error(&curves.usual),
            practised_eer: error(&curves.practised),
            alone_eer: error(&curves.alone),
        })
        .collect();
    let count = subjects.len().max(1) as f64;
    let mean = |of: fn(&Subject) -> f64| subjects.iter().map(of).sum::<f64>() / count;
    let mean_eer = mean(|subject| subject.eer);
    let variance = subjects
        .iter()
        .map(|subject| (subject.eer - mean_eer).powi(2))
        .sum::<f64>()
        / count;
    Size {
        mean_eer,
        sd_eer: variance.sqrt(),
        practised_mean_eer: mean(|subject| subject.practised_eer),
        alone_mean_eer: mean(|subject| subject.alone_eer),
        subjects,
        curve: mean_curve(found.iter().map(|(_, curves)| &curves.usual)),
    }
}

/// How many steps the mean curve has from no stranger let in to all of them.
const STEPS: u32 = 200;

fn mean_curve<'a>(curves: impl Iterator<Item = &'a Curve>) -> Vec<(f64, f64)> {
    let points: Vec<Vec<(f64, f64)>> = curves.map(Curve::points).collect();
    let owners_let_in = |points: &[(f64, f64)], strangers: f64| {
        let place = points.partition_point(|(_, let_in)| *let_in <= strangers);
        points
            .get(place.saturating_sub(1))
            .map_or(0.0, |(turned_away, _)| 1.0 - turned_away)
    };
    (0..=STEPS)
        .map(|step| {
            let strangers = f64::from(step) / f64::from(STEPS);
            let sum: f64 = points.iter().map(|points| owners_let_in(points, strangers)).sum();
            (strangers, sum / points.len().max(1) as f64)
        })
        .collect()
}
