use serde_json::json;
use sx_model::{DatabaseId, Dataset, DatasetColumnFields, DatasetFields, DatasetId, DatasetMetricFields};

use crate::harness::{add_database, add_dataset, add_user, at, on_both, uuid};

fn fields() -> DatasetFields {
    DatasetFields {
        table_name: "orders".to_owned(),
        catalog: Some("main".to_owned()),
        schema: Some("public".to_owned()),
        sql: Some("SELECT 1".to_owned()),
        main_dttm_col: Some("ordered_on".to_owned()),
        description: Some(String::new()),
        default_endpoint: None,
        offset: -2,
        cache_timeout: Some(60),
        params: Some(json!({"b": 1, "a": 2})),
        template_params: Some(json!(null)),
        filter_select_enabled: true,
        fetch_values_predicate: Some("1 = 1".to_owned()),
        extra: Some(json!({"certification": {"certified_by": "me"}})),
        normalize_columns: true,
        always_filter_main_dttm: true,
        currency_code_column: Some("currency".to_owned()),
        folders: Some(json!([{"uuid": "x"}])),
        rest: json!({"new": true}).as_object().unwrap().clone(),
    }
}

fn column(name: &str) -> DatasetColumnFields {
    DatasetColumnFields { column_name: name.to_owned(), ..Default::default() }
}

fn full_column(name: &str) -> DatasetColumnFields {
    DatasetColumnFields {
        uuid: Some(uuid(7)),
        column_name: name.to_owned(),
        verbose_name: Some("Name".to_owned()),
        description: Some("what".to_owned()),
        is_dttm: true,
        is_active: true,
        type_: Some("TIMESTAMP".to_owned()),
        advanced_data_type: Some("port".to_owned()),
        groupby: true,
        filterable: true,
        expression: Some("a + b".to_owned()),
        python_date_format: Some("epoch_s".to_owned()),
        datetime_format: Some("%Y".to_owned()),
        extra: Some(json!("{}")),
        rest: json!({"x": 1}).as_object().unwrap().clone(),
    }
}

fn metric(name: &str) -> DatasetMetricFields {
    DatasetMetricFields {
        uuid: Some(uuid(8)),
        metric_name: name.to_owned(),
        verbose_name: Some("Metric".to_owned()),
        metric_type: Some("count".to_owned()),
        expression: "COUNT(*)".to_owned(),
        description: Some("how many".to_owned()),
        d3format: Some(",.2f".to_owned()),
        currency: Some(json!({"symbol": "EUR"})),
        extra: Some(json!({"warning_markdown": ""})),
        warning_text: Some("careful".to_owned()),
        rest: json!({"y": 1}).as_object().unwrap().clone(),
    }
}

fn column_names(dataset: &Dataset) -> Vec<&str> {
    dataset.columns.iter().map(|column| column.fields.column_name.as_str()).collect()
}

on_both! {
    async fn comes_back_as_it_went_in(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let database = add_database(&store, "main").await;
        let (columns, metrics) = ([full_column("z"), column("a")], [metric("sum"), metric("avg")]);
        let id = store.add_dataset(uuid(1), database, &fields(), &columns, &metrics, Some(anna), at(0)).await.unwrap();
        store.set_dataset_owners(id, &[bob, anna]).await.unwrap();

        let dataset = store.lookup_dataset(id).await.unwrap().unwrap();
        assert_eq!(dataset.fields, fields());
        assert_eq!((dataset.uuid, dataset.database_id), (uuid(1), database));
        // In the order given, not by name.
        assert_eq!(dataset.columns.iter().map(|column| column.fields.clone()).collect::<Vec<_>>(), columns);
        assert_eq!(dataset.metrics.iter().map(|metric| metric.fields.clone()).collect::<Vec<_>>(), metrics);
        assert_eq!(dataset.owners.iter().map(|owner| owner.id).collect::<Vec<_>>(), [anna, bob]);
        assert_eq!(store.find_dataset_by_uuid(uuid(1)).await.unwrap().unwrap(), dataset);
        let found = store.find_dataset_by_table(database, Some("main"), Some("public"), "orders").await.unwrap();
        assert_eq!(found, Some(dataset));
        assert_eq!(store.find_dataset_by_table(database, None, Some("public"), "orders").await.unwrap(), None);
    }

    async fn columns_and_metrics_that_keep_their_name_keep_their_id(store) {
        let database = add_database(&store, "main").await;
        let columns = [column("a"), column("b"), column("c")];
        let id = store.add_dataset(uuid(1), database, &fields(), &columns, &[metric("m")], None, at(0)).await.unwrap();
        let before = store.lookup_dataset(id).await.unwrap().unwrap();

        let columns = [column("d"), full_column("c"), column("a")];
        let metrics = [metric("n"), metric("m")];
        let changed = DatasetFields { table_name: "orders_2".to_owned(), ..fields() };
        store.update_dataset(id, database, &changed, &columns, &metrics, None, at(3)).await.unwrap();
        let after = store.lookup_dataset(id).await.unwrap().unwrap();
        assert_eq!(after.fields, changed);
        assert_eq!(column_names(&after), ["d", "c", "a"]);
        assert_eq!(after.columns[1].id, before.columns[2].id);
        assert_eq!(after.columns[1].fields, full_column("c"));
        assert_eq!(after.columns[2].id, before.columns[0].id);
        assert!(before.columns.iter().all(|column| column.id != after.columns[0].id));
        assert_eq!(after.metrics[1].id, before.metrics[0].id);

        store.update_dataset(id, database, &changed, &[], &[], None, at(3)).await.unwrap();
        let after = store.lookup_dataset(id).await.unwrap().unwrap();
        assert_eq!((after.columns, after.metrics), (Vec::new(), Vec::new()));
    }

    async fn may_be_very_wide(store) {
        let database = add_database(&store, "main").await;
        let columns: Vec<_> = (0..2100).map(|number| column(&format!("c{number}"))).collect();
        let id = store.add_dataset(uuid(1), database, &fields(), &columns, &[], None, at(0)).await.unwrap();
        let dataset = store.lookup_dataset(id).await.unwrap().unwrap();
        assert_eq!(dataset.columns.len(), 2100);
        assert_eq!(dataset.columns[2099].fields.column_name, "c2099");
        store.update_dataset(id, database, &fields(), &columns[1..], &[], None, at(0)).await.unwrap();
        assert_eq!(store.lookup_dataset(id).await.unwrap().unwrap().columns.len(), 2099);
    }

    async fn says_what_is_twice_or_missing_and_leaves_nothing_behind(store) {
        let database = add_database(&store, "main").await;
        let (twice, metrics) = ([column("a"), column("b"), column("a")], [metric("m"), metric("m")]);
        let missing = DatabaseId(999);
        let messages = [
            store.add_dataset(uuid(1), database, &fields(), &twice, &[], None, at(0)).await.unwrap_err(),
            store.add_dataset(uuid(1), database, &fields(), &[], &metrics, None, at(0)).await.unwrap_err(),
            store.add_dataset(uuid(1), missing, &fields(), &[], &[], None, at(0)).await.unwrap_err(),
            store.remove_dataset(DatasetId(999)).await.unwrap_err(),
        ]
        .map(|error| error.to_string());
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r"
            The dataset has two columns named “a”.
            The dataset has two metrics named “m”.
            No such database.
            Dataset not found
            ");
        }
        assert_eq!(store.count_datasets(&Default::default()).await.unwrap(), 0);
    }

    async fn takes_its_parts_along_and_leaves_its_charts(store) {
        let database = add_database(&store, "main").await;
        let id = add_dataset(&store, database, "orders").await;
        let chart = store.add_chart(uuid(2), Some(id), &Default::default(), None, at(0)).await.unwrap();
        assert_eq!(store.charts_of_dataset(id).await.unwrap()[0].id, chart);
        store.remove_dataset(id).await.unwrap();
        assert_eq!(store.lookup_chart(chart).await.unwrap().unwrap().dataset_id, None);
        store.remove_database(database).await.unwrap();
    }
}
