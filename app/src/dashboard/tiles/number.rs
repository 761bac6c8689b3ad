use leptos::prelude::*;

use crate::dashboard::answer::NumberText;

/// The share of the tile's height that a trend line takes, in percent; `style/_number.scss` says the same.
#[cfg(feature = "ssr")]
const TREND_PERCENT: u32 = 40;

/// The height of the trend's picture in a body of this height, both in pixels.
#[cfg(feature = "ssr")]
pub fn trend_height(body: u32) -> u32 {
    (body * TREND_PERCENT).div_ceil(100)
}

/// A big number. `trend` is a picture on the server, a canvas in the browser. No signals: the server also writes it as text.
#[component]
pub fn NumberBody(number: NumberText, trend: Option<AnyView>) -> impl IntoView {
    let value = format!("number__value percent-{} chars-{}", percent(number.header_font_size), length(&number.text));
    let below = format!("number__below percent-{}", percent(number.subheader_font_size));
    view! {
        <div class="number">
            <div class="number__text">
                <p class=value>{number.text}</p>
                {number.subheader.map(|text| view! { <p class=below>{text}</p> })}
            </div>
            {trend.map(|trend| view! { <div class="number__trend">{trend}</div> })}
        </div>
    }
}

/// A share, 0 to 1, as the stylesheet knows it.
fn percent(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// In letters, as far as the stylesheet counts: long numbers are set smaller, to fit their tile's width.
fn length(text: &str) -> usize {
    text.chars().count().clamp(1, 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_whole_percents() {
        assert_eq!(percent(0.4), 40);
        assert_eq!(percent(0.125), 13);
        assert_eq!(percent(f64::NAN), 0);
        assert_eq!(percent(7.0), 100);
    }

    #[test]
    fn lengths_are_those_that_have_a_class() {
        assert_eq!(length("$ 10.0M"), 7);
        assert_eq!(length("1.234 €"), 7);
        assert_eq!(length(""), 1);
        assert_eq!(length(&"9".repeat(99)), 32);
    }
}
