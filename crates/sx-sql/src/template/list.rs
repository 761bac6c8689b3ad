//! A list as Python has it: it can be appended to. minijinja's own lists never change.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{Enumerator, Object, ObjectRepr, Tuple, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};

use super::arguments::{Given as _, bind};
use super::error::refused;

const LONGEST: usize = 10_000;
const DEEPEST: usize = 20;

#[derive(Debug, Default)]
pub(super) struct List(Mutex<Vec<Value>>);

impl List {
    pub fn new(items: Vec<Value>) -> Self {
        Self(Mutex::new(items))
    }

    fn items(&self) -> MutexGuard<'_, Vec<Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, new: impl IntoIterator<Item = Value>, at: Option<usize>) -> Result<(), Error> {
        let new: Vec<_> = new.into_iter().take(LONGEST + 1).map(|value| frozen(&value)).collect::<Result<_, _>>()?;
        let mut items = self.items();
        if items.len() + new.len() > LONGEST {
            return Err(refused(format!("a list has more than {LONGEST} elements")));
        }
        let at = at.unwrap_or(items.len()).min(items.len());
        items.splice(at..at, new);
        Ok(())
    }
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.items().get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.items().len())
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let none = || Value::from(());
        match method {
            "append" => {
                let [value] = bind(method, ["object"], args)?;
                self.add([value.required("append", "object")?], None).map(|()| none())
            }
            "extend" => {
                let [more] = bind(method, ["iterable"], args)?;
                self.add(items_of(&more.required("extend", "iterable")?)?, None).map(|()| none())
            }
            "insert" => {
                let [at, value] = bind(method, ["index", "object"], args)?;
                let at = at.required("insert", "index")?.as_usize();
                let at = at.ok_or_else(|| refused("insert() takes a position first"))?;
                self.add([value.required("insert", "object")?], Some(at)).map(|()| none())
            }
            "pop" => self.items().pop().ok_or_else(|| refused("pop() of an empty list")),
            "index" => {
                let [wanted] = bind(method, ["value"], args)?;
                let wanted = wanted.required("index", "value")?;
                let found = self.items().iter().position(|item| *item == wanted);
                found.map(Value::from).ok_or_else(|| refused("index() of what is not in the list"))
            }
            "count" => {
                let [wanted] = bind(method, ["value"], args)?;
                let wanted = wanted.required("count", "value")?;
                Ok(Value::from(self.items().iter().filter(|item| **item == wanted).count()))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}

/// The elements of whatever can be walked.
pub(super) fn items_of(value: &Value) -> Result<Vec<Value>, Error> {
    value.try_iter()?.checked().collect()
}

/// A copy that nothing can change any more. What is kept in a list or a namespace is such a copy, for a list that holds
/// itself would be walked without end.
pub(super) fn frozen(value: &Value) -> Result<Value, Error> {
    copy(value, 0)
}

fn copy(value: &Value, depth: usize) -> Result<Value, Error> {
    if depth > DEEPEST {
        return Err(refused("lists are nested too deeply"));
    }
    let all = || -> Result<Vec<Value>, Error> {
        value.try_iter()?.checked().take(LONGEST).map(|item| copy(&item?, depth + 1)).collect()
    };
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable if value.is_tuple() => Ok(Value::from(Tuple::from(all()?))),
        ValueKind::Seq | ValueKind::Iterable => Ok(Value::from(all()?)),
        ValueKind::Map => {
            let pairs: Result<Vec<(Value, Value)>, Error> = value
                .try_iter()?
                .checked()
                .take(LONGEST)
                .map(|key| {
                    let key = key?;
                    let item = copy(&value.get_item(&key)?, depth + 1)?;
                    Ok((key, item))
                })
                .collect();
            Ok(Value::from_pairs(pairs?))
        }
        ValueKind::Plain => Err(refused("only texts, numbers, lists and dicts can be kept")),
        _ => Ok(value.clone()),
    }
}
