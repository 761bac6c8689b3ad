//! Where the pieces of a URI begin and end.

/// The raw pieces, still percent-encoded.
pub(super) struct Parts<'a> {
    pub scheme: &'a str,
    pub username: Option<&'a str>,
    pub password: Option<&'a str>,
    /// Everything after the credentials.
    pub location: &'a str,
    pub host: Option<&'a str>,
    pub port: Option<&'a str>,
    pub database: Option<&'a str>,
    query: &'a str,
}

impl<'a> Parts<'a> {
    pub fn split(text: &'a str) -> Self {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let (credentials, location) = split_credentials(rest);
        let (username, password) = match credentials.map(|text| text.split_once(':').ok_or(text)) {
            None => (None, None),
            Some(Ok((username, password))) => (Some(username), Some(password)),
            Some(Err(username)) => (Some(username), None),
        };
        let (path, query) = location.split_once('?').unwrap_or((location, ""));
        let (authority, database) = match path.split_once('/') {
            Some((authority, database)) => (authority, Some(database).filter(|name| !name.is_empty())),
            None => (path, None),
        };
        let (host, port) = split_host(authority);
        Self { scheme, username, password, location, host, port, database, query }
    }

    pub fn options(&self) -> impl Iterator<Item = (String, String)> + use<'a> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            // A form's `+` is a space, though only here: in a password it is a plus.
            (decode(&key.replace('+', " ")), decode(&value.replace('+', " ")))
        })
    }
}

/// Special characters of a password ought to be encoded, but often are not. Taking the last `@` before the path, or
/// else before the end, errs on the side of calling too much a password: that much is masked.
fn split_credentials(rest: &str) -> (Option<&str>, &str) {
    let authority_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let at = rest[..authority_end].rfind('@').or_else(|| {
        let user_end = rest.find([':', '/', '?', '@']).filter(|at| rest[*at..].starts_with(':'))?;
        // `host:5432/db?email=a@b` has no credentials: what follows its colon is a port.
        let end = match is_port(&rest[user_end + 1..authority_end]) {
            true => rest.find('?').unwrap_or(rest.len()),
            false => rest.len(),
        };
        rest[..end].rfind('@')
    });
    match at {
        Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
        None => (None, rest),
    }
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn split_host(authority: &str) -> (Option<&str>, Option<&str>) {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, rest)) => (address, rest.strip_prefix(':')),
        None => match authority.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    (Some(host).filter(|host| !host.is_empty()), port.filter(|port| !port.is_empty()))
}

/// `%41` → `A`; what is no valid escape stays as it is.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte =
            escape.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Everything but RFC 3986's unreserved characters is escaped.
pub(super) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
