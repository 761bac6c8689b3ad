//! Settings: from the environment, or from a file `.env` in the working folder. A wrong one stops the start with a sentence that
//! names it.

use std::{
    collections::HashMap,
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
    /// Beside the home's own.
    pub data_roots: Vec<PathBuf>,
    pub upload_bytes: u64,
    pub query_timeout: Duration,
    pub export_rows: u64,
    pub export_timeout: Duration,
    pub cache_bytes: u64,
    /// Seconds; 0 never expires, -1 bypasses the cache.
    pub cache_timeout_secs: i64,
    pub redis_patience: Duration,
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
    /// The environment wins over the file.
    pub fn from_env() -> Result<Self> {
        let file = dot_env(Path::new(".env"))?;
        Self::read(&|name| env::var(name).ok().or_else(|| file.get(name).cloned()))
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
            data_roots: data_roots(&get("SEXTANT_DATA_ROOTS").unwrap_or_default())?,
            upload_bytes: parse::<u64>(&get, "SEXTANT_UPLOAD_MB", "100", "a number of megabytes")? << 20,
            query_timeout: Duration::from_secs(parse(&get, "SEXTANT_QUERY_TIMEOUT_SECS", "60", "a number of seconds")?),
            export_rows: parse(&get, "SEXTANT_EXPORT_ROWS", "10000000", "a number of rows")?,
            export_timeout: Duration::from_secs(parse(
                &get,
                "SEXTANT_EXPORT_TIMEOUT_SECS",
                "3600",
                "a number of seconds",
            )?),
            cache_bytes: parse::<u64>(&get, "SEXTANT_CACHE_MB", "64", "a number of megabytes")? << 20,
            redis_patience: Duration::from_millis(parse(
                &get,
                "SEXTANT_REDIS_PATIENCE_MS",
                "250",
                "a number of milliseconds",
            )?),
            cache_timeout_secs: parse(&get, "SEXTANT_CACHE_TIMEOUT_SECS", "86400", "a number of seconds, 0 or -1")?,
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

fn dot_env(path: &Path) -> Result<HashMap<String, String>> {
    if !path.exists() {
        return Ok(HashMap::new());
    }
    let lines = dotenvy::from_path_iter(path).with_context(|| format!("{} cannot be read", path.display()))?;
    // The error would show the line, which may hold a password.
    lines.collect::<Result<_, _>>().map_err(|_| anyhow::anyhow!("{}: a line of it is not NAME=value", path.display()))
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

/// `/srv/data:/srv/more`. Relative ones would mean another folder after a start from elsewhere.
fn data_roots(text: &str) -> Result<Vec<PathBuf>> {
    let folders = text.split(':').map(str::trim).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folders: Vec<_> = folders.collect();
    match folders.iter().find(|folder| folder.is_relative() || !folder.is_dir()) {
        Some(folder) => bail!("SEXTANT_DATA_ROOTS: {} is not the absolute path of a folder", folder.display()),
        None => Ok(folders),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_a_bad_line_is_not_shown() {
        let folder = env::temp_dir().join(format!("sextant-env-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(".env");
        assert!(dot_env(&file).unwrap().is_empty());
        std::fs::write(&file, "# a comment\nSEXTANT_ADDR=127.0.0.1:1\nREDIS_URL=\"redis://x\"\n").unwrap();
        let settings = dot_env(&file).unwrap();
        assert_eq!((settings["SEXTANT_ADDR"].as_str(), settings["REDIS_URL"].as_str()), ("127.0.0.1:1", "redis://x"));
        std::fs::write(&file, "DATABASE_URL postgres://me:secret@x").unwrap();
        let said = dot_env(&file).unwrap_err().to_string();
        assert!(said.contains(".env") && !said.contains("secret"), "{said}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn roots_are_absolute_folders() {
        assert_eq!(data_roots("").unwrap(), Vec::<PathBuf>::new());
        assert_eq!(data_roots("/tmp: /usr").unwrap(), [PathBuf::from("/tmp"), PathBuf::from("/usr")]);
        for wrong in ["data", "/tmp:/no/such/folder", "/etc/passwd"] {
            assert!(data_roots(wrong).unwrap_err().to_string().contains("SEXTANT_DATA_ROOTS"), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_store_is_refused_without_its_password() {
        let home = Path::new("/var/lib/sextant");
        assert_eq!(database_url(None, home).unwrap(), "sqlite:///var/lib/sextant/sextant.db");
        let said = database_url(Some("mysql://me:secret@x".into()), home).unwrap_err().to_string();
        assert!(said.contains("DATABASE_URL") && !said.contains("secret"), "{said}");
    }
}
