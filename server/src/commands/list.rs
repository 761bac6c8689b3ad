//! `sextant list`: what there is, a line each, with its id first: made to be read and to be cut.

use anyhow::Result;
use clap::ValueEnum;
use sx_model::{ListQuery, Page};
use sx_service::Caller;

use crate::{config::Config, start::open_service};

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ListKind {
    Dashboards,
    Charts,
    Datasets,
    Databases,
}

pub async fn list(config: &Config, kind: ListKind) -> Result<()> {
    let (service, operator) = (open_service(config).await?, Caller::operator());
    let lines: Vec<String> = match kind {
        ListKind::Dashboards => {
            let dashboards = all(async |query| service.list_dashboards(&operator, &query).await).await?;
            let slug = |slug: Option<String>| slug.unwrap_or_default();
            dashboards.into_iter().map(|it| line(it.id.0, &it.fields.dashboard_title, &slug(it.fields.slug))).collect()
        }
        ListKind::Charts => {
            let charts = all(async |query| service.list_charts(&operator, &query).await).await?;
            charts.iter().map(|it| line(it.id.0, &it.fields.slice_name, &it.fields.viz_type)).collect()
        }
        ListKind::Datasets => {
            let datasets = all(async |query| service.list_datasets(&operator, &query).await).await?;
            let schema = |schema: Option<String>| schema.unwrap_or_default();
            datasets.into_iter().map(|it| line(it.id.0, &it.fields.table_name, &schema(it.fields.schema))).collect()
        }
        ListKind::Databases => {
            let databases = all(async |query| service.list_databases(&operator, &query).await).await?;
            databases.iter().map(|it| line(it.id.0, &it.fields.database_name, &it.fields.sqlalchemy_uri)).collect()
        }
    };
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

/// Every page of a list, by id.
pub async fn all<T>(list: impl AsyncFn(ListQuery) -> sx_model::Result<Page<T>>) -> Result<Vec<T>> {
    let mut items = Vec::new();
    for page in 0.. {
        let order_column = Some("id".to_owned());
        let query = ListQuery { page: Some(page), page_size: Some(-1), order_column, ..ListQuery::default() };
        let found = list(query).await?.items;
        if found.is_empty() {
            break;
        }
        items.extend(found);
    }
    Ok(items)
}

/// Tabs between, so none inside.
fn line(id: i64, name: &str, detail: &str) -> String {
    let plain = |text: &str| text.replace(char::is_control, " ");
    format!("{id}\t{}\t{}", plain(name), plain(detail)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(line(7, "Sales\tand\nmore", "sales"), "7\tSales and more\tsales");
        assert_eq!(line(8, "Draft", ""), "8\tDraft");
    }
}
