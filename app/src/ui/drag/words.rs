//! What a screen reader hears of a drag.

use super::DropPoint;

/// Without a place nothing is picked up.
pub fn picked_up(label: &str, places: usize) -> String {
    match places {
        0 => format!("There is no place for {label} here."),
        1 => format!("Picked up {label}. 1 place. Arrow keys to choose, Space to drop."),
        places => format!("Picked up {label}. {places} places. Arrow keys to choose, Space to drop."),
    }
}

pub fn over(target: &str, point: DropPoint) -> String {
    format!("Over {}.", place(target, point))
}

pub fn dropped(label: &str, target: &str, point: DropPoint) -> String {
    format!("Dropped {label} on {}.", place(target, point))
}

fn place(target: &str, point: DropPoint) -> String {
    match point.count {
        0 | 1 => target.to_owned(),
        count => format!("{target}, place {} of {count}", point.index + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_is_told() {
        let point = DropPoint { index: 1, count: 3, ..DropPoint::default() };
        assert_eq!(picked_up("Sales", 5), "Picked up Sales. 5 places. Arrow keys to choose, Space to drop.");
        assert_eq!(picked_up("Sales", 1), "Picked up Sales. 1 place. Arrow keys to choose, Space to drop.");
        assert_eq!(picked_up("Sales", 0), "There is no place for Sales here.");
        assert_eq!(over("Metrics", point), "Over Metrics, place 2 of 3.");
        assert_eq!(over("Trash", DropPoint { count: 1, ..point }), "Over Trash.");
        assert_eq!(dropped("Sales", "Metrics", point), "Dropped Sales on Metrics, place 2 of 3.");
    }
}
