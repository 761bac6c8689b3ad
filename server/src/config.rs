//! Settings: from the environment. A wrong one stops the start with a sentence that names it.

use std::{
    env,
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

const SHORTEST_SECRET: usize = 16;

pub struct Config {
    pub addr: SocketAddr,
    pub home: PathBuf,
    pub database_url: String,
    pub redis_url: Option<String>,
    pub secret_key: String,
    pub admin_password: Option<String>,
    pub examples: PathBuf,
    pub load_examples: bool,
    pub query_timeout: Duration,
    pub cache_bytes: u64,
    /// Cookies travel over HTTPS only.
    pub cookie_secure: bool,
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl Config {
    pub fn from_env() -> Result<Self> {
        Self::read(&|name| env::var(name).ok())
    }

    /// `read` answers a setting's text; empty is as absent.
    pub fn read(read: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let get = |name: &str| read(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let home = PathBuf::from(get("SEXTANT_HOME").unwrap_or_else(|| "./var".to_owned()));
        std::fs::create_dir_all(&home).with_context(|| format!("SEXTANT_HOME: {} cannot be made", home.display()))?;
        let home = home.canonicalize().with_context(|| format!("SEXTANT_HOME: {} cannot be read", home.display()))?;
        let secret_key = match get("SEXTANT_SECRET_KEY") {
            Some(text) if text.len() < SHORTEST_SECRET => {
                bail!("SEXTANT_SECRET_KEY: it has at least {SHORTEST_SECRET} characters; a random one is best")
            }
            Some(text) => text,
            None => key_file(&home.join("secret_key"))?,
        };
        Ok(Self {
            addr: parse(&get, "SEXTANT_ADDR", "127.0.0.1:8088", "an address such as 127.0.0.1:8088")?,
            database_url: database_url(get("DATABASE_URL"), &home)?,
            redis_url: get("REDIS_URL"),
            admin_password: get("SEXTANT_ADMIN_PASSWORD"),
            examples: PathBuf::from(get("SEXTANT_EXAMPLES").unwrap_or_else(|| "./examples".to_owned())),
            load_examples: parse(&get, "SEXTANT_LOAD_EXAMPLES", "true", "true or false")?,
            query_timeout: Duration::from_secs(parse(&get, "SEXTANT_QUERY_TIMEOUT_SECS", "60", "a number of seconds")?),
            cache_bytes: parse::<u64>(&get, "SEXTANT_CACHE_MB", "64", "a number of megabytes")? << 20,
            cookie_secure: parse(&get, "SEXTANT_COOKIE_SECURE", "false", "true or false")?,
            log_format: match get("SEXTANT_LOG_FORMAT").as_deref() {
                None | Some("text") => LogFormat::Text,
                Some("json") => LogFormat::Json,
                Some(other) => bail!("SEXTANT_LOG_FORMAT: “{other}” is neither text nor json"),
            },
            secret_key,
            home,
        })
    }
}

fn parse<T: std::str::FromStr>(
    get: &dyn Fn(&str) -> Option<String>,
    name: &str,
    default: &str,
    expected: &str,
) -> Result<T> {
    let text = get(name).unwrap_or_else(|| default.to_owned());
    text.parse().map_err(|_| anyhow::anyhow!("{name}: “{text}” is not {expected}"))
}

fn database_url(given: Option<String>, home: &Path) -> Result<String> {
    match given {
        None => Ok(format!("sqlite://{}", home.join("sextant.db").display())),
        Some(url)
            if url.starts_with("postgres://") || url.starts_with("postgresql://") || url.starts_with("sqlite:") =>
        {
            Ok(url)
        }
        // Its text may hold a password: name the setting, not the value.
        Some(_) => bail!("DATABASE_URL: it begins with postgres:// or sqlite://"),
    }
}

/// The key of this installation, made at the first start, readable by its owner alone.
fn key_file(path: &Path) -> Result<String> {
    match std::fs::read_to_string(path) {
        Ok(text) if text.trim().len() >= SHORTEST_SECRET => return Ok(text.trim().to_owned()),
        Ok(_) => bail!("{}: the key in it is too short; restore it or set SEXTANT_SECRET_KEY", path.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
    let key = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(mut file) => {
            file.write_all(key.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))?
        }
        // Another server started at the same moment: its key is the key.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return key_file(path),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be made", path.display())),
    }
    Ok(key)
}
