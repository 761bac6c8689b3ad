//! `GET /api/v1/time_range/?q=`: what time ranges in words mean now.

use axum::{
    Json,
    extract::{Query, State},
};
use schemars::JsonSchema;
use serde::Deserialize;
use sx_model::{AppError, TimeRangePreview, TimeRangeQuestion};
use sx_service::Service;

use super::wire::{self, Answer};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get},
    q,
    request::Who,
};

pub fn router() -> ApiRouter {
    ApiRouter::new().route("/time_range", get(time_range).named("preview_time_ranges"))
}

#[derive(Deserialize, JsonSchema)]
struct Q {
    #[serde(default)]
    #[schemars(with = "TimeRanges")]
    q: String,
}

async fn time_range(
    State(service): State<Service>,
    Who(caller): Who,
    Query(Q { q }): Query<Q>,
) -> ApiResult<Json<Answer<Vec<TimeRangePreview>>>> {
    Ok(wire::answer(service.preview_time_ranges(&caller, &parse(&q)?).await?))
}

/// A text, an entry `(timeRange:…,shift:…)`, or a list of either; in Rison or JSON.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum TimeRanges {
    Many(Vec<Entry>),
    One(Entry),
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum Entry {
    Text(String),
    Question(TimeRangeQuestion),
}

fn parse(text: &str) -> Result<Vec<TimeRangeQuestion>, AppError> {
    let asked: TimeRanges = q::read(text, "a time range is expected, such as 'Last week'")?;
    let question = |entry| match entry {
        Entry::Text(time_range) => TimeRangeQuestion { time_range, shift: None },
        Entry::Question(question) => question,
    };
    Ok(match asked {
        TimeRanges::One(entry) => vec![question(entry)],
        TimeRanges::Many(entries) => entries.into_iter().map(question).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_many_in_rison_or_json() {
        let told = |text: &str| {
            let questions = parse(text).unwrap();
            let lines =
                questions.iter().map(|it| format!("{} / {}", it.time_range, it.shift.as_deref().unwrap_or("-")));
            lines.collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told("'Last week'"), "Last week / -");
        assert_eq!(told("\"Last week\""), "Last week / -");
        let many = "!((timeRange:'Last week',shift:'1 year ago'),(timeRange:'Last day'))";
        assert_eq!(told(many), "Last week / 1 year ago; Last day / -");
        assert_eq!(told(r#"[{"timeRange":"Last week","shift":"1 year ago"}]"#), "Last week / 1 year ago");
        assert_eq!(parse("").unwrap_err().status_code(), 400);
        assert_eq!(parse("(page:0)").unwrap_err().status_code(), 400);
    }
}
