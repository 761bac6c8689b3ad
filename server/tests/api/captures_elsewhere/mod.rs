//! What may differ: each captured question on each database, against what the reference answered on its Postgres.
//!
//! A difference stands in the database's own file here: what differs, why, and the statements that show it on that database
//! and on Postgres, which are run. So the lists are neither too short nor too long.

mod captures;
mod compare;
mod difference;
mod fixture;
mod place;
mod tables;

use self::{captures::captures, compare::differences, difference::read, fixture::Dashboards, place::Place};

#[tokio::test]
async fn on_postgres_every_answer_is_the_captured_one() {
    replay(Place::postgres().await, "").await;
}

#[tokio::test]
async fn on_parquet_files_only_what_is_listed_differs() {
    replay(Place::duckdb(), include_str!("duckdb.yaml")).await;
}

#[tokio::test]
async fn on_csv_files_only_what_is_listed_differs() {
    replay(Place::csv().await, include_str!("duckdb.yaml")).await;
}

#[tokio::test]
async fn on_mariadb_only_what_is_listed_differs() {
    replay(Place::mariadb("utf8mb4_bin").await, include_str!("mariadb.yaml")).await;
}

#[tokio::test]
async fn on_mariadb_without_case_only_what_is_listed_differs() {
    let list = [include_str!("mariadb.yaml"), include_str!("mariadb_without_case.yaml")].concat();
    replay(Place::mariadb("utf8mb4_general_ci").await, &list).await;
}

#[tokio::test]
async fn on_sqlite_only_what_is_listed_differs() {
    replay(Place::sqlite().await, include_str!("sqlite.yaml")).await;
}

async fn replay(place: Place, list: &str) {
    let listed = read(list);
    let dashboards = Dashboards::over(&place).await;
    let captures = captures();
    assert!(captures.len() >= 48, "{} captures", captures.len());
    let mut wrong = Vec::new();
    for capture in &captures {
        let told = differences(capture, &dashboards.ask(capture, &capture.queries).await);
        let entry = listed.iter().find(|entry| entry.capture == capture.name);
        let expected = entry.map(|entry| entry.differs.clone()).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{}: differs {told:#?}, listed is {expected:#?}", capture.name));
        }
        if let Some(queries) = entry.and_then(|entry| entry.asked_otherwise(&capture.queries)) {
            let told = differences(capture, &dashboards.ask(capture, &queries).await);
            if !told.is_empty() {
                wrong.push(format!("{}: also differs when it is asked otherwise: {told:#?}", capture.name));
            }
        }
    }
    let postgres = Place::postgres().await;
    for entry in &listed {
        if !captures.iter().any(|capture| capture.name == entry.capture) {
            wrong.push(format!("{}: there is no such capture", entry.capture));
        }
        for (place, shown) in [(&place, &entry.here), (&postgres, &entry.on_postgres)] {
            let printed = place.print(&shown.sql).await;
            if printed.trim() != shown.prints.trim() {
                wrong
                    .push(format!("{}: {}\nprints\n{printed}\ninstead of\n{}", entry.capture, shown.sql, shown.prints));
            }
        }
    }
    drop(dashboards);
    place.end().await;
    postgres.end().await;
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
