//! Row rules, the datasets that they are on and the roles that they name.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement};
use sx_model::{
    DatabaseId, DatasetColumn, DatasetId, ListQuery, Page, RoleId, RowRule, RowRuleFields, RowRuleId, RowRuleKind,
    RuledDataset, UserId,
};

use crate::asset::{Values, audit, found};
use crate::error::OnConstraint as _;
use crate::filter::{Kind, ListColumn, PlainList};
use crate::links::{CHUNK, Link};
use crate::row::Row;
use crate::store::micros;
use crate::{Result, Store, StoreError};

const DATASETS: Link = Link::new("row_rule_datasets", "row_rule_id", "dataset_id");
const ROLES: Link = Link::new("row_rule_roles", "row_rule_id", "role_id");

/// Columns as the reference names them.
const RULES: PlainList = PlainList {
    noun: "rules",
    table: "row_rules",
    columns: &[
        ListColumn::new("id", "row_rules", "id", Kind::Number),
        ListColumn::new("name", "row_rules", "name", Kind::Text),
        ListColumn::new("filter_type", "row_rules", "filter_type", Kind::Text),
        ListColumn::new("group_key", "row_rules", "group_key", Kind::Text),
        ListColumn::new("clause", "row_rules", "clause", Kind::Text),
        ListColumn::new("description", "row_rules", "description", Kind::Text),
        ListColumn::new("changed_on", "row_rules", "changed_on", Kind::Time),
        ListColumn::new("changed_on_delta_humanized", "row_rules", "changed_on", Kind::Time),
        ListColumn::new("created_on", "row_rules", "created_on", Kind::Time),
        ListColumn::new("changed_by", "row_rules", "changed_by_id", Kind::Number),
        ListColumn::new("created_by", "row_rules", "created_by_id", Kind::Number),
        ListColumn::new("tables", "row_rules", "id", Kind::Link(&DATASETS)),
        ListColumn::new("roles", "row_rules", "id", Kind::Link(&ROLES)),
    ],
    order: "name",
    is_descending: false,
};

/// What a dataset with rules reads, also when it lies in the trash: its rules follow its table.
#[derive(Clone, Debug)]
pub struct RuledRelation {
    pub dataset_id: DatasetId,
    pub database_id: DatabaseId,
    pub schema: Option<String>,
    pub table_name: String,
    /// Of a virtual dataset.
    pub sql: Option<String>,
    /// In their order.
    pub columns: Vec<DatasetColumn>,
}

impl Store {
    /// By name unless it says otherwise.
    pub async fn list_row_rules(&self, query: &ListQuery) -> Result<Page<RowRule>> {
        let mut count = Query::select().expr_as(Expr::col("id").count(), "count").from("row_rules").to_owned();
        RULES.restrict(&query.filters, &mut count)?;
        let mut select = select_rules();
        RULES.restrict(&query.filters, &mut select)?;
        RULES.paginate(query, &mut select)?;
        let items = self.load_row_rules("row_rule.list", &select).await?;
        Ok(Page { count: self.db.count("row_rule.count", &count).await?, items })
    }

    /// All of them, by id.
    pub async fn all_row_rules(&self) -> Result<Vec<RowRule>> {
        let select = select_rules().order_by(("row_rules", "id"), Order::Asc).to_owned();
        self.load_row_rules("row_rule.all", &select).await
    }

    pub async fn lookup_row_rule(&self, id: RowRuleId) -> Result<Option<RowRule>> {
        let select = select_rules().and_where(Expr::col(("row_rules", "id")).eq(id.0)).to_owned();
        Ok(self.load_row_rules("row_rule.lookup", &select).await?.pop())
    }

    /// `Conflict` when the name is taken.
    pub async fn add_row_rule(
        &self,
        fields: &RowRuleFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<RowRuleId> {
        let (now, by) = (micros(now), by.map(|user| user.0));
        let mut values = values(fields);
        values.extend([
            ("created_on", now.into()),
            ("changed_on", now.into()),
            ("created_by_id", by.into()),
            ("changed_by_id", by.into()),
        ]);
        let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
        let insert = Query::insert()
            .into_table("row_rules")
            .columns(columns)
            .values_panic(values)
            .returning_col("id")
            .to_owned();
        let rows = self.db.write_returning("row_rule.add", &insert).await;
        let rows = rows.on_taken("row_rules", &["name"], || taken(fields))?;
        Ok(RowRuleId(rows.first().ok_or(sqlx::Error::RowNotFound)?.get("id")?))
    }

    /// `Conflict` when the name is taken.
    pub async fn update_row_rule(
        &self,
        id: RowRuleId,
        fields: &RowRuleFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let update = Query::update()
            .table("row_rules")
            .values(values(fields))
            .values([("changed_on", micros(now).into()), ("changed_by_id", by.map(|user| user.0).into())])
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        let updated = self.db.write("row_rule.update", &update).await;
        found("Rule", updated.on_taken("row_rules", &["name"], || taken(fields))?)
    }

    /// Replaces what the rule is on, and which roles it names.
    pub async fn set_row_rule_links(&self, id: RowRuleId, datasets: &[DatasetId], roles: &[RoleId]) -> Result<()> {
        self.set_links("row_rule.set_datasets", &DATASETS, id.0, datasets.iter().map(|dataset| dataset.0)).await?;
        self.set_links("row_rule.set_roles", &ROLES, id.0, roles.iter().map(|role| role.0)).await
    }

    pub async fn remove_row_rule(&self, id: RowRuleId) -> Result<()> {
        let delete = Query::delete().from_table("row_rules").and_where(Expr::col("id").eq(id.0)).to_owned();
        found("Rule", self.db.write("row_rule.remove", &delete).await?)
    }

    /// What each dataset with a rule reads, by id.
    pub async fn ruled_relations(&self) -> Result<Vec<RuledRelation>> {
        let ruled = Query::select().column("dataset_id").from(DATASETS.table).to_owned();
        let select = Query::select()
            .columns(["id", "database_id", "schema", "table_name", "sql"])
            .from("datasets")
            .and_where(Expr::col("id").in_subquery(ruled))
            .order_by("id", Order::Asc)
            .to_owned();
        let rows = self.db.fetch_all("row_rule.relations", &select).await?;
        let ids = rows.iter().map(|row| row.get("id")).collect::<Result<Vec<i64>>>()?;
        let mut columns = self.columns_of(&ids).await?;
        let relation = |row: &Row| {
            let id = row.get("id")?;
            Ok(RuledRelation {
                dataset_id: DatasetId(id),
                database_id: DatabaseId(row.get("database_id")?),
                schema: row.get("schema")?,
                table_name: row.get("table_name")?,
                sql: row.get("sql")?,
                columns: columns.remove(&id).unwrap_or_default(),
            })
        };
        rows.iter().map(relation).collect()
    }

    async fn load_row_rules(&self, tag: &'static str, select: &SelectStatement) -> Result<Vec<RowRule>> {
        let rows = self.db.fetch_all(tag, select).await?;
        let mut rules = rows.iter().map(rule).collect::<Result<Vec<_>>>()?;
        let ids: Vec<_> = rules.iter().map(|rule| rule.id.0).collect();
        let mut datasets = self.ruled_datasets(&ids).await?;
        let mut roles = self.linked_roles("row_rule.roles", &ROLES, &ids).await?;
        for rule in &mut rules {
            rule.datasets = datasets.remove(&rule.id.0).unwrap_or_default();
            rule.roles = roles.remove(&rule.id.0).unwrap_or_default();
        }
        Ok(rules)
    }

    async fn ruled_datasets(&self, rule_ids: &[i64]) -> Result<HashMap<i64, Vec<RuledDataset>>> {
        let mut datasets: HashMap<i64, Vec<RuledDataset>> = HashMap::new();
        for chunk in rule_ids.chunks(CHUNK) {
            let rule = Expr::col((DATASETS.table, DATASETS.from));
            let select = Query::select()
                .expr_as(rule.clone(), "from_id")
                .column(("datasets", "id"))
                .column(("datasets", "table_name"))
                .column(("datasets", "schema"))
                .from(DATASETS.table)
                .inner_join("datasets", Expr::col(("datasets", "id")).equals((DATASETS.table, DATASETS.to)))
                .and_where(rule.is_in(chunk.iter().copied()))
                .order_by(("datasets", "id"), Order::Asc)
                .to_owned();
            for row in self.db.fetch_all("row_rule.datasets", &select).await? {
                let dataset = RuledDataset {
                    id: DatasetId(row.get("id")?),
                    table_name: row.get("table_name")?,
                    schema: row.get("schema")?,
                };
                datasets.entry(row.get("from_id")?).or_default().push(dataset);
            }
        }
        Ok(datasets)
    }
}

fn select_rules() -> SelectStatement {
    let mut select = Query::select();
    select.from("row_rules");
    for (alias, column) in [("creator", "created_by_id"), ("changer", "changed_by_id")] {
        let is_same = Expr::col((alias, "id")).equals(("row_rules", column));
        select.join_as(JoinType::LeftJoin, "users", alias, is_same);
    }
    let own = values(&RowRuleFields::default()).into_iter().map(|(column, _)| column);
    for column in own.chain(["id", "created_on", "changed_on", "created_by_id", "changed_by_id"]) {
        select.column(("row_rules", column));
    }
    select
        .expr_as(Expr::col(("creator", "first_name")), "creator_first_name")
        .expr_as(Expr::col(("creator", "last_name")), "creator_last_name")
        .expr_as(Expr::col(("changer", "first_name")), "changer_first_name")
        .expr_as(Expr::col(("changer", "last_name")), "changer_last_name");
    select
}

fn values(fields: &RowRuleFields) -> Values {
    vec![
        ("name", fields.name.as_str().into()),
        ("filter_type", fields.filter_type.as_str().into()),
        ("group_key", fields.group_key.clone().into()),
        ("clause", fields.clause.as_str().into()),
        ("description", fields.description.clone().into()),
        ("hidden_columns", serde_json::json!(fields.hidden_columns).to_string().into()),
    ]
}

/// Without its datasets and roles.
fn rule(row: &Row) -> Result<RowRule> {
    let filter_type: String = row.get("filter_type")?;
    let kind = RowRuleKind::ALL.into_iter().find(|kind| kind.as_str() == filter_type);
    let damaged = |column: &str| StoreError::Damaged { message: format!("`{column}` of a row rule") };
    let hidden: String = row.get("hidden_columns")?;
    Ok(RowRule {
        id: RowRuleId(row.get("id")?),
        fields: RowRuleFields {
            name: row.get("name")?,
            filter_type: kind.ok_or_else(|| damaged("filter_type"))?,
            group_key: row.get("group_key")?,
            clause: row.get("clause")?,
            description: row.get("description")?,
            hidden_columns: serde_json::from_str(&hidden).map_err(|_| damaged("hidden_columns"))?,
        },
        datasets: Vec::new(),
        roles: Vec::new(),
        audit: audit(row)?,
    })
}

fn taken(fields: &RowRuleFields) -> String {
    format!("A rule named “{}” exists already.", fields.name)
}
