//! Decimal digits of a float, rounded the way JavaScript rounds: halves go up, as the exact value says.

/// Digits `d1 d2 d3 …` and exponent `e` of `d1.d2d3… × 10^e`.
pub(super) struct Digits {
    digits: Vec<u8>,
    exponent: i32,
}

impl Digits {
    /// `value` is finite and not negative. Forty digits are more than a float distinguishes, so cutting them off later
    /// cannot round twice.
    pub fn of(value: f64) -> Self {
        let text = format!("{value:.40e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        Self { digits, exponent: exponent.parse().unwrap_or(0) }
    }

    /// `toFixed`: that many digits behind the point.
    pub fn fixed(self, decimals: usize) -> String {
        let keep = self.exponent + 1 + decimals as i32;
        let Self { digits, exponent } = self.rounded(keep);
        let at = |position: i32| digit_at(&digits, exponent - position);
        let mut text: String = (0..=exponent.max(0)).rev().map(at).collect();
        if decimals > 0 {
            text.push('.');
            text.extend((1..=decimals as i32).map(|place| at(-place)));
        }
        text
    }

    /// The `count` significant digits as text, and the exponent of the first.
    pub fn significant(self, count: usize) -> (String, i32) {
        let Self { digits, exponent } = self.rounded(count as i32);
        ((0..count as i32).map(|index| digit_at(&digits, index)).collect(), exponent)
    }

    fn rounded(mut self, keep: i32) -> Self {
        if keep < 0 {
            return Self { digits: vec![0], exponent: 0 };
        }
        let keep = keep as usize;
        let up = self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(keep);
        if up {
            self.increment();
        }
        self
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.exponent += 1;
    }
}

fn digit_at(digits: &[u8], index: i32) -> char {
    let digit = usize::try_from(index).ok().and_then(|index| digits.get(index)).copied().unwrap_or(0);
    char::from(b'0' + digit)
}
