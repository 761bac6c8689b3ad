use leptos::prelude::*;
use std::sync::Arc;
use sx_model::ChartId;

use super::{
    first_paint::FirstPaint,
    tile_state::{Cover, TileState},
};
use crate::ui::TileSkeleton;

/// Lies over the tile's content, with a face of its own, so that nobody sees a canvas half painted.
#[component]
pub fn CoverView(state: TileState, first: FirstPaint, chart: ChartId, name: String) -> impl IntoView {
    let html = first.html;
    let noscript: Arc<str> = without_script(chart, &name).into();
    move || match state.cover.get() {
        Cover::None => None,
        Cover::Picture => Some(view! { <div class="tile__cover" inner_html=html.to_string()></div> }.into_any()),
        Cover::Skeleton => Some(
            view! {
                <div class="tile__cover">
                    <TileSkeleton/>
                    <noscript inner_html=noscript.to_string()></noscript>
                </div>
            }
            .into_any(),
        ),
    }
}

/// The picture for browsers without script. As `inner_html`, for the parser of a browser with script reads it as text; and
/// nothing in the browser, which would load the picture.
#[cfg(not(feature = "hydrate"))]
fn without_script(chart: ChartId, name: &str) -> String {
    let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    format!("<img class=\"tile__image\" src=\"/api/v1/chart/{chart}/image.svg\" alt=\"{name}\">")
}

#[cfg(feature = "hydrate")]
fn without_script(_: ChartId, _: &str) -> String {
    String::new()
}

#[cfg(all(test, not(feature = "hydrate")))]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_its_attribute() {
        assert_eq!(
            without_script(ChartId(7), "\"><script>&"),
            "<img class=\"tile__image\" src=\"/api/v1/chart/7/image.svg\" alt=\"&quot;&gt;&lt;script&gt;&amp;\">"
        );
    }
}
