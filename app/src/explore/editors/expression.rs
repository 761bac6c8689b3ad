use std::time::Duration;

use leptos::prelude::*;
use sx_model::{ExpressionCheck, ExpressionQuestion, ExpressionType};

use super::api::check_expression;
use crate::{
    Failure,
    explore::fields::{Fields, kind_name},
    ui::{CodeEditor, CodeError, CodeLanguage, Completion, CompletionKind},
};

const PAUSE: Duration = Duration::from_millis(500);

/// Longer expressions of metrics are no completions.
const LONGEST: usize = 80;

/// What is known of the text as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    #[default]
    Empty,
    Asking,
    Good(String),
    Bad(CodeError),
}

/// SQL that the database checks while it is written, in its own words. Ctrl+Enter is `on_submit`.
#[component]
pub fn ExpressionEditor(
    #[prop(into)] label: Signal<String>,
    /// What the expression is to be.
    #[prop(into)]
    kind: Signal<ExpressionType>,
    value: RwSignal<String>,
    fields: Fields,
    /// Also the expressions of saved metrics are offered.
    #[prop(optional, into)]
    with_metrics: Signal<bool>,
    on_submit: Callback<()>,
) -> impl IntoView {
    let state = RwSignal::new(State::default());
    ask_while_written(fields, kind, value, state);
    let errors = Signal::derive(move || match state.get() {
        State::Bad(error) => vec![error],
        State::Empty | State::Asking | State::Good(_) => Vec::new(),
    });
    let hint = Signal::derive(move || match state.get() {
        State::Asking => Some("Asking the database…".to_owned()),
        State::Good(sentence) => Some(sentence),
        State::Empty | State::Bad(_) => None,
    });
    let completions = Signal::derive(move || completions(fields, with_metrics.get()));
    view! { <CodeEditor label language=CodeLanguage::Sql value completions errors hint rows=5 on_submit/> }.into_any()
}

/// After a pause in typing; an answer to what was written before is not shown.
fn ask_while_written(fields: Fields, kind: Signal<ExpressionType>, value: RwSignal<String>, state: RwSignal<State>) {
    let now = move || Some((value.try_get_untracked()?, kind.try_get_untracked()?));
    let ask = Action::new(move |asked: &(String, ExpressionType)| {
        let asked = asked.clone();
        async move {
            let question = ExpressionQuestion { expression: asked.0.clone(), expression_type: asked.1 };
            let answer = check_expression(fields.dataset_id(), question).await;
            if now().as_ref() == Some(&asked) {
                _ = state.try_set(told(answer));
            }
        }
    });
    Effect::new(move |_| {
        let asked = (value.get(), kind.get());
        if asked.0.trim().is_empty() {
            state.set(State::Empty);
            return;
        }
        state.set(State::Asking);
        let later = move || {
            if now().as_ref() == Some(&asked) {
                ask.dispatch(asked.clone());
            }
        };
        set_timeout(later, PAUSE);
    });
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

fn completions(fields: Fields, with_metrics: bool) -> Vec<Completion> {
    let dataset = fields.dataset();
    let columns = dataset.columns.iter().map(|column| Completion {
        label: quoted(&column.name),
        kind: CompletionKind::Column,
        detail: column.type_text.clone().unwrap_or_else(|| kind_name(column.kind).to_owned()),
    });
    let metrics = dataset.metrics.iter().filter(|metric| with_metrics && metric.expression.len() <= LONGEST);
    let metrics = metrics.map(|metric| Completion {
        label: metric.expression.clone(),
        kind: CompletionKind::Metric,
        detail: metric.label.clone(),
    });
    columns.chain(metrics).collect()
}

/// Names that the database would not read as they are stand in quotes.
fn quoted(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    if begins_well && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
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

    #[test]
    fn odd_names_are_quoted() {
        for (name, written) in
            [("order_date", "order_date"), ("Order Date", "\"Order Date\""), ("2a", "\"2a\""), ("a\"b", "\"a\"\"b\"")]
        {
            assert_eq!(quoted(name), written);
        }
    }
}
