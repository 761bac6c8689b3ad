//! The one currency of what a question shows, for numbers whose currency is “as the data says”.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Map, Value};
use sx_model::Result;
use sx_query::{ColumnRef, QueryObject, Values};

use super::AskOptions;
use crate::{Caller, Service, datasets::LoadedDataset};

/// Two are enough to know that there is not one; spellings of one may differ.
const ROWS: i64 = 100;

impl Service {
    /// The ISO code, such as `EUR`, when the chart asks for it, the dataset has a currency column and all rows agree.
    pub(super) async fn detected_currency(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        form: Option<&Map<String, Value>>,
        options: AskOptions,
    ) -> Result<Option<String>> {
        let column = loaded.dataset.fields.currency_code_column.as_deref();
        let column = column.filter(|name| loaded.spec.columns.iter().any(|column| column.name == *name));
        let (Some(column), true) = (column, form.is_some_and(is_automatic)) else { return Ok(None) };
        let asked = self.ask(caller, loaded, &codes_of(query, column), options).await?;
        Ok(only_code(asked.answer.processed.table.columns.first().map(|column| &column.values)))
    }
}

/// The distinct codes among the rows that the question reads.
fn codes_of(query: &QueryObject, column: &str) -> QueryObject {
    let mut extras = query.extras.clone();
    extras.having.clear();
    extras.column_order.clear();
    QueryObject {
        columns: vec![ColumnRef::Name(column.to_owned())],
        metrics: Some(Vec::new()),
        filters: query.filters.clone(),
        granularity: query.granularity.clone(),
        time_range: query.time_range.clone(),
        time_shift: query.time_shift.clone(),
        is_timeseries: Some(false),
        row_limit: Some(ROWS),
        extras,
        ..QueryObject::default()
    }
}

/// `AUTO` for the whole chart, or for one of its columns.
fn is_automatic(form: &Map<String, Value>) -> bool {
    let is_auto = |format: Option<&Value>| format.is_some_and(|format| format["symbol"] == "AUTO");
    let columns = form.get("column_config").and_then(Value::as_object);
    let mut columns = columns.into_iter().flat_map(Map::values);
    is_auto(form.get("currency_format")) || columns.any(|column| is_auto(column.get("currencyFormat")))
}

fn only_code(values: Option<&Values>) -> Option<String> {
    let Some(Values::Text(codes)) = values else { return None };
    let codes = codes.iter().flatten().map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty());
    let mut codes: BTreeSet<String> = codes.collect();
    codes.pop_first().filter(|_| codes.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_code_however_it_is_spelt() {
        let codes = |codes: &[Option<&str>]| {
            only_code(Some(&Values::Text(codes.iter().map(|code| code.map(Into::into)).collect())))
        };
        assert_eq!(codes(&[Some("eur"), Some("EUR "), None, Some("")]).as_deref(), Some("EUR"));
        assert_eq!(codes(&[Some("EUR"), Some("USD")]), None);
        assert_eq!(codes(&[None]), None);
        assert_eq!(only_code(None), None);
    }

    #[test]
    fn only_where_the_chart_asks_for_it() {
        let automatic = |form: Value| is_automatic(form.as_object().unwrap());
        assert!(automatic(json!({"currency_format": {"symbol": "AUTO"}})));
        assert!(automatic(json!({"column_config": {"sales": {"currencyFormat": {"symbol": "AUTO"}}}})));
        assert!(!automatic(json!({"currency_format": {"symbol": "USD"}, "column_config": {"sales": {}}})));
    }
}
