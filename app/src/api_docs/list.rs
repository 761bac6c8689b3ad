use leptos::prelude::*;

use super::{model::OperationLine, page::href};

/// All operations under their tags, or those that the search finds.
#[component]
pub fn OperationList(lines: Vec<OperationLine>, search: Memo<String>, open: Memo<String>) -> impl IntoView {
    let lines = StoredValue::new(lines);
    let found = move || {
        let wanted = search.get().to_lowercase();
        lines.with_value(|lines| grouped(lines.iter().filter(|line| matches(line, &wanted))))
    };
    view! {
        <p class="visually-hidden" role="status">
            {move || count(found().iter().map(|(_, lines)| lines.len()).sum())}
        </p>
        {move || {
            let groups = found();
            if groups.is_empty() {
                return view! { <p class="api-docs__nothing">"Nothing found"</p> }.into_any();
            }
            groups.into_iter().map(|(tag, lines)| view! { <Group tag lines search open/> }).collect_view().into_any()
        }}
    }
}

#[component]
fn Group(tag: String, lines: Vec<OperationLine>, search: Memo<String>, open: Memo<String>) -> impl IntoView {
    let heading = format!("tag-{}", tag.to_lowercase().replace(' ', "-"));
    // The view takes its inner attributes first.
    let id = heading.clone();
    let line = move |line: OperationLine| {
        let id = line.id.clone();
        let is_open = move || (*open.read() == id).then_some("true");
        let id = line.id;
        view! {
            <li>
                <a class="api-line" href=move || href(&search.get(), &id) aria-current=is_open>
                    <Method method=line.method/>
                    <span class="api-line__path">{breakable(&line.path)}</span>
                    <span class="api-line__summary">{line.summary}</span>
                </a>
            </li>
        }
    };
    view! {
        <section aria-labelledby=heading>
            <h2 class="api-docs__tag" id=id>{tag}</h2>
            <ul class="api-docs__lines">{lines.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// The word is there besides the colour.
#[component]
pub fn Method(method: String) -> impl IntoView {
    let class = format!("api-method api-method--{}", method.to_lowercase());
    view! { <span class=class>{method}</span> }
}

/// Without what all paths begin with, and with places where a line may break.
fn breakable(path: &str) -> String {
    path.trim_start_matches("/api/v1").replace('/', "\u{200b}/")
}

fn matches(line: &OperationLine, wanted: &str) -> bool {
    let text = format!("{} {} {} {}", line.method, line.path, line.summary, line.tag).to_lowercase();
    wanted.split_whitespace().all(|word| text.contains(word))
}

fn grouped<'a>(lines: impl Iterator<Item = &'a OperationLine>) -> Vec<(String, Vec<OperationLine>)> {
    let mut groups: Vec<(String, Vec<OperationLine>)> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some((tag, lines)) if *tag == line.tag => lines.push(line.clone()),
            _ => groups.push((line.tag.clone(), vec![line.clone()])),
        }
    }
    groups
}

fn count(count: usize) -> String {
    format!("{count} operation{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_all_its_words_anywhere() {
        let line = OperationLine {
            id: "get_chart".to_owned(),
            tag: "Charts".to_owned(),
            method: "GET".to_owned(),
            path: "/api/v1/chart".to_owned(),
            summary: "List charts".to_owned(),
        };
        for (wanted, expected) in [("", true), ("get list", true), ("charts", true), ("post", false), ("list x", false)]
        {
            assert_eq!(matches(&line, wanted), expected, "{wanted}");
        }
    }
}
