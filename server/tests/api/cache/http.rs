//! What a kept answer costs on the wire.

use reqwest::{
    Method, Response, StatusCode,
    header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH},
};
use serde_json::{Value, json};

use crate::{chart_data::Sales, harness::Start};

/// Rows enough that compressing them pays.
fn by_customer() -> Value {
    json!([{ "columns": ["customer_name", "country"], "metrics": ["count"] }])
}

async fn post(sales: &Sales, body: &Value, headers: &[(reqwest::header::HeaderName, &str)]) -> Response {
    let request = sales.app.request(Method::POST, "/api/v1/chart/data").json(body);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
    request.send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let sales = Sales::start(Start::default()).await;
    let question = sales.question(&by_customer(), false);
    let first = post(&sales, &question, &[]).await;
    let tag = header(&first, ETAG.as_str()).to_owned();
    assert!(tag.starts_with("W/\"") && tag.ends_with('"'), "{tag}");
    assert_eq!(header(&first, CACHE_CONTROL.as_str()), "private, no-cache");

    for known in [tag.clone(), format!("\"other\", {tag}"), tag.trim_start_matches("W/").to_owned()] {
        let same = post(&sales, &question, &[(IF_NONE_MATCH, &known)]).await;
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(header(&same, ETAG.as_str()), tag);
        assert!(header(&same, "server-timing").contains("write;dur=0.000"));
        assert!(same.bytes().await.unwrap().is_empty());
    }
    assert_eq!(post(&sales, &question, &[(IF_NONE_MATCH, "\"other\"")]).await.status(), StatusCode::OK);

    // The same rows in another form, and rows that were asked for anew, are something else.
    let mut results = question.clone();
    results["result_type"] = "results".into();
    let mut forced = question.clone();
    forced["force"] = true.into();
    for other in [results, forced] {
        let response = post(&sales, &other, &[(IF_NONE_MATCH, &tag)]).await;
        assert_eq!(response.status(), StatusCode::OK, "{other}");
        assert_ne!(header(&response, ETAG.as_str()), tag);
    }
    assert_eq!(post(&sales, &question, &[(IF_NONE_MATCH, &tag)]).await.status(), StatusCode::OK);

    // What is no rows has nothing to compare.
    let mut query = question.clone();
    query["result_type"] = "query".into();
    assert_eq!(header(&post(&sales, &query, &[]).await, ETAG.as_str()), "");
    sales.end().await;
}

#[tokio::test]
async fn a_chart_that_the_client_has_is_not_sent_again() {
    let sales = Sales::start(Start::default()).await;
    let path = format!("/api/v1/chart/{}/data/", sales.a_chart().await);
    let first = sales.app.request(Method::GET, &path).send().await.unwrap();
    let tag = header(&first, ETAG.as_str()).to_owned();
    let same = sales.app.request(Method::GET, &path).header(IF_NONE_MATCH, &tag).send().await.unwrap();
    assert_eq!((same.status(), header(&same, ETAG.as_str())), (StatusCode::NOT_MODIFIED, tag.as_str()));
    sales.end().await;
}

#[tokio::test]
async fn a_kept_answer_is_compressed_once_and_says_the_same() {
    let sales = Sales::start(Start::default()).await;
    let question = sales.question(&by_customer(), false);
    post(&sales, &question, &[]).await;
    let plain = post(&sales, &question, &[]).await;
    assert_eq!(header(&plain, CONTENT_ENCODING.as_str()), "");
    let text = plain.text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["result"][0]["is_cached"], true);
    // The first makes it, the second finds it. A body that is compressed on its way has no length.
    for encoding in ["gzip", "gzip", "br", "br"] {
        let packed = post(&sales, &question, &[(ACCEPT_ENCODING, encoding)]).await;
        assert_eq!(header(&packed, CONTENT_ENCODING.as_str()), encoding);
        let length: usize = header(&packed, CONTENT_LENGTH.as_str()).parse().unwrap();
        assert!(length * 3 < text.len(), "{encoding}: {length} of {}", text.len());
    }
    // Another server's answer is the same, byte by byte, as far as it is kept: so are two asks of one.
    assert_eq!(post(&sales, &question, &[]).await.text().await.unwrap(), text);
    sales.end().await;
}

#[tokio::test]
async fn it_is_told_where_the_time_went() {
    let sales = Sales::start(Start::default()).await;
    let question = sales.question(&by_customer(), false);
    let phases = async || {
        let response = post(&sales, &question, &[]).await;
        let told = header(&response, "server-timing").to_owned();
        let entries = told.split(", ").map(|entry| entry.split_once(";dur=").unwrap());
        entries.map(|(name, took)| (name.to_owned(), took.parse::<f64>().unwrap())).collect::<Vec<_>>()
    };
    let cold = phases().await;
    let names: Vec<_> = cold.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["auth", "plan", "cache", "source", "post", "write"]);
    assert!(cold[3].1 > 0.0, "{cold:?}");
    let cached = phases().await;
    assert_eq!((cached[3].1, cached[4].1), (0.0, 0.0), "{cached:?}");
    sales.end().await;
}
