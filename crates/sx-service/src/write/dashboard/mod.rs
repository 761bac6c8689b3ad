//! Dashboards are made, changed and removed.

mod change;

use serde_json::{Map, Value, json};
use sx_model::{ChartId, Dashboard, DashboardFields, DashboardId, Result, Role, UserId};
use sx_store::{AssetKind, AssetRef, Tx};
use uuid::Uuid;

pub use change::DashboardChange;
use change::apply;

use super::people;
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    wrong::Wrong,
};

/// What belongs to a dashboard beside its own row; `None` stays as it is.
#[derive(Default)]
pub(super) struct Links {
    pub owners: Option<Vec<UserId>>,
    pub roles: Option<Vec<Role>>,
    pub charts: Option<Vec<ChartId>>,
}

impl Service {
    pub async fn create_dashboard(&self, caller: &Caller, new: DashboardChange) -> Result<Dashboard> {
        caller.require(Action::CreateDashboard)?;
        let mut wrong = Wrong::default();
        let fields = DashboardFields { json_metadata: "{}".to_owned(), ..DashboardFields::default() };
        let fields = DashboardFields { position_json: "{}".to_owned(), ..fields };
        let fields = apply(fields, &new)?;
        self.check_slug(&fields, None, &mut wrong).await?;
        let links = Links {
            owners: Some(people::owners(&self.store, caller, new.owners.as_deref(), &mut wrong).await?),
            roles: Some(people::roles(&self.store, new.roles.as_deref().unwrap_or_default(), &mut wrong).await?),
            charts: Some(self.charts_in_layout(caller, &fields.position_json, &[], &mut wrong).await?),
        };
        wrong.check()?;
        self.add_dashboard(caller, &fields, links).await
    }

    pub async fn update_dashboard(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        change: DashboardChange,
    ) -> Result<Dashboard> {
        caller.require_user()?;
        let dashboard = self.lookup_dashboard(id_or_slug).await?;
        self.require(caller, Action::UpdateDashboard, &dashboard).await?;
        let mut wrong = Wrong::default();
        let fields = apply(dashboard.fields.clone(), &change)?;
        self.check_slug(&fields, Some(dashboard.id), &mut wrong).await?;
        let links = self.changed_links(caller, &dashboard, &change, &mut wrong).await?;
        wrong.check()?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        self.refuse_stale(&tx, AssetRef::Dashboard(dashboard.id), change.based_on).await?;
        tx.update_dashboard(dashboard.id, &fields, by, now).await.map_err(store_error)?;
        let mut changes = differences(&dashboard.fields, &fields);
        let owners: Vec<_> = dashboard.owners.iter().map(|owner| owner.id).collect();
        let roles: Vec<_> = dashboard.roles.iter().map(|role| &role.name).collect();
        let before = json!({ "owners": owners, "roles": roles });
        changes.extend(set_links(&tx, dashboard.id, links, &before).await?);
        self.log(&tx, caller, Deed::on("update", AssetKind::Dashboard, dashboard.id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.lookup_dashboard(&dashboard.id.to_string()).await
    }

    /// All of them or none, into the trash; their charts stay.
    pub async fn delete_dashboards(&self, caller: &Caller, ids_or_slugs: &[String]) -> Result<()> {
        caller.require_user()?;
        let mut dashboards = Vec::with_capacity(ids_or_slugs.len());
        for id_or_slug in ids_or_slugs {
            let dashboard = self.lookup_dashboard(id_or_slug).await?;
            self.require(caller, Action::DeleteDashboard, &dashboard).await?;
            dashboards.push(dashboard);
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        for dashboard in dashboards {
            let asset = AssetRef::Dashboard(dashboard.id);
            tx.trash(asset, caller.user_id(), self.clock.now()).await.map_err(store_error)?;
            let changes = differences(&dashboard.fields, &());
            self.log(&tx, caller, Deed::on("delete", AssetKind::Dashboard, dashboard.id.0), changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(())
    }

    /// Access and fields were checked by the caller of this function.
    pub(super) async fn add_dashboard(
        &self,
        caller: &Caller,
        fields: &DashboardFields,
        links: Links,
    ) -> Result<Dashboard> {
        let tx = self.store.begin().await.map_err(store_error)?;
        let id = self.add_dashboard_in(&tx, caller, fields, links).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.lookup_dashboard(&id.to_string()).await
    }

    pub(super) async fn add_dashboard_in(
        &self,
        tx: &Tx,
        caller: &Caller,
        fields: &DashboardFields,
        links: Links,
    ) -> Result<DashboardId> {
        let (by, now) = (caller.user_id(), self.clock.now());
        let id = tx.add_dashboard(Uuid::new_v4(), fields, by, now).await.map_err(store_error)?;
        let mut changes = differences(&(), fields);
        changes.extend(set_links(tx, id, links, &Value::Null).await?);
        self.log(tx, caller, Deed::on("create", AssetKind::Dashboard, id.0), changes).await?;
        Ok(id)
    }

    async fn changed_links(
        &self,
        caller: &Caller,
        dashboard: &Dashboard,
        change: &DashboardChange,
        wrong: &mut Wrong,
    ) -> Result<Links> {
        let mut links = Links::default();
        if let Some(owners) = &change.owners {
            links.owners = Some(people::owners(&self.store, caller, Some(owners), wrong).await?);
        }
        if let Some(roles) = &change.roles {
            links.roles = Some(people::roles(&self.store, roles, wrong).await?);
        }
        if let Some(position) = &change.position_json {
            let already = self.store.charts_of_dashboard(dashboard.id).await.map_err(store_error)?;
            let already: Vec<_> = already.iter().map(|chart| chart.id).collect();
            let mut charts = self.charts_in_layout(caller, position, &already, wrong).await?;
            charts.extend(self.trashed_in_layout(dashboard.id, position).await?);
            links.charts = Some(charts);
        }
        Ok(links)
    }

    /// The store's constraint is the last word; this is how it is said beside other faults.
    pub(super) async fn check_slug(
        &self,
        fields: &DashboardFields,
        own: Option<DashboardId>,
        wrong: &mut Wrong,
    ) -> Result<()> {
        let Some(slug) = &fields.slug else { return Ok(()) };
        let found = self.store.find_dashboard_by_slug(slug).await.map_err(store_error)?;
        if found.is_some_and(|found| Some(found.id) != own) {
            wrong.add("slug", "Must be unique");
        }
        Ok(())
    }
}

/// What changed of owners and roles.
async fn set_links(tx: &Tx, id: DashboardId, links: Links, before: &Value) -> Result<Map<String, Value>> {
    let mut after = before.clone();
    if let Some(owners) = &links.owners {
        tx.set_dashboard_owners(id, owners).await.map_err(store_error)?;
        after["owners"] = json!(owners);
    }
    if let Some(roles) = &links.roles {
        let ids: Vec<_> = roles.iter().map(|role| role.id).collect();
        tx.set_dashboard_roles(id, &ids).await.map_err(store_error)?;
        after["roles"] = roles.iter().map(|role| role.name.clone()).collect();
    }
    if let Some(charts) = &links.charts {
        tx.set_dashboard_charts(id, charts).await.map_err(store_error)?;
    }
    Ok(differences(before, &after))
}
