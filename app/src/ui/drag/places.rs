//! The order in which the arrow keys go through the places of all targets: as they are read, a target inside an item
//! between the places before and after that item.

/// A target that takes what is dragged, as it stands in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The target around it: an index into the same list.
    pub parent: Option<usize>,
    /// The item of the parent that it stands in.
    pub item: Option<usize>,
    /// How many places it has.
    pub count: usize,
}

/// A place: a target's index in the list, and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub target: usize,
    pub index: usize,
}

/// All places, in reading order. The shapes are in the order of the document.
pub fn reading_order(shapes: &[Shape]) -> Vec<Place> {
    let mut order = Vec::new();
    for (target, shape) in shapes.iter().enumerate() {
        if shape.parent.is_none() {
            visit(shapes, target, &mut order);
        }
    }
    order
}

fn visit(shapes: &[Shape], target: usize, order: &mut Vec<Place>) {
    let Some(shape) = shapes.get(target) else { return };
    for index in 0..shape.count {
        order.push(Place { target, index });
        // What stands in no item is read after the first place.
        let is_here = |child: &Shape| child.parent == Some(target) && child.item.unwrap_or(0) == index;
        for (child, _) in shapes.iter().enumerate().filter(|(_, child)| is_here(child)) {
            visit(shapes, child, order);
        }
    }
}

/// Where a key leads from a place, of all places; the ends meet. `None` for other keys and where there is nowhere to go.
pub fn step(key: &str, shift: bool, order: &[Place], current: Option<usize>) -> Option<usize> {
    let last = order.len().checked_sub(1)?;
    let next = |from: Option<usize>| from.map_or(0, |from| if from >= last { 0 } else { from + 1 });
    let previous = |from: Option<usize>| from.map_or(last, |from| if from == 0 { last } else { from - 1 });
    Some(match (key, shift) {
        ("ArrowDown" | "ArrowRight", _) => next(current),
        ("ArrowUp" | "ArrowLeft", _) => previous(current),
        ("Home", _) => 0,
        ("End", _) => last,
        ("PageDown", _) | ("Tab", false) => other_target(order, current, next),
        ("PageUp", _) | ("Tab", true) => {
            let end = other_target(order, current, previous);
            first_of(order, end)
        }
        _ => return None,
    })
}

/// The first place on the way that is in another target.
fn other_target(order: &[Place], current: Option<usize>, go: impl Fn(Option<usize>) -> usize) -> usize {
    let from = current.and_then(|index| order.get(index)).map(|place| place.target);
    let mut index = go(current);
    for _ in 0..order.len() {
        if order.get(index).map(|place| place.target) != from {
            break;
        }
        index = go(Some(index));
    }
    index
}

/// The place with which the target of this place begins.
fn first_of(order: &[Place], index: usize) -> usize {
    let target = order.get(index).map(|place| place.target);
    order.iter().position(|place| Some(place.target) == target).unwrap_or(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(parent: Option<usize>, item: Option<usize>, count: usize) -> Shape {
        Shape { parent, item, count }
    }

    fn told(shapes: &[Shape]) -> Vec<(usize, usize)> {
        reading_order(shapes).into_iter().map(|place| (place.target, place.index)).collect()
    }

    #[test]
    fn rows_in_a_grid_are_read_where_they_stand() {
        // A grid with two rows, of one and of no tile.
        let shapes = [list(None, None, 3), list(Some(0), Some(0), 2), list(Some(0), Some(1), 1)];
        assert_eq!(told(&shapes), [(0, 0), (1, 0), (1, 1), (0, 1), (2, 0), (0, 2)]);
    }

    #[test]
    fn shelves_follow_each_other() {
        assert_eq!(told(&[list(None, None, 1), list(None, None, 2)]), [(0, 0), (1, 0), (1, 1)]);
    }

    #[test]
    fn arrows_go_around_and_tab_goes_to_the_next_target() {
        let order = reading_order(&[list(None, None, 2), list(None, None, 2), list(None, None, 1)]);
        assert_eq!(step("ArrowDown", false, &order, None), Some(0));
        assert_eq!(step("ArrowRight", false, &order, Some(4)), Some(0));
        assert_eq!(step("ArrowUp", false, &order, Some(0)), Some(4));
        assert_eq!(step("Tab", false, &order, Some(0)), Some(2));
        assert_eq!(step("Tab", true, &order, Some(4)), Some(2));
        assert_eq!(step("PageUp", false, &order, Some(1)), Some(4));
        assert_eq!(step("End", false, &order, Some(1)), Some(4));
        assert_eq!(step("x", false, &order, Some(1)), None);
        assert_eq!(step("ArrowDown", false, &[], None), None);
    }

    #[test]
    fn one_place_is_its_own_neighbour() {
        let order = reading_order(&[list(None, None, 1)]);
        assert_eq!(step("ArrowDown", false, &order, Some(0)), Some(0));
        assert_eq!(step("Tab", false, &order, Some(0)), Some(0));
    }
}
