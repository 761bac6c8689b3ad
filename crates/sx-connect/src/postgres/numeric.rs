//! `numeric` as Postgres sends it → the nearest `f64`.

/// Base-10000 digits, their weight, a sign; see `numeric_send`. `None` when the bytes are no numeric.
pub(super) fn numeric_to_f64(raw: &[u8]) -> Option<f64> {
    let word = |at: usize| Some(u16::from_be_bytes(raw.get(at..at + 2)?.try_into().ok()?));
    let (count, weight, sign) = (usize::from(word(0)?), word(2)? as i16, word(4)?);
    let negative = match sign {
        0x0000 => false,
        0x4000 => true,
        0xD000 => return Some(f64::INFINITY),
        0xF000 => return Some(f64::NEG_INFINITY),
        _ => return Some(f64::NAN),
    };
    let digits = (0..count).map(|n| word(8 + 2 * n)).collect::<Option<Vec<_>>>()?;
    // The decimal exponent of the last digit's unit.
    let exponent = (i32::from(weight) - count as i32 + 1) * 4;
    let magnitude = short(&digits, exponent).or_else(|| long(&digits, exponent))?;
    Some(if negative { -magnitude } else { magnitude })
}

/// With as many digits behind the point as the database shows; `Some(None)` for NaN and the infinities.
pub(super) fn numeric_to_text(raw: &[u8]) -> Option<Option<String>> {
    let word = |at: usize| Some(u16::from_be_bytes(raw.get(at..at + 2)?.try_into().ok()?));
    let (count, weight, sign, scale) = (usize::from(word(0)?), i32::from(word(2)? as i16), word(4)?, word(6)?);
    if !matches!(sign, 0x0000 | 0x4000) {
        return Some(None);
    }
    let digits = (0..count).map(|n| word(8 + 2 * n)).collect::<Option<Vec<_>>>()?;
    // The four digits that stand at 10000^place.
    let at = |place: i32| {
        let position = usize::try_from(weight - place).ok();
        position.and_then(|position| digits.get(position)).copied().unwrap_or(0)
    };
    let whole = (0..=weight).rev().fold(String::new(), |text, place| text + &format!("{:04}", at(place)));
    let whole = whole.trim_start_matches('0');
    let mut text = String::from(if sign == 0x4000 { "-" } else { "" });
    text.push_str(if whole.is_empty() { "0" } else { whole });
    if scale > 0 {
        let places = -i32::from(scale.div_ceil(4))..0;
        let part = places.rev().fold(String::new(), |text, place| text + &format!("{:04}", at(place)));
        text.push('.');
        text.push_str(part.get(..usize::from(scale))?);
    }
    Some(Some(text))
}

/// The common case without text: a whole number that `f64` holds exactly, times or by a power of ten that it holds
/// exactly too, is rounded once and therefore right.
fn short(digits: &[u16], exponent: i32) -> Option<f64> {
    let whole =
        digits.iter().try_fold(0u64, |whole, digit| whole.checked_mul(10_000)?.checked_add(u64::from(*digit)))?;
    let power = 10f64.powi(exponent.abs());
    let is_exact = whole < 1 << 53 && exponent.abs() <= 22;
    is_exact.then(|| if exponent < 0 { whole as f64 / power } else { whole as f64 * power })
}

/// Any number of digits, by the standard library's exact parser.
fn long(digits: &[u16], exponent: i32) -> Option<f64> {
    let text = digits.iter().fold(String::new(), |text, digit| text + &format!("{digit:04}"));
    format!("{text}e{exponent}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, digits: &[u16]) -> Option<f64> {
        let head = [digits.len() as u16, weight as u16, sign, 0];
        let raw: Vec<u8> = head.iter().chain(digits).flat_map(|word| word.to_be_bytes()).collect();
        numeric_to_f64(&raw)
    }

    #[test]
    fn every_digit_is_written() {
        let text = |weight: i16, sign: u16, scale: u16, digits: &[u16]| {
            let head = [digits.len() as u16, weight as u16, sign, scale];
            let raw: Vec<u8> = head.iter().chain(digits).flat_map(|word| word.to_be_bytes()).collect();
            numeric_to_text(&raw)
        };
        let number = |text: &str| Some(Some(text.to_owned()));
        assert_eq!(text(0, 0, 0, &[]), number("0"));
        assert_eq!(text(0, 0, 2, &[]), number("0.00"));
        assert_eq!(text(0, 0x4000, 2, &[12, 5000]), number("-12.50"));
        assert_eq!(text(-1, 0, 4, &[1000]), number("0.1000"));
        assert_eq!(text(-2, 0, 6, &[1200]), number("0.000012"));
        assert_eq!(text(2, 0, 0, &[1]), number("100000000"));
        assert_eq!(text(4, 0, 5, &[1, 2345, 6789, 123, 4567, 8901]), number("12345678901234567.89010"));
        assert_eq!(text(0, 0xC000, 0, &[]), Some(None));
        assert_eq!(numeric_to_text(&[0, 1]), None);
    }

    #[test]
    fn digits_become_the_nearest_float() {
        assert_eq!(numeric(0, 0, &[]), Some(0.0));
        assert_eq!(numeric(0, 0x4000, &[12, 3400]), Some(-12.34));
        assert_eq!(numeric(-1, 0, &[1000]), Some(0.1));
        assert_eq!(numeric(2, 0, &[1]), Some(1e8));
        assert_eq!(numeric(4, 0, &[1, 2345, 6789, 123, 4567, 8901]), Some(12345678901234567.8901));
        assert_eq!(numeric(-3, 0, &[1234]), Some(1.234e-9));
        assert!(numeric(0, 0xC000, &[]).unwrap().is_nan());
        assert_eq!(numeric_to_f64(&[0, 1]), None);
        assert_eq!(numeric_to_f64(&[0, 1, 0, 0, 0, 0, 0, 0]), None);
    }
}
