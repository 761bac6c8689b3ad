//! What a save answers: it is done, or what is wrong with which field.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The id of what was saved, or the faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Done(i64),
    Refused(Vec<Fault>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// As the API names it: `first_name`.
    pub field: String,
    pub text: String,
}

/// The faults of a form; empty while nothing is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Faults(RwSignal<Vec<Fault>>);

impl Faults {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn set(self, faults: Vec<Fault>) {
        self.0.set(faults);
    }

    /// For the field's `error`.
    pub fn of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let faults = self.0.read();
            faults.iter().find(|fault| fault.field == field).map(|fault| fault.text.clone())
        })
    }
}

#[cfg(feature = "ssr")]
pub fn outcome(saved: Result<i64, sx_model::AppError>) -> Result<Outcome, crate::Failure> {
    match saved {
        Ok(id) => Ok(Outcome::Done(id)),
        Err(error) if error.kind == sx_model::ErrorKind::Unprocessable && !error.extra.is_empty() => {
            let text = |value: &serde_json::Value| {
                let texts = value.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
                texts.collect::<Vec<_>>().join(" ")
            };
            let faults = error.extra.iter().map(|(field, value)| Fault { field: field.clone(), text: text(value) });
            Ok(Outcome::Refused(faults.collect()))
        }
        Err(error) => Err(crate::ctx::fail(error)),
    }
}
