//! Back to plain columns: the index becomes a column, levels of names are joined.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, problem};
use super::options::read;
use super::rename::find_level;
use crate::QueryError;

pub(super) struct Flatten;

const NAME: &str = "flatten";

#[derive(Deserialize)]
struct Options {
    #[serde(default = "yes")]
    reset_index: bool,
    #[serde(default)]
    drop_levels: Vec<Value>,
}

impl PostOperation for Flatten {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if frame.levels.len() > 1 {
            let dropped: Vec<usize> =
                options.drop_levels.iter().map(|level| find_level(NAME, &frame, level)).collect::<Result<_, _>>()?;
            if dropped.len() >= frame.levels.len() {
                return Err(problem(NAME, "at least one level must stay"));
            }
            for series in &mut frame.columns {
                let mut position = 0..;
                series.name.retain(|cell| position.next().is_some_and(|at| !dropped.contains(&at)) && !cell.is_null());
            }
            frame.levels.clear();
        }
        if options.reset_index {
            frame.reset_index();
        }
        Ok(frame)
    }
}

fn yes() -> bool {
    true
}
