//! `/dashboard/p/{key}` and `/explore/p/{key}` lead on to the page in the state that the permalink keeps.

use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::{
    Failure,
    ui::{ButtonLink, ErrorState, TableSkeleton},
};

#[component]
pub fn DashboardPermalinkPage() -> impl IntoView {
    view! { <Permalink find=|key| Box::pin(dashboard_permalink(key))/> }
}

#[component]
pub fn ExplorePermalinkPage() -> impl IntoView {
    view! { <Permalink find=|key| Box::pin(explore_permalink(key))/> }
}

/// The address of the dashboard, with its open tabs.
#[server(prefix = "/fn", endpoint = "dashboard_permalink", input = GetUrl)]
pub async fn dashboard_permalink(key: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let permalink = service.find_dashboard_permalink(&caller, &key).await.map_err(crate::ctx::fail)?;
    let opened =
        service.find_dashboard(&caller, &permalink.dashboard_id.to_string()).await.map_err(crate::ctx::fail)?;
    Ok(ssr::dashboard_address(&opened.dashboard, &permalink.state))
}

/// The address of the chart builder, which reads the form data by the same key.
#[server(prefix = "/fn", endpoint = "explore_permalink", input = GetUrl)]
pub async fn explore_permalink(key: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let permalink = service.find_explore_permalink(&caller, &key).await.map_err(crate::ctx::fail)?;
    Ok(ssr::explore_address(&permalink, &key))
}

type Address = std::pin::Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

#[component]
fn Permalink(find: fn(String) -> Address) -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.read().get_str("key").unwrap_or_default().to_owned());
    let address = Resource::new_blocking(move || key.get(), find);
    view! {
        <Title text="Permalink"/>
        <Suspense fallback=|| view! { <TableSkeleton rows=4/> }>
            {move || Suspend::new(async move {
                match address.await {
                    Ok(href) => view! { <LeadOn href/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || address.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The link is for what follows no redirect.
#[component]
fn LeadOn(href: String) -> impl IntoView {
    lead_on(&href);
    view! { <p><ButtonLink href>"Go on"</ButtonLink></p> }
}

#[cfg(feature = "ssr")]
fn lead_on(href: &str) {
    crate::ctx::redirect(href);
}

/// After a click on a permalink within the product.
#[cfg(not(feature = "ssr"))]
fn lead_on(href: &str) {
    let navigate = leptos_router::hooks::use_navigate();
    let href = href.to_owned();
    Effect::new(move |_| {
        navigate(&href, leptos_router::NavigateOptions { replace: true, ..Default::default() });
    });
}

#[cfg(feature = "ssr")]
mod ssr {
    use serde_json::{Map, Value};
    use sx_model::Dashboard;
    use sx_service::ExplorePermalink;

    use crate::{dashboard::dashboard_href, url_text};

    /// Parameters of the page as they were, then the open tabs.
    pub fn dashboard_address(dashboard: &Dashboard, state: &Map<String, Value>) -> String {
        let list = |name: &str| state.get(name).and_then(Value::as_array).into_iter().flatten();
        let tabs: Vec<_> = list("activeTabs").filter_map(Value::as_str).collect();
        let pairs = list("urlParams").filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)));
        // What the reference's page tells itself means nothing here.
        let pairs =
            pairs.filter(|(name, _)| !["tab", "permalink_key", "native_filters_key", "standalone"].contains(name));
        let tabs = tabs.join(",");
        let tabs = (!tabs.is_empty()).then_some(("tab", tabs.as_str()));
        let href = dashboard_href(dashboard.id, dashboard.fields.slug.as_deref());
        format!("{href}{}", url_text::query(pairs.chain(tabs)))
    }

    pub fn explore_address(permalink: &ExplorePermalink, key: &str) -> String {
        let (chart, dataset) = (permalink.chart_id.map(|id| id.to_string()), permalink.datasource_id.to_string());
        let subject = match &chart {
            Some(chart) => ("slice_id", chart.as_str()),
            None => ("dataset_id", dataset.as_str()),
        };
        format!("/explore{}", url_text::query([subject, ("permalink_key", key)]))
    }
}
