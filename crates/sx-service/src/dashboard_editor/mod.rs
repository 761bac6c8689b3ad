//! The dashboard editor: opened, saved, copied. Who may change the dashboard may open it.

mod charts;
mod copy;
mod properties;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sx_model::{
    AppError, Chart, Dashboard, DashboardEditor, DashboardId, DashboardSave, DashboardSaved, EditorDraft, ErrorKind,
    NewerDashboard, Result, UserSummary,
    position::{Edit, Kind, NewChart, NewNode, Position, SIZE_LIMIT, Spot},
};

use crate::{
    Caller, DashboardChange, NewDraft, Service, access::Action, markdown::render_markdown, meta::DashboardWithCharts,
    wrong::Wrong,
};

/// The body of a draft, as the editor keeps it.
#[derive(Deserialize, Serialize)]
struct DraftBody {
    position_json: String,
}

impl Service {
    pub async fn open_dashboard_editor(&self, caller: &Caller, id_or_slug: &str) -> Result<DashboardEditor> {
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let DashboardWithCharts { dashboard, charts, .. } = &*opened;
        self.require(caller, Action::UpdateDashboard, dashboard).await?;
        let fields = &dashboard.fields;
        let position = Position::parse(&fields.position_json).unwrap_or_else(|_| Position::empty());
        let position = with_title(with_all_charts(position, charts), &fields.dashboard_title);
        let draft = self.editor_draft(caller, dashboard).await?;
        let mut texts = texts(&position);
        if let Some(draft) = &draft {
            texts.extend(Position::parse(&draft.position_json).iter().flat_map(self::texts));
        }
        Ok(DashboardEditor {
            id: dashboard.id,
            slug: fields.slug.clone().filter(|slug| !slug.is_empty()),
            title: fields.dashboard_title.clone(),
            published: fields.published,
            based_on: version(dashboard.audit.changed_on),
            position_json: position.to_json(),
            charts: charts.iter().map(charts::placeable).collect(),
            texts,
            draft,
        })
    }

    /// Title, layout and publication, each only where it is given. With the layout, the caller's draft of it is done.
    pub async fn save_dashboard_editor(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        save: DashboardSave,
    ) -> Result<DashboardSaved> {
        caller.require_user()?;
        let mut wrong = Wrong::default();
        if save.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
            wrong.add("dashboard_title", "Give the dashboard a title.");
        }
        check_position(save.position_json.as_deref(), &mut wrong);
        wrong.check()?;
        let is_layout = save.position_json.is_some();
        let change = DashboardChange {
            dashboard_title: save.title,
            position_json: save.position_json,
            published: save.published,
            based_on: save.based_on.as_deref().map(parse_version).transpose()?,
            ..DashboardChange::default()
        };
        match self.update_dashboard(caller, id_or_slug, change).await {
            Ok(saved) => {
                if is_layout {
                    // It is saved; if this fails the draft is offered once more, and harms nobody.
                    _ = self.discard_draft(caller, "dashboard", &saved.id.to_string()).await;
                }
                Ok(DashboardSaved::Saved { based_on: version(saved.audit.changed_on) })
            }
            // A taken slug is a conflict too, but nothing here changes slugs.
            Err(error) if error.kind == ErrorKind::Conflict => Ok(DashboardSaved::Newer(self.newer(id_or_slug).await?)),
            Err(error) => Err(error),
        }
    }

    /// As it would be shown on the dashboard.
    pub fn preview_markdown(&self, caller: &Caller, code: &str) -> Result<String> {
        caller.require(Action::CreateDashboard)?;
        if code.len() > SIZE_LIMIT {
            return Err(AppError::new(ErrorKind::TooLarge, "This text is too long for a dashboard."));
        }
        Ok(render_markdown(code))
    }

    /// The layout as it is edited, kept for its author alone.
    pub async fn keep_editor_draft(
        &self,
        caller: &Caller,
        id: DashboardId,
        position_json: &str,
        based_on: &str,
    ) -> Result<()> {
        let body = DraftBody { position_json: position_json.to_owned() };
        let body = serde_json::value::to_raw_value(&body).map_err(|_| AppError::internal())?;
        let draft = NewDraft { body, based_on: Some(parse_version(based_on)?) };
        self.save_draft(caller, "dashboard", &id.to_string(), draft).await.map(|_| ())
    }

    /// The caller was allowed to change it a moment ago.
    async fn newer(&self, id_or_slug: &str) -> Result<NewerDashboard> {
        let dashboard = self.lookup_dashboard(id_or_slug).await?;
        let audit = &dashboard.audit;
        Ok(NewerDashboard {
            based_on: version(audit.changed_on),
            changed_on: moment(audit.changed_on),
            changed_by: audit.changed_by.as_ref().map(full_name),
            position_json: dashboard.fields.position_json,
        })
    }

    async fn editor_draft(&self, caller: &Caller, dashboard: &Dashboard) -> Result<Option<EditorDraft>> {
        if caller.user_id().is_none() {
            return Ok(None);
        }
        let draft = match self.find_draft(caller, "dashboard", &dashboard.id.to_string()).await {
            Ok(draft) => draft,
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => return Ok(None),
            Err(error) => return Err(error),
        };
        // What another version of the program kept here may have another shape; it is no work that could be shown.
        let Ok(body) = serde_json::from_str::<DraftBody>(draft.body.get()) else { return Ok(None) };
        let Ok(position) = Position::parse(&body.position_json) else { return Ok(None) };
        // Kept while it was being saved.
        if Position::parse(&dashboard.fields.position_json).is_ok_and(|saved| saved == position) {
            return Ok(None);
        }
        Ok(Some(EditorDraft {
            charts: self.charts_of_position(caller, &position).await?,
            position_json: position.to_json(),
            based_on: draft.based_on.map(version),
            saved_on: moment(draft.saved_on),
        }))
    }
}

/// The page shows charts that the layout does not place after all others; the editor places them there, three to a row.
fn with_all_charts(mut position: Position, charts: &[Chart]) -> Position {
    let ids = position.walk().into_iter().filter(|id| position.kind(id) == Some(Kind::Chart));
    let placed: Vec<_> = ids.map(|id| (position.chart_uuid(id), position.chart_id(id))).collect();
    let is_placed = |chart: &&Chart| {
        placed.iter().any(|(uuid, id)| match uuid {
            Some(uuid) => *uuid == chart.uuid,
            None => *id == Some(chart.id),
        })
    };
    let mut row = None;
    let loose: Vec<_> = charts.iter().filter(|chart| !is_placed(chart)).collect();
    for (number, chart) in loose.into_iter().enumerate() {
        let last = last_container(&position);
        let parent = row.take().filter(|_| number % 3 != 0).unwrap_or(last);
        let node = NewNode::Chart(NewChart { id: chart.id, uuid: chart.uuid, name: chart.fields.slice_name.clone() });
        let edit = Edit::Insert { node, at: Spot { parent, index: usize::MAX } };
        let mut new_id = || chart.uuid.simple().to_string();
        let Ok(applied) = position.apply(&edit, &mut new_id) else { continue };
        row = applied.position.parent(&applied.id).map(str::to_owned);
        position = applied.position;
    }
    position
}

/// The layout holds the title too, and lags behind when it was changed elsewhere.
fn with_title(position: Position, title: &str) -> Position {
    if position.title() == title {
        return position;
    }
    let retitled = position.apply(&Edit::Retitle { title: title.to_owned() }, &mut String::new);
    retitled.map(|applied| applied.position).unwrap_or(position)
}

/// The grid, or the last tab at the top.
fn last_container(position: &Position) -> String {
    let tab = position.top_tabs().and_then(|tabs| position.children(tabs).last());
    tab.unwrap_or(sx_model::position::GRID_ID).to_owned()
}

fn texts(position: &Position) -> Vec<(String, String)> {
    let ids = position.walk().into_iter().filter(|id| position.kind(id) == Some(Kind::Markdown));
    ids.map(|id| position.code(id)).map(|code| (code.to_owned(), render_markdown(code))).collect()
}

fn check_position(position_json: Option<&str>, wrong: &mut Wrong) {
    let Some(text) = position_json else { return };
    match Position::parse(text) {
        Err(error) => wrong.add("position_json", error.to_string()),
        Ok(position) if position.size() > SIZE_LIMIT => {
            wrong.add("position_json", format!("The layout is larger than {SIZE_LIMIT} characters. Remove something."));
        }
        Ok(_) => {}
    }
}

fn version(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, false)
}

fn parse_version(text: &str) -> Result<DateTime<Utc>> {
    text.parse().map_err(|_| AppError::invalid("based_on: it is the time that the dashboard was opened with."))
}

fn moment(time: DateTime<Utc>) -> String {
    time.format("%-d %b, %H:%M UTC").to_string()
}

fn full_name(user: &UserSummary) -> String {
    format!("{} {}", user.first_name, user.last_name).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use sx_model::{Audit, ChartFields, ChartId};
    use uuid::Uuid;

    use super::*;

    fn chart(id: i64) -> Chart {
        let now = DateTime::UNIX_EPOCH;
        Chart {
            id: ChartId(id),
            uuid: Uuid::from_u128(id as u128),
            dataset_id: None,
            fields: ChartFields { slice_name: format!("Chart {id}"), ..ChartFields::default() },
            owners: Vec::new(),
            audit: Audit { created_on: now, changed_on: now, created_by: None, changed_by: None },
        }
    }

    #[test]
    fn charts_without_a_place_come_last_three_to_a_row() {
        let charts: Vec<_> = (1..=4).map(chart).collect();
        let one = with_all_charts(Position::empty(), &charts[1..2]);
        let all = with_all_charts(one.clone(), &charts);
        let rows: Vec<_> = all.children("GRID_ID").map(|row| all.children(row).count()).collect();
        assert_eq!(rows, [1, 3]);
        assert_eq!(with_all_charts(all.clone(), &charts), all, "each once");
        assert_eq!(all.check(), [""; 0]);
    }

    #[test]
    fn a_layout_that_could_not_be_saved_is_told() {
        let told = |text: &str| {
            let mut wrong = Wrong::default();
            check_position(Some(text), &mut wrong);
            wrong.check().err().map(|error| error.message).unwrap_or_default()
        };
        assert_eq!(told("{}"), "");
        assert_eq!(told("[]"), "position_json: The layout is not a JSON object.");
        let long = format!("{{\"x\":\"{}\"}}", "ä".repeat(SIZE_LIMIT));
        assert_eq!(told(&long), "position_json: The layout is larger than 65535 characters. Remove something.");
    }
}
