//! Cutting a stream of bytes into lines.

/// Holds what came of a line that is not whole yet.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// Takes the next chunk, calls back with each line that it completes. A chunk may end inside a line, or inside a letter.
    pub fn take(&mut self, chunk: &[u8], mut each: impl FnMut(&str)) {
        let mut chunk = chunk;
        while let Some(end) = chunk.iter().position(|byte| *byte == b'\n') {
            self.rest.extend_from_slice(&chunk[..end]);
            self.flush(&mut each);
            chunk = &chunk[end + 1..];
        }
        self.rest.extend_from_slice(chunk);
    }

    /// The stream ended: what is left is a line too.
    pub fn finish(&mut self, mut each: impl FnMut(&str)) {
        self.flush(&mut each);
    }

    fn flush(&mut self, each: &mut impl FnMut(&str)) {
        let line = std::mem::take(&mut self.rest);
        if let Ok(line) = str::from_utf8(&line)
            && !line.trim().is_empty()
        {
            each(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        for chunk in chunks {
            lines.take(chunk, |line| found.push(line.to_owned()));
        }
        lines.finish(|line| found.push(line.to_owned()));
        found
    }

    #[test]
    fn a_chunk_may_hold_many_lines_or_a_part_of_one() {
        assert_eq!(lines(&[b"a\nb\nc", b"d\n", b"", b"\n\ne"]), ["a", "b", "cd", "e"]);
    }

    #[test]
    fn a_letter_may_be_cut_in_two() {
        let text = "{\"a\":\"é🚗\"}\n".as_bytes();
        for cut in 0..text.len() {
            assert_eq!(lines(&[&text[..cut], &text[cut..]]), ["{\"a\":\"é🚗\"}"], "cut at {cut}");
        }
    }
}
