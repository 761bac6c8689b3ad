//! What one kind of chart over an x-axis has of its own; the rest is the same for all.

use sx_query::{QueryObject, Table};

use super::{Mark, draw, queries, stack::Stacking};
use crate::{ChartError, ChartKind, Drawing, FormData, Look, controls::Section, form::with_defaults, kinds::samples};

pub(in crate::kinds) struct Timeseries {
    pub id: &'static str,
    pub name: &'static str,
    pub mark: Mark,
    pub controls: &'static [Section],
    /// What its sample's form says beside a year of sales by quarter.
    pub sample: fn(&mut FormData),
}

impl ChartKind for Timeseries {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn category(&self) -> &'static str {
        "Evolution"
    }

    fn controls(&self) -> &'static [Section] {
        self.controls
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        queries(&with_defaults(form, self.controls))
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = look.complete(form, "metrics", "y_axis_format");
        draw(&with_defaults(&form, self.controls), tables, look, self.mark)
    }

    /// Curves bend by the points beside them, and stacked series by those below.
    fn may_thin(&self, form: &FormData) -> bool {
        matches!(self.mark, Mark::Line | Mark::Step | Mark::Area)
            && Stacking::of(&with_defaults(form, self.controls)) == Stacking::None
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let mut form = samples::quarterly_form(self.id);
        (self.sample)(&mut form);
        (form, vec![samples::quarterly_sales()])
    }
}
