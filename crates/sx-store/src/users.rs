//! People: names, passwords, roles, counters of their sign-ins.

use chrono::{DateTime, Utc};
use sea_query::{Cond, Expr, ExprTrait as _, Order, Query, SelectStatement};
use sx_model::{Account, ListQuery, Page, RoleId, TimeSettings, User, UserId, WeekStart};

use crate::asset::found;
use crate::error::OnConstraint as _;
use crate::filter::{Kind, ListColumn, PlainList, contains};
use crate::links::Link;
use crate::row::Row;
use crate::store::micros;
use crate::{Result, Secret, Store};

pub(crate) const USER_ROLES: Link = Link::new("user_roles", "user_id", "role_id");

const USERS: PlainList = PlainList {
    noun: "users",
    table: "users",
    columns: &[
        ListColumn::new("id", "users", "id", Kind::Number),
        ListColumn::new("username", "users", "username", Kind::Text),
        ListColumn::new("first_name", "users", "first_name", Kind::Text),
        ListColumn::new("last_name", "users", "last_name", Kind::Text),
        ListColumn::new("email", "users", "email", Kind::Text),
        ListColumn::new("active", "users", "is_active", Kind::Boolean),
        ListColumn::new("login_count", "users", "login_count", Kind::Number),
        ListColumn::new("fail_login_count", "users", "failed_login_count", Kind::Number),
        ListColumn::new("last_login", "users", "last_login_on", Kind::Time),
        ListColumn::new("created_on", "users", "created_on", Kind::Time),
        ListColumn::new("changed_on", "users", "changed_on", Kind::Time),
        ListColumn::new("roles", "users", "id", Kind::Link(&USER_ROLES)),
    ],
    order: "username",
    is_descending: false,
};

#[derive(Clone, Debug)]
pub struct NewUser {
    pub username: String,
    pub fields: UserFields,
    /// Argon2id, in PHC form.
    pub password_hash: Secret,
    pub role_ids: Vec<RoleId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFields {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_active: bool,
    pub times: TimeSettings,
}

/// A user with what only signing in may see.
#[derive(Clone, Debug)]
pub struct StoredUser {
    pub account: Account,
    pub password_hash: Secret,
    /// Tokens of another version are no longer good.
    pub token_version: i64,
}

impl StoredUser {
    pub fn user(&self) -> &User {
        &self.account.user
    }
}

impl Store {
    pub async fn add_user(&self, new: &NewUser, now: DateTime<Utc>) -> Result<UserId> {
        let now = micros(now);
        let insert = Query::insert()
            .into_table("users")
            .columns([
                "username",
                "first_name",
                "last_name",
                "email",
                "password_hash",
                "is_active",
                "time_zone",
                "week_start",
                "created_on",
                "changed_on",
            ])
            .values_panic([
                new.username.as_str().into(),
                new.fields.first_name.as_str().into(),
                new.fields.last_name.as_str().into(),
                new.fields.email.as_str().into(),
                new.password_hash.expose().into(),
                new.fields.is_active.into(),
                new.fields.times.time_zone.clone().into(),
                new.fields.times.week_start.map(WeekStart::id).into(),
                now.into(),
                now.into(),
            ])
            .returning_col("id")
            .to_owned();
        let tx = self.begin().await?;
        let rows = tx
            .db
            .write_returning("user.add", &insert)
            .await
            .on_taken("users", &["username"], || format!("A user named “{}” exists already.", new.username))?;
        let id = rows.first().ok_or(sqlx::Error::RowNotFound)?.get("id")?;
        tx.set_links("user.add_roles", &USER_ROLES, id, new.role_ids.iter().map(|role| role.0)).await?;
        tx.commit().await?;
        Ok(UserId(id))
    }

    pub async fn lookup_user(&self, id: UserId) -> Result<Option<User>> {
        Ok(self.lookup_stored_user(id).await?.map(|stored| stored.account.user))
    }

    pub async fn lookup_stored_user(&self, id: UserId) -> Result<Option<StoredUser>> {
        let select = select_users().and_where(Expr::col("id").eq(id.0)).to_owned();
        Ok(self.load_users("user.lookup", &select).await?.pop())
    }

    pub async fn find_user_by_username(&self, username: &str) -> Result<Option<StoredUser>> {
        let select = select_users().and_where(Expr::col("username").eq(username)).to_owned();
        Ok(self.load_users("user.find_by_username", &select).await?.pop())
    }

    /// By name unless the question says otherwise; `search` looks into user name, first name, last name and e-mail.
    pub async fn list_users(&self, search: Option<&str>, query: &ListQuery) -> Result<Page<Account>> {
        let mut matching = Cond::all();
        if let Some(text) = search.filter(|text| !text.is_empty()) {
            let places = ["username", "first_name", "last_name", "email"].map(|name| contains(Expr::col(name), text));
            matching = matching.add(places.into_iter().fold(Cond::any(), Cond::add));
        }
        let mut count = Query::select().expr_as(Expr::col("id").count(), "count").from("users").to_owned();
        let mut select = select_users();
        for select in [&mut count, &mut select] {
            select.cond_where(matching.clone());
            USERS.restrict(&query.filters, select)?;
        }
        USERS.paginate(query, &mut select)?;
        let users = self.load_users("user.list", &select).await?;
        let items = users.into_iter().map(|stored| stored.account).collect();
        Ok(Page { count: self.db.count("user.count", &count).await?, items })
    }

    /// Of a role, by name.
    pub async fn users_of_role(&self, id: RoleId) -> Result<Vec<Account>> {
        let has_it = Expr::col("id").in_subquery(USER_ROLES.pointing_at([id.0]));
        let select = select_users().and_where(has_it).order_by("username", Order::Asc).to_owned();
        Ok(self.load_users("user.of_role", &select).await?.into_iter().map(|stored| stored.account).collect())
    }

    /// Replaces who has the role.
    pub async fn set_role_users(&self, id: RoleId, user_ids: &[UserId]) -> Result<()> {
        let role_users = Link::new("user_roles", "role_id", "user_id");
        self.set_links("role.set_users", &role_users, id.0, user_ids.iter().map(|user| user.0)).await
    }

    /// Who could still manage everything: active, with this role.
    pub async fn count_active_users_of_role(&self, id: RoleId) -> Result<u64> {
        let select = Query::select()
            .expr_as(Expr::col("id").count(), "count")
            .from("users")
            .and_where(Expr::col("id").in_subquery(USER_ROLES.pointing_at([id.0])))
            .and_where(Expr::col("is_active").eq(true))
            .to_owned();
        self.db.count("user.count_of_role", &select).await
    }

    pub async fn count_users(&self) -> Result<u64> {
        let select = Query::select().expr_as(Expr::col("id").count(), "count").from("users").to_owned();
        self.db.count("user.count", &select).await
    }

    /// Who is deactivated is signed out everywhere.
    pub async fn update_user(&self, id: UserId, fields: &UserFields, now: DateTime<Utc>) -> Result<()> {
        let update = Query::update()
            .table("users")
            .values([
                ("first_name", fields.first_name.as_str().into()),
                ("last_name", fields.last_name.as_str().into()),
                ("email", fields.email.as_str().into()),
                ("is_active", fields.is_active.into()),
                ("time_zone", fields.times.time_zone.clone().into()),
                ("week_start", fields.times.week_start.map(WeekStart::id).into()),
                ("changed_on", micros(now).into()),
            ])
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        let tx = self.begin().await?;
        found("User", tx.db.write("user.update", &update).await?)?;
        if !fields.is_active {
            tx.sign_out_everywhere(id).await?;
        }
        tx.commit().await
    }

    /// Sets the password and signs the user out everywhere.
    pub async fn set_password_hash(&self, id: UserId, password_hash: &Secret, now: DateTime<Utc>) -> Result<()> {
        let update = Query::update()
            .table("users")
            .values([
                ("password_hash", password_hash.expose().into()),
                ("failed_login_count", 0_i64.into()),
                ("changed_on", micros(now).into()),
            ])
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        let tx = self.begin().await?;
        found("User", tx.db.write("user.set_password_hash", &update).await?)?;
        tx.sign_out_everywhere(id).await?;
        tx.commit().await
    }

    /// Removes the sessions, and raises `token_version`, which makes access and refresh tokens worthless.
    pub async fn sign_out_everywhere(&self, id: UserId) -> Result<()> {
        let update = Query::update()
            .table("users")
            .value("token_version", Expr::col("token_version").add(1_i64))
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        let tx = self.begin().await?;
        found("User", tx.db.write("user.raise_token_version", &update).await?)?;
        tx.remove_user_sessions(id).await?;
        tx.commit().await
    }

    pub async fn set_user_roles(&self, id: UserId, role_ids: &[RoleId]) -> Result<()> {
        self.set_links("user.set_roles", &USER_ROLES, id.0, role_ids.iter().map(|role| role.0)).await
    }

    pub async fn record_login(&self, id: UserId, now: DateTime<Utc>) -> Result<()> {
        let update = Query::update()
            .table("users")
            .value("login_count", Expr::col("login_count").add(1_i64))
            .value("failed_login_count", 0_i64)
            .value("last_login_on", micros(now))
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        found("User", self.db.write("user.record_login", &update).await?)
    }

    /// Nothing happens when nobody has this name: that must not look different from outside.
    pub async fn record_failed_login(&self, username: &str) -> Result<()> {
        let update = Query::update()
            .table("users")
            .value("failed_login_count", Expr::col("failed_login_count").add(1_i64))
            .and_where(Expr::col("username").eq(username))
            .to_owned();
        self.db.write("user.record_failed_login", &update).await.map(drop)
    }

    /// What they made stays, without its maker.
    pub async fn remove_user(&self, id: UserId) -> Result<()> {
        let delete = Query::delete().from_table("users").and_where(Expr::col("id").eq(id.0)).to_owned();
        found("User", self.db.write("user.remove", &delete).await?)
    }

    async fn load_users(&self, tag: &'static str, select: &SelectStatement) -> Result<Vec<StoredUser>> {
        let rows = self.db.fetch_all(tag, select).await?;
        let mut users = rows.iter().map(stored_user).collect::<Result<Vec<_>>>()?;
        let ids: Vec<_> = users.iter().map(|stored| stored.user().id.0).collect();
        let mut roles = self.linked_roles("user.roles", &USER_ROLES, &ids).await?;
        for stored in &mut users {
            stored.account.user.roles = roles.remove(&stored.user().id.0).unwrap_or_default();
        }
        Ok(users)
    }
}

fn select_users() -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "username",
            "first_name",
            "last_name",
            "email",
            "is_active",
            "time_zone",
            "week_start",
            "password_hash",
            "token_version",
            "login_count",
            "failed_login_count",
            "last_login_on",
            "created_on",
            "changed_on",
        ])
        .from("users")
        .to_owned()
}

fn stored_user(row: &Row) -> Result<StoredUser> {
    let account = Account {
        user: user(row)?,
        login_count: row.get("login_count")?,
        failed_login_count: row.get("failed_login_count")?,
        last_login_on: row.get("last_login_on")?,
        created_on: row.get("created_on")?,
        changed_on: row.get("changed_on")?,
    };
    Ok(StoredUser {
        account,
        password_hash: Secret::new(row.get::<String>("password_hash")?),
        token_version: row.get("token_version")?,
    })
}

/// Without roles.
pub(crate) fn user(row: &Row) -> Result<User> {
    Ok(User {
        id: UserId(row.get("id")?),
        username: row.get("username")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        is_active: row.get("is_active")?,
        times: TimeSettings {
            time_zone: row.get("time_zone")?,
            week_start: row.get::<Option<String>>("week_start")?.and_then(|day| day.parse().ok()),
        },
        roles: Vec::new(),
    })
}
