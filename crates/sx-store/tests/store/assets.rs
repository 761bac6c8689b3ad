//! What holds for all lists: who sees what, order, pages, and that owners come along.

use sx_model::{ALPHA, GAMMA, ListQuery, RoleId, UserId};
use sx_store::{AssetFilter, AssetRef, Grant, Store, Viewer};

use crate::harness::{add_chart, add_dashboard, add_database, add_dataset, add_user, at, on_both};

async fn chart_names(store: &Store, filter: AssetFilter) -> Vec<String> {
    let page = store.list_charts(&filter).await.unwrap();
    page.items.into_iter().map(|chart| chart.fields.slice_name).collect()
}

async fn role(store: &Store, name: &str) -> RoleId {
    store.find_role_by_name(name).await.unwrap().unwrap().id
}

fn viewer(user_id: UserId, role_ids: &[RoleId]) -> AssetFilter {
    AssetFilter::new().visible_to(Some(Viewer { user_id: Some(user_id), role_ids: role_ids.to_vec() }))
}

on_both! {
    async fn a_viewer_sees_what_is_owned_granted_or_named(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let (alpha, gamma) = (role(&store, ALPHA).await, role(&store, GAMMA).await);
        let (owned, granted, _) =
            (add_chart(&store, "owned").await, add_chart(&store, "granted").await, add_chart(&store, "hidden").await);
        store.set_chart_owners(owned, &[anna]).await.unwrap();
        store.add_grant(&Grant { role_id: gamma, on: AssetRef::Chart(granted).into() }).await.unwrap();

        let by_name = |filter: AssetFilter| filter.order_by("slice_name", false);
        assert_eq!(chart_names(&store, by_name(viewer(anna, &[alpha, gamma]))).await, ["granted", "owned"]);
        assert_eq!(chart_names(&store, viewer(anna, &[])).await, ["owned"]);
        assert_eq!(chart_names(&store, viewer(bob, &[gamma])).await, ["granted"]);
        assert_eq!(chart_names(&store, viewer(bob, &[alpha])).await, [""; 0]);
        assert_eq!(chart_names(&store, by_name(AssetFilter::new())).await, ["granted", "hidden", "owned"]);
        assert_eq!(store.count_charts(&viewer(anna, &[gamma])).await.unwrap(), 2);
        // What is asked for by id is hidden all the same.
        assert_eq!(chart_names(&store, viewer(bob, &[alpha]).ids([owned.0])).await, [""; 0]);
    }

    async fn the_other_kinds_do_the_same(store) {
        let bob = add_user(&store, "bob").await;
        let (alpha, gamma) = (role(&store, ALPHA).await, role(&store, GAMMA).await);
        let (main, other) = (add_database(&store, "main").await, add_database(&store, "hidden").await);
        let (orders, people) = (add_dataset(&store, main, "orders").await, add_dataset(&store, main, "people").await);
        add_dataset(&store, other, "hidden").await;
        let (named, granted, owned) =
            (add_dashboard(&store, "a").await, add_dashboard(&store, "b").await, add_dashboard(&store, "c").await);
        add_dashboard(&store, "hidden").await;
        for asset in [AssetRef::Database(main), AssetRef::Dataset(orders), AssetRef::Dashboard(granted)] {
            store.add_grant(&Grant { role_id: gamma, on: asset.into() }).await.unwrap();
        }
        store.set_dataset_owners(people, &[bob]).await.unwrap();
        let draft = add_dashboard(&store, "draft").await;
        for one in [named, draft] {
            store.set_dashboard_roles(one, &[alpha]).await.unwrap();
        }
        let fields = sx_model::DashboardFields { published: true, ..Default::default() };
        store.update_dashboard(named, &fields, None, at(0)).await.unwrap();
        store.set_dashboard_owners(owned, &[bob]).await.unwrap();

        let filter = viewer(bob, &[alpha, gamma]).order_by("id", false);
        let databases = store.list_databases(&filter).await.unwrap();
        assert_eq!(databases.items.iter().map(|one| one.id).collect::<Vec<_>>(), [main]);
        let datasets = store.list_datasets(&filter).await.unwrap();
        assert_eq!(datasets.items.iter().map(|one| one.id).collect::<Vec<_>>(), [orders, people]);
        assert_eq!(datasets.items[1].owners[0].id, bob);
        let dashboards = store.list_dashboards(&filter).await.unwrap();
        assert_eq!(dashboards.items.iter().map(|one| one.id).collect::<Vec<_>>(), [named, granted, owned]);
        assert_eq!((dashboards.count, dashboards.items[0].roles[0].id), (3, alpha));
    }

    async fn some_viewers_see_what_is_published_besides(store) {
        let bob = add_user(&store, "bob").await;
        let (draft, published) = (add_dashboard(&store, "draft").await, add_dashboard(&store, "published").await);
        let fields = sx_model::DashboardFields { published: true, ..Default::default() };
        store.update_dashboard(published, &fields, None, at(1)).await.unwrap();
        add_chart(&store, "chart").await;

        let ids = async |filter: AssetFilter| {
            let page = store.list_dashboards(&filter).await.unwrap();
            page.items.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(viewer(bob, &[])).await, []);
        assert_eq!(ids(viewer(bob, &[]).or_published()).await, [published]);
        assert_eq!(ids(AssetFilter::new().or_published().order_by("id", false)).await, [draft, published]);
        // Only dashboards can be published.
        assert_eq!(store.count_charts(&viewer(bob, &[]).or_published()).await.unwrap(), 0);
    }

    async fn pages_follow_each_other(store) {
        for name in ["b", "A", "c", "B", "ä"] {
            add_chart(&store, name).await;
        }
        let query = |page, size| ListQuery {
            page: Some(page),
            page_size: Some(size),
            order_column: Some("slice_name".to_owned()),
            order_direction: Some("asc".to_owned()),
            ..Default::default()
        };
        let mut names = Vec::new();
        for page in 0..3 {
            let filter = AssetFilter::from_query(&query(page, 2));
            assert_eq!(store.list_charts(&filter).await.unwrap().count, 5);
            names.push(chart_names(&store, filter).await);
        }
        // Whatever the case; equals by id.
        assert_eq!(names, [vec!["A", "b"], vec!["B", "c"], vec!["ä"]]);
        let beyond = AssetFilter::new().page(u64::MAX, u64::MAX);
        assert_eq!(chart_names(&store, beyond).await, [""; 0]);
    }

    async fn the_last_changed_is_first(store) {
        let (a, _, _) = (add_chart(&store, "a").await, add_chart(&store, "b").await, add_chart(&store, "c").await);
        let fields = store.lookup_chart(a).await.unwrap().unwrap().fields;
        store.update_chart(a, None, &fields, None, at(1)).await.unwrap();
        assert_eq!(chart_names(&store, AssetFilter::new()).await, ["a", "c", "b"]);
        let ascending = AssetFilter::new().order_by("changed_on_delta_humanized", false);
        assert_eq!(chart_names(&store, ascending).await, ["b", "c", "a"]);
    }

    async fn each_column_that_the_reference_orders_by_is_known(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let database = add_database(&store, "main").await;
        add_dataset(&store, database, "orders").await;
        for (number, by) in [(1, bob), (2, anna)] {
            let fields = Default::default();
            store.add_chart(uuid::Uuid::from_u128(number), None, &fields, Some(by), at(0)).await.unwrap();
        }
        add_chart(&store, "by nobody").await;
        add_dashboard(&store, "sales").await;
        let by = |column: &str| AssetFilter::new().order_by(column, true);
        for column in ["slice_name", "viz_type", "datasource_id", "datasource_name", "last_saved_at",
            "last_saved_by.id", "last_saved_by.first_name", "changed_on_delta_humanized"] {
            assert_eq!(store.list_charts(&by(column)).await.unwrap().items.len(), 3, "{column}");
        }
        for column in ["dashboard_title", "published", "changed_by.first_name", "created_by.first_name", "changed_on"] {
            assert_eq!(store.list_dashboards(&by(column)).await.unwrap().items.len(), 1, "{column}");
        }
        for column in ["table_name", "schema", "database.database_name", "changed_by.first_name"] {
            assert_eq!(store.list_datasets(&by(column)).await.unwrap().items.len(), 1, "{column}");
        }
        for column in ["database_name", "allow_dml", "expose_in_sqllab", "created_by.first_name"] {
            assert_eq!(store.list_databases(&by(column)).await.unwrap().items.len(), 1, "{column}");
        }
        // Nobody comes last, in either direction.
        let first_names = async |is_descending| {
            let filter = AssetFilter::new().order_by("changed_by.first_name", is_descending);
            let charts = store.list_charts(&filter).await.unwrap().items;
            charts.into_iter().map(|chart| chart.audit.changed_by.map(|by| by.first_name)).collect::<Vec<_>>()
        };
        let (anna, bob) = (Some("ANNA".to_owned()), Some("BOB".to_owned()));
        assert_eq!(first_names(false).await, [anna.clone(), bob.clone(), None]);
        assert_eq!(first_names(true).await, [bob, anna, None]);
    }
}
