use leptos::prelude::*;

use super::api::{Change, Entry};
use crate::ui::TableView;

#[component]
pub fn LogRows(entries: Vec<Entry>) -> impl IntoView {
    view! {
        <TableView caption="Log" columns=&["When (UTC)", "Who", "Did", "What", "Changes"]>
            {entries.into_iter().map(|entry| view! { <LogLine entry/> }).collect_view()}
        </TableView>
    }
}

#[component]
fn LogLine(entry: Entry) -> impl IntoView {
    let what = match entry.href {
        Some(href) => view! { <a href=href>{entry.asset}</a> }.into_any(),
        None => entry.asset.into_any(),
    };
    view! {
        <tr class="log__line">
            <td><time datetime=entry.time_at>{entry.time}</time></td>
            <td>{entry.who}</td>
            <td>{entry.action}</td>
            <td>{what}</td>
            <td class="log__changes"><Changes changes=entry.changes/></td>
        </tr>
    }
}

/// Opened in place, by the browser itself: it works without scripts, and the find of the page sees inside.
#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let fields: Vec<_> = changes.iter().map(|change| change.field.as_str()).collect();
    let summary = fields.join(", ");
    (!changes.is_empty()).then(|| {
        view! {
            <details class="log__details">
                <summary>{summary}</summary>
                <dl>{changes.into_iter().map(|change| view! { <OneChange change/> }).collect_view()}</dl>
            </details>
        }
    })
}

#[component]
fn OneChange(change: Change) -> impl IntoView {
    view! {
        <div>
            <dt>{change.field}</dt>
            <dd>
                {change.from.map(|from| view! { <del>{from}</del> })}
                {change.to.map(|to| view! { <ins>{to}</ins> })}
            </dd>
        </div>
    }
}
