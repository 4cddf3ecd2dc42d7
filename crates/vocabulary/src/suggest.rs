//! "Did you mean …": the nearest known word.

/// The candidate nearest to `given`, where it is near enough to be a slip of the finger: at most a third of
/// the letters inserted, deleted, replaced or swapped with their neighbour.
pub fn did_you_mean<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (given.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(given, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut previous = '\0';
    for (row, letter) in left.chars().enumerate() {
        let mut here = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let get = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let replaced = get(&above, column) + usize::from(letter != *other);
            let mut best = replaced
                .min(get(&above, column + 1) + 1)
                .min(get(&here, column) + 1);
            if row > 0 && column > 0 && previous == *other && right.get(column - 1) == Some(&letter) {
                best = best.min(get(&before, column - 1) + 1);
            }
            here.push(best);
        }
        before = std::mem::replace(&mut above, here);
        previous = letter;
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let check = |given: &str, expected: Option<&str>| {
            assert_eq!(
                did_you_mean(given, ["password", "device", "outcome"]),
                expected,
                "{given:?}"
            );
        };
        check("passwrod", Some("password"));
        check("devise", Some("device"));
        check("outcom", Some("outcome"));
        check("network", None);
        check("", None);
    }
}
