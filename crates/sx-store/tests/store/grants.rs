use sx_model::{ALPHA, ChartId, DatabaseId, GAMMA, Granted, PUBLIC, RoleId};
use sx_store::{AssetRef, Grant};

use crate::harness::{add_chart, add_dashboard, add_database, add_dataset, at, on_both};

on_both! {
    async fn are_read_by_role(store) {
        let alpha = store.find_role_by_name(ALPHA).await.unwrap().unwrap().id;
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        let public = store.find_role_by_name(PUBLIC).await.unwrap().unwrap().id;
        let database = add_database(&store, "main").await;
        let dataset = add_dataset(&store, database, "orders").await;
        let chart = add_chart(&store, "pie").await;
        let dashboard = add_dashboard(&store, "sales").await;
        let grant = |role_id, asset: AssetRef| Grant { role_id, on: asset.into() };
        let grants = [
            grant(alpha, AssetRef::Database(database)),
            grant(alpha, AssetRef::Dashboard(dashboard)),
            grant(gamma, AssetRef::Dataset(dataset)),
            grant(gamma, AssetRef::Chart(chart)),
        ];
        for grant in &grants {
            store.add_grant(grant).await.unwrap();
            store.add_grant(grant).await.unwrap();
        }
        assert_eq!(store.grants_of_roles(&[gamma, alpha]).await.unwrap(), grants);
        assert_eq!(store.grants_of_roles(&[gamma, public]).await.unwrap(), grants[2..]);
        assert_eq!(store.grants_of_roles(&[]).await.unwrap(), []);

        // A grant goes by itself, with its asset, or with its role.
        store.remove_grant(&grants[2]).await.unwrap();
        store.remove_grant(&grants[2]).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), grants[3..]);
        store.remove_chart(chart).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), []);
        store.remove_role(alpha).await.unwrap();
        assert_eq!(store.grants_of_roles(&[alpha]).await.unwrap(), []);
    }

    async fn may_be_on_a_schema(store) {
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        let database = add_database(&store, "main").await;
        let on = Granted::Schema { id: database, schema: "sales".to_owned() };
        let grant = Grant { role_id: gamma, on };
        store.add_grant(&grant).await.unwrap();
        store.add_grant(&grant).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), std::slice::from_ref(&grant));
        store.remove_grant(&grant).await.unwrap();
        assert_eq!(store.grants_of_roles(&[gamma]).await.unwrap(), []);
        let on = Granted::Schema { id: DatabaseId(999), schema: "sales".to_owned() };
        let error = store.add_grant(&Grant { role_id: gamma, on }).await.unwrap_err();
        assert_eq!(error.to_string(), "No such role, or no such database.");
    }

    async fn tell_whether_a_role_opens_anything(store) {
        let public = store.find_role_by_name(PUBLIC).await.unwrap().unwrap().id;
        let dashboard = add_dashboard(&store, "sales").await;
        let database = add_database(&store, "main").await;
        store.set_dashboard_roles(dashboard, &[public]).await.unwrap();
        assert!(!store.opens_anything(PUBLIC).await.unwrap(), "a draft");
        let fields = sx_model::DashboardFields { published: true, ..Default::default() };
        store.update_dashboard(dashboard, &fields, None, at(1)).await.unwrap();
        assert!(store.opens_anything(PUBLIC).await.unwrap() && !store.opens_anything(GAMMA).await.unwrap());
        store.set_dashboard_roles(dashboard, &[]).await.unwrap();
        assert!(!store.opens_anything(PUBLIC).await.unwrap());
        let on = Granted::Schema { id: database, schema: "x".to_owned() };
        store.add_grant(&Grant { role_id: public, on }).await.unwrap();
        assert!(store.opens_anything(PUBLIC).await.unwrap());
    }

    async fn need_a_role_and_an_asset(store) {
        let chart = add_chart(&store, "pie").await;
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap().id;
        for (role_id, id) in [(RoleId(999), chart), (gamma, ChartId(999))] {
            let error = store.add_grant(&Grant { role_id, on: AssetRef::Chart(id).into() }).await.unwrap_err();
            assert_eq!(error.to_string(), "No such role, or no such chart.");
        }
    }
}
