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
