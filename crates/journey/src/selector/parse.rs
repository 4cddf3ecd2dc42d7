//! From words to a selector, checked against the event catalogue on the way.

use vocabulary::{Field, FieldType, Kind, Moment, did_you_mean};

use super::lex::{Token, What, lex};
use super::{Comparison, Condition, Operand, Selector, SelectorError, Test, Trouble};

/// How deep parentheses may stand in one another: more than anybody can read.
const MAX_DEPTH: usize = 8;

type Result<T> = std::result::Result<T, SelectorError>;

pub(super) fn selector(text: &str) -> Result<Selector> {
    let tokens = lex(text)?;
    let mut words = Words { tokens: &tokens };
    let named = words.next();
    let What::Word(name) = named.what else {
        return Err(form(
            named,
            "an event's name belongs here",
            "begin with a kind of the event catalogue, such as `sign_in.finished`",
        ));
    };
    let kind = Kind::named(name).ok_or_else(|| unknown_kind(named, name))?;
    let after = words.next();
    let condition = match after.what {
        What::End => Condition::Always,
        What::Word("where") => {
            let condition = any_of(&mut words, kind, 0)?;
            words.finish()?;
            condition
        }
        _ => {
            return Err(form(
                after,
                "only `where` can follow the event's name",
                format!("write `{name} where …`"),
            ));
        }
    };
    Ok(Selector { kind, condition })
}

pub(super) fn condition(text: &str, kind: Kind) -> Result<Condition> {
    let tokens = lex(text)?;
    let mut words = Words { tokens: &tokens };
    let condition = any_of(&mut words, kind, 0)?;
    words.finish()?;
    Ok(condition)
}

/// The tokens that are still to be read.
struct Words<'a, 't> {
    tokens: &'t [Token<'a>],
}

impl<'a> Words<'a, '_> {
    fn peek(&self) -> Token<'a> {
        self.tokens.first().copied().unwrap_or(Token {
            what: What::End,
            start: 0,
            end: 0,
        })
    }

    /// The next token; the last one, [`What::End`], is never used up.
    fn next(&mut self) -> Token<'a> {
        let token = self.peek();
        if let Some(rest) = self.tokens.get(1..)
            && !rest.is_empty()
        {
            self.tokens = rest;
        }
        token
    }

    fn take(&mut self, what: What<'_>) -> bool {
        let found = self.peek().what == what;
        if found {
            self.next();
        }
        found
    }

    fn finish(&mut self) -> Result<()> {
        let token = self.next();
        match token.what {
            What::End => Ok(()),
            What::Close => Err(form(
                token,
                "this `)` closes nothing",
                "take it away, or open it with `(`",
            )),
            What::Word("where") => Err(form(
                token,
                "there is one `where` only",
                "join comparisons with `and` or `or`",
            )),
            _ => Err(form(
                token,
                "the condition was complete before this",
                "join comparisons with `and` or `or`",
            )),
        }
    }
}

fn any_of(words: &mut Words<'_, '_>, kind: Kind, depth: usize) -> Result<Condition> {
    let mut parts = vec![all_of(words, kind, depth)?];
    while words.take(What::Word("or")) {
        parts.push(all_of(words, kind, depth)?);
    }
    // `(a or b) or c` is the same as `a or b or c`, and printed so.
    Ok(joined(parts, Condition::Any, |part| match part {
        Condition::Any(inner) => Ok(inner),
        other => Err(other),
    }))
}

fn all_of(words: &mut Words<'_, '_>, kind: Kind, depth: usize) -> Result<Condition> {
    let mut parts = vec![one(words, kind, depth)?];
    while words.take(What::Word("and")) {
        parts.push(one(words, kind, depth)?);
    }
    Ok(joined(parts, Condition::All, |part| match part {
        Condition::All(inner) => Ok(inner),
        other => Err(other),
    }))
}

/// One part stands for itself; several are joined, and a part that is joined the same way dissolves.
fn joined(
    mut parts: Vec<Condition>,
    join: fn(Vec<Condition>) -> Condition,
    open: fn(Condition) -> std::result::Result<Vec<Condition>, Condition>,
) -> Condition {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let flat = parts
        .into_iter()
        .flat_map(|part| open(part).unwrap_or_else(|other| vec![other]));
    join(flat.collect())
}

fn one(words: &mut Words<'_, '_>, kind: Kind, depth: usize) -> Result<Condition> {
    let open = words.peek();
    if open.what != What::Open {
        return comparison(words, kind).map(Condition::Compare);
    }
    if depth == MAX_DEPTH {
        return Err(form(
            open,
            format!("parentheses stand more than {MAX_DEPTH} deep here"),
            "say it with fewer of them",
        ));
    }
    words.next();
    let inside = any_of(words, kind, depth + 1)?;
    if words.take(What::Close) {
        Ok(inside)
    } else {
        Err(form(open, "this `(` is never closed", "close it with `)`"))
    }
}

fn comparison(words: &mut Words<'_, '_>, kind: Kind) -> Result<Comparison> {
    let named = words.next();
    let name = match named.what {
        What::Word(word) if !is_keyword(word) => word,
        What::End => {
            return Err(form(
                named,
                "a comparison belongs here",
                "compare a field with a value, such as `outcome = refused`",
            ));
        }
        _ => {
            return Err(form(
                named,
                "a comparison begins with a field",
                format!("{} has: {}", kind.name(), names(readable(kind))),
            ));
        }
    };
    let field = kind
        .readable(name)
        .ok_or_else(|| unknown_field(named, name, kind))?;
    let sign = words.next();
    let test = match sign.what {
        What::Op(op) => {
            if op.orders() && !matches!(field.kind, FieldType::Whole | FieldType::Moment) {
                return Err(form(
                    sign,
                    format!("`{op}` asks which is larger, and `{name}` is no number"),
                    "compare with `=` or `!=`",
                ));
            }
            Test::Is(op, operand(words.next(), field, kind)?)
        }
        What::Word("in") => Test::In(list(words, field, kind)?),
        _ => {
            return Err(form(
                sign,
                format!("a comparison belongs behind `{name}`"),
                "compare with one of = != < <= > >=, or with `in [a, b]`",
            ));
        }
    };
    Ok(Comparison { field, test })
}

fn list(words: &mut Words<'_, '_>, field: &'static Field, kind: Kind) -> Result<Vec<Operand>> {
    let open = words.next();
    if open.what != What::OpenList {
        return Err(form(
            open,
            "a list belongs behind `in`",
            "write it in brackets: `in [a, b]`",
        ));
    }
    let mut operands = Vec::new();
    loop {
        operands.push(operand(words.next(), field, kind)?);
        let sign = words.next();
        match sign.what {
            What::Comma => {}
            What::CloseList => return Ok(operands),
            _ => return Err(form(sign, "`,` or `]` belongs here", "write a list as `[a, b]`")),
        }
    }
}

fn operand(token: Token<'_>, field: &'static Field, kind: Kind) -> Result<Operand> {
    let catalogue = |says: String, help: String| error(Trouble::Catalogue, token, says, help);
    let other_field = |name: &str| {
        kind.readable(name)
            .filter(|other| fits(field.kind, other.kind))
            .map(Operand::Field)
    };
    let name = field.name;
    match (field.kind, token.what) {
        (_, What::Word(word)) if is_keyword(word) => Err(form(
            token,
            format!("a value belongs before `{word}`"),
            format!("`{name}` is {}", field.kind.in_words()),
        )),
        (FieldType::Word(known), What::Word(word) | What::Quoted(word)) => known
            .iter()
            .find(|one| **one == word)
            .map(|one| Operand::Word(one))
            .or_else(|| other_field(word))
            .ok_or_else(|| {
                let hint = did_you_mean(word, known.iter().copied());
                let help = hint.map_or_else(
                    || format!("`{name}` is {}", field.kind.in_words()),
                    |hint| format!("did you mean `{hint}`? `{name}` is {}", field.kind.in_words()),
                );
                catalogue(format!("`{word}` is not a value of `{name}`"), help)
            }),
        (FieldType::Flag, What::Word(word)) => match word {
            "yes" | "true" => Ok(Operand::Word("yes")),
            "no" | "false" => Ok(Operand::Word("no")),
            _ => other_field(word).ok_or_else(|| {
                catalogue(
                    format!("`{word}` is not a value of `{name}`"),
                    format!("`{name}` is `yes` or `no`"),
                )
            }),
        },
        (FieldType::Whole, What::Number(number)) => Ok(Operand::Whole(number)),
        (FieldType::Moment, What::Quoted(text)) => Moment::parse(text)
            .map(Operand::Moment)
            .map_err(|wrong| catalogue(format!("`{text}` is not a moment"), wrong.to_string())),
        (FieldType::Text | FieldType::Id, What::Quoted(text)) => Ok(Operand::Text(text.to_owned())),
        (FieldType::Text | FieldType::Id, What::Word(word)) => {
            Ok(other_field(word).unwrap_or_else(|| Operand::Text(word.to_owned())))
        }
        (_, What::Word(word)) => other_field(word)
            .ok_or_else(|| catalogue(format!("`{word}` does not fit `{name}`"), fitting(field, kind))),
        (_, What::Number(_) | What::Quoted(_)) => Err(catalogue(
            format!("this does not fit `{name}`"),
            fitting(field, kind),
        )),
        _ => Err(form(
            token,
            "a value belongs here",
            format!("`{name}` is {}", field.kind.in_words()),
        )),
    }
}

/// What could stand in place of a value that does not fit.
fn fitting(field: &'static Field, kind: Kind) -> String {
    let others: Vec<&Field> = readable(kind)
        .filter(|other| *other != field && fits(field.kind, other.kind))
        .collect();
    let what = match field.kind {
        FieldType::Moment => "a moment in quotes, such as \"2026-11-21T09:30:00Z\"".to_owned(),
        FieldType::Text | FieldType::Id => "a text in quotes".to_owned(),
        kind => kind.in_words(),
    };
    if others.is_empty() {
        format!("`{}` is {what}", field.name)
    } else {
        format!(
            "`{}` is {what}; or compare it with {}",
            field.name,
            names(others.into_iter())
        )
    }
}

/// Whether two fields can be compared with one another.
fn fits(left: FieldType, right: FieldType) -> bool {
    match (left, right) {
        (FieldType::Word(left), FieldType::Word(right)) => left.iter().any(|word| right.contains(word)),
        (FieldType::Flag, FieldType::Flag)
        | (FieldType::Whole, FieldType::Whole)
        | (FieldType::Moment, FieldType::Moment)
        | (FieldType::Text | FieldType::Id, FieldType::Text | FieldType::Id) => true,
        _ => false,
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "and" | "or" | "in" | "where")
}

fn readable(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let common = if kind.is_population() {
        &[]
    } else {
        vocabulary::catalogue::COMMON
    };
    kind.fields().iter().chain(common)
}

fn names<'a>(fields: impl Iterator<Item = &'a Field>) -> String {
    let names: Vec<String> = fields.map(|field| format!("`{}`", field.name)).collect();
    names.join(", ")
}

fn unknown_kind(token: Token<'_>, name: &str) -> SelectorError {
    let help = did_you_mean(name, Kind::all().map(Kind::name)).map_or_else(
        || {
            let subject = name.split('.').next().unwrap_or(name);
            let near: Vec<&str> = Kind::all()
                .map(Kind::name)
                .filter(|known| known.split('.').next() == Some(subject))
                .collect();
            if near.is_empty() {
                "the catalogue is at /v1/catalogue".to_owned()
            } else {
                format!("the event catalogue has: {}", near.join(", "))
            }
        },
        |hint| format!("did you mean `{hint}`?"),
    );
    let says = format!("`{name}` is not in the event catalogue");
    error(Trouble::Catalogue, token, says, help)
}

fn unknown_field(token: Token<'_>, name: &str, kind: Kind) -> SelectorError {
    let help = did_you_mean(name, readable(kind).map(|field| field.name)).map_or_else(
        || format!("it has: {}", names(readable(kind))),
        |hint| format!("did you mean `{hint}`?"),
    );
    error(
        Trouble::Catalogue,
        token,
        format!("`{}` has no field `{name}`", kind.name()),
        help,
    )
}

fn form(token: Token<'_>, says: impl Into<String>, help: impl Into<String>) -> SelectorError {
    error(Trouble::Form, token, says.into(), help.into())
}

fn error(trouble: Trouble, token: Token<'_>, says: String, help: String) -> SelectorError {
    SelectorError {
        trouble,
        says,
        help,
        start: token.start,
        end: token.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selector::Op;
    use proptest::prelude::*;

    #[test]
    fn a_selector_is_printed_in_its_one_form() {
        let check = |text: &str, printed: &str| {
            let read = Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(read.to_string(), printed);
            assert_eq!(Selector::parse(printed).unwrap(), read);
        };
        check("session.went_odd", "session.went_odd");
        check(
            "  sign_in.finished   where password=correct and device =new ",
            "sign_in.finished where password = correct and device = new",
        );
        check(
            "order.paid where (captures = 1 or (captures = 2)) and amount != -5",
            "order.paid where (captures = 1 or captures = 2) and amount != -5",
        );
        check(
            "order.paid where captures = 1 or (captures = 2 and amount = 0)",
            "order.paid where captures = 1 or captures = 2 and amount = 0",
        );
        check(
            "users where weakest_way_in in [ passkey ,security-key ]",
            "users where weakest_way_in in [passkey, security-key]",
        );
        check(
            "sign_in.finished where blocked = true",
            "sign_in.finished where blocked = yes",
        );
        check(
            "effect.held where currency = EUR and effect_id != 'a \"b\"'",
            "effect.held where currency = \"EUR\" and effect_id != 'a \"b\"'",
        );
        check(
            "incident.opened where began_at < at",
            "incident.opened where began_at < at",
        );
    }

    /// Each wrong text, the words of it that are pointed at, and part of what is said and of the help.
    fn check_wrong(cases: &[[&str; 4]]) {
        for [text, words, says, help] in cases {
            let wrong = Selector::parse(text).expect_err(text);
            assert_eq!(text[wrong.start..wrong.end], **words, "{text}: {wrong}");
            assert!(wrong.says.contains(says), "{text}: {:?}", wrong.says);
            assert!(wrong.help.contains(help), "{text}: {:?}", wrong.help);
        }
    }

    #[test]
    fn what_the_catalogue_does_not_know_is_pointed_at() {
        check_wrong(&[
            [
                "sign_in.finnished",
                "sign_in.finnished",
                "not in the event catalogue",
                "did you mean `sign_in.finished`?",
            ],
            [
                "sign_in.late",
                "sign_in.late",
                "not in the event catalogue",
                "sign_in.attempted, sign_in.finished",
            ],
            [
                "weather",
                "weather",
                "not in the event catalogue",
                "/v1/catalogue",
            ],
            [
                "sign_in.finished where passwrod = correct",
                "passwrod",
                "has no field",
                "did you mean `password`?",
            ],
            [
                "sign_in.finished where password = corect",
                "corect",
                "not a value of `password`",
                "mean `correct`?",
            ],
            [
                "sign_in.finished where password = 7",
                "7",
                "does not fit `password`",
                "one of: correct",
            ],
            [
                "sign_in.finished where blocked = maybe",
                "maybe",
                "not a value",
                "`yes` or `no`",
            ],
            [
                "sign_in.finished where blocked = 1",
                "1",
                "does not fit",
                "true or false",
            ],
            [
                "order.paid where captures = one",
                "one",
                "does not fit",
                "`amount`, `shown_amount`",
            ],
            [
                "session.ended where at > 5",
                "5",
                "does not fit `at`",
                "2026-11-21",
            ],
            [
                "session.ended where at > 'noon'",
                "'noon'",
                "not a moment",
                "RFC 3339",
            ],
            [
                "session.ended where session_id = 5",
                "5",
                "does not fit",
                "a text in quotes",
            ],
            ["users where at = 5", "at", "has no field", "`active_days`"],
        ]);
    }

    #[test]
    fn what_is_not_written_as_a_selector_is_pointed_at() {
        let deep = format!(
            "order.paid where {}captures = 1{}",
            "(".repeat(60),
            ")".repeat(60)
        );
        let long = format!("order.paid where {}", "captures = 1 and ".repeat(400));
        check_wrong(&[
            ["", "", "an event's name", "sign_in.finished"],
            ["= 1", "=", "an event's name", "sign_in.finished"],
            [
                "session.ended when x = 1",
                "when",
                "only `where`",
                "session.ended where",
            ],
            [
                "sign_in.finished where password < correct",
                "<",
                "asks which is larger",
                "`=` or `!=`",
            ],
            [
                "order.paid where captures == 1",
                "==",
                "not a comparison",
                "write `=`",
            ],
            [
                "order.paid where captures => 1",
                "=>",
                "not a comparison",
                "write `>=`",
            ],
            [
                "order.paid where captures = 1.5",
                "1.5",
                "not a whole number",
                "without units",
            ],
            [
                "order.paid where captures = 1 amount = 2",
                "amount",
                "complete before",
                "`and` or `or`",
            ],
            [
                "order.paid where captures",
                "",
                "a comparison belongs behind",
                "in [a, b]",
            ],
            [
                "order.paid where captures = ",
                "",
                "a value belongs here",
                "a whole number",
            ],
            ["order.paid where (captures = 1", "(", "never closed", "`)`"],
            [
                "order.paid where captures = 1)",
                ")",
                "closes nothing",
                "take it away",
            ],
            [
                "order.paid where captures in 1",
                "1",
                "a list belongs",
                "in [a, b]",
            ],
            ["order.paid where captures in [1", "", "`,` or `]`", "[a, b]"],
            [
                "order.paid where captures = 1 and",
                "",
                "a comparison belongs here",
                "outcome = refused",
            ],
            [
                "order.paid where captures = and",
                "and",
                "before `and`",
                "a whole number",
            ],
            [
                "order.paid where captures = 1 where amount = 1",
                "where",
                "one `where` only",
                "`and` or `or`",
            ],
            ["order.paid where order_id = 'x", "'x", "never closed", "`'`"],
            ["order.paid where order_id = ü", "ü", "no meaning", "quotes"],
            [&deep, "(", "more than 8 deep", "fewer"],
            [&long, &long, "at most 4096 are read", "fewer"],
        ]);
    }

    /// Conditions that a person could write, on one kind.
    fn conditions() -> impl Strategy<Value = Condition> {
        let kind = Kind::named("effect.held").unwrap();
        let field = move |name: &str| kind.readable(name).unwrap();
        let word = prop::sample::select(vec!["charge", "payout", "message"]).prop_map(Operand::Word);
        let text = prop_oneof![
            "[a-z]{1,8}".prop_map(Operand::Text),
            "[a-z' ü]{0,8}".prop_map(Operand::Text),
            "[a-z\" ü]{0,8}".prop_map(Operand::Text),
            Just(Operand::Field(field("account_id"))),
        ];
        let amount = any::<i64>().prop_map(Operand::Whole);
        let moment = (0..2_000_000_000_000i64).prop_map(|at| Operand::Moment(Moment::from_millis(at)));
        let equal = prop::sample::select(vec![Op::Equal, Op::Differs]);
        let any_op = prop::sample::select(Op::ALL.map(|(_, op)| op).to_vec());
        let leaf = prop_oneof![
            (equal.clone(), word.clone()).prop_map(move |(op, word)| (field("effect"), Test::Is(op, word))),
            prop::collection::vec(word, 1..4).prop_map(move |words| (field("effect"), Test::In(words))),
            (equal, text).prop_map(move |(op, text)| (field("effect_id"), Test::Is(op, text))),
            (any_op.clone(), amount).prop_map(move |(op, amount)| (field("amount"), Test::Is(op, amount))),
            (any_op, moment).prop_map(move |(op, at)| (field("at"), Test::Is(op, at))),
        ]
        .prop_map(|(field, test)| Condition::Compare(Comparison { field, test }));
        leaf.prop_recursive(3, 24, 4, |inner| {
            (any::<bool>(), prop::collection::vec(inner, 2..4)).prop_map(|(all, parts)| {
                let flat = parts.into_iter().flat_map(|part| match part {
                    Condition::All(inner) if all => inner,
                    Condition::Any(inner) if !all => inner,
                    other => vec![other],
                });
                if all {
                    Condition::All(flat.collect())
                } else {
                    Condition::Any(flat.collect())
                }
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_the_same(condition in conditions()) {
            let kind = Kind::named("effect.held").unwrap();
            let printed = condition.to_string();
            prop_assert_eq!(Condition::parse(&printed, kind).unwrap(), condition, "{}", printed);
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in ".{0,200}") {
            if let Err(wrong) = Selector::parse(&text) {
                prop_assert!(text.get(wrong.start..wrong.end).is_some());
                prop_assert!(!wrong.help.is_empty());
            }
        }

        #[test]
        fn no_mixture_of_words_makes_the_reader_fall_over(
            words in prop::collection::vec(
                prop::sample::select(vec!["order.paid", "where", "and", "or", "in", "(", ")", "[", "]", ",", "=",
                    "!=", "<", "captures", "amount", "order_id", "at", "1", "-", "'x'", "\"", "ü"]), 0..40)
        ) {
            let text = format!("order.paid where {}", words.join(" "));
            match Selector::parse(&text) {
                Ok(read) => prop_assert_eq!(Selector::parse(&read.to_string()).unwrap(), read),
                Err(wrong) => prop_assert!(text.get(wrong.start..wrong.end).is_some()),
            }
        }
    }
}
