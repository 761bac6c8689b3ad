//! Roles: names that grants and people are tied to.

use std::collections::HashMap;

use sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement};
use sx_model::{ListQuery, Page, Role, RoleId};

use crate::asset::found;
use crate::error::OnConstraint as _;
use crate::filter::{Kind, ListColumn, PlainList};
use crate::links::{CHUNK, Link};
use crate::row::Row;
use crate::{Result, Store};

const ROLES: PlainList = PlainList {
    noun: "roles",
    table: "roles",
    columns: &[
        ListColumn::new("id", "roles", "id", Kind::Number),
        ListColumn::new("name", "roles", "name", Kind::Text),
    ],
    order: "name",
    is_descending: false,
};

impl Store {
    pub async fn add_role(&self, name: &str) -> Result<RoleId> {
        let insert = Query::insert()
            .into_table("roles")
            .columns(["name"])
            .values_panic([name.into()])
            .returning_col("id")
            .to_owned();
        let rows = self
            .db
            .write_returning("role.add", &insert)
            .await
            .on_taken("roles", &["name"], || format!("A role named “{name}” exists already."))?;
        Ok(RoleId(rows.first().ok_or(sqlx::Error::RowNotFound)?.get("id")?))
    }

    pub async fn lookup_role(&self, id: RoleId) -> Result<Option<Role>> {
        let select = select_roles().and_where(Expr::col(("roles", "id")).eq(id.0)).to_owned();
        self.db.fetch_optional("role.lookup", &select).await?.as_ref().map(role).transpose()
    }

    pub async fn find_role_by_name(&self, name: &str) -> Result<Option<Role>> {
        let select = select_roles().and_where(Expr::col(("roles", "name")).eq(name)).to_owned();
        self.db.fetch_optional("role.find_by_name", &select).await?.as_ref().map(role).transpose()
    }

    /// All of them, by name.
    pub async fn list_roles(&self) -> Result<Vec<Role>> {
        let select = select_roles().order_by(("roles", "name"), Order::Asc).to_owned();
        self.db.fetch_all("role.list", &select).await?.iter().map(role).collect()
    }

    /// The page that is asked for, by name unless it says otherwise.
    pub async fn find_roles(&self, query: &ListQuery) -> Result<Page<Role>> {
        let mut count = Query::select().expr_as(Expr::col(("roles", "id")).count(), "count").from("roles").to_owned();
        ROLES.restrict(&query.filters, &mut count)?;
        let mut select = select_roles();
        ROLES.restrict(&query.filters, &mut select)?;
        ROLES.paginate(query, &mut select)?;
        let rows = self.db.fetch_all("role.find", &select).await?;
        let items = rows.iter().map(role).collect::<Result<_>>()?;
        Ok(Page { count: self.db.count("role.count", &count).await?, items })
    }

    /// How many people have each role.
    pub async fn count_users_by_role(&self) -> Result<HashMap<RoleId, u64>> {
        let select = Query::select()
            .column("role_id")
            .expr_as(Expr::col("user_id").count(), "count")
            .from("user_roles")
            .group_by_col("role_id")
            .to_owned();
        let rows = self.db.fetch_all("role.count_users", &select).await?;
        rows.iter().map(|row| Ok((RoleId(row.get("role_id")?), row.get::<i64>("count")?.unsigned_abs()))).collect()
    }

    pub async fn rename_role(&self, id: RoleId, name: &str) -> Result<()> {
        let update = Query::update().table("roles").value("name", name).and_where(Expr::col("id").eq(id.0)).to_owned();
        let renamed = self.db.write("role.rename", &update).await;
        found("Role", renamed.on_taken("roles", &["name"], || format!("A role named “{name}” exists already."))?)
    }

    /// Its grants go with it.
    pub async fn remove_role(&self, id: RoleId) -> Result<()> {
        let delete = Query::delete().from_table("roles").and_where(Expr::col("id").eq(id.0)).to_owned();
        found("Role", self.db.write("role.remove", &delete).await?)
    }

    pub(crate) async fn linked_roles(
        &self,
        tag: &'static str,
        link: &Link,
        from_ids: &[i64],
    ) -> Result<HashMap<i64, Vec<Role>>> {
        let mut roles: HashMap<i64, Vec<Role>> = HashMap::new();
        for chunk in from_ids.chunks(CHUNK) {
            let from = Expr::col((link.table, link.from));
            let select = select_roles()
                .expr_as(from.clone(), "from_id")
                .inner_join(link.table, Expr::col(("roles", "id")).equals((link.table, link.to)))
                .and_where(from.is_in(chunk.iter().copied()))
                .order_by(("roles", "id"), Order::Asc)
                .to_owned();
            for row in self.db.fetch_all(tag, &select).await? {
                roles.entry(row.get("from_id")?).or_default().push(role(&row)?);
            }
        }
        Ok(roles)
    }
}

fn select_roles() -> SelectStatement {
    Query::select().column(("roles", "id")).column(("roles", "name")).from("roles").to_owned()
}

fn role(row: &Row) -> Result<Role> {
    Ok(Role { id: RoleId(row.get("id")?), name: row.get("name")? })
}
