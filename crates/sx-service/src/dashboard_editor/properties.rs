//! What is said about a dashboard beside its layout.

use sx_model::{DashboardId, DashboardProperties, DashboardSaved, ErrorKind, ListQuery, Result, UserId};

use super::{full_name, parse_version, version};
use crate::{Caller, DashboardChange, Service, access::Action};

impl Service {
    pub async fn dashboard_properties(&self, caller: &Caller, id: DashboardId) -> Result<DashboardProperties> {
        caller.require_user()?;
        let dashboard = self.lookup_dashboard(&id.to_string()).await?;
        self.require(caller, Action::UpdateDashboard, &dashboard).await?;
        let fields = dashboard.fields;
        let all_roles = self.list_roles(caller).await?;
        let schemes = sx_chart::color::CATEGORICAL.iter();
        Ok(DashboardProperties {
            title: fields.dashboard_title,
            slug: fields.slug.unwrap_or_default(),
            description: fields.description.unwrap_or_default(),
            certified_by: fields.certified_by.unwrap_or_default(),
            certification_details: fields.certification_details.unwrap_or_default(),
            published: fields.published,
            json_metadata: fields.json_metadata,
            owners: dashboard.owners.iter().map(|owner| (owner.id, full_name(owner))).collect(),
            roles: dashboard.roles.iter().map(|role| role.id).collect(),
            all_roles: all_roles.into_iter().map(|role| (role.id, role.name)).collect(),
            color_schemes: schemes.map(|(name, label, _)| ((*name).to_owned(), (*label).to_owned())).collect(),
            time_zones: crate::times::time_zones(),
            based_on: version(dashboard.audit.changed_on),
        })
    }

    /// `all_roles`, `color_schemes` and `time_zones` are not looked at.
    pub async fn save_dashboard_properties(
        &self,
        caller: &Caller,
        id: DashboardId,
        properties: DashboardProperties,
    ) -> Result<DashboardSaved> {
        let given = |text: String| Some(Some(text).filter(|text| !text.trim().is_empty()));
        let change = DashboardChange {
            dashboard_title: Some(properties.title),
            slug: given(properties.slug),
            description: given(properties.description),
            certified_by: given(properties.certified_by),
            certification_details: given(properties.certification_details),
            published: Some(properties.published),
            json_metadata: Some(properties.json_metadata),
            owners: Some(properties.owners.into_iter().map(|(id, _)| id).collect()),
            roles: Some(properties.roles),
            based_on: Some(parse_version(&properties.based_on)?),
            ..DashboardChange::default()
        };
        match self.update_dashboard(caller, &id.to_string(), change).await {
            Ok(saved) => Ok(DashboardSaved::Saved { based_on: version(saved.audit.changed_on) }),
            Err(error) if error.kind == ErrorKind::Conflict => {
                Ok(DashboardSaved::Newer(self.newer(&id.to_string()).await?))
            }
            Err(error) => Err(error),
        }
    }

    /// People who may become owners, by a part of their name.
    pub async fn possible_owners(&self, caller: &Caller, search: &str) -> Result<Vec<(UserId, String)>> {
        let query = ListQuery { page_size: Some(25), ..ListQuery::default() };
        let people = self.people(caller, &query, Some(search.trim())).await?;
        let name = |user: &sx_model::User| format!("{} {}", user.first_name, user.last_name).trim().to_owned();
        Ok(people.items.iter().map(|user| (user.id, name(user))).collect())
    }
}
