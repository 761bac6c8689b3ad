//! Which columns of the answer are shown, and how their values are written.

use serde_json::Value;
use sx_query::{Column, Kind, Table, Values};

use crate::{
    Align, FormData, Look, cells,
    controls::is_raw,
    form,
    format::{Currency, SMART_NUMBER, format_number, format_number_with_currency, format_time, grain_format},
};

/// A column as it is shown.
pub(in crate::kinds) struct Shown<'a> {
    pub label: String,
    pub align: Align,
    pub format: Format,
    pub column: &'a Column,
    /// Cells carry a bar.
    pub bars: bool,
    /// The whole that this column's values are shares of.
    pub whole: Option<f64>,
}

/// How a cell's value becomes text.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::kinds) enum Format {
    Number {
        spec: String,
        small: Option<String>,
        currency: Option<Currency>,
    },
    Time(String),
    /// As it is: names, identifiers, years.
    Plain,
}

impl Format {
    /// As the dataset writes this metric; else adaptively.
    pub fn of_metric(look: &Look, name: &str) -> Self {
        let saved = Saved::of(look, name);
        Self::Number { spec: saved.spec.unwrap_or(SMART_NUMBER).into(), small: None, currency: saved.currency }
    }

    pub fn number_text(&self, value: f64) -> String {
        match self {
            Self::Number { spec, small, currency } => {
                let small = small.as_deref().filter(|_| value.abs() < 1.0);
                format_number_with_currency(small.unwrap_or(spec), currency.as_ref(), value)
            }
            Self::Time(spec) => format_time(spec, value),
            Self::Plain => plain_number(value),
        }
    }
}

/// What a column's times need to be told apart: days when all are midnights.
pub(in crate::kinds) fn plain_time_format(column: &Column) -> Format {
    const DAY: i64 = 86_400_000_000;
    let at_midnight = match &column.values {
        Values::Time(times) => times.iter().flatten().all(|us| us.rem_euclid(DAY) == 0),
        _ => false,
    };
    Format::Time(if at_midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }.into())
}

pub(super) fn shown<'a>(
    form_data: &FormData,
    table: &'a Table,
    overall: Option<&Table>,
    look: &Look,
) -> Vec<Shown<'a>> {
    let reader = Reader {
        form_data,
        look,
        raw: is_raw(form_data),
        metrics: form::labels(form_data, "metrics"),
        percents: form::labels(form_data, "percent_metrics"),
        overall,
    };
    table.columns.iter().filter_map(|column| reader.column(table, column)).collect()
}

/// What the dataset says about a metric's numbers.
struct Saved<'a> {
    spec: Option<&'a str>,
    currency: Option<Currency>,
}

impl<'a> Saved<'a> {
    fn of(look: &'a Look, name: &str) -> Self {
        let spec = look.column_formats.get(name).map(String::as_str);
        Self { spec, currency: Currency::from_form(look.column_currencies.get(name)) }
    }
}

struct Reader<'a> {
    form_data: &'a FormData,
    look: &'a Look,
    raw: bool,
    metrics: Vec<String>,
    percents: Vec<String>,
    overall: Option<&'a Table>,
}

impl Reader<'_> {
    fn column<'t>(&self, table: &'t Table, column: &'t Column) -> Option<Shown<'t>> {
        let config = self.form_data.get("column_config").and_then(|all| all.get(&column.name));
        let is_percent = self.percent_base(&column.name).is_some();
        let is_metric = self.metrics.contains(&column.name);
        // A metric that was asked for as a percentage only is not shown as a number.
        let only_percent = !is_metric && self.percents.contains(&column.name);
        if only_percent || setting(config, "visible") == Some(&Value::Bool(false)) {
            return None;
        }
        let numeric = column.kind == Kind::Numeric;
        let bars = setting(config, "showCellBars")
            .and_then(Value::as_bool)
            .unwrap_or_else(|| form::flag(self.form_data, "show_cell_bars"));
        let whole = self.whole(&column.name);
        let base = whole.and_then(|_| table.column(self.percent_base(&column.name)?));
        let custom = setting(config, "customColumnName").and_then(Value::as_str).filter(|name| !name.is_empty());
        Some(Shown {
            label: custom.map_or_else(|| self.label(&column.name), str::to_owned),
            align: align(config, numeric),
            format: self.format(column, config, is_metric, is_percent),
            column: base.unwrap_or(column),
            bars: bars && numeric && (is_metric || is_percent || self.raw),
            whole,
        })
    }

    fn label(&self, name: &str) -> String {
        let metrics: Vec<_> = self.metrics.iter().chain(&self.percents).cloned().collect();
        self.look.shown_of(&metrics, name).into_owned()
    }

    /// `sold` of `%sold`.
    fn percent_base<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix('%').filter(|base| {
            let is_of = |metric: &String| {
                base.strip_prefix(metric.as_str()).is_some_and(|r| r.is_empty() || r.starts_with("__"))
            };
            self.percents.iter().any(is_of)
        })
    }

    fn whole(&self, name: &str) -> Option<f64> {
        let base = self.percent_base(name)?;
        let total = self.overall?.column(base).and_then(|column| cells::number(column, 0));
        total.filter(|total| *total != 0.0)
    }

    fn format(&self, column: &Column, config: Option<&Value>, is_metric: bool, is_percent: bool) -> Format {
        let text = |name: &str| setting(config, name).and_then(Value::as_str).filter(|text| !text.is_empty());
        if column.kind == Kind::Temporal {
            return self.time_format(column, text("d3TimeFormat"));
        }
        let saved = Saved::of(self.look, &column.name);
        let currency = Currency::from_form(setting(config, "currencyFormat")).or(saved.currency);
        let small = text("d3SmallNumberFormat").map(str::to_owned);
        let spec = text("d3NumberFormat").or(saved.spec);
        if is_percent {
            return Format::Number { spec: spec.unwrap_or(".3%").to_owned(), small, currency };
        }
        let by_wish = spec.is_some() || small.is_some() || currency.is_some();
        if column.kind == Kind::Numeric && (is_metric || by_wish) {
            return Format::Number { spec: spec.unwrap_or(SMART_NUMBER).to_owned(), small, currency };
        }
        Format::Plain
    }

    /// The adaptive format would write "April" and "2003" below each other: in a column all times look alike.
    fn time_format(&self, column: &Column, own: Option<&str>) -> Format {
        match own.or(form::text(self.form_data, "table_timestamp_format")) {
            Some(spec) if spec != "smart_date" => Format::Time(spec.to_owned()),
            _ => match form::text(self.form_data, "time_grain_sqla") {
                Some(grain) => Format::Time(grain_format(grain).to_owned()),
                None => plain_time_format(column),
            },
        }
    }
}

fn align(config: Option<&Value>, numeric: bool) -> Align {
    match setting(config, "horizontalAlign").and_then(Value::as_str) {
        Some("left") => Align::Start,
        Some("right") => Align::End,
        _ if numeric => Align::End,
        _ => Align::Start,
    }
}

fn setting<'a>(config: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    config?.get(name).filter(|value| !value.is_null())
}

/// Whole numbers as they are (an identifier has no thousands), others without the noise of binary fractions.
fn plain_number(value: f64) -> String {
    match value.abs() {
        _ if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value}"),
        size if (0.001..1e15).contains(&size) => format_number(".4~f", value),
        _ => format_number(".4~g", value),
    }
}
