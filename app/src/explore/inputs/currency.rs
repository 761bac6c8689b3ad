use leptos::prelude::*;
use serde_json::{Map, Value};
use sx_chart::format::Currency;

use super::settled::Settled;
use crate::ui::{Combobox, RadioGroup, SelectOption};

const CURRENCIES: [(&str, &str); 38] = [
    ("USD", "US dollar"),
    ("EUR", "Euro"),
    ("GBP", "Pound sterling"),
    ("JPY", "Japanese yen"),
    ("CNY", "Chinese yuan"),
    ("INR", "Indian rupee"),
    ("AED", "UAE dirham"),
    ("ARS", "Argentine peso"),
    ("AUD", "Australian dollar"),
    ("BRL", "Brazilian real"),
    ("CAD", "Canadian dollar"),
    ("CHF", "Swiss franc"),
    ("CLP", "Chilean peso"),
    ("COP", "Colombian peso"),
    ("CZK", "Czech koruna"),
    ("DKK", "Danish krone"),
    ("EGP", "Egyptian pound"),
    ("HKD", "Hong Kong dollar"),
    ("HUF", "Hungarian forint"),
    ("IDR", "Indonesian rupiah"),
    ("ILS", "Israeli new shekel"),
    ("KRW", "South Korean won"),
    ("MXN", "Mexican peso"),
    ("MYR", "Malaysian ringgit"),
    ("NGN", "Nigerian naira"),
    ("NOK", "Norwegian krone"),
    ("NZD", "New Zealand dollar"),
    ("PHP", "Philippine peso"),
    ("PLN", "Polish zloty"),
    ("RON", "Romanian leu"),
    ("SAR", "Saudi riyal"),
    ("SEK", "Swedish krona"),
    ("SGD", "Singapore dollar"),
    ("THB", "Thai baht"),
    ("TRY", "Turkish lira"),
    ("UAH", "Ukrainian hryvnia"),
    ("VND", "Vietnamese dong"),
    ("ZAR", "South African rand"),
];

const PREFIX: &str = "prefix";
const SUFFIX: &str = "suffix";

/// `{"symbol": "EUR", "symbolPosition": "prefix"}`: an ISO code or any text; null for none.
#[component]
pub fn CurrencyInput(#[prop(into)] label: String, value: Signal<Value>, on_change: Callback<Value>) -> impl IntoView {
    let symbol = Signal::derive(move || text(&value.read(), "symbol"));
    let told = Callback::new(move |symbol: String| on_change.run(with_symbol(&value.get_untracked(), symbol)));
    let settled = Settled::new(symbol, is_offered, |_| None, told);
    let has_symbol = Memo::new(move |_| !symbol.read().is_empty());
    let example = Signal::derive(move || Currency::from_form(Some(&value.read())).map(|it| it.decorate("1,234.50")));
    let position = Signal::derive(move || {
        let own = text(&value.read(), "symbolPosition");
        if own == SUFFIX { own } else { PREFIX.to_owned() }
    });
    let places =
        [(PREFIX, "Before"), (SUFFIX, "After")].map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    let place_label = format!("{label}: place of the sign");
    let place = move || {
        has_symbol.get().then(|| {
            view! {
                <RadioGroup
                    label=place_label.clone()
                    hide_label=true
                    inline=true
                    options=places.clone()
                    value=position
                    on_change=move |place: String| on_change.run(with_position(&value.get_untracked(), place))
                />
            }
        })
    };
    view! {
        <div class="currency-input">
            <Combobox
                label
                options=Signal::stored(options())
                value=settled.text
                on_change=settled.on_change
                placeholder="None"
                hint=example
            />
            {place}
        </div>
    }
    .into_any()
}

fn options() -> Vec<SelectOption> {
    let sign = |code: &str| Currency { symbol: code.to_owned(), is_prefix: true }.sign().to_owned();
    let hint = |(code, name): &(&str, &str)| match sign(code) {
        sign if sign == *code => (*name).to_owned(),
        sign => format!("{sign} · {name}"),
    };
    CURRENCIES.iter().map(|currency| SelectOption::plain(currency.0).with_hint(hint(currency))).collect()
}

fn is_offered(symbol: &str) -> bool {
    symbol.is_empty() || CURRENCIES.iter().any(|(code, _)| *code == symbol)
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn with_symbol(value: &Value, symbol: String) -> Value {
    if symbol.is_empty() {
        return Value::Null;
    }
    let mut object = object(value);
    object.insert("symbol".into(), symbol.into());
    object.entry("symbolPosition").or_insert_with(|| PREFIX.into());
    Value::Object(object)
}

fn with_position(value: &Value, position: String) -> Value {
    let mut object = object(value);
    object.insert("symbolPosition".into(), position.into());
    Value::Object(object)
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_reference_reads_what_is_written() {
        let euro = with_symbol(&Value::Null, "EUR".into());
        assert_eq!(euro, json!({"symbol": "EUR", "symbolPosition": "prefix"}));
        let after = with_position(&euro, SUFFIX.into());
        assert_eq!(with_symbol(&after, "¤".into()), json!({"symbol": "¤", "symbolPosition": "suffix"}));
        assert_eq!(with_symbol(&after, String::new()), Value::Null);
    }

    #[test]
    fn codes_are_found_by_name_and_sign() {
        let euro = &options()[1];
        assert_eq!((euro.value.as_str(), euro.hint.as_deref()), ("EUR", Some("€ · Euro")));
    }
}
