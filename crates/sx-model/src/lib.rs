#![doc = include_str!("../README.md")]

mod asset;
mod error;
mod ids;
mod layout;
mod list;
mod log;
mod page;
mod user;

pub use asset::{
    Audit, Chart, ChartFields, Dashboard, DashboardFields, Database, DatabaseFields, Dataset, DatasetColumn,
    DatasetColumnFields, DatasetFields, DatasetMetric, DatasetMetricFields,
};
pub use error::{AppError, ErrorKind, Result};
pub use ids::{ChartId, DashboardId, DatabaseId, DatasetColumnId, DatasetId, DatasetMetricId, RoleId, UserId};
pub use layout::{Background, ChartTile, GRID_COLUMNS, GRID_UNIT_PX, HeaderSize, Layout, Node, NodeBody, Tab};
pub use list::{DEFAULT_PAGE_SIZE, ListFilter, ListQuery, MAX_PAGE_SIZE, Page};
pub use log::LogEntry;
pub use page::{DashboardPage, DashboardRow, Me, TileAnswer, TileOutcome, TilesQuestion};
pub use user::{ADMIN, ALPHA, GAMMA, PUBLIC, Role, User, UserSummary};
