use leptos::prelude::*;

use super::{Accepts, DropLayout, DropPoint, TargetOptions, drop_target, use_drag};

/// A box that takes what is dropped. While something that it accepts is dragged it shows that, and where it would go.
#[component]
pub fn DropTarget<T: Clone + Send + Sync + 'static>(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    /// Everything, without it.
    #[prop(optional, into)]
    accepts: Accepts<T>,
    #[prop(into)] on_drop: Callback<(T, DropPoint)>,
    /// `Column` and `Row` are lists of the descendants with the attribute `data-drop-item`.
    #[prop(optional)]
    layout: DropLayout,
    /// So many pixels at the long sides belong to the target around this one: the gap between two rows is easy to hit.
    #[prop(optional)]
    inset: f64,
    /// Where a drop would go now, for feedback of one's own.
    #[prop(optional, into)]
    over: Option<RwSignal<Option<DropPoint>>>,
    /// The pointer rests here for 600 ms while anything is dragged: time to open a tab or to unfold a folder.
    #[prop(optional, into)]
    on_dwell: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let options = TargetOptions { label, accepts, on_drop, layout, inset, over, on_dwell };
    let target = use_drag::<T>().target(options);
    view! { <div class=class use:drop_target=target>{children()}</div> }
}
