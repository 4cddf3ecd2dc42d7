//! People who type the same phrase.

use crate::matrix::Square;

use super::contribution::{Learnt, Moments, add};
use super::{Contribution, Norms, RhythmError};

/// Sums over people, from which [`Norms`] are made. People come in and go out by addition, in any order, so
/// that counts of several machines can be added up, and whoever is erased is taken out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Population {
    pub(super) sums: Option<Sums>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    pub(super) keys: usize,
    pub(super) people: f64,
    pub(super) first: Moments,
    pub(super) practised: Moments,
    /// How many of the people say something about practice.
    pub(super) learners: f64,
    pub(super) slope: Vec<f64>,
    pub(super) within: Square,
}

impl Population {
    /// Takes a person in.
    pub fn add(&mut self, person: &Contribution) -> Result<(), RhythmError> {
        self.count(person, 1.0)
    }

    /// Takes out a person who was taken in before.
    pub fn remove(&mut self, person: &Contribution) -> Result<(), RhythmError> {
        self.count(person, -1.0)
    }

    /// How many people are in it.
    pub fn people(&self) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of people, kept as a number that can be divided by"
        )]
        let people = self.sums.as_ref().map_or(0.0, |sums| sums.people.max(0.0)) as usize;
        people
    }

    /// What is usual among these people, for a phrase of `keys` keys.
    pub fn norms(&self, keys: usize) -> Result<Norms, RhythmError> {
        Norms::new(keys, self)
    }

    fn count(&mut self, person: &Contribution, weight: f64) -> Result<(), RhythmError> {
        let size = person.first.sum.len();
        let sums = self.sums.get_or_insert_with(|| Sums {
            keys: person.keys,
            people: 0.0,
            first: Moments::none(size),
            practised: Moments::none(size),
            learners: 0.0,
            slope: vec![0.0; size],
            within: Square::zero(size),
        });
        if sums.keys != person.keys {
            return Err(RhythmError::OtherPhrase {
                expected: sums.keys,
                given: person.keys,
            });
        }
        sums.people += weight;
        sums.first.add(&person.first, weight);
        sums.practised.add(&person.practised, weight);
        if let Some(Learnt { slope, within }) = &person.learnt {
            sums.learners += weight;
            add(&mut sums.slope, slope, weight);
            sums.within.add(within, weight);
        }
        Ok(())
    }
}
