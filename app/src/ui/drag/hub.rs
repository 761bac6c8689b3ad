//! What sources, targets and the running drag share. Payloads travel as `dyn Any`: all but these few lines is compiled once,
//! not once for each type that is dragged.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::{prelude::*, tachys::renderer::types::Element};

#[cfg(feature = "hydrate")]
use super::browser::Board;
use super::{DropLayout, DropPoint};

pub(super) type Payload = Arc<dyn Any + Send + Sync>;

type OnDrop = Arc<dyn Fn(&Payload, DropPoint) + Send + Sync>;

/// Dragging of `T` below the component that provided it.
pub struct Drag<T: 'static> {
    hub: Hub,
    of: PhantomData<fn() -> T>,
}

/// Makes dragging of `T` possible in this component and below.
pub fn provide_drag<T: Clone + Send + Sync + 'static>() -> Drag<T> {
    let drag = Drag { hub: Hub::new(), of: PhantomData };
    provide_context(drag);
    drag
}

/// The nearest dragging of `T`. Where nobody provided one, one of its own: nothing can be dragged there, and nothing breaks.
pub fn use_drag<T: Clone + Send + Sync + 'static>() -> Drag<T> {
    use_context().unwrap_or_else(provide_drag)
}

/// What a target takes: a closure that is asked once for each target when a drag begins.
pub struct Accepts<T>(Arc<dyn Fn(&T) -> bool + Send + Sync>);

/// What a target of one's own markup is made of; see `DropTarget` for each of them.
pub struct TargetOptions<T: 'static> {
    pub label: Signal<String>,
    pub accepts: Accepts<T>,
    pub on_drop: Callback<(T, DropPoint)>,
    pub layout: DropLayout,
    pub inset: f64,
    pub over: Option<RwSignal<Option<DropPoint>>>,
    pub on_dwell: Option<Callback<()>>,
}

impl<T: Clone + Send + Sync + 'static> Drag<T> {
    /// Changes when a drag begins and when it ends.
    pub fn is_dragging(self) -> Signal<bool> {
        let dragged = self.hub.dragged;
        Signal::derive(move || dragged.read().is_some())
    }

    pub fn dragged(self) -> Signal<Option<T>> {
        let dragged = self.hub.dragged;
        Signal::derive(move || dragged.read().as_ref().and_then(taken::<T>))
    }

    /// For markup of one's own: `<li use:drag_source=source>`. Call it in the body of a component.
    pub fn source(self, payload: Signal<T>, label: Signal<String>, has_handle: bool) -> SourceHandle {
        let payload: Arc<dyn Fn() -> Payload + Send + Sync> = Arc::new(move || Arc::new(payload.get_untracked()));
        SourceHandle::new(self.hub, Source { payload, label, has_handle, disabled: Signal::stored(false) })
    }

    /// For markup of one's own: `<ul use:drop_target=target>`. Call it in the body of a component.
    pub fn target(self, options: TargetOptions<T>) -> TargetHandle {
        let TargetOptions { label, accepts, on_drop, layout, inset, over, on_dwell } = options;
        let accepts =
            Arc::new(move |payload: &Payload| payload.downcast_ref::<T>().is_some_and(|value| accepts.0(value)));
        let on_drop = Arc::new(move |payload: &Payload, point| {
            if let Some(value) = taken::<T>(payload) {
                on_drop.run((value, point));
            }
        });
        TargetHandle::new(self.hub, Target { label, accepts, on_drop, layout, inset, over, on_dwell })
    }
}

fn taken<T: Clone + 'static>(payload: &Payload) -> Option<T> {
    payload.downcast_ref::<T>().cloned()
}

impl<T> Clone for Drag<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Drag<T> {}

impl<T> Default for Accepts<T> {
    fn default() -> Self {
        Self(Arc::new(|_| true))
    }
}

impl<T> Clone for Accepts<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T, F: Fn(&T) -> bool + Send + Sync + 'static> From<F> for Accepts<T> {
    fn from(accepts: F) -> Self {
        Self(Arc::new(accepts))
    }
}

/// The same without the type.
#[derive(Clone, Copy)]
pub(super) struct Hub {
    pub dragged: RwSignal<Option<Payload>>,
    #[cfg(feature = "hydrate")]
    pub board: StoredValue<Board, LocalStorage>,
}

impl Hub {
    fn new() -> Self {
        let dragged = RwSignal::new(None);
        Self {
            dragged,
            #[cfg(feature = "hydrate")]
            board: StoredValue::new_local(Board::new(dragged)),
        }
    }
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server writes the markup only"))]
#[derive(Clone)]
pub(super) struct Source {
    pub payload: Arc<dyn Fn() -> Payload + Send + Sync>,
    pub label: Signal<String>,
    pub has_handle: bool,
    pub disabled: Signal<bool>,
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server writes the markup only"))]
#[derive(Clone)]
pub(super) struct Target {
    pub label: Signal<String>,
    pub accepts: Arc<dyn Fn(&Payload) -> bool + Send + Sync>,
    pub on_drop: OnDrop,
    pub layout: DropLayout,
    pub inset: f64,
    pub over: Option<RwSignal<Option<DropPoint>>>,
    pub on_dwell: Option<Callback<()>>,
}

/// A registered source, to be tied to its element by `use:drag_source`.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server writes the markup only"))]
#[derive(Clone)]
pub struct SourceHandle {
    hub: Hub,
    source: Source,
    id: u32,
}

/// A registered target, to be tied to its element by `use:drop_target`.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server writes the markup only"))]
#[derive(Clone)]
pub struct TargetHandle {
    hub: Hub,
    target: Target,
    id: u32,
}

impl SourceHandle {
    fn new(hub: Hub, source: Source) -> Self {
        Self { hub, source, id: hub.next_id() }
    }

    /// While it is true the source stays where it is.
    pub fn disabled_when(mut self, disabled: Signal<bool>) -> Self {
        self.source.disabled = disabled;
        self
    }
}

impl TargetHandle {
    fn new(hub: Hub, target: Target) -> Self {
        Self { hub, target, id: hub.next_id() }
    }
}

#[cfg(feature = "hydrate")]
pub use attached::{drag_source, drop_target};

#[cfg(feature = "hydrate")]
mod attached {
    use super::*;

    impl Hub {
        /// What has this id is forgotten with the component that asked for it.
        pub(super) fn next_id(self) -> u32 {
            let board = self.board.get_value();
            let id = board.next_id();
            let board = send_wrapper::SendWrapper::new(board);
            on_cleanup(move || board.forget(id));
            id
        }
    }

    /// The directive that makes an element a source.
    pub fn drag_source(element: Element, handle: SourceHandle) {
        if let Some(board) = handle.hub.board.try_get_value() {
            board.add_source(handle.id, &element, handle.source);
        }
    }

    /// The directive that makes an element a target.
    pub fn drop_target(element: Element, handle: TargetHandle) {
        if let Some(board) = handle.hub.board.try_get_value() {
            board.add_target(handle.id, &element, handle.target);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
impl Hub {
    fn next_id(self) -> u32 {
        0
    }
}

/// The directive that makes an element a source.
#[cfg(not(feature = "hydrate"))]
pub fn drag_source(_: Element, _: SourceHandle) {}

/// The directive that makes an element a target.
#[cfg(not(feature = "hydrate"))]
pub fn drop_target(_: Element, _: TargetHandle) {}
