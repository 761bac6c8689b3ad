//! Shapes that several resources share, as the reference writes them.

use axum::Json;
use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sx_model::{Audit, Chart, ChartId, Dashboard, DashboardId, DatasetId, Page, Role, RoleId, UserId, UserSummary};
use sx_service::RelatedObjects;

use crate::answer::Created;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
pub struct List<T> {
    /// All that match, not only those of this page.
    pub count: u64,
    pub ids: Vec<i64>,
    pub result: Vec<T>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ItemOf{T}")]
pub struct Item<T> {
    pub id: i64,
    pub result: T,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnswerOf{T}")]
pub struct Answer<T> {
    pub result: T,
}

/// A part of what there is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PartOf{T}")]
pub struct Part<T> {
    /// All that match.
    pub count: u64,
    pub result: Vec<T>,
}

#[derive(Serialize, JsonSchema)]
pub struct Message {
    pub message: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DoneWith{T}")]
pub struct Done<T> {
    /// `OK`.
    pub message: String,
    pub result: T,
}

#[derive(Serialize, JsonSchema)]
pub struct Favorite {
    pub id: i64,
    /// Marked by the caller.
    pub value: bool,
}

pub fn list<T, J>(page: &Page<T>, id: impl Fn(&T) -> i64, item: impl Fn(&T) -> J) -> List<J> {
    let (ids, result) = page.items.iter().map(|it| (id(it), item(it))).unzip();
    List { count: page.count, ids, result }
}

pub fn created<T>(id: i64, result: T) -> Created<Item<T>> {
    Created(Item { id, result })
}

/// 200 with `{"id", "result"}`.
pub fn changed<T>(id: i64, result: T) -> Json<Item<T>> {
    Json(Item { id, result })
}

/// `{"result"}`.
pub fn answer<T>(result: T) -> Json<Answer<T>> {
    Json(Answer { result })
}

pub fn part<T>(result: Vec<T>) -> Json<Part<T>> {
    Json(Part { count: result.len() as u64, result })
}

pub fn ok() -> Json<Message> {
    message("OK")
}

pub fn message(text: &str) -> Json<Message> {
    Json(Message { message: text.to_owned() })
}

pub fn done<T>(result: T) -> Done<T> {
    Done { message: "OK".to_owned(), result }
}

/// “Deleted 2 charts”.
pub fn deleted(count: usize, noun: &str) -> Json<Message> {
    message(&format!("Deleted {count} {noun}{}", if count == 1 { "" } else { "s" }))
}

pub fn favorites(marks: &[(i64, bool)]) -> Json<Answer<Vec<Favorite>>> {
    answer(marks.iter().map(|(id, value)| Favorite { id: *id, value: *value }).collect())
}

/// What uses an asset. `count` is of all, the lists are of what the caller may see.
#[derive(Serialize, JsonSchema)]
pub struct Related {
    pub charts: Part<RelatedChart>,
    pub dashboards: Part<RelatedDashboard>,
    /// Of a database only: what keeps it from being deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasets: Option<Part<RelatedDataset>>,
}

#[derive(Serialize, JsonSchema)]
pub struct RelatedDataset {
    pub id: DatasetId,
    pub table_name: String,
}

#[derive(Serialize, JsonSchema)]
pub struct RelatedChart {
    id: ChartId,
    slice_name: String,
    viz_type: String,
}

#[derive(Serialize, JsonSchema)]
pub struct RelatedDashboard {
    id: DashboardId,
    title: String,
    slug: Option<String>,
    json_metadata: Value,
}

pub fn related(objects: &RelatedObjects) -> Related {
    let chart = |chart: &Chart| RelatedChart {
        id: chart.id,
        slice_name: chart.fields.slice_name.clone(),
        viz_type: chart.fields.viz_type.clone(),
    };
    let dashboard = |dashboard: &Dashboard| RelatedDashboard {
        id: dashboard.id,
        title: dashboard.fields.dashboard_title.clone(),
        slug: dashboard.fields.slug.clone(),
        json_metadata: serde_json::from_str(&dashboard.fields.json_metadata).unwrap_or_default(),
    };
    let (charts, dashboards) = (&objects.charts, &objects.dashboards);
    Related {
        charts: Part { count: charts.count as u64, result: charts.items.iter().map(chart).collect() },
        dashboards: Part { count: dashboards.count as u64, result: dashboards.items.iter().map(dashboard).collect() },
        datasets: None,
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Person {
    pub id: UserId,
    pub first_name: String,
    pub last_name: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Role")]
pub struct RoleJson {
    pub id: RoleId,
    pub name: String,
}

pub fn users(users: &[UserSummary]) -> Vec<Person> {
    users.iter().map(user).collect()
}

pub fn user(user: &UserSummary) -> Person {
    Person { id: user.id, first_name: user.first_name.clone(), last_name: user.last_name.clone() }
}

pub fn roles(roles: &[Role]) -> Vec<RoleJson> {
    roles.iter().map(role).collect()
}

pub fn role(role: &Role) -> RoleJson {
    RoleJson { id: role.id, name: role.name.clone() }
}

/// RFC 3339 with microseconds.
pub fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, false)
}

/// Who made and who changed an asset, and when; times in RFC 3339.
#[derive(Serialize, JsonSchema)]
pub struct Changes {
    created_by: Option<Person>,
    changed_by: Option<Person>,
    changed_by_name: String,
    changed_on: String,
    changed_on_utc: String,
    /// “3 minutes ago”.
    changed_on_delta_humanized: String,
    created_on_delta_humanized: String,
}

pub fn changes(audit: &Audit, now: DateTime<Utc>) -> Changes {
    Changes {
        created_by: audit.created_by.as_ref().map(user),
        changed_by: audit.changed_by.as_ref().map(user),
        changed_by_name: audit.changed_by.as_ref().map(full_name).unwrap_or_default(),
        changed_on: time(audit.changed_on),
        changed_on_utc: time(audit.changed_on),
        changed_on_delta_humanized: humanized(now - audit.changed_on),
        created_on_delta_humanized: humanized(now - audit.created_on),
    }
}

fn full_name(user: &UserSummary) -> String {
    format!("{} {}", user.first_name, user.last_name).trim().to_owned()
}

/// “3 minutes ago”.
pub fn humanized(age: chrono::Duration) -> String {
    let units =
        [("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
    let secs = age.num_seconds();
    let Some((unit, count)) = units.iter().map(|(unit, size)| (unit, secs / size)).find(|(_, count)| *count > 0) else {
        return "now".to_owned();
    };
    match (*unit, count) {
        ("hour", 1) => "an hour ago".to_owned(),
        (unit, 1) => format!("a {unit} ago"),
        (unit, count) => format!("{count} {unit}s ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_people_say_them() {
        for (secs, expected) in [
            (0, "now"),
            (1, "a second ago"),
            (61, "a minute ago"),
            (3600, "an hour ago"),
            (7300, "2 hours ago"),
            (90_000, "a day ago"),
            (864_000, "10 days ago"),
        ] {
            assert_eq!(humanized(chrono::Duration::seconds(secs)), expected);
        }
    }
}
