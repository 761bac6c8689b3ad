/// One line of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
    /// A second line, smaller; it is searched too.
    pub hint: Option<String>,
    pub disabled: bool,
}

impl SelectOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// Its value is what is shown.
    pub fn plain(value: impl Into<String>) -> Self {
        let value = value.into();
        Self::new(value.clone(), value)
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub fn disabled(self) -> Self {
        Self { disabled: true, ..self }
    }

    /// Whether each word of `search` is somewhere in it.
    fn matches(&self, words: &[String]) -> bool {
        let text = format!("{} {}", self.label, self.hint.as_deref().unwrap_or_default()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }

    fn rank(&self, search: &str) -> u8 {
        let label = self.label.to_lowercase();
        match label.find(search) {
            _ if label == search => 0,
            Some(0) => 1,
            Some(_) => 2,
            None => 3,
        }
    }
}

/// Those that `search` finds: the same first, then what begins so, then what contains it; otherwise in their order.
pub fn found(options: &[SelectOption], search: &str) -> Vec<SelectOption> {
    let search = search.trim().to_lowercase();
    if search.is_empty() {
        return options.to_vec();
    }
    let words: Vec<String> = search.split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<SelectOption> = options.iter().filter(|option| option.matches(&words)).cloned().collect();
    found.sort_by_cached_key(|option| option.rank(&search));
    found
}

/// The line that a key leads to; disabled ones are passed over, and the ends meet.
pub fn target(key: &str, active: Option<usize>, options: &[SelectOption]) -> Option<usize> {
    let count = options.len();
    let last = count.checked_sub(1)?;
    let (start, step) = match key {
        "ArrowDown" => (active.map_or(0, |active| (active + 1) % count), 1),
        "ArrowUp" => (active.map_or(last, |active| (active + last) % count), last),
        "Home" => (0, 1),
        "End" => (last, last),
        "PageDown" => (active.map_or(0, |active| (active + PAGE).min(last)), 1),
        "PageUp" => (active.map_or(0, |active| active.saturating_sub(PAGE)), 1),
        _ => return None,
    };
    (0..count).map(|round| (start + round * step) % count).find(|index| !options[*index].disabled)
}

const PAGE: usize = 8;

#[cfg(test)]
mod tests {
    use super::{SelectOption, found, target};

    fn labels(search: &str) -> Vec<String> {
        let options = [
            SelectOption::plain("Order date"),
            SelectOption::plain("Date"),
            SelectOption::plain("Country").with_hint("text"),
            SelectOption::plain("Dated from"),
        ];
        found(&options, search).into_iter().map(|option| option.label).collect()
    }

    #[test]
    fn the_closest_come_first() {
        assert_eq!(labels("date"), ["Date", "Dated from", "Order date"]);
        assert_eq!(labels("date ord"), ["Order date"]);
        assert_eq!(labels("TEXT"), ["Country"]);
        assert_eq!(labels(" ").len(), 4);
        assert!(labels("nothing").is_empty());
    }

    #[test]
    fn keys_pass_over_what_is_disabled() {
        let options =
            [SelectOption::plain("a").disabled(), SelectOption::plain("b"), SelectOption::plain("c").disabled()];
        assert_eq!(target("ArrowDown", None, &options), Some(1));
        assert_eq!(target("ArrowDown", Some(1), &options), Some(1));
        assert_eq!(target("ArrowUp", Some(1), &options), Some(1));
        assert_eq!(target("End", None, &options), Some(1));
        assert_eq!(target("x", None, &options), None);
        assert_eq!(target("Home", None, &options[..1]), None);
        assert_eq!(target("ArrowUp", None, &[]), None);
    }
}
