//! Objects of an S3 bucket as files: where they are, and with which keys they are read.

use std::path::Path;

use super::lockdown::quoted;
use crate::{ConnectError, ConnectErrorKind, ConnectionUri, Secret, Setting, SettingKind};

/// `duckdb://key:secret@endpoint:port/s3://bucket/prefix?region=…&url_style=path&use_ssl=false`. The keys have the places of
/// a user and a password in the URI, so they are masked and sealed as those are.
#[derive(Debug)]
pub(super) struct Bucket {
    /// `s3://bucket/prefix/`, with the slash at its end.
    url: String,
    keys: Option<(String, Secret)>,
    region: Option<String>,
    /// `host` or `host:port`; Amazon's own without one.
    endpoint: Option<String>,
    is_path_style: bool,
    uses_ssl: bool,
}

const SCHEME: &str = "s3://";

impl Bucket {
    /// `None` when the URI names a folder.
    pub fn named(uri: &ConnectionUri) -> Option<Result<Self, ConnectError>> {
        let url = uri.database()?;
        url.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME)).then(|| Self::read(uri, &url))
    }

    fn read(uri: &ConnectionUri, url: &str) -> Result<Self, ConnectError> {
        let (name, prefix) = url[SCHEME.len()..].split_once('/').unwrap_or((&url[SCHEME.len()..], ""));
        check(name, prefix)?;
        let prefix = prefix.trim_end_matches('/');
        let keys = match (uri.username(), uri.password()) {
            (None, None) => None,
            (Some(key), Some(secret)) if !secret.is_empty() => Some((key, Secret::new(secret))),
            _ => return Err(missing("An access key and its secret key belong together: give both, or none.")),
        };
        let options = uri.options();
        let option = |key: &str| options.get(key).filter(|value| !value.is_empty()).cloned();
        let endpoint = match (uri.host(), uri.port()?) {
            (Some(host), Some(port)) => Some(format!("{host}:{port}")),
            (Some(host), None) => Some(host),
            (None, Some(_)) => return Err(missing("A port without an endpoint leads nowhere: name the endpoint.")),
            (None, None) => None,
        };
        Ok(Self {
            url: if prefix.is_empty() { format!("{SCHEME}{name}/") } else { format!("{SCHEME}{name}/{prefix}/") },
            keys,
            region: option("region"),
            endpoint,
            is_path_style: option("url_style").is_some_and(|style| style == "path"),
            uses_ssl: option("use_ssl").is_none_or(|use_ssl| use_ssl != "false"),
        })
    }

    /// `s3://bucket/prefix/`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What an engine is told while it may still be told something: where its extension is, and not to wait for ever.
    pub fn preparations(extension: &Path) -> Vec<String> {
        let load = format!("LOAD {}", quoted(&extension.to_string_lossy()));
        [
            // Keys that somebody keeps in their home folder are none of ours.
            "SET allow_persistent_secrets = false",
            &load,
            // Nor are those of the environment, which the extension has just read, and would use and show.
            "SET GLOBAL s3_access_key_id = ''",
            "SET GLOBAL s3_secret_access_key = ''",
            "SET GLOBAL s3_session_token = ''",
            "SET GLOBAL http_timeout = 20",
            "SET GLOBAL http_retries = 2",
        ]
        .map(str::to_owned)
        .into()
    }

    /// Holds the secret key: neither logged nor shown, whatever becomes of it. The engine keeps it for this prefix only.
    pub fn secret(&self) -> Secret {
        let mut parts = vec!["TYPE s3".to_owned(), "PROVIDER config".to_owned()];
        let scope = self.url.trim_end_matches('/');
        parts.push(format!("SCOPE {}", quoted(scope)));
        if let Some((key, secret)) = &self.keys {
            parts.push(format!("KEY_ID {}", quoted(key)));
            parts.push(format!("SECRET {}", quoted(secret.expose())));
        }
        parts.extend(self.region.iter().map(|region| format!("REGION {}", quoted(region))));
        parts.extend(self.endpoint.iter().map(|endpoint| format!("ENDPOINT {}", quoted(endpoint))));
        parts.push(format!("URL_STYLE '{}'", if self.is_path_style { "path" } else { "vhost" }));
        parts.push(format!("USE_SSL {}", self.uses_ssl));
        Secret::new(format!("CREATE SECRET bucket ({})", parts.join(", ")))
    }

    /// The objects right below the prefix.
    pub fn listing(&self) -> String {
        format!("SELECT file FROM glob({})", quoted(&format!("{}*", self.url)))
    }
}

/// A pattern in the prefix would reach beyond it, and there is no way to escape one.
fn check(name: &str, prefix: &str) -> Result<(), ConnectError> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(missing("Name a bucket: \"s3://bucket/prefix\", in lower-case letters, digits, \"-\" and \".\"."));
    }
    let is_odd = |part: &str| matches!(part, "." | "..");
    if prefix.contains(['*', '?', '[', ']', '{', '}', '#', '\\']) || prefix.split('/').any(is_odd) {
        return Err(missing("The prefix may hold none of * ? [ ] { } # \\ and no \"..\"."));
    }
    Ok(())
}

fn missing(message: &str) -> ConnectError {
    ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
}

/// What the form asks besides the place; none of it is needed for a folder.
pub(super) const SETTINGS: [Setting; 7] = [
    Setting::text("username", "Access key", "For a bucket that not everybody may read."),
    Setting::text("password", "Secret key", "").kind(SettingKind::Secret),
    Setting::text("region", "Region", "Of the bucket, for example eu-central-1."),
    Setting::text("host", "Endpoint", "The server's name, where the bucket is not at Amazon."),
    Setting::text("port", "Endpoint's port", "").kind(SettingKind::Number { min: 1, max: 65_535 }),
    Setting::text("url_style", "Address of the bucket", "Servers of one's own mostly want it as a path.")
        .kind(SettingKind::Select(&[("vhost", "In the host name"), ("path", "In the path")]))
        .default("vhost"),
    Setting::text("use_ssl", "TLS", "Off only inside of one's own network.").kind(SettingKind::Switch).default("true"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn named(uri: &str) -> Option<Result<Bucket, ConnectError>> {
        Bucket::named(&ConnectionUri::parse(uri).unwrap())
    }

    fn secret(uri: &str) -> String {
        named(uri).unwrap().unwrap().secret().expose().to_owned()
    }

    #[test]
    fn a_uri_says_how_a_bucket_is_read() {
        insta::assert_snapshot!(secret("duckdb:///s3://sales"), @"CREATE SECRET bucket (TYPE s3, PROVIDER config, SCOPE 's3://sales', URL_STYLE 'vhost', USE_SSL true)");
        insta::assert_snapshot!(secret("duckdb://AK:it%27s@minio:9000/s3://sales/2024/?region=eu&url_style=path&use_ssl=false"), @"CREATE SECRET bucket (TYPE s3, PROVIDER config, SCOPE 's3://sales/2024', KEY_ID 'AK', SECRET 'it''s', REGION 'eu', ENDPOINT 'minio:9000', URL_STYLE 'path', USE_SSL false)");
        let bucket = named("duckdb:///S3://sales/a/b").unwrap().unwrap();
        assert_eq!(bucket.listing(), "SELECT file FROM glob('s3://sales/a/b/*')");
        assert!(!format!("{:?}", named("duckdb://AK:hidden@h/s3://b").unwrap().unwrap()).contains("hidden"));
        assert!(named("duckdb:////folder").is_none());
    }

    #[test]
    fn what_would_reach_further_is_refused() {
        for uri in [
            "duckdb:///s3://",
            "duckdb:///s3://Sales",
            "duckdb:///s3://a*/b",
            "duckdb:///s3://a/b*",
            "duckdb:///s3://a/../b",
            "duckdb:///s3://a/b%3Fs3_endpoint=evil",
            "duckdb://AK@h/s3://a",
            "duckdb://:9000/s3://a",
        ] {
            let kind = named(uri).unwrap().unwrap_err().kind;
            assert_eq!(kind, ConnectErrorKind::ConnectionMissingParametersError, "{uri}");
        }
    }
}
