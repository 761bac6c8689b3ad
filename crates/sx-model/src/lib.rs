#![doc = include_str!("../README.md")]

mod asset;
mod connect;
mod dataset_page;
mod editor;
mod error;
mod explore;
mod granted;
mod ids;
mod layout;
mod list;
mod log;
mod page;
pub mod position;
mod row_rule;
mod rows;
mod time_settings;
mod user;

pub use asset::{
    Audit, Chart, ChartFields, Dashboard, DashboardFields, Database, DatabaseFields, Dataset, DatasetColumn,
    DatasetColumnFields, DatasetFields, DatasetMetric, DatasetMetricFields,
};
pub use connect::{
    BadCell, BadRows, ConnectionForm, DatabaseRow, DatabaseUsage, EngineForm, FormSetting, SettingKind, TableRow,
    UploadColumn, UploadPreview, UploadSheet, UploadedTable,
};
pub use dataset_page::{DatasetPage, SourceColumn, SourcePreview, SourceQuestion, SyncPreview, SyncSummary};
pub use editor::{
    DashboardEditor, DashboardProperties, DashboardSave, DashboardSaved, EditorDraft, NewerDashboard, PlaceableChart,
    PlaceableCharts,
};
pub use error::{AppError, ErrorBody, ErrorEntry, ErrorKind, Result};
pub use explore::{
    ChartAnswer, ChartQuestion, ExploreChart, ExploreColumn, ExploreDashboard, ExploreDataset, ExploreMetric,
    ExplorePage, ExploreQuestion, ExpressionCheck, ExpressionProblem, ExpressionQuestion, ExpressionType,
    FormDataEntry, QueryAnswer, RejectedFilter, SamplesQuestion, TimeGrainChoice, TimeRangePreview, TimeRangeQuestion,
};
pub use granted::Granted;
pub use ids::{
    ChartId, DashboardId, DatabaseId, DatasetColumnId, DatasetId, DatasetMetricId, RoleId, RowRuleId, UserId,
};
pub use layout::{Background, ChartTile, GRID_COLUMNS, GRID_UNIT_PX, HeaderSize, Layout, Node, NodeBody, Tab};
pub use list::{DEFAULT_PAGE_SIZE, ListFilter, ListQuery, MAX_PAGE_SIZE, Page};
pub use log::LogEntry;
pub use page::{DashboardPage, Me, TileAnswer, TileOutcome, TilesQuestion};
pub use row_rule::{RowRule, RowRuleFields, RowRuleKind, RuledDataset};
pub use rows::AssetRow;
pub use time_settings::{TimeSettings, UnknownWeekStart, WeekStart};
pub use user::{ADMIN, ALPHA, Account, GAMMA, PUBLIC, Role, User, UserSummary};
