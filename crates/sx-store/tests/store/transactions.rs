use sx_model::ChartFields;
use sx_store::{Backend, SealKey, Store};

use crate::harness::{add_chart, add_dashboard, add_user, at, on_both, uuid};

async fn count(store: &Store) -> u64 {
    store.count_charts(&Default::default()).await.unwrap()
}

on_both! {
    async fn counts_from_the_commit_on(store) {
        let tx = store.begin().await.unwrap();
        let chart = add_chart(&tx, "pie").await;
        assert!(tx.lookup_chart(chart).await.unwrap().is_some());
        assert!(store.lookup_chart(chart).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert!(store.lookup_chart(chart).await.unwrap().is_some());
    }

    async fn leaves_nothing_when_it_is_dropped_or_rolled_back(store) {
        let tx = store.begin().await.unwrap();
        add_chart(&tx, "pie").await;
        // A clone that survives must not hold SQLite's only writer.
        let survivor = Store::clone(&tx);
        drop(tx);
        add_chart(&store, "bar").await;
        assert_eq!(count(&store).await, 1);
        assert!(survivor.count_users().await.unwrap_err().to_string().contains("The transaction is over."));

        let tx = store.begin().await.unwrap();
        add_chart(&tx, "line").await;
        tx.rollback().await.unwrap();
        assert_eq!(count(&store).await, 1);
    }

    /// Methods of several statements open their own transaction; inside another they join it.
    async fn inner_ones_join(store) {
        let tx = store.begin().await.unwrap();
        add_user(&tx, "anna").await;
        let (chart, dashboard) = (add_chart(&tx, "pie").await, add_dashboard(&tx, "sales").await);
        tx.set_dashboard_charts(dashboard, &[chart]).await.unwrap();
        let inner = tx.begin().await.unwrap();
        add_chart(&inner, "bar").await;
        inner.commit().await.unwrap();
        assert_eq!(store.count_users().await.unwrap(), 0);
        drop(tx);
        assert_eq!((count(&store).await, store.count_users().await.unwrap()), (0, 0));
    }

    async fn many_may_write_at_once(store) {
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let tx = store.begin().await.unwrap();
                    let before = tx.count_charts(&Default::default()).await.unwrap();
                    tx.add_chart(uuid(number), None, &ChartFields::default(), None, at(0)).await.unwrap();
                    assert!(tx.count_charts(&Default::default()).await.unwrap() > before);
                    tx.commit().await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(&store).await, 40);
    }
}

#[tokio::test]
async fn memory_is_enough_for_tests() {
    let store = Store::connect("sqlite::memory:", SealKey::new([1; 32])).await.unwrap();
    store.migrate().await.unwrap();
    store.ping().await.unwrap();
    assert_eq!(store.backend(), Backend::Sqlite);
    let tx = store.begin().await.unwrap();
    add_chart(&tx, "pie").await;
    tx.commit().await.unwrap();
    assert_eq!(count(&store).await, 1);
}

#[tokio::test]
async fn a_bad_address_gets_a_sentence_without_its_password() {
    let mut messages = Vec::new();
    for url in ["mysql://me:secret@db/x", "postgres://me:secret@db:port/x", "sqlite://x?mode=secret"] {
        messages.push(Store::connect(url, SealKey::new([1; 32])).await.err().unwrap().to_string());
    }
    insta::assert_snapshot!(messages.join("\n"), @r"
    The metadata database's address must begin with postgres:// or sqlite://.
    The metadata database's address is not a valid postgres:// address.
    The metadata database's address is not a valid sqlite:// address.
    ");
}
