//! An expression that the database checks while it is written.

use leptos::prelude::*;
use sx_model::{ExpressionCheck, ExpressionQuestion, ExpressionType};

use super::editing::Editing;
use crate::{
    Failure,
    datasets::{
        api::check_dataset_expression,
        kinds::kind_word,
        sql_field::{SqlField, whole},
    },
    ui::CodeError,
};

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

#[component]
pub fn ExpressionField(
    #[prop(into)] label: Signal<String>,
    kind: ExpressionType,
    value: Signal<String>,
    on_input: Callback<String>,
    #[prop(default = 3)] rows: u8,
) -> impl IntoView {
    let editing = Editing::current();
    let state = RwSignal::new(State::default());
    ask_while_written(editing.id, kind, value, state);
    let errors = Signal::derive(move || match state.get() {
        State::Bad(error) => vec![error],
        State::Empty | State::Asking | State::Good(_) => Vec::new(),
    });
    let hint = Signal::derive(move || match state.get() {
        State::Asking => Some("Asking the database…".to_owned()),
        State::Good(sentence) => Some(sentence),
        State::Empty | State::Bad(_) => None,
    });
    let completions = editing.column_names();
    view! { <SqlField label value on_input rows disabled=!editing.may_edit() completions hint errors/> }
}

/// After a pause in typing; an answer to what was written before is not shown.
fn ask_while_written(id: i64, kind: ExpressionType, value: Signal<String>, state: RwSignal<State>) {
    let ask = Action::new(move |text: &String| {
        let (text, question) = (text.clone(), ExpressionQuestion { expression: text.clone(), expression_type: kind });
        async move {
            let answer = check_dataset_expression(id, question).await;
            if value.try_get_untracked().as_ref() == Some(&text) {
                _ = state.try_set(told(answer));
            }
        }
    });
    Effect::new(move |_| {
        let text = value.get();
        if text.trim().is_empty() {
            state.set(State::Empty);
            return;
        }
        state.set(State::Asking);
        let later = move || {
            if value.try_get_untracked().as_ref() == Some(&text) {
                ask.dispatch(text.clone());
            }
        };
        set_timeout(later, PAUSE);
    });
}

const PAUSE: std::time::Duration = std::time::Duration::from_millis(500);

fn told(answer: Result<ExpressionCheck, Failure>) -> State {
    match answer {
        Ok(check) => match check.problems.into_iter().next() {
            Some(problem) => State::Bad(CodeError {
                line: problem.line_number.map_or(1, |line| line as usize),
                column: problem.start_column.map(|column| column as usize),
                message: problem.message,
            }),
            None => State::Good(match check.kind {
                Some(kind) => format!("The database accepts it. It yields: {}.", kind_word(kind).to_lowercase()),
                None => "The database accepts it.".to_owned(),
            }),
        },
        Err(failure) => State::Bad(whole(failure.message)),
    }
}

#[cfg(test)]
mod tests {
    use sx_model::ExpressionProblem;
    use sx_query::Kind;

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
