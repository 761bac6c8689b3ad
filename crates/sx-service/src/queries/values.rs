//! The values of a column, for people to choose from.

use serde_json::Value;
use sx_model::{AppError, DatasetId, Result};
use sx_query::{ColumnRef, Filter, OrderTarget, QueryObject};

use crate::{Caller, Service, access::Action};

/// More than this nobody reads; the rest is found by searching.
const MOST_VALUES: u64 = 10_000;

impl Service {
    /// Distinct values in their order, at most `limit`; with `search` those that contain it, upper and lower case alike. The
    /// dataset's `fetch_values_predicate` applies. Times are milliseconds since 1970.
    ///
    /// # Errors
    /// 400 for a column that the dataset does not have.
    pub async fn column_values(
        &self,
        caller: &Caller,
        dataset: DatasetId,
        column: &str,
        search: &str,
        limit: Option<u64>,
    ) -> Result<Vec<Value>> {
        caller.require(Action::AskData)?;
        let loaded = self.find_dataset(caller, dataset).await?;
        if loaded.refusal(column).is_none() && !loaded.spec.columns.iter().any(|known| known.name == column) {
            return Err(AppError::invalid(format!("The dataset has no column “{column}”.")));
        }
        let query = values_query(column, search, limit.unwrap_or(MOST_VALUES).clamp(1, MOST_VALUES));
        let options = self.ask_options(caller, false, None, None, &loaded);
        let asked = self.ask(caller, &loaded, &query, options).await?;
        let Some(found) = asked.answer.processed.table.columns.first() else { return Ok(Vec::new()) };
        let values = (0..found.values.len()).map(|row| found.values.json(row));
        let search = search.to_lowercase();
        Ok(values.filter(|value| value.as_str().is_none_or(|text| text.to_lowercase().contains(&search))).collect())
    }
}

fn values_query(column: &str, search: &str, limit: u64) -> QueryObject {
    let name = ColumnRef::Name(column.to_owned());
    let filter = (!search.is_empty()).then(|| Filter {
        col: name.clone(),
        op: "ILIKE".to_owned(),
        val: Some(pattern(search).into()),
        grain: None,
        is_extra: None,
    });
    QueryObject {
        columns: vec![name],
        metrics: Some(Vec::new()),
        filters: filter.into_iter().collect(),
        orderby: vec![(OrderTarget::Name(column.to_owned()), true)],
        row_limit: i64::try_from(limit).ok(),
        apply_fetch_values_predicate: true,
        ..QueryObject::default()
    }
}

/// Databases differ in how LIKE escapes its wildcards, so they find what may match, and what does not is left out here.
fn pattern(search: &str) -> String {
    format!("%{}%", search.replace('\\', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_may_hold_anything() {
        assert_eq!(pattern("a_b%"), "%a_b%%");
        assert_eq!(pattern(r"C:\"), "%C:_%");
        let query = values_query("status", "", 5);
        assert_eq!((query.filters.len(), query.row_limit, query.apply_fetch_values_predicate), (0, Some(5), true));
    }
}
