use crate::harness::{at, on_both};

on_both! {
    async fn are_kept_until_they_expire(store) {
        let value = async |scope: &str, minutes| store.lookup_key_value(scope, "key", at(minutes)).await.unwrap();
        store.set_key_value("a", "key", "one", Some(at(10))).await.unwrap();
        store.set_key_value("b", "key", "{\"two\": 2}", None).await.unwrap();
        assert_eq!(value("a", 9).await.as_deref(), Some("one"));
        assert_eq!(value("a", 10).await, None);
        assert_eq!(value("b", 1_000_000).await.as_deref(), Some("{\"two\": 2}"));

        store.set_key_value("a", "key", "three", Some(at(20))).await.unwrap();
        assert_eq!(value("a", 19).await.as_deref(), Some("three"));
        assert_eq!(store.remove_expired_key_values(at(19)).await.unwrap(), 0);
        assert_eq!(store.remove_expired_key_values(at(20)).await.unwrap(), 1);
        store.remove_key_value("b", "key").await.unwrap();
        store.remove_key_value("b", "key").await.unwrap();
        assert_eq!(value("b", 0).await, None);
    }
}
