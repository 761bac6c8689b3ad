//! `GET /api/v1/chart/{id}/data`: the question that is stored with a chart.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use sx_chart::FormData;
use sx_connect::egress::FileFormat;
use sx_model::{AppError, Chart, ChartFields, ChartId, Result};
use sx_query::{QueryContext, ResultType};

use super::{Download, Reply, Wants, download::file_format, query_error};
use crate::{
    Caller, Service,
    access::Action,
    charts::{chart_error, form_data},
    datasets::LoadedDataset,
};

/// How the answer is wanted.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct StoredQuestion {
    /// `json`, `csv`, `xlsx`, `arrow` or `parquet`; without it, what the client accepts.
    pub format: Option<String>,
    /// A result type, `full` without it.
    #[serde(rename = "type")]
    pub result_type: Option<String>,
    /// `true` asks the database, whatever is kept.
    pub force: Option<String>,
}

/// An answer in the form that was asked for.
pub enum StoredAnswer {
    Json(Reply),
    File(Download),
}

impl Service {
    /// Asks what the chart asks: its stored query context, or what its form data asks where none is stored. Whoever may see the
    /// chart, by itself or on a dashboard, may ask its own question. The dataset is the chart's, whatever the context names:
    /// an imported one has the ids of another installation.
    ///
    /// # Errors
    /// 400 for a format or type that there is not, 404 for a chart that the caller may not see.
    pub async fn stored_chart_data(
        &self,
        caller: &Caller,
        id: ChartId,
        question: &StoredQuestion,
        accepted: Option<FileFormat>,
        wants: &Wants,
    ) -> Result<StoredAnswer> {
        caller.require(Action::AskData)?;
        let (chart, context, loaded) = self.stored_context(caller, id, question).await?;
        let explicit = question.format.as_deref().is_some_and(|format| !format.is_empty());
        let format = file_format(context.result_format).or(accepted.filter(|_| !explicit));
        if let Some(format) = format {
            let file = self.download_context(caller, &loaded, &context, Some(&chart), (format, None));
            let file = Box::pin(file).await?;
            return Ok(StoredAnswer::File(file));
        }
        let body = serde_json::to_vec(&context).map_err(|_| AppError::internal())?;
        self.answer_context(caller, &loaded, &context, Some(&chart), &body, wants).await.map(StoredAnswer::Json)
    }

    /// The chart's own question, for whoever may see the chart.
    pub(super) async fn stored_context(
        &self,
        caller: &Caller,
        id: ChartId,
        question: &StoredQuestion,
    ) -> Result<(Arc<Chart>, QueryContext, Arc<LoadedDataset>)> {
        let chart = self.load_chart(id).await?;
        if !self.may_see_chart(caller, &chart).await? {
            return Err(AppError::not_found("Chart"));
        }
        let context = context_of(&chart.fields, form_data(&chart)?, question)?;
        let loaded = self.dataset_behind(caller, &chart, &context).await?;
        Ok((chart, context, loaded))
    }

    /// The dataset of a chart that the caller may see. Rows and columns that the chart itself does not ask for are for those
    /// who may ask the dataset.
    pub(super) async fn dataset_behind(
        &self,
        caller: &Caller,
        chart: &Chart,
        context: &QueryContext,
    ) -> Result<Arc<LoadedDataset>> {
        let tells_more =
            matches!(context.result_type, ResultType::Samples | ResultType::DrillDetail | ResultType::Columns);
        match chart.dataset_id.filter(|_| tells_more) {
            Some(dataset) => self.find_dataset(caller, dataset).await,
            None => self.dataset_of_chart(caller, chart).await,
        }
    }
}

pub(super) fn context_of(fields: &ChartFields, form: FormData, question: &StoredQuestion) -> Result<QueryContext> {
    let stored = fields.query_context.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let mut context = match stored.filter(Value::is_object) {
        Some(stored) => stored,
        None => {
            let kind = sx_chart::kind_or_fallback(&fields.viz_type);
            json!({ "queries": kind.queries(&form).map_err(chart_error)? })
        }
    };
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    // Which dataset it is was found before: here it only has to be there.
    context["datasource"] = json!({ "id": 0 });
    context["form_data"] = form.into();
    context["result_format"] = given(&question.format).unwrap_or_else(|| "json".into()).into();
    context["result_type"] = given(&question.result_type).unwrap_or_else(|| "full".into()).into();
    context["force"] = is_forced(question.force.as_deref())?.into();
    let mut context = QueryContext::from_value(context).map_err(query_error)?;
    for query in &mut context.queries {
        // Another dataset was never the chart's to ask, and the type is the one that this request names.
        query.datasource = None;
        query.result_type = None;
    }
    Ok(context)
}

fn is_forced(text: Option<&str>) -> Result<bool> {
    match text.unwrap_or_default().to_ascii_lowercase().as_str() {
        "" | "false" | "0" | "no" | "none" => Ok(false),
        "true" | "1" | "yes" => Ok(true),
        other => Err(AppError::invalid(format!("force: “{other}” is neither true nor false."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(stored: Option<Value>, question: &StoredQuestion) -> Result<QueryContext> {
        let fields = ChartFields {
            viz_type: "table".into(),
            query_context: stored.map(|stored| stored.to_string()),
            ..ChartFields::default()
        };
        let form = json!({ "viz_type": "table", "query_mode": "raw", "all_columns": ["of_form"] });
        context_of(&fields, form.as_object().cloned().unwrap_or_default(), question)
    }

    #[test]
    fn the_stored_context_is_asked_and_the_form_where_there_is_none() {
        let query =
            json!({ "columns": ["stored"], "result_type": "query", "datasource": { "id": 9, "type": "table" } });
        let stored = json!({ "datasource": { "id": 77, "type": "table" }, "queries": [query], "force": true });
        let question = StoredQuestion { format: Some("csv".into()), ..StoredQuestion::default() };
        let asked = context(Some(stored), &question).unwrap();
        assert_eq!(asked.queries[0].columns, [sx_query::ColumnRef::Name("stored".into())]);
        assert_eq!((asked.force, asked.result_format), (false, sx_query::ResultFormat::Csv));
        assert!(asked.queries[0].datasource.is_none() && asked.queries[0].result_type.is_none());
        let asked = context(None, &StoredQuestion::default()).unwrap();
        assert_eq!(asked.queries[0].columns, [sx_query::ColumnRef::Name("of_form".into())]);
    }

    #[test]
    fn a_wrong_word_is_told() {
        let question = |format: &str, result_type: &str, force: &str| StoredQuestion {
            format: Some(format.into()),
            result_type: Some(result_type.into()),
            force: Some(force.into()),
        };
        for (wrong, field) in [
            (question("pdf", "", ""), "result_format"),
            (question("", "everything", ""), "result_type"),
            (question("", "", "perhaps"), "force"),
        ] {
            let error = context(None, &wrong).unwrap_err();
            assert!(error.message.contains(field), "{}", error.message);
        }
        assert!(context(None, &question("", "samples", "True")).unwrap().force);
    }
}
