use serde_json::json;
use sx_model::{ChartFields, ChartId, DatasetId, UserId};

use crate::harness::{add_chart, add_dashboard, add_database, add_dataset, add_user, at, on_both, uuid};

fn fields() -> ChartFields {
    ChartFields {
        slice_name: "Umsatz".to_owned(),
        viz_type: "echarts_timeseries_line".to_owned(),
        // Neither valid nor tidy: texts come back byte for byte.
        params: "{ \"b\":1,\t\"a\": 1.0,\r\n \"b\": 2, \"e\": \"\\u00e9\" ".to_owned(),
        query_context: Some("  {}\n".to_owned()),
        description: Some("**bold**".to_owned()),
        cache_timeout: Some(0),
        certified_by: Some("me".to_owned()),
        certification_details: Some("why".to_owned()),
        is_managed_externally: true,
        external_url: Some("https://example.org".to_owned()),
        rest: json!({"tags": ["a"]}).as_object().unwrap().clone(),
    }
}

on_both! {
    async fn comes_back_as_it_went_in(store) {
        let anna = add_user(&store, "anna").await;
        let database = add_database(&store, "main").await;
        let dataset = add_dataset(&store, database, "orders").await;
        let id = store.add_chart(uuid(1), Some(dataset), &fields(), Some(anna), at(0)).await.unwrap();
        store.set_chart_owners(id, &[anna, anna]).await.unwrap();
        let chart = store.lookup_chart(id).await.unwrap().unwrap();
        assert_eq!(chart.fields, fields());
        assert_eq!((chart.uuid, chart.dataset_id), (uuid(1), Some(dataset)));
        assert_eq!(chart.owners.iter().map(|owner| owner.id).collect::<Vec<_>>(), [anna]);
        assert_eq!(store.find_chart_by_uuid(uuid(1)).await.unwrap(), Some(chart));

        let changed = ChartFields { slice_name: "Umsätze".to_owned(), query_context: None, ..fields() };
        store.update_chart(id, None, &changed, None, at(9)).await.unwrap();
        let chart = store.lookup_chart(id).await.unwrap().unwrap();
        assert_eq!((chart.fields, chart.dataset_id, chart.audit.changed_by), (changed, None, None));
        assert_eq!(chart.audit.created_by.unwrap().id, anna);

        store.remove_chart(id).await.unwrap();
        assert_eq!(store.lookup_chart(id).await.unwrap(), None);
    }

    async fn says_what_is_taken_or_missing(store) {
        let id = store.add_chart(uuid(1), None, &fields(), None, at(0)).await.unwrap();
        let messages = [
            store.add_chart(uuid(1), None, &fields(), None, at(0)).await.unwrap_err(),
            store.add_chart(uuid(2), Some(DatasetId(999)), &fields(), None, at(0)).await.unwrap_err(),
            store.update_chart(id, Some(DatasetId(999)), &fields(), None, at(0)).await.unwrap_err(),
            store.update_chart(ChartId(999), None, &fields(), None, at(0)).await.unwrap_err(),
            store.set_chart_owners(id, &[UserId(999)]).await.unwrap_err(),
            store.remove_chart(ChartId(999)).await.unwrap_err(),
        ]
        .map(|error| error.to_string());
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r"
            Chart 00000000-0000-0000-0000-000000000001 exists already.
            No such dataset.
            No such dataset.
            Chart not found
            No such chart, or no such user.
            Chart not found
            ");
        }
    }

    async fn knows_its_dashboards(store) {
        let (pie, bar) = (add_chart(&store, "pie").await, add_chart(&store, "bar").await);
        let (sales, costs) = (add_dashboard(&store, "sales").await, add_dashboard(&store, "costs").await);
        store.set_dashboard_charts(sales, &[bar, pie]).await.unwrap();
        store.set_chart_dashboards(pie, &[sales, costs]).await.unwrap();

        let ids = |dashboards: Vec<sx_model::Dashboard>| dashboards.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(store.dashboards_of_chart(pie).await.unwrap()), [sales, costs]);
        assert_eq!(ids(store.dashboards_of_chart(bar).await.unwrap()), [sales]);
        let links = store.dashboard_links(&[pie, bar]).await.unwrap();
        let mut links: Vec<_> = links.iter().map(|link| (link.chart_id, link.dashboard_title.as_str())).collect();
        links.sort();
        assert_eq!(links, [(pie, "costs"), (pie, "sales"), (bar, "sales")]);
        store.remove_chart(pie).await.unwrap();
        assert_eq!(store.charts_of_dashboard(sales).await.unwrap().len(), 1);
    }
}
