//! As much of an S3 server as reading needs: ListObjectsV2, HEAD and GET with ranges, for one access key.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

pub const BUCKET: &str = "shop";
pub const KEY: &str = "AKTEST";
pub const SECRET: &str = "s3cr3t/with+signs";
const REGION: &str = "eu-test-1";

pub struct S3Server {
    pub port: u16,
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    /// `GET /shop/key`, with the query, in their order.
    asked: Arc<Mutex<Vec<String>>>,
}

impl S3Server {
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server =
            Self { port: listener.local_addr().unwrap().port(), objects: Arc::default(), asked: Arc::default() };
        let (objects, asked) = (server.objects.clone(), server.asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, objects.clone(), asked.clone()));
            }
        });
        server
    }

    pub fn put(&self, key: &str, bytes: impl Into<Vec<u8>>) {
        self.objects.lock().unwrap().insert(key.to_owned(), bytes.into());
    }

    /// The connection of a prefix, with these keys.
    pub fn uri(&self, place: &str, key: &str, secret: &str) -> String {
        let secret = secret.replace('/', "%2F").replace('+', "%2B");
        let port = self.port;
        format!("duckdb://{key}:{secret}@127.0.0.1:{port}/{place}?region={REGION}&url_style=path&use_ssl=false")
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[derive(Default)]
struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
}

async fn serve(stream: TcpStream, objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>, asked: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await {
        asked.lock().unwrap().push(format!("{} {}", request.method, request.target));
        let (status, headers, body) = answer(&request, &objects.lock().unwrap());
        let mut text = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
        if request.method == "GET" {
            text.extend(body);
        }
        if stream.get_mut().write_all(&text).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut request = Request::default();
    for number in 0.. {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if number == 0 {
            let mut words = line.split(' ');
            (request.method, request.target) = (words.next()?.to_owned(), words.next()?.to_owned());
        } else if let Some((name, value)) = line.split_once(':') {
            request.headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        } else {
            return Some(request);
        }
    }
    None
}

/// Status, headers and body.
fn answer(request: &Request, objects: &BTreeMap<String, Vec<u8>>) -> (&'static str, String, Vec<u8>) {
    let signed = request.headers.get("authorization").cloned().unwrap_or_default();
    let credential = format!("AWS4-HMAC-SHA256 Credential={KEY}/");
    if !signed.starts_with(&credential) || !signed.contains(&format!("/{REGION}/s3/aws4_request")) {
        return ("403 Forbidden", String::new(), b"<Error><Code>AccessDenied</Code></Error>".to_vec());
    }
    let target = request.target.replace("%2F", "/");
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let Some(key) = path.strip_prefix(&format!("/{BUCKET}/")) else {
        return ("404 Not Found", String::new(), b"<Error><Code>NoSuchBucket</Code></Error>".to_vec());
    };
    if query.contains("list-type=2") {
        let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or_default();
        return ("200 OK", "Content-Type: application/xml\r\n".to_owned(), listing(prefix, objects));
    }
    let Some(bytes) = objects.get(key) else {
        return ("404 Not Found", String::new(), b"<Error><Code>NoSuchKey</Code></Error>".to_vec());
    };
    let about = format!("ETag: \"{}\"\r\nAccept-Ranges: bytes\r\n", bytes.len());
    match request.headers.get("range").and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) {
        Some((from, to)) if request.method == "GET" => {
            let from: usize = from.parse().unwrap();
            let to = to.parse().unwrap_or(usize::MAX).min(bytes.len() - 1);
            let about = format!("{about}Content-Range: bytes {from}-{to}/{}\r\n", bytes.len());
            ("206 Partial Content", about, bytes[from..=to].to_vec())
        }
        _ => ("200 OK", about, bytes.clone()),
    }
}

fn listing(prefix: &str, objects: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let entry = |(key, bytes): (&String, &Vec<u8>)| {
        let size = bytes.len();
        format!(
            "<Contents><Key>{key}</Key><LastModified>2024-01-31T00:00:00.000Z</LastModified><ETag>\"{size}\"</ETag>\
             <Size>{size}</Size></Contents>"
        )
    };
    let entries: String = objects.iter().filter(|(key, _)| key.starts_with(prefix)).map(entry).collect();
    format!("<?xml version=\"1.0\"?><ListBucketResult><Name>{BUCKET}</Name><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>").into_bytes()
}
