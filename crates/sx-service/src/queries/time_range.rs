//! What a time range means at this moment.

use chrono::NaiveDateTime;
use sx_model::{AppError, Result, TimeRangePreview, TimeRangeQuestion};
use sx_query::{QueryError, TimeContext, TimeRange};

use crate::{Caller, Service, access::Action, times::Times};

impl Service {
    /// # Errors
    /// 400 with the parser's sentence for the first text that is no time range.
    pub async fn preview_time_ranges(
        &self,
        caller: &Caller,
        questions: &[TimeRangeQuestion],
    ) -> Result<Vec<TimeRangePreview>> {
        caller.require(Action::AskData)?;
        let when = Times::of(caller, None).at(self.clock.now());
        let wrong = |error: QueryError| AppError::invalid(format!("Unexpected time range: {error}"));
        questions.iter().map(|question| when.with(|context| preview(question, &context)).map_err(wrong)).collect()
    }
}

fn preview(question: &TimeRangeQuestion, context: &TimeContext) -> std::result::Result<TimeRangePreview, QueryError> {
    let range = sx_query::resolve_time_range_in(&question.time_range, context)?;
    let (since, until): TimeRange = match question.shift.as_deref().filter(|by| !by.trim().is_empty()) {
        Some(by) => sx_query::shift_time_range(range, by, context)?,
        None => range,
    };
    Ok(TimeRangePreview {
        since: text(since),
        until: text(until),
        time_range: question.time_range.clone(),
        shift: question.shift.clone(),
    })
}

fn text(time: Option<NaiveDateTime>) -> String {
    time.map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_times_and_a_shift_goes_back() {
        let now = "2026-11-20T10:30:00".parse().unwrap();
        let told = |range: &str, shift: Option<&str>| {
            let question = TimeRangeQuestion { time_range: range.to_owned(), shift: shift.map(str::to_owned) };
            match preview(&question, &TimeContext::utc(now)) {
                Ok(preview) => format!("{} … {}", preview.since, preview.until),
                Err(error) => error.to_string(),
            }
        };
        insta::assert_snapshot!(told("Last week", None), @"2026-11-13T00:00:00 … 2026-11-20T00:00:00");
        insta::assert_snapshot!(told("Last week", Some("1 year ago")), @"2025-11-13T00:00:00 … 2025-11-20T00:00:00");
        insta::assert_snapshot!(told("2024-01-01 : ", None), @"2024-01-01T00:00:00 …");
        assert_eq!(told("No filter", Some("1 week")), " … ");
        assert!(told("whenever", None).contains("no time range"));
    }
}
