//! What the catalogue of a server says.

use crate::{harness::*, mysql_server::MySqlScratch};

const DDL: &str = "
CREATE TABLE orders (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY, code varchar(20) NOT NULL COMMENT 'As printed.', letter char(3), amount decimal(10,2),
    ratio double, at datetime(3), seen timestamp NULL, day date, hour time, open boolean, body json, feeling enum('sad','happy'), n int(5),
    born year, raw blob, KEY (code), UNIQUE KEY (day, letter)
);
CREATE VIEW open_orders AS SELECT id FROM orders WHERE open;
CREATE SEQUENCE counter;
CREATE TABLE `Mixed ``Case` (`A b` int);
";

#[tokio::test]
async fn tables_and_columns_are_described() {
    let scratch = MySqlScratch::new(DDL);
    let source = scratch.source();
    let schemas = source.schemas().await.unwrap();
    assert!(schemas.contains(&scratch.schema) && !schemas.iter().any(|name| name == "mysql"));

    let tables = source.tables(None).await.unwrap();
    let text: Vec<String> = tables.iter().map(|table| format!("{} {}", table.kind, table.name)).collect();
    insta::assert_snapshot!(text.join(", "), @"table Mixed `Case, view open_orders, table orders");

    let columns = source.columns(Some(&scratch.schema), "orders").await.unwrap();
    let text: Vec<String> = columns
        .iter()
        .map(|c| {
            format!(
                "{} {} {:?}{}{}{}",
                c.name,
                c.type_text,
                c.kind,
                if c.is_dttm { " dttm" } else { "" },
                if c.nullable { "" } else { " not null" },
                c.comment.as_deref().map(|text| format!(" -- {text}")).unwrap_or_default()
            )
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"), @"
    id BIGINT UNSIGNED Numeric not null
    code VARCHAR(20) String not null -- As printed.
    letter CHAR(3) String
    amount DECIMAL(10, 2) Numeric
    ratio DOUBLE Numeric
    at DATETIME(3) Temporal dttm
    seen TIMESTAMP Temporal dttm
    day DATE Temporal dttm
    hour TIME String
    open TINYINT(1) Boolean
    body LONGTEXT String
    feeling ENUM String
    n INT Numeric
    born YEAR Numeric
    raw BLOB String
    ");

    let indexes = source.indexes(None, "orders").await.unwrap();
    let text: Vec<String> =
        indexes.iter().map(|it| format!("{} {:?} {} {}", it.name, it.columns, it.is_unique, it.is_primary)).collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
    PRIMARY ["id"] true true
    code ["code"] false false
    day ["day", "letter"] true false
    "#);

    // The kinds of the catalogue are those of the answer, and those of the type's name.
    let answer = ask(&*source, "SELECT * FROM orders").await.unwrap();
    for (info, column) in columns.iter().zip(&answer.columns) {
        assert_eq!((info.kind, sx_query::kind_of_type(&info.type_text)), (column.kind, column.kind), "{}", info.name);
    }
    assert_eq!(source.columns(None, "Mixed `Case").await.unwrap()[0].name, "A b");
    let error = source.columns(Some("mysql_of_nobody"), "orders").await.unwrap_err();
    insta::assert_snapshot!(error.message, @"Table 'mysql_of_nobody.orders' doesn't exist");
}
