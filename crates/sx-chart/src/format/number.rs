//! Numbers by a d3 format or by one of the reference's names.

use super::{Currency, SMART_NUMBER, digits::Digits, duration, spec::Spec};

const SI_PREFIXES: [&str; 17] = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];

const DECIMAL_UNITS: &[&str] = &["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB", "RB", "QB"];
const BINARY_UNITS: &[&str] = &["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

/// `spec` is a d3 format or a name such as `SMART_NUMBER`; empty means `SMART_NUMBER`. A spec that is neither shows the
/// number and says so, as the reference does.
pub fn format_number(spec: &str, value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "-∞" }.into();
    }
    match spec {
        "" | SMART_NUMBER => smart(value),
        "SMART_NUMBER_SIGNED" => format!("{}{}", if value > 0.0 { "+" } else { "" }, smart(value)),
        "DURATION" => duration::words(value, false),
        "DURATION_SUB" => duration::words(value, true),
        "DURATION_COL" => duration::colons(value),
        "MEMORY_DECIMAL" => memory(value, 1000.0, DECIMAL_UNITS),
        "MEMORY_BINARY" => memory(value, 1024.0, BINARY_UNITS),
        "MEMORY_TRANSFER_RATE_DECIMAL" => memory(value, 1000.0, DECIMAL_UNITS) + "/s",
        "MEMORY_TRANSFER_RATE_BINARY" => memory(value, 1024.0, BINARY_UNITS) + "/s",
        spec => match Spec::parse(spec) {
            Some(parsed) => apply(&parsed, value),
            None => format!("{value} (Invalid format: {spec})"),
        },
    }
}

pub fn format_number_with_currency(spec: &str, currency: Option<&Currency>, value: f64) -> String {
    // A symbol of its own replaces the one, or the percent sign, that the spec asks for.
    match currency {
        Some(currency) => currency.decorate(&format_number(&spec.replace(['$', '%'], ""), value)),
        None => format_number(spec, value),
    }
}

/// Adaptive: people know billions (B) better than giga (G), and want no zeros that say nothing.
fn smart(value: f64) -> String {
    let d3 = |spec: &str, value: f64| Spec::parse(spec).map_or_else(|| value.to_string(), |spec| apply(&spec, value));
    match value.abs() {
        0.0 => "0".into(),
        size if size >= 1000.0 => d3(".3~s", value).replace('G', "B"),
        size if size >= 1.0 => d3(".2~f", value),
        size if size >= 0.001 => d3(".4~f", value),
        size if size > 0.000001 => format!("{}µ", d3(".3~s", value * 1e6)),
        _ => d3(".3~s", value),
    }
}

fn memory(value: f64, base: f64, units: &[&str]) -> String {
    let mut size = value.abs();
    let mut unit = 0;
    while size >= base && unit + 1 < units.len() {
        size /= base;
        unit += 1;
    }
    let text = Digits::of(size).fixed(2);
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}{}", text.trim_end_matches('0').trim_end_matches('.'), units[unit])
}

fn apply(spec: &Spec, value: f64) -> String {
    let (body, si) = body(spec, value.abs());
    let body = if spec.trim { trim(&body) } else { body };
    let shows_zero = body.parse::<f64>().is_ok_and(|shown| shown == 0.0);
    let negative = value.is_sign_negative() && value != 0.0 && (!shows_zero || spec.sign == '+');
    let sign = match (negative, spec.sign) {
        (true, '(') => "(",
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        (false, _) => "",
    };
    let symbol = match (spec.symbol, spec.kind) {
        (Some('$'), _) => "$",
        (Some(_), Some('x' | 'X')) => "0x",
        (Some(_), Some('b')) => "0b",
        (Some(_), Some('o')) => "0o",
        _ => "",
    };
    let percent = if matches!(spec.kind, Some('%' | 'p')) { "%" } else { "" };
    let closing = if negative && spec.sign == '(' { ")" } else { "" };
    // Only the whole part is grouped; what follows it goes with the suffix.
    let end = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
    let (whole, rest) = body.split_at(end);
    lay_out(spec, &format!("{sign}{symbol}"), whole, &format!("{rest}{si}{percent}{closing}"))
}

fn lay_out(spec: &Spec, prefix: &str, whole: &str, suffix: &str) -> String {
    let mut value = if spec.comma && !spec.zero { group(whole, usize::MAX) } else { whole.to_owned() };
    let length = prefix.chars().count() + value.chars().count() + suffix.chars().count();
    let mut padding: String = std::iter::repeat_n(spec.fill, spec.width.saturating_sub(length)).collect();
    if spec.comma && spec.zero {
        let width = if padding.is_empty() { usize::MAX } else { spec.width.saturating_sub(suffix.chars().count()) };
        value = group(&format!("{padding}{value}"), width);
        padding.clear();
    }
    match spec.align {
        '<' => format!("{prefix}{value}{suffix}{padding}"),
        '=' => format!("{prefix}{padding}{value}{suffix}"),
        '^' => {
            let half = padding.chars().count() / 2;
            let left: String = padding.chars().take(half).collect();
            let right: String = padding.chars().skip(half).collect();
            format!("{left}{prefix}{value}{suffix}{right}")
        }
        _ => format!("{padding}{prefix}{value}{suffix}"),
    }
}

/// The digits, and the SI prefix that `s` found.
fn body(spec: &Spec, value: f64) -> (String, &'static str) {
    let precision = spec.precision.unwrap_or(6);
    let significant = precision.clamp(1, 21);
    let decimals = precision.min(20);
    let text = match spec.kind {
        Some('d') => Digits::of(value.round()).fixed(0),
        Some('f') => fixed(value, decimals),
        Some('%') => fixed(value * 100.0, decimals),
        Some('e') => exponential(value, decimals + 1),
        Some('r') => rounded(value, significant),
        Some('p') => rounded(value * 100.0, significant),
        Some('s') => return si(value, significant),
        Some('b') => format!("{:b}", value.round() as u64),
        Some('o') => format!("{:o}", value.round() as u64),
        Some('x') => format!("{:x}", value.round() as u64),
        Some('X') => format!("{:X}", value.round() as u64),
        Some('c') => value.to_string(),
        _ => general(value, significant),
    };
    (text, "")
}

/// JavaScript writes no more than twenty-one whole digits.
fn fixed(value: f64, decimals: usize) -> String {
    if value >= 1e21 { format!("{value:e}").replace('e', "e+") } else { Digits::of(value).fixed(decimals) }
}

fn exponential(value: f64, significant: usize) -> String {
    let (digits, exponent) = Digits::of(value).significant(significant);
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{}", exponent.abs())
}

/// `toPrecision`.
fn general(value: f64, significant: usize) -> String {
    let (_, exponent) = Digits::of(value).significant(significant);
    if exponent < -6 || exponent >= significant as i32 {
        return exponential(value, significant);
    }
    rounded(value, significant)
}

fn rounded(value: f64, significant: usize) -> String {
    let (digits, exponent) = Digits::of(value).significant(significant);
    place_point(&digits, exponent)
}

fn place_point(digits: &str, exponent: i32) -> String {
    let length = digits.len() as i32;
    if exponent < 0 {
        return format!("0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    if length > exponent + 1 {
        let (whole, rest) = digits.split_at((exponent + 1) as usize);
        return format!("{whole}.{rest}");
    }
    format!("{digits}{}", "0".repeat((exponent + 1 - length) as usize))
}

fn si(value: f64, significant: usize) -> (String, &'static str) {
    if value == 0.0 {
        return (rounded(0.0, significant), "");
    }
    let (digits, exponent) = Digits::of(value).significant(significant);
    let power = exponent.div_euclid(3).clamp(-8, 8) * 3;
    let prefix = SI_PREFIXES[(8 + power / 3) as usize];
    let shift = exponent - power;
    if shift >= 0 {
        return (place_point(&digits, shift), prefix);
    }
    // Smaller than the smallest prefix: fewer digits fit.
    let kept = (significant as i32 + shift).max(1) as usize;
    let (digits, _) = Digits::of(value).significant(kept);
    (place_point(&digits, shift), prefix)
}

/// Drops zeros behind the point that say nothing: `1.20e+3` becomes `1.2e+3`.
fn trim(text: &str) -> String {
    let end = text.find('e').unwrap_or(text.len());
    let (mantissa, exponent) = text.split_at(end);
    if !mantissa.contains('.') {
        return text.to_owned();
    }
    format!("{}{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

/// Commas each three digits from the right, stopping when the text would grow wider than `width`.
fn group(digits: &str, width: usize) -> String {
    let mut parts = Vec::new();
    let mut end = digits.len();
    let mut length = 0;
    while end > 0 {
        let mut size = 3.min(end);
        if length + size + 1 > width {
            size = width.saturating_sub(length).max(1).min(end);
        }
        parts.push(&digits[end - size..end]);
        end -= size;
        length += size + 1;
        if length > width {
            break;
        }
    }
    parts.reverse();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d3_formats() {
        let cases = [
            (".2f", 2.5, "2.50"),
            (".0f", 2.5, "3"),
            (".0f", 0.5, "1"),
            (".2f", 1.005, "1.00"),
            (",.2f", 1_234_567.891, "1,234,567.89"),
            (",d", 9_999.5, "10,000"),
            ("d", -1.2, "-1"),
            (".3s", 10_032_628.85, "10.0M"),
            (".3s", 999.5, "1.00k"),
            (".3~s", 33_992.0, "34k"),
            (".1s", 0.00042, "400µ"),
            ("s", 1500.0, "1.50000k"),
            (".2s", 0.0, "0.0"),
            ("~g", 1234.5, "1234.5"),
            ("~g", 1e21, "1e+21"),
            ("g", 0.1, "0.100000"),
            (".3g", 1234.0, "1.23e+3"),
            (".2r", 1234.0, "1200"),
            (".2e", 123_456.0, "1.23e+5"),
            (".1%", 0.1234, "12.3%"),
            (",.1%", 12.345, "1,234.5%"),
            (".2p", 0.1234, "12%"),
            ("$,.2f", -1234.5, "-$1,234.50"),
            ("($.2f", -1.5, "($1.50)"),
            ("+,d", 12.0, "+12"),
            ("+.1%", -0.031, "-3.1%"),
            (" d", 7.0, " 7"),
            ("08d", -42.0, "-0000042"),
            ("010,d", 12345.0, "00,012,345"),
            ("*^9d", 42.0, "***42****"),
            ("<6d", 42.0, "42    "),
            ("#x", 255.0, "0xff"),
            ("n", 12345.678, "12,345.7"),
            ("", 0.0, "0"),
            (",", 1234567.5, "1,234,567.5"),
            (".2f", -0.001, "0.00"),
            ("d", 1e15, "1000000000000000"),
        ];
        for (spec, value, expected) in cases {
            assert_eq!(format_number(spec, value), expected, "{spec} of {value}");
        }
    }

    #[test]
    fn smart_numbers() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (999.0, "999"),
            (1234.0, "1.23k"),
            (99_067.0, "99.1k"),
            (10_032_628.0, "10M"),
            (1.5e9, "1.5B"),
            (-2_345_678.0, "-2.35M"),
            (0.5, "0.5"),
            (0.12345, "0.1235"),
            (0.00001, "10µ"),
            (-0.25, "-0.25"),
            (3.276, "3.28"),
        ];
        for (value, expected) in cases {
            assert_eq!(format_number("SMART_NUMBER", value), expected, "{value}");
        }
        assert_eq!(format_number("SMART_NUMBER_SIGNED", 1500.0), "+1.5k");
    }

    #[test]
    fn odd_input_is_shown_not_dropped() {
        assert_eq!(format_number("%Y-%m", 12.5), "12.5 (Invalid format: %Y-%m)");
        assert_eq!(format_number(".2f", f64::NAN), "NaN");
        assert_eq!(format_number(".99999f", 1.0).len(), "1.".len() + 20);
        assert_eq!(format_number(".3s", 5e-27), "0.005y");
        assert_eq!(format_number("MEMORY_DECIMAL", 1_234_567.0), "1.23MB");
    }
}
