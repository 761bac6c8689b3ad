use leptos::prelude::*;
use sx_model::UploadPreview;

use super::state::Upload;
use crate::ui::{Select, SelectOption, Switch};

const DELIMITERS: [(&str, &str); 4] = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")];
const ENCODINGS: [(&str, &str); 4] =
    [("utf-8", "UTF-8"), ("utf-16le", "UTF-16 LE"), ("utf-16be", "UTF-16 BE"), ("windows-1252", "Windows-1252")];
const DECIMALS: [(&str, &str); 2] = [(".", "Point: 1.5"), (",", "Comma: 1,5")];

/// How the file is read, as it was found out; what is wrong is corrected here.
#[component]
pub fn ReadingOptions(upload: Upload) -> impl IntoView {
    let preview = move |read: fn(&UploadPreview) -> Option<String>| {
        Signal::derive(move || upload.preview.read().as_ref().and_then(read))
    };
    let kind = Memo::new(move |_| upload.preview.read().as_ref().map(|preview| preview.kind.clone()));
    let is_text = move || kind.get().as_deref() == Some("csv");
    let has_header = move || matches!(kind.get().as_deref(), Some("csv" | "excel"));
    view! {
        <section class="upload__options" aria-label="How the file is read">
            <Sheets upload/>
            {move || is_text().then(|| view! {
                <Select
                    label="Delimiter"
                    options=options(&DELIMITERS)
                    value=preview(|it| it.delimiter.clone())
                    on_change={move |chosen: Option<String>| upload.read_as(|it| it.delimiter = chosen.unwrap_or_default())}
                />
                <Select
                    label="Encoding"
                    options=options(&ENCODINGS)
                    value=preview(|it| it.encoding.clone())
                    on_change={move |chosen: Option<String>| upload.read_as(|it| it.encoding = chosen.unwrap_or_default())}
                />
                <Select
                    label="Decimal character"
                    options=options(&DECIMALS)
                    value=preview(|it| Some(it.decimal_character.clone()))
                    on_change={move |chosen: Option<String>| upload.read_as(|it| it.decimal = chosen.unwrap_or_default())}
                />
            })}
            {move || has_header().then(|| view! {
                <Switch
                    label="The first row names the columns"
                    checked=Signal::derive(move || upload.reading.read().has_header)
                    on_change=move |has_header| upload.read_as(|it| it.has_header = has_header)
                />
            })}
        </section>
    }
}

#[component]
fn Sheets(upload: Upload) -> impl IntoView {
    let names = Memo::new(move |_| {
        let preview = upload.preview.read();
        let items = preview.iter().flat_map(|preview| &preview.items);
        items.filter_map(|sheet| sheet.sheet_name.clone()).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || upload.reading.read().sheet.clone().or_else(|| names.read().first().cloned()));
    move || {
        (names.read().len() > 1).then(|| {
            view! {
                <Select
                    label="Sheet"
                    options=Signal::stored(names.get().into_iter().map(SelectOption::plain).collect::<Vec<_>>())
                    value=chosen
                    on_change={move |name: Option<String>| upload.choose_sheet(name.unwrap_or_default())}
                />
            }
        })
    }
}

fn options(choices: &[(&str, &str)]) -> Signal<Vec<SelectOption>> {
    let options: Vec<_> = choices.iter().map(|(value, label)| SelectOption::new(*value, *label)).collect();
    Signal::stored(options)
}
