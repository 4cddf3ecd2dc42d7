//! Numbers and money.

/// `12408` as `12,408`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Small numbers as words, for sentences: `one` to `ten`, then digits.
pub fn spelled(number: u64) -> String {
    let word = match number {
        0 => "no",
        1 => "one",
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        6 => "six",
        7 => "seven",
        8 => "eight",
        9 => "nine",
        10 => "ten",
        _ => return count(number),
    };
    word.to_owned()
}

/// `one charge`, `two charges`, `11 charges`.
pub fn several(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", spelled(number), if number == 1 { one } else { many })
}

/// `1 charge`, `2 charges`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Money in its currency's smallest unit, as people write it: `1,299.00 EUR`. The number of decimals is that
/// of ISO 4217; a currency that we do not know is taken to have two, as nearly all have.
pub fn amount(smallest: i64, currency: &str) -> String {
    let decimals = match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    };
    let sign = if smallest < 0 { "−" } else { "" };
    let whole = smallest.unsigned_abs();
    let unit = 10_u64.pow(decimals);
    let major = count(whole / unit);
    if decimals == 0 {
        return format!("{sign}{major} {currency}");
    }
    let width = usize::try_from(decimals).unwrap_or(2);
    format!("{sign}{major}.{:0width$} {currency}", whole % unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let check = |number: u64, words: &str| assert_eq!(count(number), words);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(12_408_000, "12,408,000");
        assert_eq!(plural(1, "charge", "charges"), "1 charge");
        assert_eq!(plural(0, "charge", "charges"), "0 charges");
        assert_eq!(several(1, "charge", "charges"), "one charge");
        assert_eq!(several(11, "charge", "charges"), "11 charges");
    }

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        let check =
            |smallest: i64, currency: &str, words: &str| assert_eq!(amount(smallest, currency), words);
        check(129_900, "EUR", "1,299.00 EUR");
        check(5, "USD", "0.05 USD");
        check(-1_250, "EUR", "−12.50 EUR");
        check(4_800, "JPY", "4,800 JPY");
        check(1_234_567, "KWD", "1,234.567 KWD");
        check(i64::MIN, "JPY", "−9,223,372,036,854,775,808 JPY");
    }
}
