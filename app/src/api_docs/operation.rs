use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    list::Method,
    model::{Answer, Content, Operation, Parameter},
    schema::{ShapeLine, ShapeTree},
};
use crate::{
    clipboard,
    ui::{Badge, Button, Icon, Tone, use_toasts},
};

#[component]
pub fn OperationView(operation: Operation) -> impl IntoView {
    let Operation { line, description, access, parameters, body, answers, curl } = operation;
    view! {
        <Title text=format!("{} {}", line.method, line.path)/>
        <article class="api-operation" aria-labelledby="operation">
            <header>
                <h2 class="api-operation__title" id="operation">{line.summary}</h2>
                <p class="api-operation__address">
                    <Method method=line.method/>
                    <code>{line.path.replace('/', "\u{200b}/")}</code>
                </p>
                {(!description.is_empty()).then(|| view! { <p>{description}</p> })}
                <p class="api-operation__access">{access}</p>
            </header>
            <Curl line=curl/>
            {(!parameters.is_empty()).then(|| view! { <Parameters parameters/> })}
            {body.map(|body| view! {
                <section aria-labelledby="body">
                    <h3 id="body">"Request body"</h3>
                    <ContentView content=body label="Example of the request body"/>
                </section>
            })}
            <section aria-labelledby="answers">
                <h3 id="answers">"Answers"</h3>
                {answers.into_iter().map(|answer| view! { <AnswerView answer/> }).collect_view()}
            </section>
        </article>
    }
}

#[component]
fn Curl(line: String) -> impl IntoView {
    let toasts = use_toasts();
    let text = line.clone();
    let copy = move |()| clipboard::copy(toasts, text.clone());
    view! {
        <section class="api-curl" aria-labelledby="curl">
            <h3 id="curl">"With curl"</h3>
            <pre class="api-code" tabindex="0" role="region" aria-label="Line for a shell"><code>{line}</code></pre>
            <Button icon=Icon::Copy on_click=copy>"Copy"</Button>
        </section>
    }
}

#[component]
fn Parameters(parameters: Vec<Parameter>) -> impl IntoView {
    let parameter = |Parameter { place, shape }| {
        view! {
            <li>
                <ShapeLine shape=shape.clone() place/>
                <ShapeTree parts=shape.parts is_open=false/>
            </li>
        }
    };
    view! {
        <section aria-labelledby="parameters">
            <h3 id="parameters">"Parameters"</h3>
            <ul class="api-shapes">{parameters.into_iter().map(parameter).collect_view()}</ul>
        </section>
    }
}

/// Answers that went wrong are closed: they are the same everywhere.
#[component]
fn AnswerView(answer: Answer) -> impl IntoView {
    let Answer { status, description, content } = answer;
    let is_good = status.starts_with('2');
    let tone = if is_good { Tone::Good } else { Tone::Neutral };
    let label = format!("Example of the answer {status}");
    view! {
        <details class="api-answer" open=is_good>
            <summary>
                <Badge tone>{status}</Badge>
                <span>{description}</span>
            </summary>
            {content.map(|content| view! { <ContentView content label/> })}
        </details>
    }
}

#[component]
fn ContentView(content: Content, #[prop(into)] label: String) -> impl IntoView {
    let Content { content_type, shape, example } = content;
    view! {
        <p class="api-content">
            <span class="api-shape__type">{shape.type_text}</span>
            " as "
            <code>{content_type}</code>
        </p>
        {(!shape.description.is_empty()).then(|| view! { <p>{shape.description}</p> })}
        <ShapeTree parts=shape.parts is_open=true/>
        {(!example.is_empty()).then(|| view! {
            <details class="api-example">
                <summary>"Example"</summary>
                <pre class="api-code" tabindex="0" role="region" aria-label=label><code>{example}</code></pre>
            </details>
        })}
    }
}
