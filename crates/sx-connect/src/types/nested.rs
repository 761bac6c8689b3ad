//! Lists, structs and maps as JSON.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, StringArray, cast::AsArray, types};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Field};
use serde_json::{Map, Value};

use super::normal_array;

/// One JSON text per row.
pub(super) fn json_texts(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let texts = json_values(array)?.into_iter().map(|value| (!value.is_null()).then(|| value.to_string()));
    Ok(Arc::new(texts.collect::<StringArray>()))
}

/// One text per row, as Arrow displays the value.
pub(super) fn plain_texts(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::default())?;
    // A union has no NULLs of its own, only those of what it holds.
    let nulls = array.logical_nulls();
    let texts = (0..array.len()).map(|row| match nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
        true => Ok(None),
        false => formatter.value(row).try_to_string().map(Some),
    });
    Ok(Arc::new(texts.collect::<Result<StringArray, _>>()?))
}

fn json_values(array: &ArrayRef) -> Result<Vec<Value>, ArrowError> {
    match array.data_type() {
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let items = json_values(lists.values())?;
            Ok(rows(array, |row| {
                let range = lists.value_offsets()[row] as usize..lists.value_offsets()[row + 1] as usize;
                Value::Array(items[range].to_vec())
            }))
        }
        DataType::FixedSizeList(_, size) => {
            let lists = array.as_fixed_size_list();
            let (items, size) = (json_values(lists.values())?, *size as usize);
            Ok(rows(array, |row| Value::Array(items[row * size..(row + 1) * size].to_vec())))
        }
        DataType::Struct(_) => {
            let structs = array.as_struct();
            let columns = structs.columns().iter().map(json_values).collect::<Result<Vec<_>, _>>()?;
            let names = structs.column_names();
            let object = |row: usize| {
                names.iter().zip(&columns).map(move |(name, column)| (name.to_string(), column[row].clone()))
            };
            Ok(rows(array, |row| Value::Object(object(row).collect())))
        }
        DataType::Map(..) => {
            let maps = array.as_map();
            let (keys, values) = (json_values(maps.keys())?, json_values(maps.values())?);
            Ok(rows(array, |row| {
                let range = maps.value_offsets()[row] as usize..maps.value_offsets()[row + 1] as usize;
                let entries = range.map(|at| (key_text(&keys[at]), values[at].clone()));
                Value::Object(entries.collect::<Map<_, _>>())
            }))
        }
        // Unions, views of lists and run-ends are rare enough for Arrow's own words.
        nested if nested.is_nested() => Ok(texts(&plain_texts(array)?)),
        _ => leaf_values(array),
    }
}

fn leaf_values(array: &ArrayRef) -> Result<Vec<Value>, ArrowError> {
    let array = normal_array(&Field::new("", array.data_type().clone(), true), array)?;
    Ok(match array.data_type() {
        DataType::Boolean => array.as_boolean().iter().map(Value::from).collect(),
        DataType::Int64 => array.as_primitive::<types::Int64Type>().iter().map(Value::from).collect(),
        DataType::Float64 => array.as_primitive::<types::Float64Type>().iter().map(Value::from).collect(),
        DataType::Utf8 => texts(&array),
        _ => texts(&plain_texts(&array)?),
    })
}

fn texts(array: &ArrayRef) -> Vec<Value> {
    array.as_string::<i32>().iter().map(Value::from).collect()
}

fn rows(array: &ArrayRef, value: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..array.len()).map(|row| if array.is_null(row) { Value::Null } else { value(row) }).collect()
}

fn key_text(key: &Value) -> String {
    key.as_str().map_or_else(|| key.to_string(), str::to_owned)
}
