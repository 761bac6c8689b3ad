//! How wide a thing of the grid is, in pixels: the server needs it to draw pictures that fit. The stylesheet does the same sums
//! (`style/tokens.scss` holds the same numbers).

use sx_model::{GRID_COLUMNS, GRID_UNIT_PX};

const GAP_PX: f64 = 16.0;
const PAGE_PADDING_PX: f64 = 24.0;
const NARROW_PAGE_PADDING_PX: f64 = 12.0;
/// Below this width everything stands in one column.
const NARROW_PX: u32 = 768;
const SURFACE_PADDING_PX: f64 = 8.0;
const TILE_BORDER_PX: f64 = 1.0;
const TILE_PADDING_PX: f64 = 16.0;
const TILE_HEAD_PX: u32 = 40;
const TILE_BOTTOM_PX: u32 = 12;
/// A picture smaller than this says nothing; a tile may be.
const SMALLEST_PX: u32 = 40;

/// The room that a container of the grid gives to its children.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    pub columns: u32,
    px: f64,
    is_stacked: bool,
}

/// The room inside a tile, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodySize {
    pub width: u32,
    pub height: u32,
}

impl Space {
    pub fn of_page(page_px: u32) -> Self {
        let is_stacked = page_px < NARROW_PX;
        let padding = if is_stacked { NARROW_PAGE_PADDING_PX } else { PAGE_PADDING_PX };
        Self { columns: GRID_COLUMNS, px: f64::from(page_px) - 2.0 * padding, is_stacked }
    }

    #[cfg(feature = "ssr")]
    pub fn of_request() -> Self {
        Self::of_page(crate::page_width::of_request())
    }

    /// The browser lays out by CSS and draws by the real size.
    #[cfg(not(feature = "ssr"))]
    pub fn of_request() -> Self {
        Self::of_page(crate::page_width::DEFAULT_PX)
    }

    /// A child that spans `columns` of these.
    pub fn child(self, columns: u32) -> Self {
        let columns = columns.clamp(1, self.columns);
        if self.is_stacked {
            return Self { columns, ..self };
        }
        let unit = (self.px - GAP_PX * f64::from(self.columns - 1)) / f64::from(self.columns);
        Self { columns, px: unit * f64::from(columns) + GAP_PX * f64::from(columns - 1), ..self }
    }

    /// A row or column with a face of its own keeps its children off the edge.
    pub fn inside_surface(self) -> Self {
        Self { px: self.px - 2.0 * SURFACE_PADDING_PX, ..self }
    }

    /// The room inside a tile as wide as this space and so many grid units high.
    pub fn body(self, units: u32) -> BodySize {
        let width = self.px - 2.0 * (TILE_PADDING_PX + TILE_BORDER_PX);
        let height = (units * GRID_UNIT_PX).saturating_sub(TILE_HEAD_PX + TILE_BOTTOM_PX + 2 * TILE_BORDER_PX as u32);
        BodySize { width: (width.round() as u32).max(SMALLEST_PX), height: height.max(SMALLEST_PX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(space: Space) -> u32 {
        space.px.round() as u32
    }

    #[test]
    fn the_stylesheet_has_the_same_numbers() {
        let tokens = include_str!("../../../style/tokens.scss");
        for rule in [
            format!("--grid-gap: {GAP_PX}px;"),
            format!("--grid-unit: {GRID_UNIT_PX}px;"),
            format!("--page-padding: {PAGE_PADDING_PX}px;"),
            format!("--page-padding: {NARROW_PAGE_PADDING_PX}px;"),
            format!("(max-width: {}px)", NARROW_PX - 1),
            format!("--tile-head: {TILE_HEAD_PX}px;"),
            format!("--tile-padding: {TILE_PADDING_PX}px;"),
            format!("--tile-bottom: {TILE_BOTTOM_PX}px;"),
            format!("--surface-padding: {SURFACE_PADDING_PX}px;"),
        ] {
            assert!(tokens.contains(&rule), "{rule}");
        }
    }

    #[test]
    fn twelve_columns_fill_the_page() {
        let page = Space::of_page(1280);
        assert_eq!(width(page), 1232);
        assert_eq!(width(page.child(12)), 1232);
        // 3 + 6 + 3 columns and the two gaps between them.
        assert_eq!(width(page.child(3)) * 2 + width(page.child(6)) + 32, 1232);
        assert_eq!(width(page.child(99)), 1232, "wider than the page is as wide as the page");
        assert_eq!(width(page.child(0)), width(page.child(1)));
    }

    #[test]
    fn a_column_inside_a_row_has_the_same_units() {
        let column = Space::of_page(1280).child(6);
        assert_eq!(width(column.child(3)), width(Space::of_page(1280).child(3)));
        assert_eq!(width(column.child(12)), width(column), "a chart is never wider than its column");
    }

    #[test]
    fn a_narrow_page_is_one_column() {
        let page = Space::of_page(400);
        assert_eq!(width(page.child(3)), 376);
        assert_eq!(page.child(3).body(50), BodySize { width: 342, height: 346 });
    }

    #[test]
    fn a_body_is_what_head_and_padding_leave() {
        assert_eq!(Space::of_page(1280).child(12).body(50), BodySize { width: 1198, height: 346 });
        assert_eq!(Space::of_page(1280).child(1).body(2).height, 40);
    }
}
