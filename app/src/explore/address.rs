//! Which chart or dataset an address means; the reference's own addresses mean the same here.

use leptos_router::params::ParamsMap;
use sx_model::{ChartId, DatasetId, ExploreQuestion};

/// `?slice_id=`, `?dataset_id=`, `?datasource_id=&datasource_type=table`, `?datasource=7__table`, `?form_data_key=`,
/// `?permalink_key=`.
pub fn read(query: &ParamsMap) -> ExploreQuestion {
    let text = |name: &str| query.get_str(name).filter(|text| !text.is_empty());
    let number = |name: &str| text(name).and_then(|text| text.parse::<i64>().ok()).filter(|id| *id > 0);
    let joined = || text("datasource").and_then(|text| text.split_once("__")?.0.parse::<i64>().ok());
    ExploreQuestion {
        chart_id: number("slice_id").map(ChartId),
        dataset_id: number("dataset_id").or_else(|| number("datasource_id")).or_else(joined).map(DatasetId),
        form_data_key: text("form_data_key").map(str::to_owned),
        permalink_key: text("permalink_key").map(str::to_owned),
    }
}

pub fn is_empty(question: &ExploreQuestion) -> bool {
    *question == ExploreQuestion::default()
}

pub fn of_chart(id: ChartId) -> String {
    format!("/explore?slice_id={id}")
}

pub fn of_dataset(id: DatasetId) -> String {
    format!("/explore?dataset_id={id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&'static str, &str)]) -> ExploreQuestion {
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            query.insert(*name, (*value).to_owned());
        }
        read(&query)
    }

    #[test]
    fn old_addresses_mean_the_same() {
        assert_eq!(of(&[("slice_id", "3")]).chart_id, Some(ChartId(3)));
        let dataset = Some(DatasetId(7));
        assert_eq!(of(&[("dataset_id", "7")]).dataset_id, dataset);
        assert_eq!(of(&[("datasource_id", "7"), ("datasource_type", "table")]).dataset_id, dataset);
        assert_eq!(of(&[("datasource", "7__table")]).dataset_id, dataset);
        assert_eq!(of(&[("form_data_key", "abc")]).form_data_key.as_deref(), Some("abc"));
        assert!(is_empty(&of(&[("slice_id", "x"), ("datasource", "__")])));
    }
}
