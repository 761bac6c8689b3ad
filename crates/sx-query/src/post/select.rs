//! Some of the columns, in the order asked for.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::Frame;
use super::options::{names, read};
use crate::QueryError;

pub(super) struct Select;

const NAME: &str = "select";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default, deserialize_with = "names")]
    rename: Vec<(String, String)>,
}

impl PostOperation for Select {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if !options.columns.is_empty() {
            let mut chosen = Vec::new();
            for name in &options.columns {
                chosen.extend(frame.called(NAME, name)?.into_iter().cloned());
            }
            frame.columns = chosen;
        }
        for name in &options.exclude {
            frame.called(NAME, name)?;
            frame.columns.retain(|series| !series.is_called(name));
        }
        for cell in frame.columns.iter_mut().flat_map(|series| &mut series.name) {
            if let Some((_, new)) = options.rename.iter().find(|(old, _)| cell.is_text(old)) {
                *cell = Cell::text(new);
            }
        }
        Ok(frame)
    }
}
