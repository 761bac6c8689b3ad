use super::Active;

/// What a table is made of, for its keys.
#[derive(Clone, Copy)]
pub struct Size {
    pub rows: usize,
    pub columns: usize,
    /// Rows in sight.
    pub page: usize,
    /// Whether the heads do something, so that one can go there.
    pub has_head: bool,
}

/// Where a key leads; `None` for keys that do nothing here.
pub fn target(key: &str, ctrl: bool, active: Active, size: Size) -> Option<Active> {
    let (last_row, last_column) = (size.rows.saturating_sub(1), size.columns.saturating_sub(1));
    let row = |row: usize| Active { row: Some(row.min(last_row)), ..active };
    let column = |column: usize| Active { column: column.min(last_column), ..active };
    Some(match (key, active.row) {
        ("ArrowRight", _) => column(active.column + 1),
        ("ArrowLeft", _) => column(active.column.saturating_sub(1)),
        ("Home", _) if ctrl => Active { row: Some(0), column: 0 },
        ("End", _) if ctrl => Active { row: Some(last_row), column: last_column },
        ("Home", _) => column(0),
        ("End", _) => column(last_column),
        ("ArrowDown", None) => row(0),
        ("ArrowDown", Some(at)) => row(at + 1),
        ("ArrowUp", Some(0)) if size.has_head => Active { row: None, ..active },
        ("ArrowUp", Some(at)) => row(at.saturating_sub(1)),
        ("PageDown", at) => row(at.unwrap_or(0) + size.page),
        ("PageUp", Some(at)) => row(at.saturating_sub(size.page)),
        ("ArrowUp" | "PageUp", None) => active,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_the_active_cell() {
        let size = Size { rows: 100, columns: 3, page: 10, has_head: true };
        let at = |row: usize, column| Active { row: Some(row), column };
        let head = |column| Active { row: None, column };
        let key = |key, active| target(key, false, active, size);
        assert_eq!(key("ArrowDown", at(0, 1)), Some(at(1, 1)));
        assert_eq!(key("ArrowDown", at(99, 1)), Some(at(99, 1)));
        assert_eq!(key("ArrowUp", at(0, 1)), Some(head(1)));
        assert_eq!(key("ArrowDown", head(1)), Some(at(0, 1)));
        assert_eq!(key("ArrowRight", at(0, 2)), Some(at(0, 2)));
        assert_eq!(key("PageDown", at(95, 0)), Some(at(99, 0)));
        assert_eq!(key("PageUp", at(5, 0)), Some(at(0, 0)));
        assert_eq!(key("End", at(5, 0)), Some(at(5, 2)));
        assert_eq!(target("End", true, at(5, 0), size), Some(at(99, 2)));
        assert_eq!(target("Home", true, at(5, 1), size), Some(at(0, 0)));
        assert_eq!(target("ArrowUp", false, at(0, 1), Size { has_head: false, ..size }), Some(at(0, 1)));
        assert_eq!(key("x", at(0, 0)), None);
    }
}
