//! Which columns are times, and how their times are written.

use sx_query::{Column, Kind};

use crate::{
    FormData, form,
    format::grain_format,
    kinds::table::{Format, plain_time_format},
};

/// Whether the time grain of the form applies to this column of the dataset.
pub(super) fn has_grain(form_data: &FormData, name: &str) -> bool {
    let lookup = form_data.get("temporal_columns_lookup");
    let is_listed = lookup.is_some_and(|lookup| lookup.get(name) == Some(&true.into()));
    is_listed || form::text(form_data, "granularity_sqla") == Some(name)
}

/// The format of the form. The adaptive one would write "April" beside "2003": times in a table look alike.
pub(super) fn format(form_data: &FormData, column: &Column) -> String {
    if column.kind != Kind::Temporal {
        return String::new();
    }
    let own = form::text(form_data, "date_format").filter(|spec| *spec != "smart_date");
    let grain = form::text(form_data, "time_grain_sqla").filter(|_| has_grain(form_data, &column.name));
    match (own, grain, plain_time_format(column)) {
        (Some(spec), _, _) => spec.to_owned(),
        (None, Some(grain), _) => grain_format(grain).to_owned(),
        (None, None, Format::Time(spec)) => spec,
        (None, None, _) => String::new(),
    }
}
