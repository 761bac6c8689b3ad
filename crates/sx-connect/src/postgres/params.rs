//! Parameters as text: the server infers each type from its place, and reads the text as it reads any constant.

use std::error::Error;

use bytes::BytesMut;
use chrono::DateTime;
use sx_query::Param;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};

#[derive(Debug)]
pub(super) struct TextParam(pub Param);

impl ToSql for TextParam {
    fn to_sql(&self, _ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match param_text(&self.0)? {
            None => Ok(IsNull::Yes),
            Some(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    fn encode_format(&self, _ty: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}

fn param_text(param: &Param) -> Result<Option<String>, String> {
    Ok(Some(match param {
        Param::Null => return Ok(None),
        Param::Bool(value) => value.to_string(),
        Param::Int(value) => value.to_string(),
        Param::Float(value) if value.is_infinite() => format!("{}Infinity", if *value < 0.0 { "-" } else { "" }),
        Param::Float(value) => value.to_string(),
        // Postgres has no place for a zero byte, and would end the message there.
        Param::Text(value) => value.replace('\0', ""),
        Param::Time(micros) => {
            let time = DateTime::from_timestamp_micros(*micros).ok_or("a time parameter is out of range")?;
            time.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_postgres_reads_them() {
        let text = |param| param_text(&param).unwrap().unwrap();
        assert_eq!(text(Param::Time(1_700_000_000_123_456)), "2023-11-14 22:13:20.123456");
        assert_eq!(text(Param::Float(f64::NEG_INFINITY)), "-Infinity");
        assert_eq!(text(Param::Float(0.1)), "0.1");
        assert_eq!(text(Param::Text("a\0b'".into())), "ab'");
        assert_eq!(param_text(&Param::Null), Ok(None));
        assert!(param_text(&Param::Time(i64::MAX)).is_err());
    }
}
