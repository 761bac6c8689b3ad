use leptos::prelude::*;

use super::state::Upload;
use crate::ui::{Icon, IconView};

const ACCEPTED: &str = ".csv,.tsv,.txt,.parquet,.json,.jsonl,.ndjson,.xlsx,.xlsm";

/// A file is chosen, or dropped on the frame.
#[component]
pub fn ChooseFile(upload: Upload, most_megabytes: u64) -> impl IntoView {
    let over = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            upload.choose(file);
        }
    };
    #[cfg(feature = "hydrate")]
    let chosen = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            upload.choose(file);
        }
        // The same file again, corrected meanwhile, is a new choice.
        input.set_value("");
    };
    #[cfg(not(feature = "hydrate"))]
    let (dropped, chosen) = (|_| (), |_| ());
    view! {
        <label
            class="drop-zone"
            class:drop-zone--over=over
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <IconView icon=Icon::Upload/>
            <span class="drop-zone__text">
                {move || match upload.file_name.get() {
                    Some(name) => view! { <strong>{name}</strong> }.into_any(),
                    None => view! { <strong>"Choose a file, or drop it here"</strong> }.into_any(),
                }}
            </span>
            <span class="drop-zone__hint">
                {format!("CSV, TSV, Parquet, JSON or Excel (.xlsx), up to {most_megabytes} MB")}
            </span>
            <input class="visually-hidden" type="file" accept=ACCEPTED aria-label="File" on:change=chosen/>
        </label>
        <p class="upload__status" role="status">
            {move || if upload.looking.get() { "Looking at the file…" } else { "" }}
        </p>
    }
}
