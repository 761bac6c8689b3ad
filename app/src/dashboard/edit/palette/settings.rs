use leptos::prelude::*;
use sx_model::{
    Background, HeaderSize,
    position::{Edit, Kind},
};

use super::super::{editor::Editor, face::Face};
use crate::ui::{Button, CodeEditor, CodeLanguage, Icon, Look, NumberField, RadioGroup, Switch, TextField};

/// What can be set about the selected node. Each field is a step; what is typed in a row is one.
#[component]
pub fn Settings() -> impl IntoView {
    let editor = Editor::of_page();
    let selected = Memo::new(move |_| {
        let id = editor.selected.get()?;
        editor.with(|position| position.contains(&id).then_some(id.clone()))
    });
    view! {
        <div class="edit-settings">
            // Fields of their own for each node: an input that is used again keeps what was typed into it.
            <For each=move || selected.get() key=String::clone let(id)>
                <Node id/>
            </For>
            {move || selected.read().is_none().then(|| view! {
                <p class="edit-charts__none">"Select something on the dashboard to change it."</p>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn Node(id: String) -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let kind = face.with_untracked(|face| face.kind);
    let removed = id.clone();
    let own = match kind {
        Kind::Chart => view! { <NameField id=id.clone()/> }.into_any(),
        Kind::Header => view! {
            <WordsField id=id.clone() label="Text"/>
            <SizeField id=id.clone() face/>
            <BackgroundField id=id.clone() face/>
        }
        .into_any(),
        Kind::Tab => view! { <WordsField id=id.clone() label="Name"/> }.into_any(),
        Kind::Row | Kind::Column => view! { <BackgroundField id=id.clone() face/> }.into_any(),
        Kind::Markdown => view! { <MarkdownField id=id.clone()/> }.into_any(),
        Kind::Tabs | Kind::Divider | Kind::Unknown | Kind::Root | Kind::Grid => ().into_any(),
    };
    view! {
        <h2 class="edit-settings__title">{move || face.with(Face::name)}</h2>
        {own}
        {kind.has_width().then(|| view! { <NumberOf id=id.clone() face is_width=true/> })}
        {kind.has_height().then(|| view! { <NumberOf id=id.clone() face is_width=false/> })}
        {(!kind.is_fixed()).then(|| view! {
            <Button look=Look::Danger icon=Icon::Trash on_click=move |()| editor.remove(&removed)>"Remove"</Button>
        })}
    }
    .into_any()
}

#[component]
fn WordsField(id: String, label: &'static str) -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let text = Memo::new(move |_| face.read().text.clone());
    let on_input = move |text: String| {
        editor.apply_in(Edit::SetText { id: id.clone(), text }, Some(&format!("text {id}")));
    };
    view! { <TextField label value=text on_input/> }.into_any()
}

#[component]
fn NameField(id: String) -> impl IntoView {
    let editor = Editor::of_page();
    let asked = id.clone();
    let name =
        Memo::new(move |_| editor.with(|position| position.name_override(&asked).unwrap_or_default().to_owned()));
    let on_input = move |name: String| {
        editor.apply_in(Edit::SetName { id: id.clone(), name }, Some(&format!("name {id}")));
    };
    view! { <TextField label="Name on this dashboard" hint=Some("Empty: the chart's own name.".to_owned()) value=name on_input/> }
        .into_any()
}

#[component]
fn SizeField(id: String, face: Memo<Face>) -> impl IntoView {
    let editor = Editor::of_page();
    let options = [("small", "Small"), ("medium", "Medium"), ("large", "Large")];
    let options: Vec<_> = options.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
    let value = Signal::derive(move || {
        let size = match face.read().header_size {
            HeaderSize::Small => "small",
            HeaderSize::Medium => "medium",
            HeaderSize::Large => "large",
        };
        size.to_owned()
    });
    let on_change = move |value: String| {
        let size = match value.as_str() {
            "small" => HeaderSize::Small,
            "large" => HeaderSize::Large,
            _ => HeaderSize::Medium,
        };
        editor.apply(Edit::SetHeaderSize { id: id.clone(), size });
    };
    view! { <RadioGroup label="Size" options value on_change/> }.into_any()
}

#[component]
fn BackgroundField(id: String, face: Memo<Face>) -> impl IntoView {
    let editor = Editor::of_page();
    let checked = Signal::derive(move || face.read().background == Background::White);
    let on_change = move |is_solid: bool| {
        let background = if is_solid { Background::White } else { Background::Transparent };
        editor.apply(Edit::SetBackground { id: id.clone(), background });
    };
    view! { <Switch label="Solid background" checked on_change/> }.into_any()
}

#[component]
fn NumberOf(id: String, face: Memo<Face>, is_width: bool) -> impl IntoView {
    let editor = Editor::of_page();
    let asked = id.clone();
    let range = Memo::new(move |_| {
        editor.with(|position| if is_width { position.width_range(&asked) } else { position.height_range(&asked) })
    });
    let value =
        Signal::derive(move || Some(f64::from(face.with(|face| if is_width { face.width } else { face.height }))));
    let on_change = move |value: Option<f64>| {
        let Some(value) = value.map(|value| value.round().max(0.0) as u32) else { return };
        let (width, height) = if is_width { (Some(value), None) } else { (None, Some(value)) };
        editor.apply(Edit::Resize { id: id.clone(), width, height });
    };
    let (label, unit) = if is_width { ("Width", "columns") } else { ("Height", "units of 8 pixels") };
    let hint = Signal::derive(move || range.get().map(|(least, most)| format!("{least} to {most} {unit}")));
    view! { <NumberField label value on_change min=1.0 step=1.0 hint/> }.into_any()
}

/// The canvas shows what comes of it.
#[component]
fn MarkdownField(id: String) -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let written = Memo::new(move |_| face.read().code.clone());
    let value = RwSignal::new(written.get_untracked());
    // The editor is a thing of the outside world: both ways, and each only where the other differs.
    Effect::watch(
        move || written.get(),
        move |written, _, _| {
            if value.with_untracked(|value| value != written) {
                value.set(written.clone());
            }
        },
        false,
    );
    Effect::watch(
        move || value.get(),
        move |code, _, _| {
            if written.with_untracked(|written| written != code) {
                let edit = Edit::SetCode { id: id.clone(), code: code.clone() };
                editor.apply_in(edit, Some(&format!("code {id}")));
            }
        },
        false,
    );
    view! { <CodeEditor label="Markdown" language=CodeLanguage::Markdown value rows=16/> }.into_any()
}
