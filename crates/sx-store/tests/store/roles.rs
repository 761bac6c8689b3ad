use sx_model::RoleId;

use crate::harness::on_both;

on_both! {
    async fn are_renamed_unless_the_name_is_taken(store) {
        let sales = store.add_role("Sales").await.unwrap();
        store.rename_role(sales, "Selling").await.unwrap();
        assert_eq!(store.lookup_role(sales).await.unwrap().unwrap().name, "Selling");
        let taken = store.rename_role(sales, "Gamma").await.unwrap_err();
        assert_eq!(taken.to_string(), "A role named “Gamma” exists already.");
        assert_eq!(store.rename_role(RoleId(999), "Nobody").await.unwrap_err().to_string(), "Role not found");
        assert_eq!(store.find_role_by_name("Selling").await.unwrap().unwrap().id, sales);
    }
}
