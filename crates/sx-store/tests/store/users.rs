use sx_model::{ADMIN, GAMMA, ListQuery, RoleId};
use sx_store::{Backend, Secret};

use crate::harness::{add_database, add_user, at, new_user, on_both};

on_both! {
    async fn has_the_four_roles_from_the_start(store) {
        let names: Vec<_> = store.list_roles().await.unwrap().into_iter().map(|role| role.name).collect();
        assert_eq!(names, ["Admin", "Alpha", "Gamma", "Public"]);
    }

    async fn keeps_a_user_with_roles_and_password(store) {
        let admin = store.find_role_by_name(ADMIN).await.unwrap().unwrap();
        let gamma = store.find_role_by_name(GAMMA).await.unwrap().unwrap();
        let mut new = new_user("anna");
        new.role_ids = vec![gamma.id, admin.id, gamma.id];
        let id = store.add_user(&new, at(0)).await.unwrap();

        let stored = store.find_user_by_username("anna").await.unwrap().unwrap();
        assert_eq!(*stored.user(), store.lookup_user(id).await.unwrap().unwrap());
        assert_eq!(stored.user().roles, [admin.clone(), gamma]);
        assert_eq!(stored.user().last_name, "Müller");
        assert!(stored.user().is_active && stored.user().is_admin());
        assert_eq!(stored.password_hash, new.password_hash);

        store.set_user_roles(id, &[admin.id]).await.unwrap();
        assert_eq!(store.lookup_user(id).await.unwrap().unwrap().roles, [admin]);
        store.set_user_roles(id, &[]).await.unwrap();
        assert_eq!(store.lookup_user(id).await.unwrap().unwrap().roles, []);
        assert!(store.find_user_by_username("Anna").await.unwrap().is_none());
        assert_eq!(store.count_users().await.unwrap(), 1);
    }

    async fn says_what_is_taken_or_missing(store) {
        let anna = add_user(&store, "anna").await;
        let mut bad = new_user("bob");
        bad.role_ids = vec![RoleId(999)];
        let messages = [
            store.add_user(&new_user("anna"), at(0)).await.unwrap_err().to_string(),
            store.add_user(&bad, at(0)).await.unwrap_err().to_string(),
            store.add_role(ADMIN).await.unwrap_err().to_string(),
            store.set_user_roles(anna, &[RoleId(999)]).await.unwrap_err().to_string(),
            store.remove_role(RoleId(999)).await.unwrap_err().to_string(),
        ];
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r"
            A user named “anna” exists already.
            No such user, or no such role.
            A role named “Admin” exists already.
            No such user, or no such role.
            Role not found
            ");
        }
        // Nothing of the refused user is left behind.
        assert_eq!(store.count_users().await.unwrap(), 1);
    }

    async fn a_new_password_makes_tokens_worthless(store) {
        let id = add_user(&store, "anna").await;
        store.record_failed_login("anna").await.unwrap();
        let before = store.lookup_stored_user(id).await.unwrap().unwrap();
        assert_eq!((before.token_version, before.account.failed_login_count), (1, 1));
        store.set_password_hash(id, &Secret::new("$argon2id$new"), at(1)).await.unwrap();
        let after = store.lookup_stored_user(id).await.unwrap().unwrap();
        assert_eq!((after.token_version, after.account.failed_login_count), (2, 0));
        assert_eq!(after.password_hash.expose(), "$argon2id$new");
    }

    async fn counts_sign_ins(store) {
        let id = add_user(&store, "anna").await;
        for _ in 0..3 {
            store.record_failed_login("anna").await.unwrap();
            store.record_failed_login("nobody").await.unwrap();
        }
        assert_eq!(store.lookup_stored_user(id).await.unwrap().unwrap().account.failed_login_count, 3);
        store.record_login(id, at(5)).await.unwrap();
        let stored = store.lookup_stored_user(id).await.unwrap().unwrap().account;
        assert_eq!((stored.login_count, stored.failed_login_count), (1, 0));
        assert_eq!(stored.last_login_on.unwrap().to_rfc3339(), "2026-11-20T08:05:00.123456+00:00");
    }

    async fn lists_users_by_name(store) {
        for name in ["carl", "anna", "bob_1", "bobx1"] {
            add_user(&store, name).await;
        }
        let gamma = store.find_role_by_name("Gamma").await.unwrap().unwrap().id;
        let names = async |search: Option<&str>, query: &str| {
            let query: ListQuery = serde_json::from_str(query).unwrap();
            let page = store.list_users(search, &query).await.unwrap();
            let names: Vec<_> = page.items.into_iter().map(|account| account.user.username).collect();
            format!("{} {}", page.count, names.join(" "))
        };
        assert_eq!(names(None, r#"{"page":1,"page_size":2}"#).await, "4 bobx1 carl");
        // The underscore stands for itself, and the case does not matter.
        assert_eq!(names(Some("OB_"), "{}").await, "1 bob_1");
        let last = r#"{"order_column":"username","order_direction":"desc","filters":[{"col":"username","opr":"ct","value":"BOB"}]}"#;
        assert_eq!(names(None, last).await, "2 bobx1 bob_1");
        let anna = store.find_user_by_username("anna").await.unwrap().unwrap().user().id;
        store.set_role_users(gamma, &[anna]).await.unwrap();
        let of_role = format!(r#"{{"filters":[{{"col":"roles","opr":"rel_m_m","value":{gamma}}}]}}"#);
        assert_eq!(names(None, &of_role).await, "1 anna");
        assert_eq!(store.users_of_role(gamma).await.unwrap()[0].user.id, anna);
        assert_eq!(store.count_active_users_of_role(gamma).await.unwrap(), 1);
        let unknown: ListQuery = serde_json::from_str(r#"{"order_column":"password_hash"}"#).unwrap();
        let error = store.list_users(None, &unknown).await.unwrap_err();
        assert_eq!(error.to_string(), "The list of users cannot be ordered by “password_hash”.");
    }

    async fn what_a_removed_user_made_stays(store) {
        let id = add_user(&store, "anna").await;
        let database = add_database(&store, "main").await;
        let fields = store.lookup_database(database).await.unwrap().unwrap().fields;
        store.update_database(database, &fields, sx_store::SecretChange::Keep, Some(id), at(1)).await.unwrap();
        let changed_by = store.lookup_database(database).await.unwrap().unwrap().audit.changed_by;
        assert_eq!(changed_by.unwrap().first_name, "ANNA");
        store.remove_user(id).await.unwrap();
        assert_eq!(store.lookup_database(database).await.unwrap().unwrap().audit.changed_by, None);
    }

    /// Postgres has no such character; SQLite has.
    async fn a_text_with_a_null_is_kept_or_refused_with_a_sentence(store) {
        let added = store.add_user(&new_user("nu\0ll"), at(0)).await;
        match store.backend() {
            Backend::Postgres => {
                assert_eq!(added.unwrap_err().to_string(), "A text must not contain the character U+0000.");
            }
            Backend::Sqlite => {
                let user = store.lookup_user(added.unwrap()).await.unwrap().unwrap();
                assert_eq!(user.username, "nu\0ll");
            }
        }
    }
}
