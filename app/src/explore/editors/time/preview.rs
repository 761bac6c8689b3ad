use std::time::Duration;

use leptos::prelude::*;
use sx_model::TimeRangePreview;

use crate::{Failure, explore::editors::api::preview_time_range};

const PAUSE: Duration = Duration::from_millis(250);

/// What the range means now, as the server reads it. `problem` is told why it cannot.
#[component]
pub fn RangePreview(#[prop(into)] text: Signal<String>, problem: RwSignal<Option<String>>) -> impl IntoView {
    let meaning = RwSignal::new(None::<String>);
    let ask = Action::new(move |asked: &String| {
        let asked = asked.clone();
        async move {
            let answer = preview_time_range(asked.clone()).await;
            // An answer to what was written before is not shown.
            if text.try_get_untracked() == Some(asked) {
                let (shown, wrong) = told(answer);
                _ = meaning.try_set(shown);
                _ = problem.try_set(wrong);
            }
        }
    });
    Effect::new(move |earlier: Option<()>| {
        let asked = text.get();
        let later = move || {
            if text.try_get_untracked().as_ref() == Some(&asked) {
                ask.dispatch(asked.clone());
            }
        };
        // Only typing has pauses.
        if earlier.is_none() { later() } else { set_timeout(later, PAUSE) }
    });
    view! {
        <div class="range-preview" role="status">
            {move || match problem.get() {
                Some(problem) => view! { <p class="field__error">{problem}</p> }.into_any(),
                None => view! { <p class="range-preview__text">{move || meaning.get().unwrap_or_else(|| "…".to_owned())}</p> }
                    .into_any(),
            }}
        </div>
    }
    .into_any()
}

fn told(answer: Result<TimeRangePreview, Failure>) -> (Option<String>, Option<String>) {
    match answer {
        Ok(range) => (Some(sentence(&range.since, &range.until)), None),
        Err(failure) => (None, Some(failure.message)),
    }
}

fn sentence(since: &str, until: &str) -> String {
    let [since, until] = [since, until].map(|moment| moment.replace('T', " "));
    match (since.is_empty(), until.is_empty()) {
        (true, true) => "All times.".to_owned(),
        (false, true) => format!("From {since} (UTC) on."),
        (true, false) => format!("Before {until} (UTC)."),
        (false, false) => format!("From {since} until before {until} (UTC)."),
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_range_is_told_as_a_sentence() {
        assert_eq!(sentence("", ""), "All times.");
        assert_eq!(sentence("2024-01-01T00:00:00", ""), "From 2024-01-01 00:00:00 (UTC) on.");
        assert_eq!(sentence("", "2024-02-01T00:00:00"), "Before 2024-02-01 00:00:00 (UTC).");
        assert_eq!(
            sentence("2024-01-01T00:00:00", "2024-02-01T00:00:00"),
            "From 2024-01-01 00:00:00 until before 2024-02-01 00:00:00 (UTC)."
        );
    }
}
