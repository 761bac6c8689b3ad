//! `time_offsets`: what is asked about other times, and how the answers are laid beside each other.

use serde_json::{Value, json};
use sx_query::{Column, Kind, Plan, Postgres, Table, TimeComparison, Values};

use crate::sales::{plan_for, question};

const DAY: i64 = 86_400_000_000;

fn planned(query: Value) -> Plan {
    plan_for(&question(query), &Postgres).unwrap()
}

fn comparison(query: Value) -> TimeComparison {
    planned(query).comparison.unwrap()
}

fn by_month(grain: &str, offset: &str) -> Value {
    json!({
        "columns": [
            {"sqlExpression": "order_date", "label": "order_date", "columnType": "BASE_AXIS", "timeGrain": grain},
            "status",
        ],
        "metrics": ["count"],
        "filters": [
            {"col": "order_date", "op": "TEMPORAL_RANGE", "val": "2004-01-01 : 2005-01-01"},
            {"col": "order_date", "op": "IN", "val": ["2004-03-01"]},
            {"col": "status", "op": "==", "val": "Shipped"},
        ],
        "row_limit": 10,
        "row_offset": 5,
        "time_offsets": [offset],
        "post_processing": [{"operation": "pivot", "options": {}}],
    })
}

fn day(year: i32, month: u32, day: u32) -> i64 {
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_micros()
}

fn times(name: &str, values: &[i64]) -> Column {
    Column { name: name.into(), kind: Kind::Temporal, values: Values::Time(values.iter().copied().map(Some).collect()) }
}

fn texts(name: &str, values: &[&str]) -> Column {
    let values = values.iter().map(|text| Some((*text).into())).collect();
    Column { name: name.into(), kind: Kind::String, values: Values::Text(values) }
}

fn counts(values: &[i64]) -> Column {
    Column {
        name: "count".into(),
        kind: Kind::Numeric,
        values: Values::Int(values.iter().copied().map(Some).collect()),
    }
}

fn column(table: &Table, name: &str) -> Value {
    let column = table.column(name).unwrap_or_else(|| panic!("no {name} in {table:?}"));
    (0..table.row_count()).map(|row| column.values.json(row)).collect()
}

#[test]
fn the_same_is_asked_about_the_other_time_without_its_limit() {
    let plan = planned(by_month("P1M", "1 year ago"));
    let other = &plan.comparison.as_ref().unwrap().others[0];
    insta::assert_snapshot!(other.plan.display_sql, @r#"
    SELECT DATE_TRUNC('month', "order_date") AS "order_date", "status" AS "status", COUNT(*) AS "count" 
    FROM "public"."orders" 
    WHERE "order_date" >= TO_TIMESTAMP('2003-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "order_date" < TO_TIMESTAMP('2004-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "order_date" >= TO_TIMESTAMP('2003-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "order_date" < TO_TIMESTAMP('2004-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "status" = 'Shipped' GROUP BY DATE_TRUNC('month', "order_date"), "status" 
     LIMIT 50000
    "#);
    assert_eq!(plan.row_limit, Some(10));
}

#[test]
fn where_the_axis_is_no_time_the_filter_moves() {
    let plan = planned(json!({
        "columns": [{"sqlExpression": "status", "label": "status", "columnType": "BASE_AXIS"}],
        "metrics": ["count"],
        "filters": [{"col": "order_date", "op": "TEMPORAL_RANGE", "val": "2004-02-29 : 2004-03-31"}],
        "time_offsets": ["1 year ago", "inherit", "2004-01-01"],
    }));
    let others = plan.comparison.unwrap().others;
    let times: Vec<_> =
        others.iter().map(|other| (other.plan.from_dttm.unwrap(), other.plan.to_dttm.unwrap())).collect();
    let expected = [
        (day(2003, 2, 28), day(2003, 3, 31)),
        (day(2004, 1, 29), day(2004, 2, 29)),
        (day(2004, 1, 1), day(2004, 1, 31) + DAY),
    ];
    assert_eq!(times, expected.map(|(from, to)| (from / 1_000, to / 1_000)));
    assert!(others.iter().all(|other| other.plan.sql.contains(r#""order_date" >="#)));
}

#[test]
fn a_comparison_needs_both_ends() {
    let mut open = by_month("P1M", "1 year ago");
    open["filters"] = json!([{"col": "order_date", "op": "TEMPORAL_RANGE", "val": "2004-01-01 : "}]);
    let error = plan_for(&question(open), &Postgres).unwrap_err().to_string();
    assert!(error.starts_with("An enclosed time range"), "{error}");
    let error = plan_for(&question(by_month("P1M", "sometime")), &Postgres).unwrap_err().to_string();
    assert_eq!(error, r#"time_offsets: "sometime" is no time such as "1 year ago""#);
}

#[test]
fn months_find_the_same_month_whatever_its_first_day() {
    let comparison = comparison(by_month("P1M", "1 year ago"));
    let main = Table {
        columns: vec![
            times("order_date", &[day(2004, 2, 1), day(2004, 3, 1), day(2004, 2, 1)]),
            texts("status", &["Shipped", "Shipped", "Lost"]),
            counts(&[1, 2, 3]),
        ],
    };
    let other = Table {
        columns: vec![
            times("order_date", &[day(2003, 3, 1), day(2003, 2, 1)]),
            texts("status", &["Shipped", "Shipped"]),
            counts(&[30, 20]),
        ],
    };
    let joined = comparison.join(main, vec![other]);
    let names: Vec<_> = joined.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["order_date", "status", "count", "count__1 year ago"]);
    assert_eq!(column(&joined, "count"), json!([1, 2, 3]));
    assert_eq!(column(&joined, "count__1 year ago"), json!([20, 30, null]));
}

#[test]
fn a_leap_day_is_compared_with_the_last_day_of_february() {
    let comparison = comparison(by_month("P1D", "1 year ago"));
    let rows = |days: &[i64], count: &[i64]| Table {
        columns: vec![times("order_date", days), texts("status", &vec!["x"; days.len()]), counts(count)],
    };
    let main = rows(&[day(2004, 2, 28), day(2004, 2, 29), day(2004, 3, 1)], &[1, 2, 3]);
    let other = rows(&[day(2003, 2, 28), day(2003, 3, 1)], &[10, 11]);
    assert_eq!(column(&comparison.join(main, vec![other]), "count__1 year ago"), json!([10, 10, 11]));
}

#[test]
fn weeks_are_those_of_the_year() {
    let comparison = comparison(by_month("P1W", "1 year ago"));
    let rows = |days: &[i64], count: &[i64]| Table {
        columns: vec![times("order_date", days), texts("status", &vec!["x"; days.len()]), counts(count)],
    };
    // 5 January 2004 is a Monday in week 1; a year before is 5 January 2003, a Sunday in week 0.
    let main = rows(&[day(2004, 1, 5), day(2004, 1, 12)], &[1, 2]);
    let other = rows(&[day(2003, 1, 6), day(2003, 1, 13)], &[10, 11]);
    assert_eq!(column(&comparison.join(main, vec![other]), "count__1 year ago"), json!([null, 10]));
}

#[test]
fn single_numbers_stand_side_by_side_and_an_empty_answer_has_nothing_to_compare() {
    let query = json!({
        "metrics": ["count"],
        "granularity": "order_date",
        "time_range": "2004-01-01 : 2005-01-01",
        "extras": {"time_grain_sqla": "P1Y"},
        "time_offsets": ["1 year ago", "2002-01-01 : 2002-02-01"],
    });
    let comparison = comparison(query);
    let number = |count: &[i64]| Table { columns: vec![counts(count)] };
    let joined = comparison.join(number(&[7]), vec![number(&[5]), number(&[])]);
    assert_eq!(column(&joined, "count__1 year ago"), json!([5]));
    assert_eq!(column(&joined, "count__2002-01-01 : 2002-02-01"), json!([null]));
    assert_eq!(comparison.join(number(&[]), vec![number(&[5]), number(&[6])]).columns.len(), 1);
}

#[test]
fn a_range_of_its_own_is_compared_without_its_times() {
    let comparison = comparison(by_month("P1M", "2001-01-01 : 2001-02-01"));
    let main = Table {
        columns: vec![
            times("order_date", &[day(2004, 2, 1), day(2004, 3, 1)]),
            texts("status", &["Shipped", "Lost"]),
            counts(&[1, 2]),
        ],
    };
    let other =
        Table { columns: vec![times("order_date", &[day(2001, 1, 1)]), texts("status", &["Lost"]), counts(&[9])] };
    assert_eq!(column(&comparison.join(main, vec![other]), "count__2001-01-01 : 2001-02-01"), json!([null, 9]));
}

#[test]
fn instant_comparisons_move_the_question_itself() {
    let moved = |range: &str| {
        let plan = planned(json!({
            "metrics": ["count"],
            "granularity": "order_date",
            "time_range": "2004-03-31 : 2004-04-10",
            "extras": {"instant_time_comparison_range": range},
        }));
        (plan.from_dttm.unwrap(), plan.to_dttm.unwrap())
    };
    let ms = |from: i64, to: i64| (from / 1_000, to / 1_000);
    assert_eq!(moved("y"), ms(day(2003, 3, 31), day(2003, 4, 10)));
    assert_eq!(moved("m"), ms(day(2004, 2, 29), day(2004, 3, 10)));
    assert_eq!(moved("w"), ms(day(2004, 3, 24), day(2004, 4, 3)));
    assert_eq!(moved("r"), ms(day(2004, 3, 21), day(2004, 3, 31)));
}
