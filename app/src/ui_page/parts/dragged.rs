//! Shelves of a small chart builder, to drag between.

use leptos::prelude::*;

use crate::ui::DropPoint;

/// What is dragged: a field of the palette, or one that is on a shelf already.
#[derive(Clone, Debug, PartialEq)]
pub struct Dragged {
    pub name: String,
    pub is_number: bool,
    /// The key of the pill.
    pub pill: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pill {
    pub key: u32,
    pub name: String,
    pub is_number: bool,
}

/// A list of pills.
#[derive(Clone, Copy)]
pub struct Shelf {
    pub pills: RwSignal<Vec<Pill>>,
}

/// All shelves between which pills move.
#[derive(Clone, Copy)]
pub struct Shelves {
    all: StoredValue<Vec<Shelf>>,
    last_key: StoredValue<u32>,
}

impl Shelves {
    pub fn new() -> Self {
        Self { all: StoredValue::new(Vec::new()), last_key: StoredValue::new(0) }
    }

    pub fn shelf(self, names: &[&str], is_number: bool) -> Shelf {
        let pills = names.iter().map(|name| Pill { key: self.key(), name: (*name).to_owned(), is_number }).collect();
        let shelf = Shelf { pills: RwSignal::new(pills) };
        self.all.update_value(|all| all.push(shelf));
        shelf
    }

    /// Takes it from where it was and puts it at the place.
    pub fn put(self, shelf: Shelf, dragged: Dragged, point: DropPoint) {
        let key = dragged.pill.unwrap_or_else(|| self.key());
        for shelf in self.all.get_value() {
            if shelf.pills.read_untracked().iter().any(|pill| pill.key == key) {
                shelf.pills.update(|pills| pills.retain(|pill| pill.key != key));
            }
        }
        let pill = Pill { key, name: dragged.name, is_number: dragged.is_number };
        shelf.pills.update(|pills| pills.insert(point.index.min(pills.len()), pill));
    }

    fn key(self) -> u32 {
        self.last_key.update_value(|key| *key += 1);
        self.last_key.get_value()
    }
}
