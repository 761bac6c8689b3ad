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
    let value = format!("number__value percent-{} {}", percent(number.header_font_size), length_class(&number.text));
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

/// Long numbers are set smaller, or they would not fit their tile's width.
fn length_class(text: &str) -> &'static str {
    match text.chars().count() {
        0..=6 => "number__value--short",
        7..=10 => "number__value--medium",
        11..=16 => "number__value--long",
        _ => "number__value--endless",
    }
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
    fn long_numbers_are_smaller() {
        assert_eq!(length_class("99.1k"), "number__value--short");
        assert_eq!(length_class("$ 10.0M"), "number__value--medium");
        assert_eq!(length_class("1,234,567,890,123"), "number__value--endless");
    }
}
