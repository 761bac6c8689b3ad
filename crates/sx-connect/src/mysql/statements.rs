//! The statements that a connection has prepared.

use std::collections::{HashMap, VecDeque};

#[derive(Clone, Copy)]
pub(super) struct Statement {
    pub id: u32,
    pub params: u16,
}

/// The statements used last; preparing costs one round trip and the server's planning.
#[derive(Default)]
pub(super) struct Statements {
    known: HashMap<String, Statement>,
    order: VecDeque<String>,
}

impl Statements {
    const MOST: usize = 64;

    pub fn get(&mut self, sql: &str) -> Option<Statement> {
        let known = *self.known.get(sql)?;
        self.order.retain(|text| text != sql);
        self.order.push_back(sql.to_owned());
        Some(known)
    }

    /// The statement that must go for another.
    pub fn make_room(&mut self) -> Option<Statement> {
        if self.order.len() < Self::MOST {
            return None;
        }
        let oldest = self.order.pop_front()?;
        self.known.remove(&oldest)
    }

    pub fn add(&mut self, sql: &str, statement: Statement) {
        self.order.push_back(sql.to_owned());
        self.known.insert(sql.to_owned(), statement);
    }
}
