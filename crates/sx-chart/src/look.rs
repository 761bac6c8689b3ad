//! What a drawing depends on beside its form and its rows.

use std::{borrow::Cow, collections::HashMap};

use serde_json::{Map, Value};

use crate::{FormData, form};

/// What the dashboard and the dataset say. Names are those of the answer; only what is shown follows `verbose_names`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Colours that the dashboard gave to labels.
    pub label_colors: Map<String, Value>,
    /// The dashboard's palette, when the chart names none.
    pub color_scheme: Option<String>,
    /// What people read in place of the name of a column or metric.
    pub verbose_names: HashMap<String, String>,
    /// The dataset's number formats by metric, used where the form sets none.
    pub column_formats: HashMap<String, String>,
    /// Likewise its currencies: `{"symbol": "USD", "symbolPosition": "prefix"}`.
    pub column_currencies: HashMap<String, Value>,
}

impl Look {
    /// The name that people read.
    pub(crate) fn shown<'a>(&'a self, name: &'a str) -> &'a str {
        self.verbose_names.get(name).map_or(name, String::as_str)
    }

    /// Like [`Self::shown`], also for names that a question made from a metric's: `%sold`, `sold__1 year ago`,
    /// `sold, Ships`.
    pub(crate) fn shown_of<'a>(&'a self, metrics: &[String], name: &'a str) -> Cow<'a, str> {
        match self.verbose_names.get(name) {
            Some(shown) => Cow::Borrowed(shown),
            None => self.shown_series(metrics, name),
        }
    }

    /// Like [`Self::shown_of`] for a series: its name may be a value, “rain”, that a metric of the dataset is called too.
    pub(crate) fn shown_series<'a>(&'a self, metrics: &[String], name: &'a str) -> Cow<'a, str> {
        let (percent, plain) = name.strip_prefix('%').map_or(("", name), |plain| ("%", plain));
        let known = metrics.iter().filter(|metric| rest(plain, metric).is_some());
        // With metrics `sold` and `sold, net` the longer one is meant.
        let Some(metric) = known.max_by_key(|metric| metric.len()) else { return Cow::Borrowed(name) };
        let after = rest(plain, metric).unwrap_or_default();
        Cow::Owned(format!("{percent}{}{after}", self.shown(metric)))
    }

    /// The form with the number format and the currency of its saved metrics, where it sets none itself. Metrics of one
    /// chart share an axis, so several have to agree.
    pub(crate) fn complete(&self, form_data: &FormData, metrics: &str, format: &str) -> FormData {
        let mut full = form_data.clone();
        let names = form::list(form_data, metrics);
        if form::text(form_data, format).is_none()
            && let Some(spec) = agreed(names, &self.column_formats)
        {
            full.insert(format.into(), spec.as_str().into());
        }
        let symbol = form_data.get("currency_format").and_then(|currency| currency.get("symbol"));
        if symbol.and_then(Value::as_str).is_none_or(str::is_empty)
            && let Some(currency) = agreed(names, &self.column_currencies)
        {
            full.insert("currency_format".into(), currency.clone());
        }
        full
    }
}

/// What follows the metric in a name made from it.
fn rest<'a>(name: &'a str, metric: &str) -> Option<&'a str> {
    name.strip_prefix(metric).filter(|rest| rest.is_empty() || rest.starts_with("__") || rest.starts_with(", "))
}

/// Saved metrics are names; one that the form defines itself has no format in the dataset.
fn agreed<'a, T: PartialEq>(names: &[Value], saved: &'a HashMap<String, T>) -> Option<&'a T> {
    let mut found = names.iter().map(|name| saved.get(name.as_str()?));
    let first = found.next()??;
    found.all(|other| other == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn look() -> Look {
        let names = [("sold", "Items sold"), ("net", "Net"), ("sold, net", "Both")];
        Look {
            verbose_names: names.map(|(name, shown)| (name.into(), shown.into())).into(),
            column_formats: [
                ("sold".into(), ",d".into()),
                ("returned".into(), ",d".into()),
                ("net".into(), ".2f".into()),
            ]
            .into(),
            column_currencies: [("net".into(), json!({"symbol": "EUR"}))].into(),
            ..Look::default()
        }
    }

    #[test]
    fn names_made_from_a_metric_show_its_verbose_name() {
        let metrics = ["sold".to_owned(), "sold, net".to_owned()];
        let cases = [
            ("sold", "Items sold"),
            ("%sold", "%Items sold"),
            ("sold__1 year ago", "Items sold__1 year ago"),
            ("sold, Ships", "Items sold, Ships"),
            ("sold, net, Ships", "Both, Ships"),
            ("soldier", "soldier"),
            ("Ships", "Ships"),
            ("%Ships", "%Ships"),
        ];
        for (name, expected) in cases {
            assert_eq!(look().shown_of(&metrics, name), expected, "{name}");
            assert_eq!(look().shown_series(&metrics, name), expected, "{name}");
        }
        assert_eq!(look().shown_of(&metrics, "net"), "Net");
        assert_eq!(look().shown_series(&metrics, "net"), "net");
    }

    #[test]
    fn a_form_without_a_format_takes_the_one_that_its_metrics_share() {
        let of = |form: Value| {
            let full = look().complete(form.as_object().unwrap(), "metrics", "f");
            json!([full.get("f"), full.get("currency_format")])
        };
        let euro = json!({"symbol": "EUR"});
        assert_eq!(of(json!({"metrics": ["sold", "returned"]})), json!([",d", null]));
        assert_eq!(of(json!({"metrics": ["sold", "net"]})), json!([null, null]));
        assert_eq!(of(json!({"metrics": "net", "f": null})), json!([".2f", euro]));
        assert_eq!(of(json!({"metrics": "net", "f": ".1s"})), json!([".1s", euro]));
        let dollar = json!({"symbol": "USD"});
        assert_eq!(of(json!({"metrics": "net", "currency_format": dollar})), json!([".2f", dollar]));
        assert_eq!(of(json!({"metrics": [{"label": "net", "sqlExpression": "1"}]})), json!([null, null]));
        assert_eq!(of(json!({})), json!([null, null]));
    }
}
