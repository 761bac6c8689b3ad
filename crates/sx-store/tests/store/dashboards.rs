use serde_json::json;
use sx_model::{ALPHA, ChartId, DashboardFields, DashboardId, GAMMA};

use crate::harness::{add_chart, add_user, at, on_both, uuid};

fn fields() -> DashboardFields {
    DashboardFields {
        dashboard_title: "Verkäufe".to_owned(),
        slug: Some("sales".to_owned()),
        description: Some("all of them".to_owned()),
        css: Some(".a { color: red }".to_owned()),
        position_json: "{\"ROOT_ID\":{\"type\":\"ROOT\"} , \"A\" : 1}\n".to_owned(),
        json_metadata: "{\"color_scheme\":\"\",  \"n\": 1e3}".to_owned(),
        published: true,
        certified_by: None,
        certification_details: None,
        is_managed_externally: false,
        external_url: None,
        rest: json!({"theme_uuid": null}).as_object().unwrap().clone(),
    }
}

on_both! {
    async fn comes_back_as_it_went_in(store) {
        let anna = add_user(&store, "anna").await;
        let alpha = store.find_role_by_name(ALPHA).await.unwrap().unwrap();
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap();
        let id = store.add_dashboard(uuid(1), &fields(), Some(anna), at(0)).await.unwrap();
        store.set_dashboard_owners(id, &[anna]).await.unwrap();
        store.set_dashboard_roles(id, &[gamma.id, alpha.id]).await.unwrap();

        let dashboard = store.lookup_dashboard(id).await.unwrap().unwrap();
        assert_eq!(dashboard.fields, fields());
        assert_eq!(dashboard.roles, [alpha, gamma]);
        assert_eq!(dashboard.owners[0].id, anna);
        assert_eq!(store.find_dashboard_by_slug("sales").await.unwrap().as_ref(), Some(&dashboard));
        assert_eq!(store.find_dashboard_by_slug("Sales").await.unwrap(), None);
        assert_eq!(store.find_dashboard_by_uuid(uuid(1)).await.unwrap(), Some(dashboard));

        let changed = DashboardFields { slug: None, css: None, published: false, ..fields() };
        store.update_dashboard(id, &changed, None, at(1)).await.unwrap();
        assert_eq!(store.lookup_dashboard(id).await.unwrap().unwrap().fields, changed);
        store.remove_dashboard(id).await.unwrap();
        assert_eq!(store.lookup_dashboard(id).await.unwrap(), None);
    }

    async fn replaces_its_charts(store) {
        let id = store.add_dashboard(uuid(1), &fields(), None, at(0)).await.unwrap();
        let (a, b, c) = (add_chart(&store, "a").await, add_chart(&store, "b").await, add_chart(&store, "c").await);
        let charts = async || {
            let charts = store.charts_of_dashboard(id).await.unwrap();
            charts.iter().map(|chart| chart.id).collect::<Vec<_>>()
        };
        store.set_dashboard_charts(id, &[c, a, a]).await.unwrap();
        assert_eq!(charts().await, [a, c]);
        store.set_dashboard_charts(id, &[b, c]).await.unwrap();
        assert_eq!(charts().await, [b, c]);
        // A chart that does not exist changes nothing.
        let error = store.set_dashboard_charts(id, &[a, ChartId(999)]).await.unwrap_err();
        assert_eq!(error.to_string(), "No such dashboard, or no such chart.");
        assert_eq!(charts().await, [b, c]);
        store.set_dashboard_charts(id, &[]).await.unwrap();
        assert_eq!(charts().await, []);
    }

    async fn says_what_is_taken_or_missing(store) {
        let id = store.add_dashboard(uuid(1), &fields(), None, at(0)).await.unwrap();
        // Any number of dashboards may have no slug.
        let other = store.add_dashboard(uuid(2), &DashboardFields { slug: None, ..fields() }, None, at(0)).await.unwrap();
        store.add_dashboard(uuid(3), &DashboardFields { slug: None, ..fields() }, None, at(0)).await.unwrap();
        let free = DashboardFields { slug: Some("ok".to_owned()), ..fields() };
        let messages = [
            store.add_dashboard(uuid(4), &fields(), None, at(0)).await.unwrap_err(),
            store.add_dashboard(uuid(1), &free, None, at(0)).await.unwrap_err(),
            store.update_dashboard(other, &fields(), None, at(0)).await.unwrap_err(),
            store.update_dashboard(DashboardId(999), &free, None, at(0)).await.unwrap_err(),
        ]
        .map(|error| error.to_string());
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r"
            A dashboard with the slug “sales” exists already.
            Dashboard 00000000-0000-0000-0000-000000000001 exists already.
            A dashboard with the slug “sales” exists already.
            Dashboard not found
            ");
        }
        store.update_dashboard(id, &fields(), None, at(0)).await.unwrap();
    }
}
