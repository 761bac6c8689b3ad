//! Lists: the page that is asked for (`q=` in Rison or JSON) and the page that is answered.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `q=(page:0,page_size:25,order_column:changed_on_delta_humanized,order_direction:desc,filters:!((col:…,opr:…,value:…)))`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ListQuery {
    /// From 0.
    pub page: Option<u64>,
    /// 1 to 100; -1 asks for the most there may be.
    pub page_size: Option<i64>,
    pub order_column: Option<String>,
    /// `asc` or `desc`.
    pub order_direction: Option<String>,
    pub filters: Vec<ListFilter>,
    pub columns: Vec<String>,
    pub select_columns: Vec<String>,
    pub keys: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListFilter {
    pub col: String,
    pub opr: String,
    #[serde(default)]
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// All that match, not only those on this page.
    pub count: u64,
    pub items: Vec<T>,
}

pub const DEFAULT_PAGE_SIZE: u64 = 25;
pub const MAX_PAGE_SIZE: u64 = 100;

impl ListQuery {
    pub fn limit(&self) -> u64 {
        match self.page_size {
            Some(size) if size > 0 => (size as u64).min(MAX_PAGE_SIZE),
            Some(-1) => MAX_PAGE_SIZE,
            _ => DEFAULT_PAGE_SIZE,
        }
    }

    pub fn offset(&self) -> u64 {
        self.page.unwrap_or(0).saturating_mul(self.limit())
    }

    pub fn is_descending(&self) -> bool {
        self.order_direction.as_deref().is_some_and(|direction| direction.eq_ignore_ascii_case("desc"))
    }
}
