//! What a user name, an e-mail address and a password have to be.

use crate::wrong::Wrong;

const SHORTEST_PASSWORD: usize = 8;
/// As long as in the reference.
const LONGEST_USERNAME: usize = 64;
const LONGEST_EMAIL: usize = 320;

/// Of the passwords that are tried first; only those that are long enough otherwise.
const COMMON: &[&str] = &[
    "11111111",
    "12341234",
    "12345678",
    "123456789",
    "1234567890",
    "abcd1234",
    "admin123",
    "administrator",
    "changeme",
    "changeit",
    "iloveyou",
    "letmein1",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "qwerty123",
    "qwertyuiop",
    "superset",
    "sunshine",
    "trustno1",
    "welcome1",
    "welcome123",
];

pub(super) fn check_username(username: &str, wrong: &mut Wrong) {
    if username.is_empty() {
        wrong.add("username", "A user name is needed.");
    } else if username.chars().count() > LONGEST_USERNAME {
        wrong.add("username", format!("A user name has at most {LONGEST_USERNAME} characters."));
    } else if username.chars().any(char::is_control) {
        wrong.add("username", "A user name has no line breaks or other control characters.");
    }
}

/// May be empty: nothing is sent to it but what people ask for. Otherwise an @ with something on both sides.
pub(super) fn check_email(email: &str, wrong: &mut Wrong) {
    let is_address = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    let is_plain = !email.contains(char::is_whitespace) && email.chars().count() <= LONGEST_EMAIL;
    if !(email.is_empty() || is_address && is_plain) {
        wrong.add("email", "This is no e-mail address.");
    }
}

/// `own` are texts that others know of this person.
pub(super) fn check_password(password: &str, own: &[&str], wrong: &mut Wrong) {
    if let Some(fault) = password_fault(password, own) {
        wrong.add("password", fault);
    }
}

pub(super) fn password_fault(password: &str, own: &[&str]) -> Option<String> {
    let lower = password.to_lowercase();
    let mut characters = password.chars();
    let first = characters.next();
    if password.chars().count() < SHORTEST_PASSWORD {
        Some(format!("A password has at least {SHORTEST_PASSWORD} characters."))
    } else if own.iter().any(|text| !text.is_empty() && text.to_lowercase() == lower) {
        Some("The password is the user name or the e-mail address. Choose another one.".to_owned())
    } else if characters.all(|character| Some(character) == first) || COMMON.contains(&lower.as_str()) {
        Some("This password is among the first that are tried. Choose another one.".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_refused_with_a_sentence() {
        let faults: Vec<_> = ["short", "Anna-Ott", "aaaaaaaaaa", "Password1", "a long password", "pässwörter"]
            .map(|password| password_fault(password, &["anna-ott", ""]).unwrap_or_default())
            .into();
        insta::assert_snapshot!(faults.join("\n"), @r"
        A password has at least 8 characters.
        The password is the user name or the e-mail address. Choose another one.
        This password is among the first that are tried. Choose another one.
        This password is among the first that are tried. Choose another one.
        ");
    }

    #[test]
    fn addresses_and_names() {
        for (email, is_right) in
            [("", true), ("a@b", true), ("a", false), ("@b", false), ("a@", false), ("a b@c", false)]
        {
            let mut wrong = Wrong::default();
            check_email(email, &mut wrong);
            assert_eq!(wrong.check().is_ok(), is_right, "{email}");
        }
        for (username, is_right) in [("anna", true), ("", false), ("a\nb", false), (&"x".repeat(65), false)] {
            let mut wrong = Wrong::default();
            check_username(username, &mut wrong);
            assert_eq!(wrong.check().is_ok(), is_right, "{username}");
        }
    }
}
