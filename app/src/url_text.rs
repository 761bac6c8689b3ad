//! Addresses as text. The router's own escaping differs between server and browser; this does not.

/// `?a=b&c=d`, or nothing for no pairs.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (key, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        encode(key, &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

/// Percent-encodes what would end or split a query value.
fn encode(plain: &str, text: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in plain.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b',' => {
                text.push(byte as char)
            }
            _ => {
                text.push('%');
                text.push(HEX[usize::from(byte >> 4)] as char);
                text.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn writes_what_any_reader_of_queries_takes_apart_again() {
        assert_eq!(query([]), "");
        assert_eq!(query([("next", "/a?b=c&d"), ("q", "50% é")]), "?next=/a%3Fb%3Dc%26d&q=50%25%20%C3%A9");
    }
}
