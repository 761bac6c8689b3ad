//! Currency signs around a formatted number.

use serde_json::Value;

/// `{"symbol": "USD", "symbolPosition": "prefix"}`; the symbol is an ISO code or any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    pub symbol: String,
    pub is_prefix: bool,
}

/// Codes whose sign is not the code itself, as browsers write them for English readers.
const SIGNS: &[(&str, &str)] = &[
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("CNY", "CN¥"),
    ("INR", "₹"),
    ("KRW", "₩"),
    ("BRL", "R$"),
    ("MXN", "MX$"),
    ("CAD", "CA$"),
    ("AUD", "A$"),
    ("NZD", "NZ$"),
    ("HKD", "HK$"),
    ("TWD", "NT$"),
    ("ILS", "₪"),
    ("VND", "₫"),
    ("PHP", "₱"),
    ("XAF", "FCFA"),
    ("XOF", "F\u{202f}CFA"),
    ("XPF", "CFPF"),
    ("XCD", "EC$"),
];

impl Currency {
    /// `None` for null, an empty symbol, or `AUTO` (which asks the data, and the data has no code here).
    pub fn from_form(value: Option<&Value>) -> Option<Self> {
        let value = value?;
        let symbol =
            value.get("symbol").and_then(Value::as_str).filter(|symbol| !symbol.is_empty() && *symbol != "AUTO")?;
        let is_prefix = value.get("symbolPosition").and_then(Value::as_str) != Some("suffix");
        Some(Self { symbol: symbol.into(), is_prefix })
    }

    pub fn sign(&self) -> &str {
        SIGNS.iter().find(|(code, _)| code.eq_ignore_ascii_case(&self.symbol)).map_or(&self.symbol, |(_, sign)| sign)
    }

    pub fn decorate(&self, number: &str) -> String {
        if self.is_prefix { format!("{} {number}", self.sign()) } else { format!("{number} {}", self.sign()) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn signs_stand_where_the_form_says() {
        let of = |json: Value| Currency::from_form(Some(&json)).map(|currency| currency.decorate("10.0M"));
        assert_eq!(of(json!({"symbol": "USD", "symbolPosition": "prefix"})).as_deref(), Some("$ 10.0M"));
        assert_eq!(of(json!({"symbol": "CHF", "symbolPosition": "suffix"})).as_deref(), Some("10.0M CHF"));
        assert_eq!(of(json!({"symbol": ""})), None);
        assert_eq!(Currency::from_form(None), None);
    }
}
