use sx_model::{ALPHA, TimeSettings, UserId};
use sx_store::{NewSession, Secret, Store, UserFields};

use crate::harness::{add_user, at, new_user, on_both};

fn session(byte: u8, user_id: UserId, minutes: i64) -> NewSession {
    NewSession { token_hash: [byte; 32], user_id, csrf_token: format!("csrf {byte}"), expires_on: at(minutes) }
}

/// Is this session good at that minute?
async fn is_good(store: &Store, byte: u8, minutes: i64) -> bool {
    store.find_session(&[byte; 32], at(minutes)).await.unwrap().is_some()
}

on_both! {
    async fn is_good_until_it_expires(store) {
        let alpha = store.find_role_by_name(ALPHA).await.unwrap().unwrap();
        let mut new = new_user("anna");
        new.role_ids = vec![alpha.id];
        let id = store.add_user(&new, at(0)).await.unwrap();
        store.add_session(&session(1, id, 60), at(0)).await.unwrap();

        let found = store.find_session(&[1; 32], at(59)).await.unwrap().unwrap();
        assert_eq!(found.user, store.lookup_user(id).await.unwrap().unwrap());
        assert_eq!(found.user.roles, [alpha]);
        assert_eq!(found.csrf_token, "csrf 1");
        assert_eq!(found.expires_on.to_rfc3339(), "2026-11-20T09:00:00.123456+00:00");
        assert!(!is_good(&store, 1, 60).await);
        assert!(!is_good(&store, 2, 0).await);
    }

    async fn ends_when_it_is_removed(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        for (byte, user) in [(1, anna), (2, anna), (3, anna), (4, bob)] {
            store.add_session(&session(byte, user, 60), at(0)).await.unwrap();
        }
        assert_eq!(store.find_session(&[1; 32], at(0)).await.unwrap().unwrap().user.roles, []);
        store.remove_session(&[1; 32]).await.unwrap();
        assert!(!is_good(&store, 1, 0).await && is_good(&store, 2, 0).await);
        assert_eq!(store.remove_user_sessions(anna).await.unwrap(), 2);
        assert!(!is_good(&store, 2, 0).await && is_good(&store, 4, 0).await);
        assert!(store.add_session(&session(5, UserId(999), 60), at(0)).await.is_err());
    }

    async fn only_expired_ones_are_swept(store) {
        let id = add_user(&store, "anna").await;
        store.add_session(&session(1, id, 10), at(0)).await.unwrap();
        store.add_session(&session(2, id, 20), at(0)).await.unwrap();
        assert_eq!(store.remove_expired_sessions(at(10)).await.unwrap(), 1);
        assert!(is_good(&store, 2, 10).await);
    }

    async fn a_new_password_or_deactivation_ends_them(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        store.add_session(&session(1, anna, 60), at(0)).await.unwrap();
        store.add_session(&session(2, bob, 60), at(0)).await.unwrap();
        store.set_password_hash(anna, &Secret::new("new"), at(1)).await.unwrap();
        assert!(!is_good(&store, 1, 1).await && is_good(&store, 2, 1).await);

        let fields = |is_active| UserFields {
            first_name: "Bob".to_owned(),
            last_name: String::new(),
            email: String::new(),
            is_active,
            times: TimeSettings::default(),
        };
        store.update_user(bob, &fields(false), at(1)).await.unwrap();
        assert_eq!(store.lookup_stored_user(bob).await.unwrap().unwrap().token_version, 2);
        store.update_user(bob, &fields(true), at(1)).await.unwrap();
        assert!(!is_good(&store, 2, 1).await);
    }
}
