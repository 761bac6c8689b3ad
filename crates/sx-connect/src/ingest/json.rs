//! JSON: an array of objects, or one object after the other. Read twice: for the columns, which any object may add to, then for
//! the rows. Values stay texts until their cell is made, so a large object takes no more memory than its text.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    io::{BufRead as _, BufReader, Read},
    path::Path,
};

use serde::de::{DeserializeSeed, Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, value::RawValue};

use super::{
    Flow, MOST_ROWS, Sink, SourceColumn, cell::Cell, decode::Utf8, error::IngestError, framing::too_many_columns,
    names::column_names, options::FileOptions,
};

/// Key and value of one object, in its order.
type Object = Vec<(String, Box<RawValue>)>;
type OnObject<'a> = &'a mut dyn FnMut(u64, Object) -> Result<Flow, IngestError>;

pub(super) fn read(path: &Path, options: &FileOptions, sink: &mut dyn Sink) -> Result<(), IngestError> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut keys: Vec<String> = Vec::new();
    objects(path, options, &mut |_, object| {
        for (key, _) in object {
            if !places.contains_key(&key) {
                too_many_columns(keys.len() + 1)?;
                places.insert(key.clone(), keys.len());
                keys.push(key);
            }
        }
        Ok(Flow::Continue)
    })?;
    if keys.is_empty() {
        return Err(IngestError::new("The file is empty: it has no object with values."));
    }
    sink.columns(column_names(&keys).into_iter().map(|name| SourceColumn { name, type_: None }).collect())?;
    let mut rows_left = options.rows_to_read.unwrap_or(u64::MAX);
    objects(path, options, &mut |number, object| {
        if rows_left == 0 {
            return Ok(Flow::Stop);
        }
        rows_left -= 1;
        let mut cells = vec![Cell::Empty; keys.len()];
        for (key, value) in &object {
            if let Some(at) = places.get(key) {
                cells[*at] = cell(value.get());
            }
        }
        sink.row(number, &cells)
    })
}

fn cell(json: &str) -> Cell<'_> {
    let json = json.trim();
    match json.as_bytes().first() {
        None | Some(b'n') => Cell::Empty,
        Some(b't') => Cell::Bool(true),
        Some(b'f') => Cell::Bool(false),
        Some(b'"') => {
            serde_json::from_str::<String>(json).map_or(Cell::Text(json.into()), |text| Cell::Text(text.into()))
        }
        Some(b'{' | b'[') => Cell::Text(json.into()),
        Some(_) => match json.parse::<i64>() {
            Ok(value) => Cell::Int(value),
            // Beyond 64 bits the text is exact and a float is not.
            Err(_) if json.bytes().all(|b| b.is_ascii_digit() || b == b'-') => Cell::Text(Cow::Borrowed(json)),
            Err(_) => json.parse().map_or(Cell::Text(json.into()), Cell::Float),
        },
    }
}

fn objects(path: &Path, options: &FileOptions, on_object: OnObject<'_>) -> Result<(), IngestError> {
    let mut reader = BufReader::new(Utf8::open(path, options.encoding)?);
    let is_array = first_byte(&mut reader)? == Some(b'[');
    let mut each = Each { on_object, number: 0, outcome: Ok(Flow::Continue) };
    let mut json = Deserializer::from_reader(reader);
    let read = if is_array { json.deserialize_seq(&mut each) } else { lines(&mut json, &mut each) };
    match (each.outcome, read) {
        (Err(error), _) => Err(error),
        (Ok(Flow::Stop), _) | (_, Ok(())) => Ok(()),
        (_, Err(error)) if error.is_io() => Err(std::io::Error::from(error).into()),
        (_, Err(error)) => Err(IngestError::damaged("JSON", error)),
    }
}

/// Blanks before it are passed over.
fn first_byte(reader: &mut BufReader<Utf8>) -> Result<Option<u8>, IngestError> {
    loop {
        let ready = reader.fill_buf()?;
        if ready.is_empty() {
            return Ok(None);
        }
        let blanks = ready.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let first = ready.get(blanks).copied();
        reader.consume(blanks);
        if first.is_some() {
            return Ok(first);
        }
    }
}

fn lines(json: &mut Deserializer<serde_json::de::IoRead<impl Read>>, each: &mut Each<'_>) -> serde_json::Result<()> {
    while json.end().is_err() {
        let object = ObjectSeed.deserialize(&mut *json)?;
        each.take(object)?;
    }
    Ok(())
}

struct Each<'a> {
    on_object: OnObject<'a>,
    number: u64,
    /// Why reading ended early, if it did.
    outcome: Result<Flow, IngestError>,
}

impl Each<'_> {
    fn take<E: serde::de::Error>(&mut self, object: Object) -> Result<(), E> {
        self.number += 1;
        self.outcome = if self.number > MOST_ROWS {
            Err(IngestError::new(format!("The file has more than {MOST_ROWS} rows.")))
        } else {
            (self.on_object)(self.number, object)
        };
        // The deserializer knows no other way to be stopped.
        if self.outcome == Ok(Flow::Continue) { Ok(()) } else { Err(E::custom("stopped")) }
    }
}

impl<'de> Visitor<'de> for &mut Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(object) = elements.next_element_seed(ObjectSeed)? {
            self.take(object)?;
        }
        Ok(())
    }
}

struct ObjectSeed;

impl<'de> DeserializeSeed<'de> for ObjectSeed {
    type Value = Object;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of column names and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Object, A::Error> {
        let mut object = Object::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
            if object.len() > 10 * super::MOST_COLUMNS {
                return Err(A::Error::custom("an object has too many values"));
            }
        }
        Ok(object)
    }
}
