use sx_model::{Dashboard, Result};

use crate::{Caller, DashboardChange, Service, access::Action, wrong::Wrong};

impl Service {
    /// The layout as it is edited, as a new dashboard of the caller's own: a draft without a slug, over the same charts. What the
    /// layout does not hold (colours, description, style) is as on the original.
    pub async fn copy_dashboard_editor(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        title: String,
        position_json: String,
    ) -> Result<Dashboard> {
        caller.require(Action::CreateDashboard)?;
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let mut wrong = Wrong::default();
        super::check_position(Some(&position_json), &mut wrong);
        wrong.check()?;
        let original = opened.dashboard.fields.clone();
        let copy = DashboardChange {
            dashboard_title: Some(title),
            position_json: Some(position_json),
            json_metadata: Some(original.json_metadata),
            css: Some(original.css),
            description: Some(original.description),
            ..DashboardChange::default()
        };
        self.create_dashboard(caller, copy).await
    }
}
