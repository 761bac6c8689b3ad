//! What a node says about itself, with the defaults that screens show.

use serde_json::Value;
use uuid::Uuid;

use super::{HEADER_ID, Kind, Position};
use crate::{Background, ChartId, GRID_COLUMNS, HeaderSize};

const DEFAULT_HEIGHT: u32 = 50;

impl Position {
    pub fn meta(&self, id: &str) -> &Value {
        self.nodes.get(id).map_or(&Value::Null, |node| &node["meta"])
    }

    /// In grid columns; what has none is as wide as what holds it.
    pub fn width(&self, id: &str) -> u32 {
        let kind = self.kind(id).unwrap_or(Kind::Unknown);
        if !kind.has_width() {
            return self.container_width(id);
        }
        let default = if kind == Kind::Column { 3 } else { 4 };
        self.meta(id)["width"].as_u64().map_or(default, |width| width.clamp(1, GRID_COLUMNS.into()) as u32)
    }

    /// In grid units.
    pub fn height(&self, id: &str) -> u32 {
        let height = self.meta(id)["height"].as_u64();
        height.map_or(DEFAULT_HEIGHT, |height| height.clamp(super::LOWEST_UNITS.into(), 400) as u32)
    }

    pub fn background(&self, id: &str) -> Background {
        match self.meta(id)["background"].as_str() {
            Some("BACKGROUND_WHITE") => Background::White,
            _ => Background::Transparent,
        }
    }

    pub fn header_size(&self, id: &str) -> HeaderSize {
        match self.meta(id)["headerSize"].as_str() {
            Some("SMALL_HEADER") => HeaderSize::Small,
            Some("LARGE_HEADER") => HeaderSize::Large,
            _ => HeaderSize::Medium,
        }
    }

    /// Of a header or a tab.
    pub fn text(&self, id: &str) -> &str {
        self.meta(id)["text"].as_str().unwrap_or_default()
    }

    /// Of a markdown text.
    pub fn code(&self, id: &str) -> &str {
        self.meta(id)["code"].as_str().unwrap_or_default()
    }

    /// The name that a chart has on this dashboard only.
    pub fn name_override(&self, id: &str) -> Option<&str> {
        self.meta(id)["sliceNameOverride"].as_str().filter(|name| !name.is_empty())
    }

    pub fn chart_id(&self, id: &str) -> Option<ChartId> {
        self.meta(id)["chartId"].as_i64().map(ChartId)
    }

    /// A layout that names a UUID means that chart and no other.
    pub fn chart_uuid(&self, id: &str) -> Option<Uuid> {
        self.meta(id)["uuid"].as_str()?.parse().ok()
    }

    /// The title that the layout holds; empty where it holds none.
    pub fn title(&self) -> &str {
        self.text(HEADER_ID)
    }

    /// What people call the node: its own words, else what it is.
    pub fn label(&self, id: &str) -> String {
        let kind = self.kind(id).unwrap_or_else(|| super::kind_of(&self.nodes, id));
        let own = match kind {
            Kind::Chart => self.name_override(id).or_else(|| self.meta(id)["sliceName"].as_str()),
            Kind::Header | Kind::Tab => Some(self.text(id)),
            Kind::Root
            | Kind::Grid
            | Kind::Tabs
            | Kind::Row
            | Kind::Column
            | Kind::Markdown
            | Kind::Divider
            | Kind::Unknown => None,
        };
        own.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| kind.noun()).to_owned()
    }
}
