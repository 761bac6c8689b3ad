//! SQL expressions that the database checks while they are written.

use std::time::Duration;

use leptos::{prelude::*, server_fn::codec::Json};
use sx_model::{DatasetId, ExpressionCheck, ExpressionQuestion, ExpressionType};
use sx_query::Kind;

use crate::{Failure, ui::CodeError};

/// How long nothing is typed before the database is asked.
const PAUSE: Duration = Duration::from_millis(500);

#[server(prefix = "/fn", endpoint = "check_expression", input = Json)]
pub async fn check_expression(dataset: DatasetId, question: ExpressionQuestion) -> Result<ExpressionCheck, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.check_expression(&caller, dataset, &question).await.map_err(crate::ctx::fail)
}

/// What a field says of the text in it.
#[derive(Clone, Copy)]
pub struct Checked {
    pub errors: Signal<Vec<CodeError>>,
    pub hint: Signal<Option<String>>,
}

/// What is known of the text as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    /// Nothing written.
    #[default]
    Empty,
    Asking,
    Good(String),
    Bad(CodeError),
}

/// Asks after a pause in typing; an answer to what was written before is not shown.
pub fn check_while_written(dataset: DatasetId, written: Signal<(String, ExpressionType)>) -> Checked {
    let state = RwSignal::new(State::default());
    let ask = Action::new(move |asked: &(String, ExpressionType)| {
        let asked = asked.clone();
        async move {
            let question = ExpressionQuestion { expression: asked.0.clone(), expression_type: asked.1 };
            let answer = check_expression(dataset, question).await;
            if written.try_get_untracked().as_ref() == Some(&asked) {
                _ = state.try_set(told(answer));
            }
        }
    });
    Effect::new(move |_| {
        let asked = written.get();
        if asked.0.trim().is_empty() {
            state.set(State::Empty);
            return;
        }
        state.set(State::Asking);
        let later = move || {
            if written.try_get_untracked().as_ref() == Some(&asked) {
                ask.dispatch(asked.clone());
            }
        };
        set_timeout(later, PAUSE);
    });
    let errors = Signal::derive(move || match state.get() {
        State::Bad(error) => vec![error],
        State::Empty | State::Asking | State::Good(_) => Vec::new(),
    });
    let hint = Signal::derive(move || match state.get() {
        State::Asking => Some("Asking the database…".to_owned()),
        State::Good(sentence) => Some(sentence),
        State::Empty | State::Bad(_) => None,
    });
    Checked { errors, hint }
}

/// A kind of column within a sentence.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "number",
        Kind::String => "text",
        Kind::Temporal => "time",
        Kind::Boolean => "true or false",
    }
}

fn told(answer: Result<ExpressionCheck, Failure>) -> State {
    let (line, column, message) = match answer {
        Ok(check) => match check.problems.into_iter().next() {
            Some(problem) => (problem.line_number, problem.start_column, problem.message),
            None => {
                let yields = check.kind.map(|kind| format!(" It yields: {}.", kind_name(kind))).unwrap_or_default();
                return State::Good(format!("The database accepts it.{yields}"));
            }
        },
        Err(failure) => (None, None, failure.message),
    };
    let line = line.map_or(1, |line| line as usize);
    State::Bad(CodeError { line, column: column.map(|column| column as usize), message })
}

#[cfg(test)]
mod tests {
    use sx_model::ExpressionProblem;

    use super::*;

    #[test]
    fn the_first_problem_is_told_or_what_it_yields() {
        let good = ExpressionCheck { kind: Some(Kind::Numeric), ..ExpressionCheck::default() };
        assert_eq!(told(Ok(good)), State::Good("The database accepts it. It yields: number.".to_owned()));
        let message = "No column x.".to_owned();
        let problem =
            ExpressionProblem { message: message.clone(), line_number: Some(2), ..ExpressionProblem::default() };
        let bad = ExpressionCheck { problems: vec![problem], ..ExpressionCheck::default() };
        assert_eq!(told(Ok(bad)), State::Bad(CodeError { line: 2, column: None, message }));
    }
}
