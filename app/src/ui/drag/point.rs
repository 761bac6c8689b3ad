//! Where in a target something is dropped.

/// How a target arranges what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DropLayout {
    /// One place: the target itself. `DropPoint` tells where in it.
    #[default]
    Area,
    /// A list from top to bottom.
    Column,
    /// A list from left to right, that may wrap.
    Row,
}

/// A place in a target. Lengths are CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DropPoint {
    /// From the target's left side; its middle when the place was chosen by keyboard.
    pub x: f64,
    /// From the target's top.
    pub y: f64,
    /// Of the target.
    pub width: f64,
    pub height: f64,
    /// The place in the list, from 0, not counting the dragged item itself: “if it was in this list remove it, then insert
    /// it at `index`” is always right. 0 in an area.
    pub index: usize,
    /// How many places there are: one more than items, 1 in an area.
    pub count: usize,
}

/// A box in the window.
#[cfg(any(feature = "hydrate", test))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

#[cfg(feature = "hydrate")]
pub(super) use geometry::{index_at, is_inside, line};

#[cfg(any(feature = "hydrate", test))]
mod geometry {
    use super::{Area, DropLayout};

    /// How thick the line at the insertion place is.
    const LINE_PX: f64 = 3.0;

    impl Area {
        pub fn right(self) -> f64 {
            self.left + self.width
        }

        pub fn bottom(self) -> f64 {
            self.top + self.height
        }

        fn middle(self) -> (f64, f64) {
            (self.left + self.width / 2.0, self.top + self.height / 2.0)
        }
    }

    /// Whether a point is so far inside a target that it means this one, not the one around it. `inset` counts at the sides
    /// that a list does not grow along.
    pub fn is_inside(area: Area, layout: DropLayout, inset: f64, x: f64, y: f64) -> bool {
        let across = |from: f64, to: f64, at: f64| {
            // A small target keeps its middle third.
            let inset = inset.min((to - from) / 3.0);
            at >= from + inset && at <= to - inset
        };
        let (inside_x, inside_y) = (across(area.left, area.right(), x), across(area.top, area.bottom(), y));
        match layout {
            DropLayout::Area => inside_x && inside_y,
            DropLayout::Column => inside_x,
            DropLayout::Row => inside_y,
        }
    }

    /// The place among items that a point means: before the first item whose middle it has not passed.
    pub fn index_at(layout: DropLayout, items: &[Area], x: f64, y: f64) -> usize {
        match layout {
            DropLayout::Area => 0,
            DropLayout::Column => items.iter().take_while(|item| item.middle().1 < y).count(),
            DropLayout::Row => {
                // Above the first line and below the last one count as in them.
                let top = items.iter().map(|item| item.top).fold(f64::INFINITY, f64::min);
                let bottom = items.iter().map(|item| item.bottom()).fold(f64::NEG_INFINITY, f64::max);
                let y = y.max(top).min(bottom);
                let is_passed = |item: &&Area| item.bottom() < y || (item.top <= y && item.middle().0 < x);
                items.iter().take_while(is_passed).count()
            }
        }
    }

    /// The line that shows a place: between two items, or at the side of the only one. Nothing shows in an empty list.
    pub fn line(layout: DropLayout, items: &[Area], index: usize) -> Option<Area> {
        let before = index.checked_sub(1).and_then(|index| items.get(index)).copied();
        let after = items.get(index).copied();
        match layout {
            DropLayout::Area => None,
            DropLayout::Column => {
                let y = between(before.map(Area::bottom), after.map(|item| item.top))?;
                let beside = after.or(before)?;
                Some(Area { left: beside.left, top: y - LINE_PX / 2.0, width: beside.width, height: LINE_PX })
            }
            DropLayout::Row => {
                // At the end of a line the place is before the item that begins the next one.
                let before = before.filter(|before| after.is_none_or(|after| after.top < before.bottom()));
                let x = between(before.map(Area::right), after.map(|item| item.left))?;
                let beside = after.or(before)?;
                Some(Area { left: x - LINE_PX / 2.0, top: beside.top, width: LINE_PX, height: beside.height })
            }
        }
    }

    fn between(end: Option<f64>, start: Option<f64>) -> Option<f64> {
        match (end, start) {
            (Some(end), Some(start)) => Some((end + start) / 2.0),
            (Some(end), None) => Some(end + LINE_PX),
            (None, Some(start)) => Some(start - LINE_PX),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{geometry::*, *};

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area { left, top, width, height }
    }

    #[test]
    fn a_column_is_entered_before_the_first_middle_below() {
        let items = [area(0.0, 0.0, 100.0, 20.0), area(0.0, 30.0, 100.0, 20.0)];
        let indexes = [-5.0, 9.0, 11.0, 39.0, 41.0, 500.0].map(|y| index_at(DropLayout::Column, &items, 50.0, y));
        assert_eq!(indexes, [0, 0, 1, 1, 2, 2]);
        assert_eq!(index_at(DropLayout::Column, &[], 50.0, 10.0), 0);
    }

    #[test]
    fn a_row_that_wraps_is_read_like_text() {
        let items = [area(0.0, 0.0, 40.0, 20.0), area(50.0, 0.0, 40.0, 20.0), area(0.0, 30.0, 40.0, 20.0)];
        let at = |x, y| index_at(DropLayout::Row, &items, x, y);
        assert_eq!([at(10.0, 10.0), at(30.0, 10.0), at(99.0, 10.0)], [0, 1, 2]);
        assert_eq!([at(10.0, 40.0), at(30.0, 40.0)], [2, 3]);
        // Padding below the last line belongs to it.
        assert_eq!(at(10.0, 90.0), 2);
    }

    #[test]
    fn the_line_stands_in_the_gap() {
        let items = [area(0.0, 0.0, 100.0, 20.0), area(0.0, 30.0, 100.0, 20.0)];
        let tops = [0, 1, 2].map(|index| line(DropLayout::Column, &items, index).map(|line| line.top));
        assert_eq!(tops, [Some(-4.5), Some(23.5), Some(51.5)]);
        assert_eq!(line(DropLayout::Column, &[], 0), None);
        assert_eq!(line(DropLayout::Area, &items, 0), None);
    }

    #[test]
    fn the_line_of_a_wrapped_place_is_at_the_next_item() {
        let items = [area(0.0, 0.0, 40.0, 20.0), area(0.0, 30.0, 40.0, 20.0)];
        assert_eq!(line(DropLayout::Row, &items, 1), Some(area(-4.5, 30.0, 3.0, 20.0)));
        assert_eq!(line(DropLayout::Row, &items, 2), Some(area(41.5, 30.0, 3.0, 20.0)));
    }

    #[test]
    fn the_long_sides_of_a_row_belong_to_what_is_around_it() {
        let row = area(0.0, 100.0, 400.0, 60.0);
        let inside = |y| is_inside(row, DropLayout::Row, 8.0, 1.0, y);
        assert_eq!([inside(104.0), inside(109.0), inside(151.0), inside(155.0)], [false, true, true, false]);
        assert!(is_inside(area(0.0, 0.0, 400.0, 6.0), DropLayout::Row, 8.0, 1.0, 3.0));
    }
}
