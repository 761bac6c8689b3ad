//! Twelve columns: who has how much room.

use super::{Kind, Position};
use crate::GRID_COLUMNS;

/// In grid units; the reference's.
pub const LOWEST_UNITS: u32 = 5;
pub const HIGHEST_UNITS: u32 = 100;

impl Position {
    /// The columns that the nearest container above gives.
    pub(super) fn container_width(&self, id: &str) -> u32 {
        let column = self.path(id).into_iter().rev().find(|id| self.kind(id) == Some(Kind::Column));
        column.map_or(GRID_COLUMNS, |column| self.width(column))
    }

    /// The columns that a node offers to its children.
    pub fn inner_width(&self, id: &str) -> u32 {
        match self.kind(id) {
            Some(Kind::Column) => self.width(id),
            _ => self.container_width(id),
        }
    }

    /// The least that a node takes of its container as long as nothing in it changes.
    pub(super) fn need(&self, id: &str) -> u32 {
        match self.kind(id).unwrap_or(Kind::Unknown) {
            Kind::Column | Kind::Chart | Kind::Markdown | Kind::Unknown => self.width(id),
            Kind::Row => self.children(id).map(|child| self.need(child)).sum(),
            Kind::Root | Kind::Grid | Kind::Tabs | Kind::Tab => self.widest_child(id),
            Kind::Header | Kind::Divider => 0,
        }
    }

    fn widest_child(&self, id: &str) -> u32 {
        self.children(id).map(|child| self.need(child)).max().unwrap_or_default()
    }

    /// The narrowest that a node can be made: a column is at least as wide as its widest child.
    pub(super) fn narrowest(&self, id: &str) -> u32 {
        match self.kind(id) {
            Some(Kind::Column) => self.widest_child(id).max(1),
            _ => 1,
        }
    }

    /// The free columns of a parent when the nodes of `without` are gone from it.
    pub(super) fn free(&self, parent: &str, without: &[&str]) -> u32 {
        let inner = self.inner_width(parent);
        if self.kind(parent) != Some(Kind::Row) {
            return inner;
        }
        let others = self.children(parent).filter(|id| !without.contains(id));
        inner.saturating_sub(others.map(|id| self.width(id)).sum())
    }

    /// The widths that a node may take where it stands, in columns. `None` for what has no width of its own.
    pub fn width_range(&self, id: &str) -> Option<(u32, u32)> {
        let parent = self.parent(id)?;
        self.kind(id)?.has_width().then(|| {
            let narrowest = self.narrowest(id);
            (narrowest, self.free(parent, &[id]).max(narrowest))
        })
    }

    /// The heights that a node may take, in units. A layout from elsewhere may be higher, and stays so.
    pub fn height_range(&self, id: &str) -> Option<(u32, u32)> {
        self.kind(id)?.has_height().then(|| (LOWEST_UNITS, HIGHEST_UNITS.max(self.height(id))))
    }
}
