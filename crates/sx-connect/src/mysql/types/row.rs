//! One row of the binary protocol: a byte, the NULLs as bits, then the values that are none.

use chrono::NaiveDate;

pub(in super::super) struct Row<'a> {
    nulls: &'a [u8],
    rest: &'a [u8],
    column: usize,
}

/// Days and microseconds since 1970.
pub(super) type Moment = (i32, i64);

impl<'a> Row<'a> {
    pub fn new(packet: &'a [u8], columns: usize) -> Option<Self> {
        // The first two bits are for something else.
        let (nulls, rest) = packet.get(1..)?.split_at_checked((columns + 2).div_ceil(8))?;
        Some(Self { nulls, rest, column: 0 })
    }

    fn is_null(&mut self) -> Option<bool> {
        let bit = self.column + 2;
        self.column += 1;
        Some(self.nulls.get(bit / 8)? >> (bit % 8) & 1 == 1)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    /// The next value, unless it is NULL. `None` when the row ends too early, here and below.
    pub fn fixed<const N: usize>(&mut self) -> Option<Option<[u8; N]>> {
        match self.is_null()? {
            true => Some(None),
            false => self.take(N)?.try_into().ok().map(Some),
        }
    }

    pub fn unsigned(&mut self, width: usize) -> Option<Option<u64>> {
        if self.is_null()? {
            return Some(None);
        }
        let bytes = self.take(width)?;
        Some(Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))))
    }

    pub fn signed(&mut self, width: usize) -> Option<Option<i64>> {
        let free = 64 - 8 * width as u32;
        // The sign goes to the highest bit and comes back through all those above the value.
        Some(self.unsigned(width)?.map(|number| (number << free) as i64 >> free))
    }

    /// Text, digits or bytes, with their length before them.
    pub fn text(&mut self) -> Option<Option<&'a [u8]>> {
        if self.is_null()? {
            return Some(None);
        }
        let length = match self.take(1)?[0] {
            length @ 0..=0xfa => usize::from(length),
            0xfc => self.length(2)?,
            0xfd => self.length(3)?,
            0xfe => self.length(8)?,
            _ => return None,
        };
        self.take(length).map(Some)
    }

    fn length(&mut self, width: usize) -> Option<usize> {
        let number = self.take(width)?.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        usize::try_from(number).ok()
    }

    /// The inner `None` is a day that is none: `0000-00-00`, `2024-02-00`.
    pub fn date_time(&mut self) -> Option<Option<Option<Moment>>> {
        if self.is_null()? {
            return Some(None);
        }
        let length = usize::from(self.take(1)?[0]);
        let bytes = self.take(length)?;
        let byte = |at: usize| bytes.get(at).copied().map_or(0, u32::from);
        let day = NaiveDate::from_ymd_opt((byte(0) | byte(1) << 8) as i32, byte(2), byte(3));
        let micros = byte(7) | byte(8) << 8 | byte(9) << 16 | byte(10) << 24;
        let seconds = byte(4) * 3600 + byte(5) * 60 + byte(6);
        Some(Some(day.map(|day| {
            let days = day.to_epoch_days();
            (days, (i64::from(days) * 86_400 + i64::from(seconds)) * 1_000_000 + i64::from(micros))
        })))
    }

    /// `-12:34:56.5` as `-12:34:56.500000`.
    pub fn time(&mut self) -> Option<Option<String>> {
        if self.is_null()? {
            return Some(None);
        }
        let length = usize::from(self.take(1)?[0]);
        let bytes = self.take(length)?;
        let byte = |at: usize| bytes.get(at).copied().map_or(0, u32::from);
        let word = |at: usize| byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24;
        let sign = if byte(0) == 1 { "-" } else { "" };
        let hours = u64::from(word(1)) * 24 + u64::from(byte(5));
        let text = format!("{sign}{hours:02}:{:02}:{:02}", byte(6), byte(7));
        Some(Some(if word(8) == 0 { text } else { format!("{text}.{:06}", word(8)) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rest: &[u8]) -> Vec<u8> {
        [&[0, 0], rest].concat()
    }

    #[test]
    fn numbers_keep_their_signs() {
        let packet = row(&[0xff, 0xfe, 0xff, 0x7f]);
        let mut row = Row::new(&packet, 3).unwrap();
        assert_eq!((row.signed(1), row.signed(2), row.signed(1)), (Some(Some(-1)), Some(Some(-2)), Some(Some(127))));
        assert_eq!(row.signed(1), None, "a row that ends too early is no row");
    }

    #[test]
    fn nulls_take_no_room() {
        let mut row = Row::new(&[0, 0b0100, 2, b'a', b'b'], 2).unwrap();
        assert_eq!((row.text(), row.text()), (Some(None), Some(Some(&b"ab"[..]))));
        assert!(Row::new(&[0], 2).is_none());
    }

    #[test]
    fn days_that_are_none_are_null() {
        let packet = row(&[0, 4, 0xe8, 7, 2, 0, 11, 0xe8, 7, 2, 29, 23, 59, 59, 1, 0, 0, 0]);
        let mut row = Row::new(&packet, 3).unwrap();
        assert_eq!((row.date_time(), row.date_time()), (Some(Some(None)), Some(Some(None))));
        assert_eq!(row.date_time(), Some(Some(Some((19_782, 1_709_251_199_000_001)))));
    }

    #[test]
    fn times_may_be_long_and_go_back() {
        let packet = row(&[0, 8, 1, 34, 0, 0, 0, 22, 59, 59, 12, 0, 0, 0, 0, 0, 1, 2, 3, 0x20, 0xa1, 7, 0]);
        let mut row = Row::new(&packet, 3).unwrap();
        let mut next = || row.time().unwrap().unwrap();
        assert_eq!((next(), next(), next()), ("00:00:00".into(), "-838:59:59".into(), "01:02:03.500000".into()));
    }
}
