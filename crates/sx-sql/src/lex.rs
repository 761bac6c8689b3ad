//! The first look at a text: its size, its characters, its tokens.
//!
//! The database reads the text with its own lexer. What the two lexers might cut differently is refused here or, for
//! strings, written in the plain form later.

use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use crate::error::SqlError;
use crate::flavour::Flavour;

const MAX_BYTES: usize = 100_000;
const MAX_TOKENS: usize = 20_000;

/// What the parser's deepest nesting needs, in a debug build. Only pages that are touched cost memory.
const BASE_STACK: usize = 8 << 20;
/// A tree can be as deep as the text has tokens (`1+1+1+…` leans left), and comparing, writing and dropping it recurse.
const STACK_PER_TOKEN: usize = 4 << 10;

/// The tokens without white space and comments.
///
/// Strings and quoted names stay as they were written, with doubled quotes: sqlparser's own way of writing a decoded
/// `\'` forgets to double the quote.
pub(crate) fn tokens(flavour: Flavour, text: &str) -> Result<Vec<TokenWithSpan>, SqlError> {
    if text.len() > MAX_BYTES {
        return Err(SqlError::TooLong { limit: MAX_BYTES });
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(SqlError::ControlCharacter);
    }
    let dialect = flavour.parser_dialect(0);
    let mut tokens = Tokenizer::new(&*dialect, text).with_unescape(false).tokenize_with_location()?;
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    if tokens.len() > MAX_TOKENS {
        return Err(SqlError::TooManyTokens { limit: MAX_TOKENS });
    }
    if tokens.iter().all(|token| token.token == Token::SemiColon) {
        return Err(SqlError::Empty);
    }
    tokens.iter().try_for_each(|token| allowed(flavour, &token.token))?;
    no_angle_types(&tokens)?;
    Ok(tokens)
}

/// Runs `work` where the stack holds the deepest tree that these tokens can make; a stack overflow ends the process.
pub(crate) fn with_stack_for<T>(tokens: &[TokenWithSpan], work: impl FnOnce() -> T) -> T {
    let needed = BASE_STACK + STACK_PER_TOKEN * tokens.len();
    stacker::maybe_grow(needed, needed, work)
}

/// A statement that is no question is named by its first word, also where the parser does not know it.
pub(crate) fn starts_like_a_query(flavour: Flavour, tokens: &[TokenWithSpan]) -> Result<(), SqlError> {
    let Some(first) = tokens.iter().find(|token| token.token != Token::SemiColon) else {
        return Err(SqlError::Empty);
    };
    match &first.token {
        Token::LParen => Ok(()),
        Token::Word(word) if word.quote_style.is_none() => {
            let known: &[&str] = match flavour {
                Flavour::Postgres | Flavour::MySql | Flavour::Sqlite => &["SELECT", "WITH", "VALUES"],
                Flavour::DuckDb => &["SELECT", "WITH", "VALUES", "FROM"],
            };
            let keyword = word.value.to_ascii_uppercase();
            if known.contains(&keyword.as_str()) { Ok(()) } else { Err(SqlError::NotARead(keyword)) }
        }
        other => Err(SqlError::NotARead(other.to_string())),
    }
}

fn allowed(flavour: Flavour, token: &Token) -> Result<(), SqlError> {
    match token {
        // A backtick is an operator to Postgres and DuckDB: a `"` inside would end what we read as one name.
        Token::Word(word) if word.quote_style.is_some_and(|quote| quote != flavour.name_quote()) => {
            Err(SqlError::Token(token.to_string()))
        }
        Token::DoubleQuotedString(_) if flavour.double_quotes_are_texts() => Ok(()),
        // Variables, of the session and of the server.
        Token::AtSign | Token::AtAt | Token::Assignment if flavour == Flavour::MySql => {
            Err(SqlError::Token(token.to_string()))
        }
        // `:a` and `@a` are parameters, and would take numbers of ours.
        Token::AtSign | Token::AtAt | Token::Colon | Token::Assignment if flavour == Flavour::Sqlite => {
            Err(SqlError::Token(token.to_string()))
        }
        Token::Placeholder(name) => Err(SqlError::Parameter(name.clone())),
        Token::Char(_)
        | Token::Backslash
        | Token::CustomBinaryOperator(_)
        | Token::DoubleQuotedString(_)
        | Token::TripleSingleQuotedString(_)
        | Token::TripleDoubleQuotedString(_)
        | Token::SingleQuotedByteStringLiteral(_)
        | Token::DoubleQuotedByteStringLiteral(_)
        | Token::TripleSingleQuotedByteStringLiteral(_)
        | Token::TripleDoubleQuotedByteStringLiteral(_)
        | Token::SingleQuotedRawStringLiteral(_)
        | Token::DoubleQuotedRawStringLiteral(_)
        | Token::TripleSingleQuotedRawStringLiteral(_)
        | Token::TripleDoubleQuotedRawStringLiteral(_)
        | Token::NationalStringLiteral(_)
        | Token::QuoteDelimitedStringLiteral(_)
        | Token::NationalQuoteDelimitedStringLiteral(_)
        | Token::HexStringLiteral(_) => Err(SqlError::Token(token.to_string())),
        // Escapes and dollar quotes are decoded by now: their text is as free as any other.
        Token::EscapedStringLiteral(text) | Token::UnicodeStringLiteral(text) if text.contains('\0') => {
            Err(SqlError::ControlCharacter)
        }
        _ => Ok(()),
    }
}

/// `ARRAY<ARRAY<…` is read without a limit of depth; neither database has such types.
fn no_angle_types(tokens: &[TokenWithSpan]) -> Result<(), SqlError> {
    let angle = tokens.windows(2).any(|pair| match (&pair[0].token, &pair[1].token) {
        (Token::Word(word), Token::Lt) => word.quote_style.is_none() && word.value.eq_ignore_ascii_case("array"),
        _ => false,
    });
    if angle { Err(SqlError::Token("ARRAY<".to_owned())) } else { Ok(()) }
}
