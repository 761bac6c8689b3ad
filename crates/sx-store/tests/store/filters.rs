//! The filters of lists, as the reference's clients send them.

use serde_json::{Value, json};
use sx_model::{ChartFields, DashboardFields, DatabaseFields, DatasetFields, ListFilter};
use sx_store::{AssetFilter, Store};

use crate::harness::{add_dashboard, add_database, add_user, at, on_both, uuid};

fn filter(col: &str, opr: &str, value: Value) -> AssetFilter {
    AssetFilter::new().filters(&[ListFilter { col: col.to_owned(), opr: opr.to_owned(), value }])
}

/// The names of the matching charts, sorted and joined.
async fn charts(store: &Store, filter: AssetFilter) -> String {
    match store.list_charts(&filter.order_by("id", false)).await {
        Ok(page) => page.items.iter().map(|chart| chart.fields.slice_name.as_str()).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
}

async fn fill(store: &Store) {
    let anna = add_user(store, "anna").await;
    let database = add_database(store, "main").await;
    let fields = DatasetFields { table_name: "orders".to_owned(), ..Default::default() };
    let dataset = store.add_dataset(uuid(1), database, &fields, &[], &[], None, at(0)).await.unwrap();
    for (number, name, viz_type, description) in [
        (11, "Sales", "pie", None),
        (12, "50%", "bar", Some("of sales")),
        (13, "a_b", "bar", Some("")),
        (14, "axb", "table", None),
    ] {
        let fields = ChartFields {
            slice_name: name.to_owned(),
            viz_type: viz_type.to_owned(),
            description: description.map(str::to_owned),
            certified_by: (name == "a_b").then(|| "me".to_owned()),
            ..Default::default()
        };
        let dataset = (name == "axb").then_some(dataset);
        let by = (name == "Sales").then_some(anna);
        let minutes = i64::try_from(number).unwrap();
        let id = store.add_chart(uuid(number), dataset, &fields, by, at(minutes)).await.unwrap();
        if name == "50%" {
            store.set_chart_owners(id, &[anna]).await.unwrap();
        }
    }
}

on_both! {
    async fn texts(store) {
        fill(&store).await;
        for (col, opr, value, expected) in [
            ("slice_name", "eq", json!("Sales"), "Sales"),
            ("slice_name", "eq", json!("sales"), ""),
            ("slice_name", "neq", json!("Sales"), "50% a_b axb"),
            ("slice_name", "ct", json!("SALE"), "Sales"),
            ("slice_name", "ct", json!("_"), "a_b"),
            ("slice_name", "ct", json!("%"), "50%"),
            ("slice_name", "ct", json!("!"), ""),
            ("slice_name", "nct", json!("a"), "50%"),
            ("slice_name", "sw", json!("A"), "a_b axb"),
            ("slice_name", "nsw", json!("A"), "Sales 50%"),
            ("slice_name", "ew", json!("B"), "a_b axb"),
            ("slice_name", "new", json!("B"), "Sales 50%"),
            ("slice_name", "ct", json!(50), "50%"),
            ("viz_type", "in", json!(["pie", "table"]), "Sales axb"),
            ("viz_type", "in", json!([]), ""),
            ("viz_type", "gt", json!("bar"), "Sales axb"),
            ("viz_type", "lt", json!("pie"), "50% a_b"),
            ("description", "eq", json!(null), "Sales axb"),
            ("description", "neq", json!(null), "50% a_b"),
            ("description", "nct", json!("sales"), "Sales a_b axb"),
            ("datasource_name", "ct", json!("ORDER"), "axb"),
            ("slice_name", "chart_all_text", json!("sales"), "Sales 50%"),
            ("slice_name", "chart_all_text", json!("orders"), "axb"),
            ("slice_name", "chart_all_text", json!("bar"), "50% a_b"),
        ] {
            assert_eq!(charts(&store, filter(col, opr, value.clone())).await, expected, "{col} {opr} {value}");
        }
        assert_eq!(charts(&store, AssetFilter::new().search("A_")).await, "a_b");
        assert_eq!(charts(&store, AssetFilter::new().search("")).await, "Sales 50% a_b axb");
    }

    async fn ids_people_times_and_truths(store) {
        fill(&store).await;
        let anna = store.find_user_by_username("anna").await.unwrap().unwrap().user().id.0;
        let ids: Vec<_> =
            store.list_charts(&AssetFilter::new().order_by("id", false)).await.unwrap().items.iter().map(|c| c.id.0).collect();
        for (col, opr, value, expected) in [
            ("id", "eq", json!(ids[0]), "Sales"),
            ("id", "neq", json!(ids[0].to_string()), "50% a_b axb"),
            ("id", "in", json!([ids[1], ids[3], 999]), "50% axb"),
            ("id", "gt", json!(ids[2]), "axb"),
            ("uuid", "eq", json!(uuid(13)), "a_b"),
            ("uuid", "in", json!([uuid(13), uuid(11)]), "Sales a_b"),
            ("uuid", "neq", json!(uuid(13)), "Sales 50% axb"),
            ("created_by", "rel_o_m", json!(anna), "Sales"),
            ("changed_by", "eq", json!(null), "50% a_b axb"),
            ("created_by.first_name", "eq", json!("ANNA"), "Sales"),
            ("owners", "rel_m_m", json!(anna), "50%"),
            ("owners", "rel_m_m", json!([anna, 999]), ""),
            ("changed_on", "gt", json!("2026-11-20T08:13:00"), "a_b axb"),
            ("changed_on", "lt", json!("2026-11-20T09:12:00+01:00"), "Sales"),
            ("changed_on", "gt", json!("2026-11-21"), ""),
            ("changed_on", "gt", json!(1_795_162_440_000_i64), "axb"),
            ("cache_timeout", "eq", json!(null), "Sales 50% a_b axb"),
            ("id", "chart_is_certified", json!(true), "a_b"),
            ("id", "chart_is_certified", json!("false"), "Sales 50% axb"),
        ] {
            assert_eq!(charts(&store, filter(col, opr, value.clone())).await, expected, "{col} {opr} {value}");
        }
        let mine = |opr| filter("id", opr, json!(true)).asked_by(sx_model::UserId(anna));
        assert_eq!(charts(&store, mine("chart_created_by_me")).await, "Sales");
        assert_eq!(charts(&store, mine("chart_owned_created_favored_by_me")).await, "Sales 50%");
        let both = filter("viz_type", "eq", json!("bar")).filters(&[ListFilter {
            col: "slice_name".to_owned(),
            opr: "ct".to_owned(),
            value: json!("a"),
        }]);
        assert_eq!(charts(&store, both).await, "a_b");
    }

    async fn the_other_lists(store) {
        let database = DatabaseFields { database_name: "files".to_owned(), allow_file_upload: true, ..Default::default() };
        let database = store.add_database(uuid(1), &database, None, None, at(0)).await.unwrap();
        add_database(&store, "plain").await;
        let is_open = filter("allow_file_upload", "upload_is_enabled", json!(true));
        assert_eq!(store.list_databases(&is_open).await.unwrap().items[0].id, database);
        assert_eq!(store.count_databases(&filter("expose_in_sqllab", "eq", json!(false))).await.unwrap(), 2);

        for (number, name, sql) in [(2, "t", None), (3, "empty", Some("")), (4, "v", Some("SELECT 1"))] {
            let extra = (name == "v").then(|| json!({"certification": {"certified_by": "me"}}));
            let sql = sql.map(str::to_owned);
            let fields = DatasetFields { table_name: name.to_owned(), sql, extra, ..Default::default() };
            store.add_dataset(uuid(number), database, &fields, &[], &[], None, at(0)).await.unwrap();
        }
        let count = async |col, opr, value| store.count_datasets(&filter(col, opr, value)).await.unwrap();
        assert_eq!(count("sql", "dataset_is_null_or_empty", json!(true)).await, 2);
        assert_eq!(count("sql", "dataset_is_null_or_empty", json!(false)).await, 1);
        assert_eq!(count("id", "dataset_is_certified", json!(true)).await, 1);
        assert_eq!(count("id", "dataset_is_certified", json!(false)).await, 2);
        assert_eq!(count("database", "rel_o_m", json!(database.0)).await, 3);
        assert_eq!(count("database_name", "eq", json!("plain")).await, 0);

        let fields = DashboardFields {
            dashboard_title: "Verkäufe".to_owned(),
            slug: Some("sales".to_owned()),
            published: true,
            certified_by: Some("me".to_owned()),
            ..Default::default()
        };
        store.add_dashboard(uuid(5), &fields, None, at(0)).await.unwrap();
        add_dashboard(&store, "Sales").await;
        add_dashboard(&store, "Costs").await;
        let count = async |col, opr, value| store.count_dashboards(&filter(col, opr, value)).await.unwrap();
        assert_eq!(count("dashboard_title", "title_or_slug", json!("SALE")).await, 2);
        assert_eq!(count("dashboard_title", "title_or_slug", json!("kä")).await, 1);
        assert_eq!(count("published", "eq", json!(true)).await, 1);
        assert_eq!(count("published", "neq", json!(true)).await, 2);
        assert_eq!(count("id", "dashboard_is_certified", json!(true)).await, 1);
        let by_slug = AssetFilter::new().search("sales");
        assert_eq!(store.count_dashboards(&by_slug).await.unwrap(), 2);
    }

    async fn what_is_unknown_gets_a_sentence(store) {
        let mut messages = Vec::new();
        for (col, opr, value) in [
            ("password", "eq", json!("x")),
            ("slice_name", "regex", json!("x")),
            ("slice_name", "eq", json!({"a": 1})),
            ("slice_name", "in", json!(["a", []])),
            ("id", "eq", json!("one")),
            ("id", "ct", json!(1)),
            ("id", "eq", json!([])),
            ("uuid", "eq", json!("not a uuid")),
            ("owners", "eq", json!(1)),
            ("owners", "rel_m_m", json!([])),
            ("changed_on", "gt", json!("yesterday")),
            ("id", "chart_is_certified", json!("maybe")),
            ("id", "chart_created_by_me", json!(true)),
            ("slice_name", "title_or_slug", json!("x")),
        ] {
            messages.push(store.list_charts(&filter(col, opr, value)).await.unwrap_err().to_string());
        }
        for column in ["password", "owners", "slice_name; DROP TABLE charts"] {
            let filter = AssetFilter::new().order_by(column, false);
            messages.push(store.list_charts(&filter).await.unwrap_err().to_string());
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r#"
            A list of charts cannot be filtered by “password”.
            The column “slice_name” cannot be filtered with the operator “regex”.
            The filter on “slice_name” needs a text, not {"a":1}.
            The filter on “slice_name” needs texts, not ["a",[]].
            The filter on “id” needs whole numbers, not "one".
            The column “id” cannot be filtered with the operator “ct”.
            The column “id” cannot be filtered with the operator “eq”.
            The filter on “uuid” needs UUIDs, not "not a uuid".
            The column “owners” cannot be filtered with the operator “eq”.
            The column “owners” cannot be filtered with the operator “rel_m_m”.
            The filter on “changed_on” needs a time such as 2026-01-31T12:00:00, not "yesterday".
            The filter on “id” needs true or false, not "maybe".
            The filter “chart_created_by_me” needs someone who is signed in.
            The column “slice_name” cannot be filtered with the operator “title_or_slug”.
            A list of charts cannot be ordered by “password”.
            A list of charts cannot be ordered by “owners”.
            A list of charts cannot be ordered by “slice_name; DROP TABLE charts”.
            "#);
        }
    }
}
