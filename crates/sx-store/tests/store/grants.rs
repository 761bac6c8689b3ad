use sx_model::{ALPHA, ChartId, GAMMA, PUBLIC, RoleId};
use sx_store::{AssetRef, Grant};

use crate::harness::{add_chart, add_dashboard, add_database, add_dataset, on_both};

on_both! {
    async fn are_read_by_role(store) {
        let alpha = store.find_role_by_name(ALPHA).await.unwrap().unwrap().id;
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        let public = store.find_role_by_name(PUBLIC).await.unwrap().unwrap().id;
        let database = add_database(&store, "main").await;
        let dataset = add_dataset(&store, database, "orders").await;
        let chart = add_chart(&store, "pie").await;
        let dashboard = add_dashboard(&store, "sales").await;
        let grant = |role_id, asset| Grant { role_id, asset };
        let grants = [
            grant(alpha, AssetRef::Database(database)),
            grant(alpha, AssetRef::Dashboard(dashboard)),
            grant(gamma, AssetRef::Dataset(dataset)),
            grant(gamma, AssetRef::Chart(chart)),
        ];
        for grant in grants {
            store.add_grant(grant).await.unwrap();
            store.add_grant(grant).await.unwrap();
        }
        assert_eq!(store.grants_of_roles(&[gamma, alpha]).await.unwrap(), grants);
        assert_eq!(store.grants_of_roles(&[gamma, public]).await.unwrap(), grants[2..]);
        assert_eq!(store.grants_of_roles(&[]).await.unwrap(), []);

        // A grant goes by itself, with its asset, or with its role.
        store.remove_grant(grants[2]).await.unwrap();
        store.remove_grant(grants[2]).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), grants[3..]);
        store.remove_chart(chart).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), []);
        store.remove_role(alpha).await.unwrap();
        assert_eq!(store.grants_of_roles(&[alpha]).await.unwrap(), []);
    }

    async fn need_a_role_and_an_asset(store) {
        let chart = add_chart(&store, "pie").await;
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        for (role_id, id) in [(RoleId(999), chart), (gamma, ChartId(999))] {
            let error = store.add_grant(Grant { role_id, asset: AssetRef::Chart(id) }).await.unwrap_err();
            assert_eq!(error.to_string(), "No such role, or no such chart.");
        }
    }
}
