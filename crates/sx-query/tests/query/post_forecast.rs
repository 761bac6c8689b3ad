//! `prophet` with a forecaster that only counts: what is checked, which columns and rows there are.

use serde_json::{Value, json};
use sx_query::{
    Column, Forecast, ForecastQuestion, Forecaster, Kind, PostProcessing, Processed, QueryError, Seasonality, Table,
    Values, post_process, post_process_with,
};

/// Tells the position of each time.
struct Counter;

impl Forecaster for Counter {
    fn forecast(&self, question: &ForecastQuestion) -> Result<Forecast, String> {
        let count = question.times.len() + question.future.len();
        if question.weekly == Seasonality::Waves(3) {
            return Err("not today".into());
        }
        let numbers = |by: f64| (0..count).map(|at| at as f64 + by).collect();
        Ok(Forecast { yhat: numbers(0.0), lower: numbers(-1.0), upper: numbers(1.0) })
    }
}

fn table(times: &[&str]) -> Table {
    let micros = |text: &&str| text.parse::<chrono::NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap();
    let count = times.len() as i64;
    let column = |name: &str, kind, values| Column { name: name.into(), kind, values };
    Table {
        columns: vec![
            column("g", Kind::Numeric, Values::Int((0..count).map(|at| (at != 1).then_some(at)).collect())),
            column(
                "day",
                Kind::Temporal,
                Values::Time(times.iter().map(|t| Some(micros(t).and_utc().timestamp_micros())).collect()),
            ),
            column("n", Kind::Numeric, Values::Int((0..count).map(Some).collect())),
        ],
    }
}

fn run(times: &[&str], given: Value) -> Result<Processed, QueryError> {
    let mut options = json!({"time_grain": "P1D", "periods": 2, "confidence_interval": 0.8, "index": "day"});
    for (name, value) in given.as_object().unwrap() {
        options[name] = value.clone();
    }
    let steps: Vec<Option<PostProcessing>> =
        serde_json::from_value(json!([{"operation": "prophet", "options": options}])).unwrap();
    post_process_with(table(times), &steps, Some(&Counter))
}

fn axis(processed: &Processed) -> Vec<String> {
    let Values::Time(times) = &processed.table.columns[0].values else { panic!("no times") };
    let text = |time: &Option<i64>| {
        chrono::DateTime::from_timestamp_micros(time.unwrap()).unwrap().format("%Y-%m-%d").to_string()
    };
    times.iter().map(text).collect()
}

#[test]
fn history_comes_first_in_the_order_of_time() {
    let processed = run(&["2024-01-02", "2024-01-01", "2024-01-03"], json!({})).unwrap();
    assert_eq!(axis(&processed), ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"]);
    let names: Vec<_> = processed.table.columns.iter().map(|column| column.name.as_str()).collect();
    // A series with gaps has no future.
    assert_eq!(names, ["day", "n__yhat", "n__yhat_lower", "n__yhat_upper", "n"]);
    let column = |at: usize| (0..5).map(|row| processed.table.columns[at].values.number(row)).collect::<Vec<_>>();
    assert_eq!(column(1), [Some(0.0), Some(1.0), Some(2.0), Some(3.0), Some(4.0)]);
    assert_eq!(column(2)[4], Some(3.0));
    assert_eq!(column(3)[4], Some(5.0));
    assert_eq!(column(4), [Some(1.0), Some(0.0), Some(2.0), None, None]);
}

#[test]
fn the_future_keeps_to_the_grid_of_the_history() {
    let months = run(&["2023-11-01", "2023-12-01"], json!({"time_grain": "P1M", "periods": 3})).unwrap();
    assert_eq!(axis(&months)[2..], ["2024-01-01", "2024-02-01", "2024-03-01"]);
    let weeks = run(&["2024-01-01", "2024-01-08"], json!({"time_grain": "1969-12-29T00:00:00Z/P1W"})).unwrap();
    assert_eq!(axis(&weeks)[2..], ["2024-01-15", "2024-01-22"]);
    let years = run(&["2022-01-01", "2023-01-01"], json!({"time_grain": "P1Y", "periods": 1})).unwrap();
    assert_eq!(axis(&years)[2..], ["2024-01-01"]);
    assert_eq!(axis(&run(&["2022-01-01", "2022-01-02"], json!({"periods": 0})).unwrap()).len(), 2);
}

#[test]
fn refusals() {
    let refused = |given: Value| run(&["2024-01-01", "2024-01-02"], given).unwrap_err().to_string();
    assert_eq!(refused(json!({"time_grain": ""})), "prophet: Time grain missing");
    assert_eq!(refused(json!({"time_grain": "P2D"})), "prophet: Unsupported time grain: P2D");
    for periods in [json!(-1), json!(1.5), json!("2"), json!(null)] {
        assert_eq!(refused(json!({"periods": periods})), "prophet: Periods must be a whole number");
    }
    for interval in [json!(0), json!(1), json!(null)] {
        let sentence = "prophet: Confidence interval must be between 0 and 1 (exclusive)";
        assert_eq!(refused(json!({"confidence_interval": interval})), sentence);
    }
    assert_eq!(refused(json!({"index": "when"})), "prophet: DataFrame must include temporal column");
    assert_eq!(refused(json!({"weekly_seasonality": 3})), "prophet: not today");
    assert!(refused(json!({"yearly_seasonality": "often"})).contains("`yearly_seasonality` must be"));
    assert!(refused(json!({"periods": 1_000_000})).contains("10000"));
    let one = run(&["2024-01-01"], json!({})).unwrap_err().to_string();
    assert_eq!(one, "prophet: a forecast needs at least two points in time");
}

#[test]
fn without_a_forecaster_it_says_so() {
    let options = json!({"time_grain": "P1D", "periods": 2, "confidence_interval": 0.8, "index": "day"});
    let steps: Vec<Option<PostProcessing>> =
        serde_json::from_value(json!([{"operation": "prophet", "options": options}])).unwrap();
    let error = post_process(table(&["2024-01-01", "2024-01-02"]), &steps).unwrap_err();
    assert_eq!(error.to_string(), "prophet: there is no forecaster here");
}
