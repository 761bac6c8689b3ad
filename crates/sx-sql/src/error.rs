//! Why a SQL text is refused, as a sentence for the person who wrote it.

use sqlparser::parser::ParserError;
use sqlparser::tokenizer::TokenizerError;

/// The reason of a refusal. Its text is what the writer reads, so it names the culprit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SqlError {
    #[error("The SQL is empty.")]
    Empty,
    #[error("The SQL is longer than {limit} bytes.")]
    TooLong { limit: usize },
    #[error("The SQL has more than {limit} words and signs.")]
    TooManyTokens { limit: usize },
    #[error("The SQL holds a control character.")]
    ControlCharacter,
    /// The parser's words, with line and column.
    #[error("The SQL could not be read: {0}.")]
    Unreadable(String),
    #[error("“{0}” cannot be used in SQL here.")]
    Token(String),
    #[error("Parameters such as “{0}” are not allowed.")]
    Parameter(String),
    #[error("Only one statement is allowed.")]
    ManyStatements,
    /// Something other than a question: its first word.
    #[error("Only SELECT is allowed, not “{0}”.")]
    NotARead(String),
    /// The first token after the end of the expression.
    #[error("Only one expression is allowed; it ends before “{0}”.")]
    NotOneExpression(String),
    #[error("Sub-queries are not allowed here.")]
    SubQuery,
    #[error("The function “{0}” is not allowed.")]
    Function(String),
    /// A function that makes rows, where one value is expected; or one that may not stand in FROM.
    #[error("The function “{0}” cannot be used as a table.")]
    NotATableFunction(String),
    #[error("The function “{0}” returns rows and is not allowed here.")]
    RowsInExpression(String),
    #[error("The table “{0}” is not allowed.")]
    Relation(String),
    #[error("Reading the file “{0}” is not allowed.")]
    File(String),
    #[error("The type “{0}” is not allowed.")]
    Type(String),
    #[error("The column “{0}” is not allowed: it would call a function.")]
    HiddenCall(String),
    #[error("{0} is not allowed here.")]
    Construct(&'static str),
    /// The rule's name. What is wrong with it is its author's to know.
    #[error("The rule “{0}” cannot be applied to this question. Ask an administrator.")]
    Rule(String),
    /// What would be sent does not parse to what was checked.
    #[error("The SQL cannot be passed on safely; please write it in a simpler way.")]
    Unstable,
}

impl From<ParserError> for SqlError {
    fn from(error: ParserError) -> Self {
        match error {
            ParserError::TokenizerError(text) | ParserError::ParserError(text) => Self::Unreadable(text),
            ParserError::RecursionLimitExceeded => Self::Unreadable("it is nested too deeply".to_owned()),
        }
    }
}

impl From<TokenizerError> for SqlError {
    fn from(error: TokenizerError) -> Self {
        Self::Unreadable(error.to_string())
    }
}
