use leptos::prelude::*;
use serde::Serialize;

use super::{
    Bound,
    classes::classes,
    field::{FieldIds, text},
    virtual_table::escaped,
};

/// What is written in a `CodeEditor`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeLanguage {
    #[default]
    Plain,
    Sql,
    Json,
    Markdown,
    Css,
}

/// A name that is offered while writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    pub label: String,
    pub kind: CompletionKind,
    /// Beside the name: a type, a table.
    pub detail: String,
}

/// What a name stands for, as the editor calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    Table,
    Column,
    Metric,
    Function,
    Keyword,
    Value,
}

/// What is wrong with the code. Lines and columns count from 1; without a column the whole line is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeError {
    pub line: usize,
    pub column: Option<usize>,
    pub message: String,
}

impl CodeLanguage {
    /// As js/editor.ts calls it.
    #[cfg(feature = "hydrate")]
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Sql => "sql",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Css => "css",
        }
    }
}

/// A field for code. A textarea stands there until the editor is loaded, and for ever without scripts; what is typed into it,
/// its cursor and its focus go over into the editor. Tab leaves it, as it leaves every field.
#[component]
pub fn CodeEditor(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] language: CodeLanguage,
    /// Both ways.
    value: RwSignal<String>,
    #[prop(optional, into)] completions: Signal<Vec<Completion>>,
    #[prop(optional, into)] errors: Signal<Vec<CodeError>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] readonly: Signal<bool>,
    #[prop(optional)] hide_label: bool,
    /// Its height in lines; longer code scrolls, and the corner makes it higher.
    #[prop(default = 8)]
    rows: u8,
    #[prop(optional, into)] name: Option<String>,
    /// Ctrl+Enter.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let area = NodeRef::<leptos::html::Textarea>::new();
    let changed = text::change(Bound::from(value), None);
    text::follow(area, Bound::from(value), changed);
    #[cfg(feature = "hydrate")]
    browser::Parts { area, language, label, value, completions, errors, readonly, on_submit }.load();
    #[cfg(not(feature = "hydrate"))]
    let _ = (language, completions, on_submit);
    let is_wrong = move || !errors.read().is_empty();
    let label_class = if hide_label { "visually-hidden" } else { "field__label" };
    view! {
        <div class=classes("field code-editor", &class)>
            <label class=label_class for=ids.control.clone()>{move || label.get()}</label>
            <div class=format!("code-editor__box units-{rows}") class:code-editor__box--wrong=is_wrong>
                <textarea
                    class="code-editor__area"
                    id=ids.control
                    name=name
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    readonly=move || readonly.get()
                    aria-describedby=ids.described_by
                    aria-invalid=move || is_wrong().then_some("true")
                    node_ref=area
                    inner_html=escaped(&value.get_untracked())
                    on:input=move |event| changed.run(event_target_value(&event))
                ></textarea>
            </div>
            <p class="field__hint" id=ids.hint>{move || hint.get()}</p>
            <div class="field__error" id=ids.error aria-live="polite">
                {move || errors.get().into_iter().map(|error| view! { <p>{error.told()}</p> }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

impl CodeError {
    fn told(&self) -> String {
        format!("Line {}: {}", self.line, self.message)
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::{cell::RefCell, rc::Rc};

    use leptos::{html::Textarea, prelude::*, task::spawn_local};
    use send_wrapper::SendWrapper;
    use wasm_bindgen::prelude::*;
    use web_sys::HtmlTextAreaElement;

    use super::{CodeError, CodeLanguage, Completion};
    use crate::browser::{Editor, EditorModule, page_nonce};

    #[derive(Clone, Copy)]
    pub struct Parts {
        pub area: NodeRef<Textarea>,
        pub language: CodeLanguage,
        pub label: Signal<String>,
        pub value: RwSignal<String>,
        pub completions: Signal<Vec<Completion>>,
        pub errors: Signal<Vec<CodeError>>,
        pub readonly: Signal<bool>,
        pub on_submit: Option<Callback<()>>,
    }

    /// The editor with the closures that it calls.
    struct Live {
        editor: Editor,
        _on_change: Closure<dyn FnMut(String)>,
        _on_submit: Closure<dyn FnMut() -> bool>,
    }

    impl Drop for Live {
        fn drop(&mut self) {
            self.editor.destroy();
        }
    }

    type Slot = Rc<RefCell<Option<Live>>>;

    impl Parts {
        /// Loads the editor as soon as the textarea is there, and ends it with the component.
        pub fn load(self) {
            let slot = Slot::default();
            let (held, loaded) = (SendWrapper::new(slot.clone()), RwSignal::new(false));
            on_cleanup(move || drop(held.borrow_mut().take()));
            let weak = SendWrapper::new(Rc::downgrade(&slot));
            let slot = SendWrapper::new(slot);
            Effect::new(move |_| {
                let Some(area) = self.area.get() else { return };
                let weak = weak.clone();
                spawn_local(async move {
                    // Without the module the textarea stays, which is enough to write in.
                    let Ok(module) = EditorModule::load().await else { return };
                    let Some(slot) = weak.upgrade().filter(|_| area.is_connected()) else { return };
                    if let Some(live) = self.create(&module, &area) {
                        *slot.borrow_mut() = Some(live);
                        _ = loaded.try_set(true);
                    }
                });
            });
            self.follow(loaded, slot);
        }

        fn create(self, module: &EditorModule, area: &HtmlTextAreaElement) -> Option<Live> {
            let on_change = Closure::<dyn FnMut(String)>::new(move |text| _ = self.value.try_set(text));
            let on_submit = Closure::<dyn FnMut() -> bool>::new(move || {
                self.on_submit.map(|on_submit| on_submit.run(())).is_some()
            });
            let options = js_sys::Object::new();
            let described_by = area.get_attribute("aria-describedby").unwrap_or_default();
            let values: [(&str, JsValue); 7] = [
                ("language", self.language.name().into()),
                ("label", self.label.try_get_untracked()?.into()),
                ("describedBy", described_by.into()),
                ("readonly", self.readonly.try_get_untracked()?.into()),
                ("nonce", page_nonce().into()),
                ("onChange", on_change.as_ref().clone()),
                ("onSubmit", on_submit.as_ref().clone()),
            ];
            for (name, value) in values {
                js_sys::Reflect::set(&options, &name.into(), &value).ok()?;
            }
            let editor = module.create(area, &options).ok()?;
            Some(Live { editor, _on_change: on_change, _on_submit: on_submit })
        }

        /// Each of them tells the editor what changed on the page.
        fn follow(self, loaded: RwSignal<bool>, slot: SendWrapper<Slot>) {
            let with = move |tell: &dyn Fn(&Editor)| {
                // Read first: before it is loaded there is no editor, and this must run again when there is.
                let is_loaded = loaded.get();
                if let Some(live) = slot.borrow().as_ref().filter(|_| is_loaded) {
                    tell(&live.editor);
                }
            };
            let with = Rc::new(with);
            let tell = with.clone();
            Effect::new(move |_| {
                let text = self.value.get();
                tell(&|editor| editor.set_text(&text));
            });
            let tell = with.clone();
            Effect::new(move |_| {
                let names = json(&*self.completions.read());
                tell(&|editor| editor.set_names(&names));
            });
            let tell = with.clone();
            Effect::new(move |_| {
                let problems = json(&*self.errors.read());
                tell(&|editor| editor.set_problems(&problems));
            });
            Effect::new(move |_| {
                let readonly = self.readonly.get();
                with(&|editor| editor.set_readonly(readonly));
            });
        }
    }

    /// What cannot be told is an empty list to the editor.
    fn json(value: &impl serde::Serialize) -> JsValue {
        let text = serde_json::to_string(value).unwrap_or_default();
        js_sys::JSON::parse(&text).unwrap_or_else(|_| js_sys::Array::new().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_errors_are_written_as_the_script_reads_them() {
        let name = Completion { label: "sales".into(), kind: CompletionKind::Table, detail: "public".into() };
        let error = CodeError { line: 2, column: None, message: "Unknown column.".into() };
        assert_eq!(
            serde_json::json!([name, error]).to_string(),
            r#"[{"label":"sales","kind":"table","detail":"public"},{"line":2,"column":null,"message":"Unknown column."}]"#
        );
        assert_eq!(error.told(), "Line 2: Unknown column.");
    }
}
