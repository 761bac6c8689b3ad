use serde_json::json;
use sx_model::{ListFilter, UserId};
use sx_store::{AssetFilter, FavoriteKind};

use crate::harness::{add_chart, add_dashboard, add_user, on_both};

fn marked(opr: &str, is_marked: bool, by: UserId) -> AssetFilter {
    let filter = ListFilter { col: "id".to_owned(), opr: opr.to_owned(), value: json!(is_marked) };
    AssetFilter::new().asked_by(by).filters(&[filter])
}

on_both! {
    async fn are_of_one_person(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let (pie, bar) = (add_chart(&store, "pie").await.0, add_chart(&store, "bar").await.0);
        let sales = add_dashboard(&store, "sales").await.0;
        for _ in 0..2 {
            store.add_favorite(anna, FavoriteKind::Chart, pie).await.unwrap();
            store.add_favorite(anna, FavoriteKind::Dashboard, sales).await.unwrap();
        }
        let charts = async |user| store.favorites_among(user, FavoriteKind::Chart, &[pie, bar, 999]).await.unwrap();
        assert_eq!(charts(anna).await, [pie]);
        assert_eq!(charts(bob).await, [0; 0]);
        assert_eq!(store.favorites_among(anna, FavoriteKind::Dashboard, &[sales]).await.unwrap(), [sales]);
        assert_eq!(store.count_charts(&marked("chart_is_favorite", true, anna)).await.unwrap(), 1);
        assert_eq!(store.count_charts(&marked("chart_is_favorite", false, anna)).await.unwrap(), 1);
        assert_eq!(store.count_charts(&marked("chart_owned_created_favored_by_me", true, anna)).await.unwrap(), 1);
        assert_eq!(store.count_dashboards(&marked("dashboard_is_favorite", true, anna)).await.unwrap(), 1);
        assert_eq!(store.count_dashboards(&marked("dashboard_is_favorite", true, bob)).await.unwrap(), 0);

        for _ in 0..2 {
            store.remove_favorite(anna, FavoriteKind::Chart, pie).await.unwrap();
        }
        assert_eq!(charts(anna).await, [0; 0]);
        assert_eq!(store.favorites_among(anna, FavoriteKind::Dashboard, &[sales]).await.unwrap(), [sales]);
    }

    async fn go_with_what_is_marked_and_with_who_marked(store) {
        let anna = add_user(&store, "anna").await;
        let pie = add_chart(&store, "pie").await;
        let sales = add_dashboard(&store, "sales").await;
        store.add_favorite(anna, FavoriteKind::Chart, pie.0).await.unwrap();
        store.add_favorite(anna, FavoriteKind::Dashboard, sales.0).await.unwrap();
        store.remove_chart(pie).await.unwrap();
        assert_eq!(store.favorites_among(anna, FavoriteKind::Chart, &[pie.0]).await.unwrap(), [0; 0]);
        store.remove_user(anna).await.unwrap();
        assert_eq!(store.favorites_among(anna, FavoriteKind::Dashboard, &[sales.0]).await.unwrap(), [0; 0]);
        let error = store.add_favorite(anna, FavoriteKind::Dashboard, sales.0).await.unwrap_err();
        assert_eq!(error.to_string(), "No such user, or no such dashboard.");
    }
}
