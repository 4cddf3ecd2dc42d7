//! Selectors as text, in the one form that reads back as the same selector.

use std::fmt;

use super::{Comparison, Condition, Op, Operand, Selector, Test};

impl fmt::Display for Selector {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.condition {
            Condition::Always => out.write_str(self.kind.name()),
            condition => write!(out, "{} where {condition}", self.kind.name()),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => Ok(()),
            Self::Compare(comparison) => comparison.fmt(out),
            Self::All(parts) => join(out, parts, " and "),
            Self::Any(parts) => join(out, parts, " or "),
        }
    }
}

fn join(out: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.write_str(word)?;
        }
        match part {
            // `and` binds tighter: only an `or` inside of an `and` needs parentheses.
            Condition::Any(_) => write!(out, "({part})")?,
            _ => fmt::Display::fmt(part, out)?,
        }
    }
    Ok(())
}

impl fmt::Display for Comparison {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.test {
            Test::Is(op, operand) => write!(out, "{} {op} {operand}", self.field.name),
            Test::In(operands) => {
                write!(out, "{} in [", self.field.name)?;
                for (at, operand) in operands.iter().enumerate() {
                    out.write_str(if at > 0 { ", " } else { "" })?;
                    operand.fmt(out)?;
                }
                out.write_str("]")
            }
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL
            .iter()
            .find(|(_, op)| op == self)
            .map_or("=", |(name, _)| name);
        out.write_str(name)
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => out.write_str(word),
            // A text that was read never holds the mark that it was quoted with.
            Self::Text(text) if text.contains('"') => write!(out, "'{text}'"),
            Self::Text(text) => write!(out, "\"{text}\""),
            Self::Whole(number) => number.fmt(out),
            Self::Moment(moment) => write!(out, "\"{moment}\""),
            Self::Field(field) => out.write_str(field.name),
        }
    }
}
