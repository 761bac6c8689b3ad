use leptos::prelude::*;

use super::super::section::{Part, Section};
use crate::ui::{Button, CodeEditor, CodeError, CodeLanguage, Completion, CompletionKind};

#[component]
pub fn CodeSection() -> impl IntoView {
    let sql = RwSignal::new("SELECT region, sum(amount)\nFROM orders\nGROUP BY region".to_owned());
    let json = RwSignal::new("{\"color_scheme\": \"sextant\"}".to_owned());
    let markdown = RwSignal::new("# Sales\n\nIn **thousands** of <dollars>.".to_owned());
    let css = RwSignal::new(".header {\n  color: teal;\n}".to_owned());
    let ran = RwSignal::new(None::<String>);
    let completions = vec![
        name("orders", CompletionKind::Table, "examples"),
        name("order_date", CompletionKind::Column, "DATE"),
        name("revenue", CompletionKind::Metric, "SUM(amount)"),
        name("date_trunc", CompletionKind::Function, "unit, time"),
        name("EMEA", CompletionKind::Value, "region"),
        name("QUALIFY", CompletionKind::Keyword, ""),
    ];
    // As an error of a database would come back.
    let errors = Signal::derive(move || {
        sql.read().lines().position(|line| line.contains("FORM")).map(misspelt).into_iter().collect::<Vec<_>>()
    });
    view! {
        <Section id="code-editor" title="Code editor">
            <Part title="SQL, with names and errors">
                <div class="ui-page__code">
                    <CodeEditor
                        label="Query"
                        language=CodeLanguage::Sql
                        value=sql
                        completions
                        errors
                        hint=Some("Ctrl+Enter runs it.".to_owned())
                        rows=6
                        on_submit=move |()| ran.set(Some(sql.get_untracked()))
                    />
                </div>
                <div class="ui-page__code">
                    <Button on_click=move |()| sql.set("SELECT 1".to_owned())>"Write SELECT 1"</Button>
                    <p class="ui-page__output" role="status">{move || ran.get().map(|text| format!("Ran {text}"))}</p>
                    <pre class="ui-page__output" data-test-query>{move || sql.get()}</pre>
                </div>
            </Part>
            <Part title="Other languages">
                <div class="ui-page__code"><CodeEditor label="Metadata" language=CodeLanguage::Json value=json rows=3/></div>
                <div class="ui-page__code"><CodeEditor label="Text" language=CodeLanguage::Markdown value=markdown rows=3/></div>
                <div class="ui-page__code"><CodeEditor label="Looks" language=CodeLanguage::Css value=css rows=3 readonly=true/></div>
            </Part>
        </Section>
    }
}

fn name(label: &str, kind: CompletionKind, detail: &str) -> Completion {
    Completion { label: label.to_owned(), kind, detail: detail.to_owned() }
}

fn misspelt(line: usize) -> CodeError {
    CodeError { line: line + 1, column: None, message: "Did you mean FROM?".to_owned() }
}
