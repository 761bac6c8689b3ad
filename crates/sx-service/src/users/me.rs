//! One's own account: names and password. What it may do is for others to decide.

use serde::Deserialize;
use serde_json::json;
use sx_model::{Account, AppError, Result, TimeSettings, UnknownWeekStart, User};
use sx_store::UserFields;

use super::{accounts::user_fields, rules::check_password, told};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    times::check_time_zone,
    wrong::Wrong,
};

/// `PUT /api/v1/me/`: absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct MyChange {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// A name of the IANA time zone database, such as `Europe/Berlin`; an empty text takes it back.
    pub time_zone: Option<String>,
    /// `monday`, `saturday` or `sunday`; an empty text takes it back.
    pub week_start: Option<String>,
    pub password: Option<String>,
    /// Needed with a new one: a screen that was left open must not be enough.
    pub current_password: Option<String>,
}

impl Service {
    pub async fn my_account(&self, caller: &Caller) -> Result<Account> {
        let id = me(caller)?.id;
        let found = self.store.lookup_stored_user(id).await.map_err(store_error)?;
        found.map(|stored| stored.account).ok_or_else(AppError::unauthorized)
    }

    /// A new password signs the person out everywhere, here too.
    pub async fn update_my_account(&self, caller: &Caller, change: MyChange) -> Result<Account> {
        let user = me(caller)?;
        let stored = self.store.lookup_stored_user(user.id).await.map_err(store_error)?;
        let stored = stored.ok_or_else(AppError::unauthorized)?;
        let mut wrong = Wrong::default();
        if let Some(password) = &change.password {
            check_password(password, &[&user.username, &user.email], &mut wrong);
            let given = change.current_password.as_deref().unwrap_or_default();
            if !self.passwords.verify(given, Some(stored.password_hash.expose())).await? {
                wrong.add("current_password", "This is not your present password.");
            }
        }
        let before = stored.user();
        let times = changed_times(&before.times, &change, &mut wrong);
        wrong.check()?;
        let hash = match &change.password {
            Some(password) => Some(self.hash_password(password).await?),
            None => None,
        };
        let fields = UserFields {
            first_name: change.first_name.unwrap_or_else(|| before.first_name.clone()),
            last_name: change.last_name.unwrap_or_else(|| before.last_name.clone()),
            email: before.email.clone(),
            is_active: before.is_active,
            times,
        };
        let mut changes = differences(&told(&user_fields(before), &before.roles), &told(&fields, &before.roles));
        let now = self.clock.now();
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.update_user(user.id, &fields, now).await.map_err(store_error)?;
        if let Some(hash) = &hash {
            tx.set_password_hash(user.id, hash, now).await.map_err(store_error)?;
            changes.insert("password".to_owned(), json!("changed"));
        }
        self.log(&tx, caller, Deed::new("update", "user", user.id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        Ok(Account {
            user: User {
                first_name: fields.first_name,
                last_name: fields.last_name,
                times: fields.times,
                ..before.clone()
            },
            ..stored.account.clone()
        })
    }
}

/// What was not given stays.
fn changed_times(before: &TimeSettings, change: &MyChange, wrong: &mut Wrong) -> TimeSettings {
    let time_zone = match change.time_zone.as_deref().map(str::trim) {
        Some(zone) => Some(zone.to_owned()).filter(|zone| !zone.is_empty()),
        None => before.time_zone.clone(),
    };
    check_time_zone("time_zone", time_zone.as_deref(), wrong);
    let week_start = match change.week_start.as_deref().map(str::trim) {
        Some("") => None,
        Some(day) => day.parse().map_err(|error: UnknownWeekStart| wrong.add("week_start", error.to_string())).ok(),
        None => before.week_start,
    };
    TimeSettings { time_zone, week_start }
}

fn me(caller: &Caller) -> Result<&User> {
    caller.require(Action::UpdateOwnAccount)?;
    // The operator at the command line has no account.
    caller.user().ok_or_else(AppError::unauthorized)
}
