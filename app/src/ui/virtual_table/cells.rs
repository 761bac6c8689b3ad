//! The HTML of a row. A row is set as one text: twenty cells as views would cost twenty times the calls into the browser.

use leptos::prelude::*;

use super::{GridAlign, GridColumn};

/// Rows that are looked at for the widths of the columns.
const SAMPLE_ROWS: usize = 60;
/// What the classes `chars-…` go up to.
const WIDEST_CHARS: usize = 32;
const NARROWEST_CHARS: usize = 6;

/// The cells of a row, as HTML.
pub fn row_html(row: usize, columns: &[GridColumn], cell: Callback<(usize, usize), String>) -> String {
    let mut html = String::with_capacity(columns.len() * 32);
    for (index, column) in columns.iter().enumerate() {
        html.push_str(match column.align {
            GridAlign::Start => "<td>",
            GridAlign::End => "<td class=\"is-end\">",
        });
        push_escaped(&mut html, &cell.run((row, index)));
        html.push_str("</td>");
    }
    html
}

/// How many characters wide each column is: as its head and its first rows need, within bounds.
pub fn column_chars(columns: &[GridColumn], row_count: usize, cell: Callback<(usize, usize), String>) -> Vec<usize> {
    let needs = |(index, column): (usize, &GridColumn)| {
        let rows = (0..row_count.min(SAMPLE_ROWS)).map(|row| cell.run((row, index)).chars().count());
        // The head has room for its sort mark.
        let head = column.label.chars().count() + 2;
        rows.max().unwrap_or(0).max(head).clamp(NARROWEST_CHARS, WIDEST_CHARS)
    };
    columns.iter().enumerate().map(needs).collect()
}

/// A text as HTML that shows it, also inside attributes and textareas.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text);
    html
}

fn push_escaped(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> (Vec<GridColumn>, Callback<(usize, usize), String>) {
        let columns = vec![GridColumn::text("Name"), GridColumn::number("Sum of all the sales that there ever were")];
        let cell = Callback::new(|(row, column): (usize, usize)| match column {
            0 => format!("<img src=x onerror=\"a('{row}')\">&"),
            _ => row.to_string(),
        });
        (columns, cell)
    }

    #[test]
    fn texts_stay_texts() {
        Owner::new().with(|| {
            let (columns, cell) = table();
            assert_eq!(
                row_html(7, &columns, cell),
                "<td>&lt;img src=x onerror=&quot;a(&#39;7&#39;)&quot;&gt;&amp;</td><td class=\"is-end\">7</td>"
            );
        });
    }

    #[test]
    fn columns_are_as_wide_as_their_texts() {
        Owner::new().with(|| {
            let (columns, cell) = table();
            assert_eq!(column_chars(&columns, 5, cell), [29, 32]);
            assert_eq!(column_chars(&columns[..1], 0, cell), [6]);
        });
    }
}
