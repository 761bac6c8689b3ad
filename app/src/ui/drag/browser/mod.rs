//! The browser's half: which elements are sources and targets, and the one drag that runs.

mod autoscroll;
mod focus;
mod hit;
mod keys;
mod layer;
mod listener;
mod pointer;
mod running;

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::{Rc, Weak},
};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use self::{listener::Listener, pointer::Press, running::Running};
use super::hub::{Payload, Source, Target};

/// Their values are ids of this page's registry.
const SOURCE: &str = "data-drag-source";
const TARGET: &str = "data-drop-target";
/// Only a handle inside begins a drag.
const HAS_HANDLE: &str = "data-has-handle";

/// All sources and targets of one `Drag`.
#[derive(Clone)]
pub struct Board(Rc<Inner>);

struct Inner {
    dragged: RwSignal<Option<Payload>>,
    sources: RefCell<HashMap<u32, Tied<Source>>>,
    targets: RefCell<HashMap<u32, Tied<Target>>>,
    /// A pointer that is down on a source and has not begun to drag.
    press: RefCell<Option<Press>>,
    running: RefCell<Option<Running>>,
    /// Listeners of the press or the drag.
    session: RefCell<Vec<Listener>>,
    /// Keeps the click away that ends a drag.
    swallowing: RefCell<Vec<Listener>>,
    /// Listeners of the page, as long as the board lives.
    lasting: RefCell<Vec<Listener>>,
}

/// With its element.
#[derive(Clone)]
struct Tied<T> {
    element: HtmlElement,
    what: T,
    /// Ends with the registration.
    _touch: Option<Rc<Listener>>,
}

impl Board {
    pub fn new(dragged: RwSignal<Option<Payload>>) -> Self {
        let board = Self(Rc::new(Inner {
            dragged,
            sources: RefCell::default(),
            targets: RefCell::default(),
            press: RefCell::default(),
            running: RefCell::default(),
            session: RefCell::default(),
            swallowing: RefCell::default(),
            lasting: RefCell::default(),
        }));
        let lasting = [
            board.listen(&document(), "pointerdown", false, |board, event| {
                pointer::down(board, event.unchecked_ref::<PointerEvent>());
            }),
            board.listen(&document(), "keydown", false, |board, event| {
                keys::pick_up(board, event.unchecked_ref::<KeyboardEvent>());
            }),
        ];
        board.0.lasting.borrow_mut().extend(lasting.into_iter().flatten());
        board
    }

    /// Unique on the page, so that an element belongs to one board.
    pub fn next_id(&self) -> u32 {
        thread_local! {
            static LAST: Cell<u32> = const { Cell::new(0) };
        }
        LAST.with(|last| {
            last.set(last.get() + 1);
            last.get()
        })
    }

    /// Makes an element a source for pointers, keys and screen readers.
    pub fn add_source(&self, id: u32, element: &Element, source: Source) {
        let Some(element) = element.dyn_ref::<HtmlElement>().cloned() else { return };
        layer::describe_sources();
        set(&element, SOURCE, &id.to_string());
        if source.has_handle {
            set(&element, HAS_HANDLE, "");
        } else {
            let is_native = element.matches("a, button").unwrap_or(false);
            for (name, value) in [("tabindex", "0"), ("role", "button")] {
                if !is_native && !element.has_attribute(name) {
                    set(&element, name, value);
                }
            }
            set(&element, "aria-roledescription", "draggable");
            set(&element, "aria-describedby", layer::HELP_ID);
        }
        // Only a listener that is there before the touch begins, and that is not passive, can keep the page from scrolling.
        let touch = self.listen(&element, "touchmove", true, |board, event| {
            if board.is_running() {
                event.prevent_default();
            }
        });
        let tied = Tied { element, what: source, _touch: touch.map(Rc::new) };
        self.0.sources.borrow_mut().insert(id, tied);
    }

    pub fn add_target(&self, id: u32, element: &Element, target: Target) {
        let Some(element) = element.dyn_ref::<HtmlElement>().cloned() else { return };
        set(&element, TARGET, &id.to_string());
        self.0.targets.borrow_mut().insert(id, Tied { element, what: target, _touch: None });
    }

    pub fn forget(&self, id: u32) {
        let source = self.0.sources.borrow_mut().remove(&id);
        let target = self.0.targets.borrow_mut().remove(&id);
        drop((source, target));
    }

    fn is_running(&self) -> bool {
        self.0.running.borrow().is_some()
    }

    fn source(&self, id: u32) -> Option<Tied<Source>> {
        self.0.sources.borrow().get(&id).cloned()
    }

    fn target(&self, id: u32) -> Option<Tied<Target>> {
        self.0.targets.borrow().get(&id).cloned()
    }

    /// The closure holds the board weakly: a board that is gone takes its listeners along.
    fn listen(
        &self,
        on: &web_sys::EventTarget,
        name: &'static str,
        capture: bool,
        run: fn(&Board, &Event),
    ) -> Option<Listener> {
        let board = self.downgrade();
        Listener::new(on, name, capture, move |event| {
            if let Some(board) = board.upgrade() {
                run(&Board(board), &event);
            }
        })
    }

    fn downgrade(&self) -> Weak<Inner> {
        Rc::downgrade(&self.0)
    }

    /// The listeners of a press or drag. They may be running right now, so they are dropped a moment later.
    fn end_session(&self) {
        let listeners = std::mem::take(&mut *self.0.session.borrow_mut());
        leptos::task::spawn_local(async move { drop(listeners) });
    }
}

/// The element around `inner` that has the attribute, itself included, with the id that is its value.
fn closest(inner: &Element, attribute: &str) -> Option<(Element, u32)> {
    let element = inner.closest(&format!("[{attribute}]")).ok()??;
    let id = element.get_attribute(attribute)?.parse().ok()?;
    Some((element, id))
}

/// Fails only for names that no attribute can have.
fn set(element: &Element, name: &str, value: &str) {
    _ = element.set_attribute(name, value);
}
