//! What was answered, and how sure we were.

use vocabulary::{Factor, FactorSet, Verdict};

use super::list;

/// An answer in two or three words, for a label.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "Let through",
        Verdict::Challenge { .. } => "Asked to prove it",
        Verdict::Deny => "Stopped",
    }
}

/// An answer as a clause: `we asked for a passkey or a code from an app`.
pub fn answer(verdict: Verdict) -> String {
    match verdict {
        Verdict::Allow => "we let it through".to_owned(),
        Verdict::Challenge { acceptable } if acceptable.is_empty() => "we asked for proof".to_owned(),
        Verdict::Challenge { acceptable } => format!("we asked for {}", factors(acceptable)),
        Verdict::Deny => "we stopped it".to_owned(),
    }
}

/// A factor as staff would name it, with its article.
pub const fn factor(factor: Factor) -> &'static str {
    match factor {
        Factor::Passkey => "a passkey",
        Factor::SecurityKey => "a security key",
        Factor::Totp => "a code from an app",
        Factor::Passphrase => "a passphrase",
        Factor::RecoveryCode => "a recovery code",
    }
}

/// Any one of several factors: `a passkey, a security key or a code from an app`.
pub fn factors(set: FactorSet) -> String {
    let words: Vec<String> = set.iter().map(|one| factor(one).to_owned()).collect();
    list(&words, "or")
}

/// What a reason adds to the log-odds of a takeover, as odds that a person can weigh.
pub fn share(log_odds: f32) -> String {
    let times = log_odds.abs().exp();
    if !times.is_finite() || times >= 1_000.0 {
        let who = if log_odds < 0.0 {
            "the owner"
        } else {
            "somebody else"
        };
        return format!("more than 1,000 times likelier to be {who}");
    }
    if times < 1.1 {
        return "tells little either way".to_owned();
    }
    let who = if log_odds < 0.0 {
        "the owner"
    } else {
        "somebody else"
    };
    if times < 10.0 {
        format!(
            "{} times likelier to be {who}",
            format!("{times:.1}").trim_end_matches(".0")
        )
    } else {
        format!("{times:.0} times likelier to be {who}")
    }
}

/// The chance, 0 to 1, that it was not the owner, as a clause that never claims to be certain.
pub fn likelihood(score: f32) -> String {
    let of_hundred = (score * 100.0).round();
    if score.is_nan() {
        "how likely it is that this was not the owner is not known".to_owned()
    } else if of_hundred < 1.0 {
        "it is very likely that this was the owner: the chance that it was not is under 1 in 100".to_owned()
    } else if of_hundred > 99.0 {
        "it is very likely that this was not the owner: the chance is over 99 in 100".to_owned()
    } else {
        format!("the chance that this was not the owner is about {of_hundred:.0} in 100")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_what_would_do() {
        let check = |factors: &[Factor], words: &str| {
            let acceptable = factors.iter().copied().collect();
            assert_eq!(answer(Verdict::Challenge { acceptable }), words);
        };
        check(&[], "we asked for proof");
        check(&[Factor::Passkey], "we asked for a passkey");
        check(
            &[Factor::Totp, Factor::SecurityKey, Factor::Passkey],
            "we asked for a passkey, a security key or a code from an app",
        );
    }

    #[test]
    fn a_share_is_told_as_odds() {
        let check = |log_odds: f32, words: &str| assert_eq!(share(log_odds), words);
        check(0.0, "tells little either way");
        check(1.0, "2.7 times likelier to be somebody else");
        check(-2.5, "12 times likelier to be the owner");
        check(30.0, "more than 1,000 times likelier to be somebody else");
        check(
            f32::NEG_INFINITY,
            "more than 1,000 times likelier to be the owner",
        );
    }

    #[test]
    fn a_chance_is_never_told_as_certain() {
        let check = |score: f32, part: &str| {
            let words = likelihood(score);
            assert!(words.contains(part), "{words}");
        };
        check(0.0, "under 1 in 100");
        check(0.87, "about 87 in 100");
        check(1.0, "over 99 in 100");
        check(f32::NAN, "not known");
    }
}
