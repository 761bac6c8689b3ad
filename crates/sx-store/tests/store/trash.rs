//! The trash hides what lies in it everywhere, keeps all of it, and frees its name.

use chrono::SubsecRound as _;
use sx_model::{DashboardFields, DashboardId};
use sx_store::{AssetFilter, AssetKind, AssetRef, FavoriteKind, Store, StoreError, TrashFilter};

use crate::harness::{add_chart, add_dashboard, add_database, add_dataset, add_user, at, on_both, uuid};

fn everything() -> TrashFilter {
    TrashFilter { kinds: AssetKind::ALL.map(|kind| (kind, None)).to_vec(), limit: 100, ..TrashFilter::default() }
}

async fn names(store: &Store, filter: &TrashFilter) -> Vec<String> {
    store.list_trash(filter).await.unwrap().items.into_iter().map(|one| one.name).collect()
}

async fn add_with_slug(store: &Store, number: u128) -> Result<DashboardId, StoreError> {
    let fields = DashboardFields { slug: Some("sales".to_owned()), ..DashboardFields::default() };
    store.add_dashboard(uuid(number), &fields, None, at(0)).await
}

on_both! {
    async fn hides_and_keeps_a_chart(store) {
        let anna = add_user(&store, "anna").await;
        let (chart, other) = (add_chart(&store, "pie").await, add_chart(&store, "bar").await);
        let dashboard = add_dashboard(&store, "Sales").await;
        store.set_dashboard_charts(dashboard, &[chart, other]).await.unwrap();
        store.set_chart_owners(chart, &[anna]).await.unwrap();
        store.add_favorite(anna, FavoriteKind::Chart, chart.0).await.unwrap();
        let before = store.lookup_chart(chart).await.unwrap().unwrap();
        store.trash(AssetRef::Chart(chart), Some(anna), at(5)).await.unwrap();

        assert_eq!(store.lookup_chart(chart).await.unwrap(), None);
        assert_eq!(store.find_chart_by_uuid(before.uuid).await.unwrap(), None);
        assert_eq!(store.count_charts(&AssetFilter::new()).await.unwrap(), 1);
        assert_eq!(store.charts_of_dashboard(dashboard).await.unwrap().len(), 1);
        assert!(store.asset_names(AssetKind::Chart, &[chart.0]).await.unwrap().is_empty());
        let kept = store.trashed_charts_of_dashboard(dashboard).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.uuid).collect::<Vec<_>>(), [before.uuid]);

        let found = store.lookup_trashed(AssetRef::Chart(chart)).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.deleted_on, found.deleted_by.unwrap().id), ("pie", at(5).trunc_subsecs(6), anna));
        let again = store.trash(AssetRef::Chart(chart), None, at(6)).await.unwrap_err();
        assert!(matches!(again, StoreError::NotFound { what: "Chart" }), "{again}");

        store.restore(AssetRef::Chart(chart)).await.unwrap();
        assert_eq!(store.lookup_chart(chart).await.unwrap(), Some(before));
        assert_eq!(store.charts_of_dashboard(dashboard).await.unwrap().len(), 2);
        assert_eq!(store.favorites_among(anna, FavoriteKind::Chart, &[chart.0]).await.unwrap(), [chart.0]);
        let again = store.restore(AssetRef::Chart(chart)).await.unwrap_err();
        assert!(matches!(again, StoreError::NotFound { what: "Chart" }), "{again}");
    }

    async fn frees_slugs_and_names_and_restores_over_nobody(store) {
        let first = add_with_slug(&store, 1).await.unwrap();
        assert!(matches!(add_with_slug(&store, 2).await, Err(StoreError::Conflict { .. })));
        store.trash(AssetRef::Dashboard(first), None, at(1)).await.unwrap();
        assert_eq!(store.find_dashboard_by_slug("sales").await.unwrap(), None);
        let second = add_with_slug(&store, 2).await.unwrap();
        let taken = store.restore(AssetRef::Dashboard(first)).await.unwrap_err();
        assert_eq!(taken.to_string(), "Its slug was taken meanwhile. Change the other slug first.");
        store.trash(AssetRef::Dashboard(second), None, at(2)).await.unwrap();
        store.restore(AssetRef::Dashboard(first)).await.unwrap();
        // Ids are never used twice, also after a table was made anew.
        store.remove_dashboard(second).await.unwrap();
        assert!(add_dashboard(&store, "third").await.0 > second.0);

        let main = add_database(&store, "main").await;
        store.trash(AssetRef::Database(main), None, at(1)).await.unwrap();
        assert!(store.lookup_connection(main).await.unwrap().is_none());
        add_database(&store, "main").await;
        let taken = store.restore(AssetRef::Database(main)).await.unwrap_err();
        assert_eq!(taken.to_string(), "Its name was taken meanwhile. Change the other name first.");
    }

    async fn keeps_databases_that_datasets_use(store) {
        let main = add_database(&store, "main").await;
        let orders = add_dataset(&store, main, "orders").await;
        let used = store.trash(AssetRef::Database(main), None, at(1)).await.unwrap_err();
        assert!(matches!(used, StoreError::Conflict { .. }), "{used}");
        store.trash(AssetRef::Dataset(orders), None, at(1)).await.unwrap();
        store.trash(AssetRef::Database(main), None, at(2)).await.unwrap();
        let missing = store.trash(AssetRef::Database(main), None, at(2)).await.unwrap_err();
        assert!(matches!(missing, StoreError::NotFound { what: "Database" }), "{missing}");
        assert!(matches!(store.remove_database(main).await, Err(StoreError::Conflict { .. })), "one in the trash counts");
    }

    async fn is_listed_by_kind_owner_and_name(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let (pie, bar) = (add_chart(&store, "Pie").await, add_chart(&store, "Bar").await);
        let (dashboard, main) = (add_dashboard(&store, "Sales").await, add_database(&store, "main").await);
        store.set_chart_owners(pie, &[anna]).await.unwrap();
        store.set_dashboard_owners(dashboard, &[anna, bob]).await.unwrap();
        let assets =
            [AssetRef::Chart(pie), AssetRef::Chart(bar), AssetRef::Dashboard(dashboard), AssetRef::Database(main)];
        for (moment, asset) in assets.into_iter().enumerate() {
            store.trash(asset, None, at(moment as i64)).await.unwrap();
        }
        assert_eq!(names(&store, &everything()).await, ["main", "Sales", "Bar", "Pie"]);
        let of = |user| AssetKind::ALL.map(|kind| (kind, Some(user))).to_vec();
        assert_eq!(names(&store, &TrashFilter { kinds: of(anna), ..everything() }).await, ["Sales", "Pie"]);
        assert_eq!(names(&store, &TrashFilter { kinds: of(bob), ..everything() }).await, ["Sales"]);
        let charts = TrashFilter { kinds: vec![(AssetKind::Chart, None)], ..everything() };
        assert_eq!(names(&store, &charts).await, ["Bar", "Pie"]);
        assert_eq!(names(&store, &TrashFilter { search: "AR".to_owned(), ..everything() }).await, ["Bar"]);
        let second = TrashFilter { offset: 1, limit: 2, ..everything() };
        let page = store.list_trash(&second).await.unwrap();
        assert_eq!((page.count, page.items.len(), page.items[0].name.as_str()), (4, 2, "Sales"));
        assert!(names(&store, &TrashFilter::default()).await.is_empty(), "no kind, nothing");
        assert_eq!(store.find_trashed_by_uuid(AssetKind::Chart, uuid(9)).await.unwrap(), None);
    }

    async fn a_chart_stays_on_dashboards_in_the_trash(store) {
        let chart = add_chart(&store, "pie").await;
        let (shown, hidden) = (add_dashboard(&store, "shown").await, add_dashboard(&store, "hidden").await);
        store.set_chart_dashboards(chart, &[shown, hidden]).await.unwrap();
        store.trash(AssetRef::Dashboard(hidden), None, at(1)).await.unwrap();
        assert_eq!(store.dashboard_links(&[chart]).await.unwrap().len(), 1);
        store.set_chart_dashboards(chart, &[]).await.unwrap();
        store.restore(AssetRef::Dashboard(hidden)).await.unwrap();
        let links = store.dashboard_links(&[chart]).await.unwrap();
        assert_eq!(links.iter().map(|link| link.dashboard_id).collect::<Vec<_>>(), [hidden]);
    }

    async fn an_asset_is_held_as_it_was_read(store) {
        let dashboard = add_dashboard(&store, "Sales").await;
        let asset = AssetRef::Dashboard(dashboard);
        let read = store.lookup_dashboard(dashboard).await.unwrap().unwrap().audit.changed_on;
        assert!(store.hold_unchanged(asset, read).await.unwrap());
        store.update_dashboard(dashboard, &DashboardFields::default(), None, at(9)).await.unwrap();
        assert!(!store.hold_unchanged(asset, read).await.unwrap());
        assert!(store.hold_unchanged(asset, at(9)).await.unwrap());
        store.trash(asset, None, at(10)).await.unwrap();
        assert!(!store.hold_unchanged(asset, at(9)).await.unwrap());
    }
}
