//! A picture in a file of its own, where no page gives the colours.

use crate::theme::{Theme, picture_css, variables};

/// Makes an SVG file from what `Renderer::svg` or `sparkline` answered: namespace, a fixed size and its own style. With a fixed
/// theme it has that theme's background, for e-mails and exports; with `Theme::Auto` it is transparent.
pub fn standalone(svg: &str, theme: Theme) -> String {
    let Some((head, body)) = svg.split_once('>') else { return svg.to_owned() };
    let (width, height) = view_box(head).unwrap_or(("100%", "100%"));
    let head = head.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1).replacen(
        "width=\"100%\" height=\"100%\"",
        &format!("width=\"{width}\" height=\"{height}\""),
        1,
    );
    let background = match theme {
        Theme::Light | Theme::Dark => "<rect class=\"sx-fill-surface\" width=\"100%\" height=\"100%\"/>",
        Theme::Auto => "",
    };
    format!("{head}><style>{}{}</style>{background}{body}", colors(theme), picture_rules())
}

fn colors(theme: Theme) -> String {
    let of = |dark| format!("svg{{{}}}", variables(dark));
    match theme {
        Theme::Light => of(false),
        Theme::Dark => of(true),
        Theme::Auto => format!("{}@media(prefers-color-scheme:dark){{{}}}", of(false), of(true)),
    }
}

/// A file needs the rules of its marks only, not those of tooltips.
fn picture_rules() -> String {
    picture_css().lines().filter(|line| line.starts_with(".sx-")).collect()
}

fn view_box(head: &str) -> Option<(&str, &str)> {
    let size = head.split_once("viewBox=\"0 0 ")?.1;
    size.split_once('"')?.0.split_once(' ')
}
