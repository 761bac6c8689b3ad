//! Why a template was not rendered, as a sentence for the person who wrote it.

use minijinja::{Error, ErrorKind};

use super::Wish;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("The template is longer than {limit} bytes.")]
    TooLong { limit: usize },
    #[error("Line {line} of the template has a tag of more than {limit} bytes.")]
    LongTag { line: usize, limit: usize },
    #[error("Line {line} of the template could not be read: {problem}.")]
    Syntax { line: usize, problem: String },
    /// A name, or a path such as `form.x`, that nothing stands for.
    #[error("The template knows no “{name}” (line {line}).")]
    Unknown { name: String, line: usize },
    #[error("The template does too much work; please make it smaller.")]
    TooMuchWork,
    #[error("The template failed in line {line}: {problem}.")]
    Failed { line: usize, problem: String },
    /// A value of the question would become SQL.
    #[error("The value “{0}” may stand only inside of quotes in the template.")]
    Unquoted(String),
    /// Something that the surroundings did not hold; whoever renders gives it and renders again.
    #[error("The template asks for {0}, which is not at hand.")]
    Wants(Wish),
}

/// The kind of error that our own functions raise when the budget is spent.
pub(super) fn too_much() -> Error {
    Error::from(ErrorKind::OutOfFuel)
}

pub(super) fn refused(sentence: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, sentence.into())
}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let line = error.line().unwrap_or(1);
        let detail = error.detail().unwrap_or_default();
        if error.kind() == ErrorKind::OutOfFuel {
            return Self::TooMuchWork;
        }
        if let Some(name) = undefined_name(detail) {
            let is_name = !name.contains(['(', '[']);
            return match is_name {
                true => Self::Unknown { name: name.to_owned(), line },
                false => Self::Failed { line, problem: format!("there is no value for {name}") },
            };
        }
        // Only what carries our own sentence goes without the engine's name of the kind.
        let problem = match (error.kind(), detail) {
            (kind, "") => kind.to_string(),
            (ErrorKind::SyntaxError | ErrorKind::InvalidOperation, detail) => detail.to_owned(),
            (kind, detail) => format!("{kind}: {detail}"),
        };
        let problem = problem.trim_end_matches('.').to_owned();
        match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape => Self::Syntax { line, problem },
            _ => Self::Failed { line, problem },
        }
    }
}

/// minijinja's words: “`x` is undefined”.
fn undefined_name(detail: &str) -> Option<&str> {
    let (before, _) = detail.split_once("` is undefined")?;
    Some(before.rsplit_once('`')?.1)
}
