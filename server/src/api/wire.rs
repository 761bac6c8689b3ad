//! Shapes that several resources share, as the reference writes them.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sx_model::{Audit, Chart, Dashboard, Page, Role, UserSummary};
use sx_service::RelatedObjects;

/// `{"count", "ids", "result"}`.
pub fn list<T>(page: &Page<T>, id: impl Fn(&T) -> i64, item: impl Fn(&T) -> Value) -> Value {
    json!({
        "count": page.count,
        "ids": page.items.iter().map(id).collect::<Vec<_>>(),
        "result": page.items.iter().map(item).collect::<Vec<_>>(),
    })
}

/// 201 with `{"id", "result"}`.
pub fn created(id: i64, result: Value) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(json!({ "id": id, "result": result })))
}

/// 200 with `{"id", "result"}`.
pub fn changed(id: i64, result: Value) -> Json<Value> {
    Json(json!({ "id": id, "result": result }))
}

pub fn ok() -> Json<Value> {
    Json(json!({ "message": "OK" }))
}

/// “Deleted 2 charts”.
pub fn deleted(count: usize, noun: &str) -> Json<Value> {
    Json(json!({ "message": format!("Deleted {count} {noun}{}", if count == 1 { "" } else { "s" }) }))
}

/// `[{"id", "value"}]`.
pub fn favorites(marks: &[(i64, bool)]) -> Json<Value> {
    let marks: Vec<_> = marks.iter().map(|(id, value)| json!({ "id": id, "value": value })).collect();
    Json(json!({ "result": marks }))
}

/// What uses an asset. `count` is of all, the lists are of what the caller may see.
pub fn related(objects: &RelatedObjects) -> Json<Value> {
    let chart = |chart: &Chart| json!({ "id": chart.id, "slice_name": chart.fields.slice_name, "viz_type": chart.fields.viz_type });
    let dashboard = |dashboard: &Dashboard| {
        let metadata: Value = serde_json::from_str(&dashboard.fields.json_metadata).unwrap_or_default();
        json!({ "id": dashboard.id, "title": dashboard.fields.dashboard_title, "slug": dashboard.fields.slug,
                "json_metadata": metadata })
    };
    let (charts, dashboards) = (&objects.charts, &objects.dashboards);
    Json(json!({
        "charts": { "count": charts.count, "result": charts.items.iter().map(chart).collect::<Vec<_>>() },
        "dashboards": { "count": dashboards.count, "result": dashboards.items.iter().map(dashboard).collect::<Vec<_>>() },
    }))
}

pub fn users(users: &[UserSummary]) -> Value {
    users.iter().map(user).collect()
}

pub fn user(user: &UserSummary) -> Value {
    json!({ "id": user.id, "first_name": user.first_name, "last_name": user.last_name })
}

pub fn roles(roles: &[Role]) -> Value {
    roles.iter().map(|role| json!({ "id": role.id, "name": role.name })).collect()
}

/// RFC 3339 with microseconds.
pub fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, false)
}

/// Adds who made and who changed an asset, and when, to its object.
pub fn with_audit(mut asset: Value, audit: &Audit, now: DateTime<Utc>) -> Value {
    let person = |person: &Option<UserSummary>| person.as_ref().map_or(Value::Null, user);
    let facts = json!({
        "created_by": person(&audit.created_by),
        "changed_by": person(&audit.changed_by),
        "changed_by_name": audit.changed_by.as_ref().map(full_name).unwrap_or_default(),
        "changed_on": audit.changed_on.to_rfc3339_opts(SecondsFormat::Micros, false),
        "changed_on_utc": audit.changed_on.to_rfc3339_opts(SecondsFormat::Micros, false),
        "changed_on_delta_humanized": humanized(now - audit.changed_on),
        "created_on_delta_humanized": humanized(now - audit.created_on),
    });
    if let (Value::Object(asset), Value::Object(facts)) = (&mut asset, facts) {
        asset.extend(facts);
    }
    asset
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
