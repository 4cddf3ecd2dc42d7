//! Proof of possession (RFC 9449): a platform hands on the proof that came along with a token, and learns whether
//! whoever sent both holds the key that the token is bound to.
//!
//! Each proof counts once. Which were seen is kept in memory, for as long as a proof is good: two minutes at most, and
//! a bounded number of them, beyond which no proof is accepted until some are too old. A proof that was made before
//! this process began is refused, so that nothing is forgotten by starting anew.

use std::collections::HashMap;

use credentials::dpop::{Proof, Refused, Request, Window, verify};
use parking_lot::Mutex;
use vocabulary::Moment;

use crate::tokens::{Introspected, bound_to};
use crate::{People, PeopleError};

/// Most proofs that are remembered at once: more than ten thousand a second for as long as each is good.
const MOST_PROOFS: usize = 1 << 20;

/// A proof that came along with a token, and the request that both came with.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// The value of the one `DPoP` header.
    pub proof: &'a str,
    /// The request's method.
    pub method: &'a str,
    /// The request's address, as the client sees it.
    pub uri: &'a str,
    /// The nonce that the platform gave this client, where it gave one.
    pub nonce: Option<&'a str>,
}

/// Why a token does not count with the proof that came along.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPossessed {
    /// The proof does not hold.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is another key's, or the token is bound to none.
    #[error("the proof is by another key than the token is bound to")]
    OtherKey,
    /// It was seen before.
    #[error("the proof was sent before; make one for each request")]
    Replayed,
    /// It is from before this server began.
    #[error("the proof was made before this server started; make a new one")]
    FromBefore,
    /// So many proofs are remembered that one more is not taken on.
    #[error("too many proofs come at once; send another in a minute")]
    TooMany,
}

/// The proofs that were seen, each by a hash of its key and id.
#[derive(Debug, Default)]
pub(crate) struct SeenProofs(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    until: HashMap<[u8; 32], Moment>,
    /// From when on it is worth looking for those that are too old.
    swept_at: Option<Moment>,
}

impl SeenProofs {
    /// Spends a proof; it was spent before where this is an error.
    fn spend(&self, id: [u8; 32], until: Moment, now: Moment, most: usize) -> Result<(), NotPossessed> {
        let mut kept = self.0.lock();
        if kept.until.get(&id).is_some_and(|until| *until > now) {
            return Err(NotPossessed::Replayed);
        }
        let window = Window::default();
        let due = kept.swept_at.is_none_or(|at| now.since(at) > window.age);
        if due || kept.until.len() >= most {
            kept.until.retain(|_, until| *until > now);
            kept.swept_at = Some(now);
        }
        if kept.until.len() >= most {
            return Err(NotPossessed::TooMany);
        }
        kept.until.insert(id, until);
        Ok(())
    }
}

impl People {
    /// The live token of this text, if it is one and the proof shows that whoever sent it holds its key. The inner
    /// error says why the proof does not; a platform tells its client no more than that the token does not count.
    pub async fn introspect_with_proof(
        &self,
        text: &str,
        presented: &Presented<'_>,
    ) -> Result<Result<Option<Introspected>, NotPossessed>, PeopleError> {
        let now = self.engine.now();
        let request = Request {
            method: presented.method,
            uri: presented.uri,
            access_token: Some(text),
            nonce: presented.nonce,
            now,
        };
        let proof = match verify(presented.proof, &request, Window::default()) {
            Ok(proof) => proof,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let Some(bearer) = self.look_up(text).await? else {
            return Ok(Ok(None));
        };
        let bound_to = bound_to(&bearer)?;
        if bound_to.as_deref() != Some(proof.thumbprint.to_string().as_str()) {
            return Ok(Err(NotPossessed::OtherKey));
        }
        if let Err(why) = self.spend(&proof, now) {
            return Ok(Err(why));
        }
        self.used(bearer).map(|found| Ok(Some(found)))
    }

    fn spend(&self, proof: &Proof, now: Moment) -> Result<(), NotPossessed> {
        if proof.issued_at < self.began_at {
            return Err(NotPossessed::FromBefore);
        }
        let id = format!("proof {} {}", proof.thumbprint, proof.id);
        let id = self.secrets.hash_of(&id);
        self.proofs.spend(id, proof.spent_until, now, MOST_PROOFS)
    }
}

#[cfg(test)]
mod tests {
    use vocabulary::Span;

    use super::*;

    #[test]
    fn each_proof_counts_once_and_what_is_remembered_is_bounded() {
        let seen = SeenProofs::default();
        let start = Moment::from_millis(1_000_000);
        let until = start + Span::from_minutes(1);
        let check = |id: u8, later: Span, expected: Result<(), NotPossessed>| {
            let (until, now) = (until + later, start + later);
            assert_eq!(seen.spend([id; 32], until, now, 3), expected, "{id} {later:?}");
        };
        check(1, Span::ZERO, Ok(()));
        check(1, Span::ZERO, Err(NotPossessed::Replayed));
        check(2, Span::from_seconds(1), Ok(()));
        check(1, Span::from_seconds(59), Err(NotPossessed::Replayed));
        check(3, Span::from_seconds(59), Ok(()));
        check(4, Span::from_seconds(59), Err(NotPossessed::TooMany));
        check(4, Span::from_seconds(61), Ok(()));
        check(3, Span::from_seconds(62), Err(NotPossessed::Replayed));
        assert!(seen.0.lock().until.len() <= 3);
    }
}
