//! The sheet as a table of plain values, for files: all rows and columns, numbers as they are. The heads above a column are joined
//! with spaces, as in the reference.

use sx_query::{Column, Kind, Table, Values};

use super::{
    aggregate::Aggregate,
    axis::{Axis, Key, Names},
    order::Order,
    questions::is_by_metric,
    records::{Measure, Records},
    sheet::Sheet,
};
use crate::{FormData, Look, form};

pub(super) fn table(form_data: &FormData, records: &Records, look: &Look, rows: &Axis, columns: &Axis) -> Table {
    let function = form::text(form_data, "aggregateFunction").unwrap_or("Sum");
    let aggregate = Aggregate::of(function);
    let by_metric = is_by_metric(form_data);
    let sheet = Sheet::new(records, rows, columns, by_metric);
    let down = sheet.rows(Order::of(form_data, "rowOrder"), aggregate);
    let across = sheet.columns(Order::of(form_data, "colOrder"), aggregate);
    let total = if by_metric { "Total".into() } else { format!("Total ({function})") };
    let names = Names { records, look, total, at_end: false };
    let heads = rows.levels.iter().enumerate().map(|(position, level)| {
        let labels = down.iter().map(|key| Some(rows.label(key, position, &names).into())).collect();
        Column { name: names.level(*level), kind: Kind::String, values: Values::Text(labels) }
    });
    let values = across.iter().map(|key| {
        let measures = down.iter().map(|row| sheet.value(row, key, aggregate)).collect();
        column(head(columns, key, &names), measures)
    });
    Table { columns: heads.chain(values).collect() }
}

fn head(columns: &Axis, key: &Key, names: &Names<'_>) -> String {
    let labels = (0..columns.levels.len()).map(|level| columns.label(key, level, names));
    let labels: Vec<_> = labels.filter(|label| !label.is_empty()).collect();
    if labels.is_empty() { "Value".into() } else { labels.join(" ") }
}

/// Numbers, unless a text is among them: metrics below each other need not be alike.
fn column(name: String, measures: Vec<Option<Measure>>) -> Column {
    if measures.iter().flatten().all(|measure| matches!(measure, Measure::Number(_))) {
        let numbers = measures.iter().map(|measure| measure.as_ref().and_then(Measure::number)).collect();
        return Column { name, kind: Kind::Numeric, values: Values::Float(numbers) };
    }
    let text = |measure| match measure {
        Measure::Number(number) => number.to_string().into(),
        Measure::Text(text) => text.into(),
    };
    let texts = measures.into_iter().map(|measure| measure.map(text)).collect();
    Column { name, kind: Kind::String, values: Values::Text(texts) }
}

#[cfg(test)]
mod tests {
    use sx_query::{Table, Values};

    use crate::{
        ChartKind as _, Look,
        kinds::pivot::{Pivot, turned},
    };

    fn lines(table: &Table) -> Vec<String> {
        let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let value = |values: &Values, row: usize| match values.json(row) {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        let row = |row| table.columns.iter().map(|column| value(&column.values, row)).collect::<Vec<_>>().join(",");
        std::iter::once(names.join(",")).chain((0..table.row_count()).map(row)).collect()
    }

    #[test]
    fn rows_keep_their_names_apart_and_columns_join_theirs() {
        let (form, tables) = Pivot.sample();
        let turned = turned(&form, &tables.iter().collect::<Vec<_>>(), &Look::default()).unwrap();
        insta::assert_snapshot!(lines(&turned).join("\n"), @r"
        country,city,revenue Large,revenue Small,revenue Total (Sum)
        France,Lyon,,142874.3,142874.3
        France,Paris,61003.0,268944.7,329947.7
        France,Subtotal,61003.0,411819.0,472822.0
        Spain,Madrid,450054.3,90120.5,540174.8
        Spain,Subtotal,450054.3,90120.5,540174.8
        Total (Sum),,511057.3,501939.5,1012996.8
        ");
    }

    #[test]
    fn an_answer_without_rows_has_heads() {
        let (form, tables) = Pivot.sample();
        let mut empty = tables[0].clone();
        for column in &mut empty.columns {
            column.values = Values::Text(vec![]);
        }
        let turned = turned(&form, &[&empty], &Look::default()).unwrap();
        assert_eq!(lines(&turned), ["country,city"]);
    }
}
