use serde_json::json;
use sx_model::{DatabaseFields, DatabaseId};
use sx_store::{SealKey, Secret, SecretChange, Store, StoreError};

use crate::harness::{TestFile, add_database, add_dataset, add_user, at, key, on_both, uuid};

fn fields() -> DatabaseFields {
    DatabaseFields {
        database_name: "Lager “Süd” 🗄".to_owned(),
        sqlalchemy_uri: "postgresql://me:XXXXXXXXXX@db/sales".to_owned(),
        cache_timeout: Some(-1),
        expose_in_sqllab: true,
        allow_run_async: false,
        allow_ctas: true,
        allow_cvas: false,
        allow_dml: true,
        allow_file_upload: false,
        impersonate_user: true,
        configuration_method: "sqlalchemy_form".to_owned(),
        extra: json!({"z": 1, "a": {"big": 9007199254740993_i64}}).as_object().unwrap().clone(),
        rest: json!({"unknown": [null, 1.5]}).as_object().unwrap().clone(),
    }
}

on_both! {
    async fn comes_back_as_it_went_in(store) {
        let anna = add_user(&store, "anna").await;
        let id = store.add_database(uuid(1), &fields(), None, Some(anna), at(0)).await.unwrap();
        let database = store.lookup_database(id).await.unwrap().unwrap();
        assert_eq!(database.fields, fields());
        assert_eq!(database.uuid, uuid(1));
        // The order of keys is kept, too.
        assert_eq!(serde_json::to_string(&database.fields.extra).unwrap(), r#"{"z":1,"a":{"big":9007199254740993}}"#);
        assert_eq!(database.audit.created_on.to_rfc3339(), "2026-11-20T08:00:00.123456+00:00");
        assert_eq!(database.audit.created_by, database.audit.changed_by);
        assert_eq!(database.audit.created_by.as_ref().unwrap().id, anna);
        assert_eq!(store.find_database_by_uuid(uuid(1)).await.unwrap().as_ref(), Some(&database));
        assert_eq!(store.find_database_by_name(&fields().database_name).await.unwrap(), Some(database));
        assert_eq!(store.lookup_database(DatabaseId(999)).await.unwrap(), None);
    }

    async fn each_change_raises_the_revision(store) {
        let bob = add_user(&store, "bob").await;
        let id = store.add_database(uuid(1), &fields(), None, None, at(0)).await.unwrap();
        let changed = DatabaseFields { allow_dml: false, ..fields() };
        store.update_database(id, &changed, SecretChange::Keep, Some(bob), at(7)).await.unwrap();
        store.set_database_encrypted_extra(id, SecretChange::Set(&Secret::new("{}")), None, at(8)).await.unwrap();
        let connection = store.lookup_connection(id).await.unwrap().unwrap();
        assert_eq!(connection.revision, 3);
        assert_eq!(connection.encrypted_extra, Some(Secret::new("{}")));
        assert_eq!(connection.database.fields, changed);
        assert_eq!(connection.database.audit.created_on, at(0) - chrono::Duration::nanoseconds(789));
        assert_eq!(connection.database.audit.changed_on, at(8) - chrono::Duration::nanoseconds(789));
    }

    async fn a_password_is_kept_set_and_cleared(store) {
        let password = Secret::new("p@ss/wörd");
        let id = store.add_database(uuid(1), &fields(), Some(&password), None, at(0)).await.unwrap();
        assert_eq!(store.database_password(id).await.unwrap(), Some(password.clone()));
        store.update_database(id, &fields(), SecretChange::Keep, None, at(1)).await.unwrap();
        assert_eq!(store.database_password(id).await.unwrap(), Some(password));
        let other = Secret::new("other");
        store.update_database(id, &fields(), SecretChange::Set(&other), None, at(1)).await.unwrap();
        assert_eq!(store.database_password(id).await.unwrap(), Some(other));
        store.update_database(id, &fields(), SecretChange::Clear, None, at(1)).await.unwrap();
        assert_eq!(store.database_password(id).await.unwrap(), None);
    }

    async fn says_what_is_taken_used_or_missing(store) {
        let id = store.add_database(uuid(1), &fields(), None, None, at(0)).await.unwrap();
        let other = add_database(&store, "other").await;
        add_dataset(&store, id, "orders").await;
        let renamed = DatabaseFields { database_name: "other".to_owned(), ..fields() };
        let missing = DatabaseId(999);
        let secret = Secret::new("secret");
        let messages = [
            store.add_database(uuid(2), &fields(), None, None, at(0)).await.unwrap_err(),
            store.add_database(uuid(1), &renamed_to("third"), None, None, at(0)).await.unwrap_err(),
            store.update_database(id, &renamed, SecretChange::Keep, None, at(0)).await.unwrap_err(),
            store.update_database(missing, &fields(), SecretChange::Set(&secret), None, at(0)).await.unwrap_err(),
            store.remove_database(id).await.unwrap_err(),
            store.remove_database(missing).await.unwrap_err(),
        ]
        .map(|error| error.to_string());
        insta::allow_duplicates! {
            insta::assert_snapshot!(messages.join("\n"), @r"
            A database named “Lager “Süd” 🗄” exists already.
            Database 00000000-0000-0000-0000-000000000001 exists already.
            A database named “other” exists already.
            Database not found
            Datasets still use this database. Delete them first.
            Database not found
            ");
        }
        store.remove_database(other).await.unwrap();
        assert_eq!(store.lookup_database(other).await.unwrap(), None);
    }
}

fn renamed_to(name: &str) -> DatabaseFields {
    DatabaseFields { database_name: name.to_owned(), ..fields() }
}

#[tokio::test]
async fn another_key_gets_a_sentence_and_not_garbage() {
    let file = TestFile::new();
    let store = Store::connect(&file.url(), key()).await.unwrap();
    store.migrate().await.unwrap();
    let id = store.add_database(uuid(1), &fields(), Some(&Secret::new("password")), None, at(0)).await.unwrap();
    store.close().await;

    let store = Store::connect(&file.url(), SealKey::from_secret("another key")).await.unwrap();
    let error = store.database_password(id).await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }));
    assert!(error.to_string().starts_with("A stored secret was sealed with another key."), "{error}");
    // What is not secret can be read all the same.
    assert!(store.lookup_database(id).await.unwrap().is_some());
}
