//! Between the lists' wire and the use cases.

use serde_json::{Value, json};
use sx_model::{AppError, AssetRow, ChartId, DashboardId, DatasetId, ListFilter, ListQuery, Result, User};
use sx_service::{AssetKind, Caller, DashboardChange, DashboardCopy, DatasetDuplicate, Service};

use super::{Choices, PAGE_SIZE, Row};
use crate::{
    dashboard::dashboard_href,
    lists::{Asked, ListKind},
};

impl From<ListKind> for AssetKind {
    fn from(kind: ListKind) -> Self {
        match kind {
            ListKind::Dashboard => Self::Dashboard,
            ListKind::Chart => Self::Chart,
            ListKind::Dataset => Self::Dataset,
        }
    }
}

/// In the API's words. A value that nobody offers, such as an owner that is no number, is left to the API to refuse.
pub fn query(kind: ListKind, asked: &Asked, caller: &Caller) -> ListQuery {
    let (column, descends) = asked.ordered_by();
    ListQuery {
        page: Some(asked.page),
        page_size: Some(PAGE_SIZE as i64),
        order_column: Some(column.to_owned()),
        order_direction: Some(if descends { "desc" } else { "asc" }.to_owned()),
        filters: filters(kind, asked, caller),
        ..ListQuery::default()
    }
}

fn filters(kind: ListKind, asked: &Asked, caller: &Caller) -> Vec<ListFilter> {
    let filter = |col: &str, opr: &str, value: Value| ListFilter { col: col.to_owned(), opr: opr.to_owned(), value };
    let owner = match (asked.owner.as_str(), caller.user_id()) {
        ("", _) => None,
        ("me", Some(id)) => Some(json!(id)),
        (other, _) => Some(json!(other)),
    };
    let marked = (asked.favorite == "true").then_some(kind).and_then(|kind| match kind {
        ListKind::Dashboard => Some("dashboard_is_favorite"),
        ListKind::Chart => Some("chart_is_favorite"),
        ListKind::Dataset => None,
    });
    let of_kind = (!asked.kind.is_empty()).then_some(kind).and_then(|kind| match kind {
        ListKind::Dashboard => None,
        ListKind::Chart => Some(filter("viz_type", "eq", asked.kind.as_str().into())),
        ListKind::Dataset => Some(filter("sql", "dataset_is_null_or_empty", (asked.kind == "physical").into())),
    });
    let status = (kind == ListKind::Dashboard && !asked.status.is_empty())
        .then(|| filter("published", "eq", (asked.status == "published").into()));
    let database = (kind == ListKind::Dataset && !asked.database.is_empty())
        .then(|| filter("database", "rel_o_m", asked.database.as_str().into()));
    owner
        .map(|owner| filter("owners", "rel_m_m", owner))
        .into_iter()
        .chain(marked.map(|opr| filter("id", opr, true.into())))
        .chain(of_kind)
        .chain(status)
        .chain(database)
        .collect()
}

pub fn row(kind: ListKind, row: AssetRow) -> Row {
    let (href, edit_href) = match kind {
        ListKind::Dashboard => {
            let href = dashboard_href(DashboardId(row.id), row.slug.as_deref());
            (href, row.may_change.then(|| format!("/dashboard/{}/edit", row.id)))
        }
        ListKind::Chart => (format!("/explore?slice_id={}", row.id), None),
        ListKind::Dataset => {
            (format!("/explore?dataset_id={}", row.id), row.may_change.then(|| format!("/dataset/{}", row.id)))
        }
    };
    let kind_name = match (kind, row.kind) {
        (ListKind::Chart, Some(viz_type)) => {
            sx_chart::kind(&viz_type).map_or_else(|| viz_type.clone(), |kind| kind.name().to_owned())
        }
        (_, Some(kind)) if kind == "virtual" => "Virtual".to_owned(),
        (_, Some(_)) => "Physical".to_owned(),
        (_, None) => String::new(),
    };
    Row {
        id: row.id,
        href,
        edit_href,
        name: if row.name.trim().is_empty() { format!("Untitled {}", kind.as_str()) } else { row.name },
        published: row.published,
        kind: kind_name,
        parent: row.parent.unwrap_or_default(),
        schema: row.schema.unwrap_or_default(),
        certified_by: row.certified_by,
        owners: row.owners.join(", "),
        changed_on: row.changed_on.format("%-d %b %Y").to_string(),
        changed_at: row.changed_on.to_rfc3339(),
        changed_by: row.changed_by,
        is_favorite: row.is_favorite,
        may_delete: row.may_delete,
        may_duplicate: row.may_duplicate,
    }
}

/// As many of each as a list has at most; who has more searches instead.
pub async fn choices(service: &Service, caller: &Caller, kind: ListKind) -> Result<Choices> {
    let rights = service.list_rights(caller, kind.into());
    let most = ListQuery { page_size: Some(-1), ..ListQuery::default() };
    let owners = if rights.may_list_people { service.people(caller, &most, None).await?.items } else { Vec::new() };
    let me = caller.user_id();
    let person = |user: User| (user.id.to_string(), user.full_name());
    let others = owners.into_iter().filter(|user| Some(user.id) != me).map(person);
    let myself = me.map(|_| ("me".to_owned(), "Me".to_owned()));
    let kinds = match kind {
        ListKind::Dashboard => Vec::new(),
        ListKind::Chart => sx_chart::KINDS.iter().map(|kind| (kind.id().to_owned(), kind.name().to_owned())).collect(),
        ListKind::Dataset => {
            [("physical", "Physical"), ("virtual", "Virtual")].map(|(id, name)| (id.into(), name.into())).into()
        }
    };
    let databases = match kind {
        ListKind::Dataset => service.list_databases(caller, &most).await?.items,
        ListKind::Dashboard | ListKind::Chart => Vec::new(),
    };
    Ok(Choices {
        owners: myself.into_iter().chain(others).collect(),
        kinds,
        databases: databases.into_iter().map(|one| (one.id.to_string(), one.fields.database_name)).collect(),
        may_create: rights.may_create,
        may_import: rights.may_import,
    })
}

pub async fn delete(service: &Service, caller: &Caller, kind: ListKind, ids: &[i64]) -> Result<()> {
    match kind {
        ListKind::Dashboard => {
            let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
            service.delete_dashboards(caller, &ids).await
        }
        ListKind::Chart => service.delete_charts(caller, &ids.iter().map(|id| ChartId(*id)).collect::<Vec<_>>()).await,
        ListKind::Dataset => {
            service.delete_datasets(caller, &ids.iter().map(|id| DatasetId(*id)).collect::<Vec<_>>()).await
        }
    }
}

/// Over the same charts and datasets; a copy with copies of the charts is made in the dashboard editor.
pub async fn duplicate(service: &Service, caller: &Caller, kind: ListKind, id: i64) -> Result<String> {
    match kind {
        ListKind::Dashboard => {
            let original = service.find_dashboard(caller, &id.to_string()).await?;
            let copy = DashboardCopy {
                dashboard_title: Some(format!("{} (copy)", original.dashboard.fields.dashboard_title)),
                css: None,
                json_metadata: "{}".to_owned(),
                duplicate_slices: false,
            };
            let made = service.copy_dashboard(caller, &id.to_string(), copy).await?;
            Ok(made.fields.dashboard_title)
        }
        ListKind::Chart => Ok(service.duplicate_chart(caller, ChartId(id), None).await?.fields.slice_name),
        ListKind::Dataset => {
            let original = service.find_dataset(caller, DatasetId(id)).await?;
            let table_name = format!("{} (copy)", original.dataset.fields.table_name);
            let copy = DatasetDuplicate { base_model_id: DatasetId(id), table_name, owners: None };
            Ok(service.duplicate_dataset(caller, copy).await?.fields.table_name)
        }
    }
}

pub async fn mark(service: &Service, caller: &Caller, kind: ListKind, id: i64, is_favorite: bool) -> Result<()> {
    match kind {
        ListKind::Dashboard => service.mark_dashboard(caller, &id.to_string(), is_favorite).await,
        ListKind::Chart => service.mark_chart(caller, ChartId(id), is_favorite).await,
        ListKind::Dataset => Err(AppError::invalid("Datasets cannot be marked.")),
    }
}

pub fn untitled() -> DashboardChange {
    DashboardChange { dashboard_title: Some("Untitled dashboard".to_owned()), ..DashboardChange::default() }
}
