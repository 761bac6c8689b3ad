//! What the catalogue of a server says.

use crate::harness::*;

const DDL: &str = "
CREATE TYPE mood AS ENUM ('sad');
CREATE DOMAIN price AS numeric(10, 2);
CREATE TABLE orders (
    id bigserial PRIMARY KEY, code varchar(20) NOT NULL, letter char(3), amount price, ratio double precision, at timestamp, zoned timestamptz(3),
    day date, hour time, open boolean, tags text[], body jsonb, feeling mood, hidden int
);
ALTER TABLE orders DROP hidden;
COMMENT ON COLUMN orders.code IS 'As printed.';
CREATE VIEW open_orders AS SELECT id FROM orders WHERE open;
CREATE MATERIALIZED VIEW summary AS SELECT count(*) AS n FROM orders;
CREATE TABLE parts (d date) PARTITION BY RANGE (d);
CREATE INDEX ON orders (code);
CREATE UNIQUE INDEX ON orders (lower(code), day) INCLUDE (amount);
CREATE TABLE \"Mixed Case\" (\"A b\" int);
";

#[tokio::test]
async fn tables_and_columns_are_described() {
    let scratch = Scratch::new(DDL).await;
    let source = scratch.source();
    assert!(source.schemas().await.unwrap().contains(&"public".to_owned()));

    let tables = source.tables(None).await.unwrap();
    let text: Vec<String> = tables.iter().map(|table| format!("{} {}", table.kind, table.name)).collect();
    insta::assert_snapshot!(text.join(", "), @"table Mixed Case, view open_orders, table orders, table parts, view summary");

    let columns = source.columns(Some(&scratch.schema), "orders").await.unwrap();
    let text: Vec<String> = columns
        .iter()
        .map(|c| {
            format!(
                "{} {} {:?}{}{}{}",
                c.name,
                c.type_text.replace(&scratch.schema.to_uppercase(), "S"),
                c.kind,
                if c.is_dttm { " dttm" } else { "" },
                if c.nullable { "" } else { " not null" },
                c.comment.as_deref().map(|text| format!(" -- {text}")).unwrap_or_default()
            )
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
    id BIGINT Numeric not null
    code VARCHAR(20) String not null -- As printed.
    letter CHAR(3) String
    amount PRICE Numeric
    ratio DOUBLE PRECISION Numeric
    at TIMESTAMP WITHOUT TIME ZONE Temporal dttm
    zoned TIMESTAMP(3) WITH TIME ZONE Temporal dttm
    day DATE Temporal dttm
    hour TIME WITHOUT TIME ZONE String
    open BOOLEAN Boolean
    tags TEXT[] String
    body JSONB String
    feeling MOOD String
    "#);

    let indexes = source.indexes(None, "orders").await.unwrap();
    let text: Vec<String> =
        indexes.iter().map(|it| format!("{} {:?} {} {}", it.name, it.columns, it.is_unique, it.is_primary)).collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
    orders_pkey ["id"] true true
    orders_code_idx ["code"] false false
    orders_lower_day_amount_idx ["lower(code::text)", "day"] true false
    "#);

    // The kinds of the catalogue are those of the answer.
    let answer = ask(&*source, "SELECT * FROM orders").await.unwrap();
    assert!(columns.iter().zip(&answer.columns).all(|(info, column)| info.kind == column.kind));
    assert_eq!(source.columns(None, "Mixed Case").await.unwrap()[0].name, "A b");
    let error = source.columns(Some("public"), "orders_of_nobody").await.unwrap_err();
    insta::assert_snapshot!(error.message, @r#"relation "public.orders_of_nobody" does not exist"#);
    scratch.drop_schema().await;
}
