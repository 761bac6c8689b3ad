//! Arguments by place or by name, as Python takes them.

use minijinja::value::{Kwargs, from_args};
use minijinja::{Error, ErrorKind, Value};

/// The arguments of a call in the order of the parameters' names; what was not given is `None`.
pub(super) fn bind<const N: usize>(
    function: &str,
    parameters: [&'static str; N],
    args: &[Value],
) -> Result<[Option<Value>; N], Error> {
    let (by_place, by_name): (&[Value], Kwargs) = from_args(args)?;
    if by_place.len() > N {
        return Err(Error::new(ErrorKind::TooManyArguments, format!("{function}() takes at most {N}")));
    }
    let mut bound = [const { None }; N];
    for (place, parameter) in parameters.iter().enumerate() {
        bound[place] = by_place.get(place).cloned();
        if by_name.has(parameter) {
            bound[place] = Some(by_name.get::<Value>(parameter)?);
        }
        // An undefined name as an argument is an error here, not a silent default.
        if let Some(value) = bound[place].as_ref().filter(|value| value.is_undefined()) {
            require_defined(value)?;
        }
    }
    by_name.assert_all_used()?;
    Ok(bound)
}

/// The error of an undefined value names what is undefined; only the engine can make it.
pub(super) fn require_defined(value: &Value) -> Result<(), Error> {
    if value.is_undefined() { value.get_attr("").map(drop) } else { Ok(()) }
}

/// What a parameter was given.
pub(super) trait Given {
    fn required(self, function: &str, parameter: &str) -> Result<Value, Error>;
    /// As text; `None` when it was not given or is None.
    fn text(&self) -> Option<String>;
    /// Python's truth.
    fn is_true(&self) -> bool;
}

impl Given for Option<Value> {
    fn required(self, function: &str, parameter: &str) -> Result<Value, Error> {
        self.ok_or_else(|| Error::new(ErrorKind::MissingArgument, format!("{function}() needs {parameter}")))
    }

    fn text(&self) -> Option<String> {
        self.as_ref().filter(|value| !value.is_none()).map(|value| match value.as_str() {
            Some(text) => text.to_owned(),
            None => value.to_string(),
        })
    }

    fn is_true(&self) -> bool {
        self.as_ref().is_some_and(Value::is_true)
    }
}
