//! Dashboards as requests give them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sx_model::{AppError, DashboardFields, Result, RoleId, TimeSettings, UserId};
use uuid::Uuid;

use super::super::LONGEST_NAME;
use crate::{
    times::check_time_zone,
    wrong::{Wrong, given, require_json, require_length},
};

/// `POST /api/v1/dashboard/` and `PUT /api/v1/dashboard/{id}`: absent stays as it is (or empty), null empties.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct DashboardChange {
    pub dashboard_title: Option<String>,
    #[serde(deserialize_with = "given")]
    pub slug: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub description: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub css: Option<Option<String>>,
    /// The layout, as JSON text; the charts in it become those of the dashboard.
    pub position_json: Option<String>,
    /// As JSON text.
    pub json_metadata: Option<String>,
    pub published: Option<bool>,
    #[serde(deserialize_with = "given")]
    pub certified_by: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub certification_details: Option<Option<String>>,
    /// `changed_on` as it was read: the save is refused (409) when somebody saved since.
    pub based_on: Option<DateTime<Utc>>,
    pub owners: Option<Vec<UserId>>,
    pub roles: Option<Vec<RoleId>>,
}

pub(super) fn apply(mut fields: DashboardFields, change: &DashboardChange) -> Result<DashboardFields> {
    if let Some(title) = &change.dashboard_title {
        require_length("dashboard_title", title, 2 * LONGEST_NAME)?;
        fields.dashboard_title.clone_from(title);
    }
    if let Some(slug) = &change.slug {
        fields.slug = slug.as_deref().map(sluggish).filter(|slug| !slug.is_empty());
        if let Some(slug) = &fields.slug {
            check_slug_text(slug)?;
        }
    }
    for (name, text, field) in [
        ("position_json", &change.position_json, &mut fields.position_json),
        ("json_metadata", &change.json_metadata, &mut fields.json_metadata),
    ] {
        require_json(name, text.as_deref())?;
        if let Some(text) = text {
            *field = if text.is_empty() { "{}".to_owned() } else { text.clone() };
        }
    }
    check_times(change.json_metadata.as_deref().unwrap_or_default())?;
    for (change, field) in [
        (&change.description, &mut fields.description),
        (&change.css, &mut fields.css),
        (&change.certified_by, &mut fields.certified_by),
        (&change.certification_details, &mut fields.certification_details),
    ] {
        if let Some(change) = change {
            field.clone_from(change);
        }
    }
    fields.published = change.published.unwrap_or(fields.published);
    Ok(fields)
}

/// A word that means nothing would silently mean UTC.
fn check_times(json_metadata: &str) -> Result<()> {
    let mut wrong = Wrong::default();
    check_time_zone("json_metadata", TimeSettings::of_metadata(json_metadata).time_zone.as_deref(), &mut wrong);
    wrong.check()
}

/// As the reference makes it of what people type: blanks become hyphens, what is no letter, digit, `_` or `-` goes.
fn sluggish(text: &str) -> String {
    let keep = |c: &char| c.is_alphanumeric() || "_-".contains(*c);
    text.trim().replace(' ', "-").chars().filter(keep).collect()
}

/// A slug stands where an id or a UUID may stand.
fn check_slug_text(slug: &str) -> Result<()> {
    require_length("slug", slug, 255)?;
    if slug.parse::<i64>().is_ok() || slug.parse::<Uuid>().is_ok() {
        return Err(AppError::invalid("slug: it may be neither a number nor a UUID."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_fit_into_an_address() {
        for (typed, slug) in [("Sales 2026", "Sales-2026"), (" a/b?c#d ", "abcd"), ("über_uns", "über_uns"), ("  ", "")]
        {
            assert_eq!(sluggish(typed), slug, "{typed:?}");
        }
        let change = |slug: &str| DashboardChange { slug: Some(Some(slug.to_owned())), ..Default::default() };
        assert_eq!(apply(DashboardFields::default(), &change("/")).unwrap().slug, None);
        let error = apply(DashboardFields::default(), &change("12")).unwrap_err();
        insta::assert_snapshot!(error, @"slug: it may be neither a number nor a UUID.");
    }
}
