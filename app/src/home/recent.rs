use leptos::prelude::*;

use crate::{
    lists::{Row, StatusBadge},
    ui::Card,
};

/// The dashboards that were changed last.
#[component]
pub fn Recent(rows: Vec<Row>, count: u64) -> impl IntoView {
    let more = count > rows.len() as u64;
    view! {
        <section class="section" aria-labelledby="recent">
            <div class="section__head">
                <h2 id="recent">"Recent dashboards"</h2>
                {more.then(|| view! { <a href="/dashboards">"All " {count} " dashboards"</a> })}
            </div>
            <ul class="cards">
                {rows.into_iter().map(|row| view! { <li><DashboardCard row/></li> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn DashboardCard(row: Row) -> impl IntoView {
    view! {
        <Card href=row.href title=row.name>
            <p class="card__line">
                {row.published.map(|published| view! { <StatusBadge published/> })}
                <span>"Changed " <time datetime=row.changed_at>{row.changed_on}</time></span>
            </p>
            <p class="card__line card__line--muted">{row.owners}</p>
        </Card>
    }
}
