/// The component's own class names, then those that its user added.
pub fn classes(own: &str, added: &str) -> String {
    if added.is_empty() { own.to_owned() } else { format!("{own} {added}") }
}
