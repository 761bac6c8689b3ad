//! The time grain menu.

use sx_query::{DIALECTS, Dialect as _, Postgres};

#[test]
fn grains_of_postgres() {
    let names = Postgres.time_grains().iter().map(|grain| format!("{} {}", grain.duration, grain.name));
    insta::assert_snapshot!(names.collect::<Vec<_>>().join(", "), @"PT1S Second, PT5S 5 second, PT30S 30 second, PT1M Minute, PT5M 5 minute, PT10M 10 minute, PT15M 15 minute, PT30M 30 minute, PT1H Hour, P1D Day, P1W Week, P1M Month, P3M Quarter, P1Y Year");
    assert_eq!(
        Postgres.time_grain("PT5M", "t").unwrap(),
        "DATE_TRUNC('hour', t) + INTERVAL '5 minutes' * FLOOR(EXTRACT(MINUTE FROM t) / 5)"
    );
}

#[test]
fn every_grain_names_its_column() {
    for dialect in DIALECTS {
        for grain in dialect.time_grains() {
            assert!(grain.function.contains("{col}"), "{} {}", dialect.id(), grain.duration);
        }
        assert_eq!(dialect.time_grain("P2X", "t"), None);
    }
}
