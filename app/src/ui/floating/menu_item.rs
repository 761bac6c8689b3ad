use leptos::prelude::*;

use crate::ui::Icon;

/// One line of a menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    pub(super) label: String,
    pub(super) icon: Option<Icon>,
    pub(super) act: Act,
    pub(super) is_danger: bool,
    /// Why it cannot be chosen now.
    pub(super) disabled: Option<String>,
    /// On or off, for items that are settings.
    pub(super) checked: Option<bool>,
}

#[derive(Clone, Debug)]
pub(super) enum Act {
    Run(Callback<()>),
    Link(String),
    Separator,
}

impl MenuItem {
    pub fn action(label: impl Into<String>, icon: impl Into<Option<Icon>>, run: Callback<()>) -> Self {
        Self::new(label.into(), icon.into(), Act::Run(run))
    }

    pub fn link(label: impl Into<String>, icon: impl Into<Option<Icon>>, href: impl Into<String>) -> Self {
        Self::new(label.into(), icon.into(), Act::Link(href.into()))
    }

    /// Takes something away.
    pub fn danger(label: impl Into<String>, icon: impl Into<Option<Icon>>, run: Callback<()>) -> Self {
        Self { is_danger: true, ..Self::action(label, icon, run) }
    }

    pub fn separator() -> Self {
        Self::new(String::new(), None, Act::Separator)
    }

    /// It stays in the menu, but only says why it cannot be chosen.
    pub fn disabled(self, why: impl Into<String>) -> Self {
        Self { disabled: Some(why.into()), ..self }
    }

    /// It is a setting that is on or off.
    pub fn checked(self, checked: bool) -> Self {
        Self { checked: Some(checked), ..self }
    }

    fn new(label: String, icon: Option<Icon>, act: Act) -> Self {
        Self { label, icon, act, is_danger: false, disabled: None, checked: None }
    }
}
