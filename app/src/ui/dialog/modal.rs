use leptos::prelude::*;

use crate::ui::{Icon, IconButton};

/// What dialogs and drawers share. Its children exist only while it is open. In the browser the signal and the element
/// always agree, whichever of them changes first.
#[component]
pub fn Modal(
    class: String,
    title: Signal<String>,
    open: RwSignal<bool>,
    footer: Option<ViewFn>,
    on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let dismiss = Callback::new(move |()| {
        if open.get_untracked() {
            open.set(false);
            if let Some(on_close) = on_close {
                on_close.run(());
            }
        }
    });
    let content = move || {
        open.get().then(|| {
            shown(dialog);
            view! {
                <div class="dialog__head">
                    <h2 class="dialog__title">{move || title.get()}</h2>
                    <IconButton label="Close" icon=Icon::Close on_click=dismiss/>
                </div>
                <div class="dialog__body" data-dialog-body="">{children()}</div>
                {footer.as_ref().map(|footer| view! { <div class="dialog__foot">{footer.run()}</div> })}
            }
            .into_any()
        })
    };
    view! {
        <dialog class=class aria-label=move || title.get() node_ref=dialog on:close=move |_| dismiss.run(())>
            {content}
        </dialog>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
fn shown(_: NodeRef<leptos::html::Dialog>) {}

/// Shows the element once its children are in it, and closes it before they go: the platform then still knows where the
/// focus was, and puts it back.
#[cfg(feature = "hydrate")]
fn shown(dialog: NodeRef<leptos::html::Dialog>) {
    Effect::new(move |_| {
        let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) else { return };
        _ = dialog.show_modal();
        if let Ok(Some(body)) = dialog.query_selector("[data-dialog-body]") {
            crate::ui::focus::into(&body);
        }
    });
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten().filter(|dialog| dialog.open()) {
            dialog.close();
        }
    });
}
