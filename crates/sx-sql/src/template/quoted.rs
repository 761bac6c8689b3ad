//! Values of the person who asks stay values: inside of quotes.

use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};
use sx_query::Dialect;

use super::TemplateError;
use crate::flavour::Flavour;

/// Outside of quotes a value may be one word or one number: the name of a column, a limit. Anything else there would be
/// SQL that the author of the template did not write. So each place where such a value stands must lie in one literal.
pub(super) fn require_quoted(dialect: &dyn Dialect, text: &str, values: &[String]) -> Result<(), TemplateError> {
    let suspects: Vec<&str> = values.iter().filter_map(|value| suspect(value)).collect();
    if suspects.is_empty() {
        return Ok(());
    }
    let text: Vec<char> = text.chars().collect();
    let literals = literals(dialect, &text);
    // Capitals do not hide a value; each character stays one, so that places are the same.
    let (folded, starts) = folded(text.into_iter());
    let literals: Vec<(usize, usize)> = literals.into_iter().map(|(from, to)| (starts[from], starts[to])).collect();
    let is_inside = |from: usize, to: usize| {
        let before = literals.partition_point(|literal| literal.0 <= from);
        before > 0 && to <= literals[before - 1].1
    };
    let stands_free = |value: &&&str| {
        let (value, _) = self::folded(value.chars());
        let mut from = 0;
        while let Some(found) = folded[from..].find(&value) {
            let begin = from + found;
            if !is_inside(begin, begin + value.len()) {
                return true;
            }
            from = begin + folded[begin..].chars().next().map_or(1, char::len_utf8);
        }
        false
    };
    match suspects.iter().find(stands_free) {
        Some(value) => Err(TemplateError::Unquoted(value.chars().take(100).collect())),
        None => Ok(()),
    }
}

/// What to look for of a value, if it needs to be looked for. Templates may trim it; a line's end may end a comment.
fn suspect(value: &str) -> Option<&str> {
    let trimmed = value.trim();
    match is_more_than_a_word(trimmed) {
        true => Some(trimmed),
        false => Some(value).filter(|value| value.contains(['\n', '\r']) && is_more_than_a_word(value)),
    }
}

/// Signs alone (`=`, `*`) stand in every SQL and do no harm, but for those that begin a comment or end a statement.
fn is_more_than_a_word(value: &str) -> bool {
    let positive = value.strip_prefix('-').unwrap_or(value);
    let has_word = value.chars().any(is_of_word);
    let is_one = is_number(positive) || positive.split('.').all(is_name);
    !is_one && (has_word || ["--", "/*", ";", "'", "\""].iter().any(|sign| value.contains(sign)))
}

/// A name does not begin with a digit: to the parser `1or.5` is `1 OR .5`, which is true.
fn is_name(text: &str) -> bool {
    text.chars().all(is_of_word) && text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// `7`, `1.5`, `2e3`.
fn is_number(text: &str) -> bool {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction) && is_digits(exponent)
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// In small letters, and where each character begins.
fn folded(text: impl Iterator<Item = char>) -> (String, Vec<usize>) {
    let (mut folded, mut starts) = (String::new(), Vec::new());
    for c in text {
        starts.push(folded.len());
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(small), None) => folded.push(small),
            _ => folded.push(c),
        }
    }
    starts.push(folded.len());
    (folded, starts)
}

/// From which character to which the literals and quoted names reach, with their quotes. Where the text cannot be cut into
/// tokens there are none: the guard would refuse it anyway.
fn literals(dialect: &dyn Dialect, text: &[char]) -> Vec<(usize, usize)> {
    let Some(flavour) = Flavour::of(dialect.id()) else { return Vec::new() };
    let parser = flavour.parser_dialect(0);
    let whole: String = text.iter().collect();
    let Ok(tokens) = Tokenizer::new(&*parser, &whole).with_unescape(false).tokenize_with_location() else {
        return Vec::new();
    };
    let mut cursor = Cursor { text, line: 1, column: 1, place: 0 };
    let mut literals = Vec::new();
    for TokenWithSpan { token, span } in tokens {
        let (from, to) = (cursor.reach(span.start), cursor.reach(span.end));
        let is_literal = match token {
            Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::EscapedStringLiteral(_)
            | Token::UnicodeStringLiteral(_)
            | Token::DollarQuotedString(_) => true,
            Token::Word(word) => word.quote_style.is_some(),
            _ => false,
        };
        if is_literal {
            literals.push((from, to));
        }
    }
    literals
}

/// Walks to the lines and columns of the tokens, which come in their order.
struct Cursor<'a> {
    text: &'a [char],
    line: u64,
    column: u64,
    place: usize,
}

impl Cursor<'_> {
    fn reach(&mut self, to: Location) -> usize {
        while (self.line, self.column) < (to.line, to.column) && self.place < self.text.len() {
            if self.text[self.place] == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
            self.place += 1;
        }
        self.place
    }
}
