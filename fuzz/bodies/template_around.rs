//! A question with everything that templates can ask for.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sx_sql::template::{Mode, Person, SeenFilter, Surroundings};

pub fn around(dialect: &str) -> Surroundings {
    let object = |value: Value| value.as_object().cloned().unwrap();
    let filter = |column: &str, operator: &str, value: Value| SeenFilter {
        column: column.to_owned(),
        operator: operator.to_owned(),
        value,
    };
    let time = |text: &str| Some(format!("{text}T00:00:00").parse().unwrap());
    Surroundings {
        person: Some(Person {
            id: 7,
            username: "maria".to_owned(),
            email: "maria@example.org".to_owned(),
            roles: vec!["Alpha".to_owned(), "Sales".to_owned()],
            rules: vec!["region = 'EU'".to_owned()],
        }),
        params: object(json!({"schema": "shop", "limit": 10})),
        question: object(json!({
            "columns": ["status"], "from_dttm": "2024-01-01T00:00:00", "to_dttm": null, "row_limit": 100
        })),
        filters: vec![
            filter("status", "IN", json!(["Shipped", "O'Brien"])),
            filter("year", "==", json!(2024)),
            filter("day", "TEMPORAL_RANGE", json!("2024-01-01 : 2024-02-01")),
        ],
        url_params: object(json!({"country": "Côte d'Ivoire", "n": "5"})),
        resolve: Box::new(move |text| match text.split_once(" : ") {
            Some((from, to)) => Ok((time(from), time(to))),
            None => Ok((None, None)),
        }),
        column_types: BTreeMap::from([("day".to_owned(), "DATE".to_owned())]),
        dataset_id: Some(3),
        metrics: BTreeMap::from([(
            3,
            Ok(BTreeMap::from([
                ("revenue".to_owned(), "SUM(price * quantity)".to_owned()),
                ("scaled".to_owned(), "{{ metric('revenue') }} / {{ limit }}".to_owned()),
                ("endless".to_owned(), "{{ metric('endless') }}".to_owned()),
            ])),
        )]),
        ..Surroundings::bare(sx_query::dialect(dialect).unwrap(), Mode::Ask)
    }
}
