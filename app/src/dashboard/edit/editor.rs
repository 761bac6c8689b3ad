use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use sx_model::{
    ChartId, DashboardEditor, DashboardId, PlaceableChart,
    position::{History, Kind, NewChart, Position, SIZE_WARNING},
};

use super::{face::Face, focus, saving::Status};
use crate::ui::{Toast, Toasts, Tone, use_toasts};

/// All that the editor's parts share. The layout is changed in `steps` only.
#[derive(Clone, Copy)]
pub struct Editor {
    pub id: DashboardId,
    pub history: RwSignal<History>,
    /// What is saved, and the version that it is.
    pub saved: RwSignal<(Position, String)>,
    pub published: RwSignal<bool>,
    pub status: RwSignal<Status>,
    /// The node that the palette's last tab shows.
    pub selected: RwSignal<Option<String>>,
    /// The open tab of the palette: see `palette`.
    pub panel: RwSignal<String>,
    /// Code of a markdown text → its HTML.
    pub texts: RwSignal<HashMap<String, String>>,
    /// Work that waits for a word whether to continue it.
    pub offered: RwSignal<bool>,
    open_tabs: RwSignal<HashMap<String, String>>,
    charts: RwSignal<Vec<KnownChart>>,
    toasts: Toasts,
}

/// A chart, as a tile shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownChart {
    pub chart: NewChart,
    pub description: Option<String>,
}

impl Editor {
    pub fn new(opened: &DashboardEditor) -> Self {
        let position = Position::parse(&opened.position_json).unwrap_or_else(|_| Position::empty());
        let editor = Self {
            id: opened.id,
            history: RwSignal::new(History::new(position.clone())),
            saved: RwSignal::new((position, opened.based_on.clone())),
            published: RwSignal::new(opened.published),
            status: RwSignal::new(Status::Saved),
            selected: RwSignal::new(None),
            panel: RwSignal::new("edit-charts".to_owned()),
            texts: RwSignal::new(opened.texts.iter().cloned().collect()),
            offered: RwSignal::new(opened.draft.is_some()),
            open_tabs: RwSignal::default(),
            charts: RwSignal::new(opened.charts.iter().map(KnownChart::from).collect()),
            toasts: use_toasts(),
        };
        provide_context(editor);
        editor
    }

    /// That of the page. Outside of one there is nothing to edit.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Reads the layout, and follows it.
    pub fn with<T>(self, read: impl FnOnce(&Position) -> T) -> T {
        self.history.with(|history| read(history.present()))
    }

    pub fn with_untracked<T>(self, read: impl FnOnce(&Position) -> T) -> T {
        self.history.with_untracked(|history| read(history.present()))
    }

    /// A node that has gone keeps its last face: its view goes a moment later.
    pub fn face(self, id: String) -> Memo<Face> {
        Memo::new(move |before: Option<&Face>| {
            self.with(|position| Face::of(position, &id)).or_else(|| before.cloned()).unwrap_or_default()
        })
    }

    pub fn is_changed(self) -> bool {
        self.history.with(|history| self.saved.with(|(saved, _)| history.present() != saved))
    }

    /// The chart of a tile. A layout that names a UUID means that chart and no other.
    pub fn chart(self, id: &str) -> Option<KnownChart> {
        let (uuid, number) = self.with(|position| (position.chart_uuid(id), position.chart_id(id)));
        self.charts.with(|charts| {
            let is_it = |known: &&KnownChart| match uuid {
                Some(uuid) => known.chart.uuid == uuid,
                None => Some(known.chart.id) == number,
            };
            charts.iter().find(is_it).cloned()
        })
    }

    pub fn remember(self, charts: impl IntoIterator<Item = KnownChart>) {
        let new: Vec<_> = self.charts.with_untracked(|known| {
            let is_new = |chart: &KnownChart| known.iter().all(|other| other.chart.id != chart.chart.id);
            charts.into_iter().filter(is_new).collect()
        });
        if !new.is_empty() {
            self.charts.update(|charts| charts.extend(new));
        }
    }

    /// The charts that stand on the dashboard now.
    pub fn placed(self) -> HashSet<ChartId> {
        let nodes = self.with(|position| {
            let charts = position.walk().into_iter().filter(|id| position.kind(id) == Some(Kind::Chart));
            charts.map(str::to_owned).collect::<Vec<_>>()
        });
        nodes.iter().filter_map(|id| self.chart(id)).map(|known| known.chart.id).collect()
    }

    /// Its size where that comes near to what may be saved.
    pub fn large_size(self) -> Option<usize> {
        Some(self.with(Position::size)).filter(|size| *size > SIZE_WARNING)
    }

    /// Of a tabs node: what was opened, while it is there, else the first.
    pub fn open_tab(self, tabs: &str) -> String {
        self.history.track();
        self.open_tabs.track();
        self.open_tab_untracked(tabs)
    }

    pub fn open_tab_untracked(self, tabs: &str) -> String {
        let opened = self.open_tabs.with_untracked(|open| open.get(tabs).cloned());
        self.with_untracked(|position| {
            let opened = opened.filter(|tab| position.parent(tab) == Some(tabs));
            opened.or_else(|| position.children(tabs).next().map(str::to_owned)).unwrap_or_default()
        })
    }

    pub fn set_open_tab(self, tabs: &str, tab: &str) {
        self.open_tabs.update(|open| _ = open.insert(tabs.to_owned(), tab.to_owned()));
    }

    /// Opens the tabs around a node, and itself when it is one.
    pub fn open_way_to(self, id: &str) {
        let way: Vec<(String, String)> = self.with_untracked(|position| {
            let nodes = position.path(id).into_iter().chain([id]);
            let tabs = nodes.filter(|id| position.kind(id) == Some(Kind::Tab));
            tabs.filter_map(|tab| Some((position.parent(tab)?.to_owned(), tab.to_owned()))).collect()
        });
        for (tabs, tab) in way.iter().filter(|(tabs, tab)| self.open_tab_untracked(tabs) != *tab) {
            self.set_open_tab(tabs, tab);
        }
    }

    /// Shows the settings of a node, and goes there.
    pub fn edit(self, id: &str) {
        self.select(id);
        focus::settings();
    }

    pub fn select(self, id: &str) {
        self.selected.set(Some(id.to_owned()));
        self.panel.set("edit-selected".to_owned());
    }

    pub fn say(self, tone: Tone, text: String) {
        self.toasts.show(toast(tone, text));
    }

    pub fn toasts(self) -> Toasts {
        self.toasts
    }
}

pub fn toast(tone: Tone, text: String) -> Toast {
    Toast { text, tone, action: None }
}

impl From<&PlaceableChart> for KnownChart {
    fn from(chart: &PlaceableChart) -> Self {
        Self {
            chart: NewChart { id: chart.id, uuid: chart.uuid, name: chart.name.clone() },
            description: chart.description.clone(),
        }
    }
}
