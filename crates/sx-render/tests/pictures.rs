//! Options of every kind of series, drawn by a real engine.

use std::collections::HashSet;

use serde_json::{Value, json};
use sx_render::{Picture, RenderError, Renderer, RendererConfig, Theme, sparkline, standalone};

const JANUARY: i64 = 1_704_067_200_000;
const FEBRUARY: i64 = 1_706_745_600_000;
const MARCH: i64 = 1_709_251_200_000;

fn stacked_bars() -> Value {
    json!({
        "aria": {"enabled": true},
        "color": ["#1f77b4", "#ff7f0e"],
        "legend": {"type": "scroll", "top": 0},
        "tooltip": {"trigger": "axis", "formatter": {"$format": "axis_tooltip"}},
        "xAxis": {"type": "time", "axisLabel": {"formatter": {"$format": "time", "spec": "%b %Y"}}},
        "yAxis": {"type": "value", "axisLabel": {"formatter": {"$format": "number", "spec": "SMART_NUMBER"}}},
        "dataZoom": [{"type": "slider"}],
        "series": [
            {"type": "bar", "stack": "s", "name": "North", "data": [[JANUARY, 1000], [FEBRUARY, 2500], [MARCH, 300]]},
            {
                "type": "bar", "stack": "s", "name": "South", "data": [[JANUARY, 100], [FEBRUARY, 500], [MARCH, 3300]],
                "label": {"show": true, "position": "top", "formatter": {
                    "$format": "total_label", "spec": ",d", "currency": {"symbol": "EUR", "symbolPosition": "suffix"},
                }},
            },
        ],
    })
}

fn donut() -> Value {
    json!({"color": ["#aa0000", "#00aa00"], "series": [{
        "type": "pie", "radius": ["30%", "60%"],
        "label": {"formatter": {"$format": "pie_label", "label_type": "key_value_percent", "spec": ",d"}},
        "data": [{"name": "<script>alert(1)</script>", "value": 3000}, {"name": "b & c", "value": 1000}],
    }]})
}

fn heatmap() -> Value {
    json!({
        "xAxis": {"type": "category", "data": ["a", "b"]}, "yAxis": {"type": "category", "data": ["u", "v"]},
        "visualMap": {"show": false, "min": 0, "max": 10, "inRange": {"color": ["#ffffff", "#000088"]}},
        "series": [{
            "type": "heatmap", "label": {"show": true, "formatter": {"$format": "heatmap_label", "spec": ".1f"}},
            "data": [["a", "u", 0], ["a", "v", 10], ["b", "u", 5]],
        }],
    })
}

fn area() -> Value {
    json!({
        "xAxis": {"type": "category", "data": ["a", "b", "c"], "axisLine": {"show": false}, "axisTick": {"show": false}},
        "yAxis": {"show": false}, "grid": {"top": 10, "bottom": 30, "left": 10, "right": 10},
        "series": [{"type": "line", "symbol": "none", "areaStyle": {}, "color": "#00aa00", "data": [1, null, 3]},
                   {"type": "line", "symbol": "none", "areaStyle": {"opacity": 0.2}, "color": "#aa0000", "data": [1, 5, 3]}],
    })
}

fn picture<'a>(option: &'a Value, id_prefix: &'a str) -> Picture<'a> {
    Picture { option, width: 800, height: 200, label: "Sales", id_prefix }
}

async fn draw(option: &Value) -> String {
    let answer = Renderer::new(RendererConfig::default()).svg(picture(option, "t1")).await;
    answer.unwrap_or_else(|error| panic!("{option}: {error}")).to_string()
}

fn count(svg: &str, part: &str) -> usize {
    svg.matches(part).count()
}

fn texts(svg: &str) -> Vec<&str> {
    svg.split("</text>")
        .filter_map(|part| part.rsplit_once("<text").and_then(|(_, text)| text.split_once('>')))
        .map(|(_, text)| text)
        .collect()
}

#[tokio::test]
async fn stacked_bars_have_a_mark_each_and_formatted_texts() {
    let svg = draw(&stacked_bars()).await;
    // Three bars and the sign in the legend.
    assert_eq!(count(&svg, "fill=\"#1f77b4\""), 4);
    assert_eq!(count(&svg, "fill=\"#ff7f0e\""), 4);
    let texts = texts(&svg);
    for text in ["4k", "North", "South", "3,300 €", "100 €", "Feb 2024"] {
        assert!(texts.contains(&text), "{text} in {texts:?}");
    }
    assert!(svg.contains("sx-fill-text") && svg.contains("sx-stroke-split") && svg.contains("sx-fill-strong"));
}

#[tokio::test]
async fn a_donut_has_a_slice_each_and_escaped_names() {
    let svg = draw(&donut()).await;
    assert_eq!(count(&svg, "fill=\"#aa0000\""), 1);
    assert_eq!(count(&svg, "fill=\"#00aa00\""), 1);
    assert_eq!(texts(&svg), ["&lt;script&gt;alert(1)&lt;/script&gt;: 3,000 (75.00%)", "b &amp; c: 1,000 (25.00%)"]);
    assert!(!svg.contains("<script"));
}

#[tokio::test]
async fn a_heatmap_colors_its_cells_by_value() {
    let svg = draw(&heatmap()).await;
    for color in ["rgb(255,255,255)", "rgb(0,0,136)", "rgb(128,128,196)"] {
        assert_eq!(count(&svg, &format!("fill=\"{color}\"")), 1, "{color}");
    }
    assert!(["0.0", "10.0", "5.0"].iter().all(|text| texts(&svg).contains(text)));
}

#[tokio::test]
async fn an_area_in_full() {
    insta::assert_snapshot!(draw(&area()).await.replace('>', ">\n"), @r##"
    <svg class="chart-picture" viewBox="0 0 800 200" width="100%" height="100%" preserveAspectRatio="xMidYMid meet" role="img" aria-label="Sales" font-family="Inter, sans-serif" font-size="12px">
    <text dominant-baseline="central" text-anchor="middle" y="6" transform="translate(140 178)" class="sx-fill-text">
    a</text>
    <text dominant-baseline="central" text-anchor="middle" y="6" transform="translate(400 178)" class="sx-fill-text">
    b</text>
    <text dominant-baseline="central" text-anchor="middle" y="6" transform="translate(660 178)" class="sx-fill-text">
    c</text>
    <g clip-path="url(#t1-0)">
    <path d="M140 138L140 170ZM660 74L660 170Z" fill="#00aa00" fill-opacity="0.7"/>
    </g>
    <g clip-path="url(#t1-1)">
    <path d="M140 138L400 10L660 74L660 170L400 170L140 170Z" fill="#aa0000" fill-opacity="0.2"/>
    </g>
    <g clip-path="url(#t1-0)">
    <path d="M140 138M660 74" fill="none" stroke="#00aa00" stroke-width="2" stroke-linejoin="bevel"/>
    </g>
    <g clip-path="url(#t1-1)">
    <path d="M140 138L400 10L660 74" fill="none" stroke="#aa0000" stroke-width="2" stroke-linejoin="bevel"/>
    </g>
    <defs>
    <clipPath id="t1-0">
    <path d="M9 9l782 0l0 162l-782 0Z" fill="#000"/>
    </clipPath>
    <clipPath id="t1-1">
    <path d="M9 9l782 0l0 162l-782 0Z" fill="#000"/>
    </clipPath>
    </defs>
    </svg>
    "##);
}

/// The browser's engine wrote the expected texts, from the same script; this one must write the same.
#[tokio::test]
async fn numbers_and_times_read_as_in_the_browser() {
    for (name, table) in [
        ("number", include_str!("../../../js/tests/number-cases.json")),
        ("time", include_str!("../../../js/tests/time-cases.json")),
    ] {
        let cases: Vec<Value> = serde_json::from_str(table).unwrap();
        let bar = |case: &Value| {
            let formatter = json!({"$format": name, "spec": case["spec"], "currency": case["currency"]});
            json!({"value": case["value"], "label": {"show": true, "formatter": formatter}})
        };
        let bars: Vec<Value> = cases.iter().map(bar).collect();
        let svg = draw(&json!({
            "xAxis": {"type": "category", "show": false}, "yAxis": {"show": false}, "series": [{"type": "bar", "data": bars}],
        }))
        .await;
        let expected: Vec<_> = cases.iter().filter_map(|case| case["expected"].as_str()).collect();
        assert_eq!(texts(&svg), expected);
    }
}

#[tokio::test]
async fn no_picture_has_broken_numbers_sentinels_styles_or_equal_ids() {
    let renderer = Renderer::new(RendererConfig::default());
    for option in [stacked_bars(), donut(), heatmap(), area()] {
        let svg = renderer.svg(picture(&option, "t1")).await.unwrap();
        for part in ["NaN", "undefined", "#fe0a", "#fefd", "rgb(254", "style=", "url(#zr"] {
            assert!(!svg.contains(part), "{part} in {svg}");
        }
        let ids: Vec<_> = svg.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        assert!(ids.iter().all(|id| id.starts_with("t1-")), "{ids:?}");
    }
}

#[tokio::test]
async fn the_same_option_gives_the_same_bytes_on_any_engine() {
    let (one, other) = (Renderer::new(RendererConfig::default()), Renderer::new(RendererConfig::default()));
    let option = stacked_bars();
    let first = one.svg(picture(&option, "t1")).await.unwrap();
    one.svg(picture(&donut(), "t1")).await.unwrap();
    assert_eq!(one.svg(picture(&option, "t1")).await.unwrap(), first);
    assert_eq!(other.svg(picture(&option, "t1")).await.unwrap(), first);
    let elsewhere = one.svg(picture(&option, "t2")).await.unwrap();
    assert_ne!(elsewhere, first);
    assert_eq!(elsewhere.replace("t2-", "t1-"), *first);
}

#[tokio::test]
async fn what_cannot_be_drawn_is_an_error_and_not_an_empty_picture() {
    let renderer = Renderer::new(RendererConfig::default());
    for option in [json!({"series": [{"type": "nosuch", "data": [1]}]}), json!({"series": []}), json!({})] {
        assert_eq!(renderer.svg(picture(&option, "t1")).await, Err(RenderError::Empty), "{option}");
    }
    // A bar without axes makes ECharts throw.
    let answer = renderer.svg(picture(&json!({"series": [{"type": "bar", "data": [1]}]}), "t1")).await;
    assert!(matches!(answer, Err(RenderError::Script(_))), "{answer:?}");
    assert!(renderer.svg(picture(&donut(), "t1")).await.is_ok());
}

#[tokio::test]
async fn options_with_hostile_values_are_refused() {
    let renderer = Renderer::new(RendererConfig::default());
    for color in ["red\" onload=\"alert(1)", "\"><script>alert(1)</script>", "url(//elsewhere/x)"] {
        let mut option = donut();
        option["color"] = json!([color]);
        let answer = renderer.svg(picture(&option, "t1")).await;
        assert!(matches!(answer, Err(RenderError::Unsafe(_))), "{color}: {answer:?}");
    }
}

#[tokio::test]
async fn a_file_has_its_own_colors_and_size() {
    let svg = draw(&donut()).await;
    let auto = standalone(&svg, Theme::Auto);
    assert!(auto.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart-picture\" viewBox=\"0 0 800 200\" width=\"800\" height=\"200\""));
    assert_eq!((count(&auto, "--chart-text:"), count(&auto, "prefers-color-scheme:dark")), (2, 1));
    assert!(auto.contains(".sx-fill-text { fill: var(--chart-text); }"));
    let dark = standalone(&svg, Theme::Dark);
    assert!(dark.contains("--chart-text:#c9cdd4;") && !dark.contains("prefers-color-scheme"));
    assert!(dark.contains("<rect class=\"sx-fill-surface\" width=\"100%\" height=\"100%\"/>"));
}

#[test]
fn a_sparkline_is_cut_at_gaps() {
    insta::assert_snapshot!(sparkline(&[Some(1.0), Some(3.0), None, Some(2.0)], 100, 20).replace('>', ">\n"), @r#"
    <svg class="chart-picture" viewBox="0 0 400 80" width="100%" height="100%" preserveAspectRatio="xMidYMid meet" aria-hidden="true" font-family="Inter, sans-serif" font-size="12px">
    <polygon opacity="0.12" points="8,72 136,8 136,80 8,80 " class="sx-fill-accent"/>
    <polyline fill="none" opacity="1" stroke-width="6" points="8,72 136,8 " class="sx-stroke-accent"/>
    <circle cx="392" cy="40" r="8" opacity="1" stroke="none" stroke-width="1" class="sx-fill-accent"/>
    </svg>
    "#);
    assert!(!sparkline(&[], 100, 20).contains("<poly"));
    assert!(!sparkline(&[Some(f64::NAN), Some(1.0), Some(1.0)], 100, 20).contains("NaN"));
}
