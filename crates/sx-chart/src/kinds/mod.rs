//! The kinds of charts: one file each, and the list that every reader loops over.

mod area;
mod bar;
mod big_number;
mod big_number_total;
mod fallback;
mod heatmap;
mod line;
mod panel;
mod pie;
mod pivot;
mod samples;
mod scatter;
mod smooth;
mod step;
mod table;
mod timeseries;

use crate::ChartKind;

/// All kinds that are drawn, in the gallery's order.
pub static KINDS: &[&dyn ChartKind] = &[
    &bar::BAR,
    &line::LINE,
    &smooth::SMOOTH,
    &step::STEP,
    &area::AREA,
    &scatter::SCATTER,
    &pie::Pie,
    &big_number_total::BigNumberTotal,
    &big_number::BigNumber,
    &table::TableKind,
    &pivot::Pivot,
    &heatmap::Heatmap,
];

/// The kind stored as `viz_type`.
pub fn kind(viz_type: &str) -> Option<&'static dyn ChartKind> {
    KINDS.iter().copied().find(|kind| kind.id() == viz_type)
}

/// The kind stored as `viz_type`; one that is not drawn yet shows its rows as a table, and says so.
pub fn kind_or_fallback(viz_type: &str) -> &'static dyn ChartKind {
    kind(viz_type).unwrap_or(&fallback::Fallback)
}
