use sx_model::{ALPHA, GAMMA, ListFilter, ListQuery, RowRuleFields, RowRuleKind};
use sx_store::{AssetRef, StoreError};

use crate::harness::{add_database, add_dataset, at, on_both};

fn north() -> RowRuleFields {
    RowRuleFields {
        name: "North".to_owned(),
        filter_type: RowRuleKind::Base,
        group_key: Some("region".to_owned()),
        clause: "region = 'north'".to_owned(),
        description: None,
        hidden_columns: vec!["salary".to_owned(), "a \"b\"".to_owned()],
    }
}

on_both! {
    async fn are_read_as_they_were_written(store) {
        let alpha = store.find_role_by_name(ALPHA).await.unwrap().unwrap();
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap();
        let database = add_database(&store, "main").await;
        let (orders, staff) = (add_dataset(&store, database, "orders").await, add_dataset(&store, database, "staff").await);
        let id = store.add_row_rule(&north(), None, at(1)).await.unwrap();
        store.set_row_rule_links(id, &[staff, orders], &[gamma.id, alpha.id]).await.unwrap();
        let rule = store.lookup_row_rule(id).await.unwrap().unwrap();
        assert_eq!(rule.fields, north());
        let names: Vec<_> = rule.datasets.iter().map(|dataset| dataset.table_name.as_str()).collect();
        assert_eq!((names, rule.roles.clone()), (vec!["orders", "staff"], vec![alpha.clone(), gamma.clone()]));
        assert!(rule.is_for(&[]) && !rule.is_for(&[gamma.id]));

        let taken = store.add_row_rule(&north(), None, at(2)).await;
        assert!(matches!(taken, Err(StoreError::Conflict { .. })), "{taken:?}");
        let other = RowRuleFields { filter_type: RowRuleKind::Regular, group_key: None, ..north() };
        store.update_row_rule(id, &other, None, at(3)).await.unwrap();
        store.set_row_rule_links(id, &[staff], &[alpha.id]).await.unwrap();
        let on_orders = ListFilter { col: "tables".to_owned(), opr: "rel_m_m".to_owned(), value: orders.0.into() };
        let query = ListQuery { filters: vec![on_orders], ..ListQuery::default() };
        assert_eq!(store.list_row_rules(&query).await.unwrap().count, 0);
        assert_eq!(store.list_row_rules(&ListQuery::default()).await.unwrap().items[0].fields, other);
        assert!(store.all_row_rules().await.unwrap()[0].is_for(&[alpha.id]));
        store.remove_row_rule(id).await.unwrap();
        assert_eq!(store.all_row_rules().await.unwrap(), []);
    }

    /// A dataset in the trash still says which table its rules are on.
    async fn outlive_the_way_to_the_trash(store) {
        let database = add_database(&store, "main").await;
        let staff = add_dataset(&store, database, "staff").await;
        let id = store.add_row_rule(&north(), None, at(1)).await.unwrap();
        store.set_row_rule_links(id, &[staff], &[]).await.unwrap();
        store.trash(AssetRef::Dataset(staff), None, at(2)).await.unwrap();
        let relations = store.ruled_relations().await.unwrap();
        assert_eq!((relations[0].dataset_id, relations[0].table_name.as_str()), (staff, "staff"));
        assert_eq!(store.all_row_rules().await.unwrap()[0].datasets.len(), 1);
        store.remove_dataset(staff).await.unwrap();
        assert_eq!(store.all_row_rules().await.unwrap()[0].datasets, []);
        assert!(store.ruled_relations().await.unwrap().is_empty());
    }
}
