use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use sx_model::{
    ChartId, DashboardEditor, DashboardId, PlaceableChart,
    position::{Dragged, Edit, History, Kind, NewChart, NewNode, Position, Refusal, SIZE_WARNING, Spot},
};

use super::{face::Face, focus, saving::Status};
use crate::ui::{DropPoint, Toast, Toasts, Tone, use_toasts};

/// All that the editor's parts share. Only here the layout is changed.
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

    /// Takes a step and answers the node that it is about; says why where it is refused.
    pub fn apply(self, edit: Edit) -> Option<String> {
        self.apply_in(edit, None)
    }

    /// Steps in a row of one group are undone together, until `end_group`.
    pub fn apply_in(self, edit: Edit, group: Option<&str>) -> Option<String> {
        let mut answer = Err(Refusal::Gone);
        self.history.maybe_update(|history| {
            answer = history.apply(&edit, group, &mut new_id);
            answer.is_ok()
        });
        match answer {
            Ok(id) => Some(id),
            Err(refusal) => {
                self.say(Tone::Warn, refusal.to_string());
                None
            }
        }
    }

    pub fn end_group(self) {
        self.history.update_untracked(History::end_group);
    }

    pub fn undo(self) {
        let mut is_cut = false;
        self.history.maybe_update(|history| {
            let is_undone = history.undo();
            is_cut = !is_undone && history.is_cut();
            is_undone
        });
        if is_cut {
            self.say(Tone::Neutral, "Only the last 50 steps can be undone.".to_owned());
        }
    }

    pub fn redo(self) {
        self.history.maybe_update(History::redo);
    }

    /// Another version, as one step.
    pub fn replace(self, position: Position) {
        self.history.update(|history| history.replace(position));
    }

    /// Removes a node with all in it; undo is one click away.
    pub fn remove(self, id: &str) {
        let name = self.with_untracked(|position| position.label(id));
        if let Some(left) = self.apply(Edit::Remove { id: id.to_owned() }) {
            self.selected.set(None);
            focus::node(left);
            let undo = Callback::new(move |()| self.undo());
            self.toasts.show(toast(Tone::Neutral, format!("Removed {name}.")).with_action("Undo", undo));
        }
    }

    /// Wider, narrower, higher, lower, within what the place allows.
    pub fn resize_by(self, id: &str, columns: i32, units: i32) {
        let (width, height) = self.with_untracked(|position| (position.width(id), position.height(id)));
        let width = (columns != 0).then(|| width.saturating_add_signed(columns));
        let height = (units != 0).then(|| height.saturating_add_signed(units));
        self.apply_in(Edit::Resize { id: id.to_owned(), width, height }, Some(&format!("resize {id}")));
    }

    pub fn may_drop(self, dragged: &Dragged, parent: &str) -> bool {
        let at = Spot { parent: parent.to_owned(), index: usize::MAX };
        self.with_untracked(|position| position.landing(dragged, &at).is_ok())
    }

    pub fn drop(self, parent: &str, dragged: Dragged, point: DropPoint) {
        let index = self.with_untracked(|position| gap(position, parent, &dragged, point.index));
        self.place(dragged, Spot { parent: parent.to_owned(), index });
    }

    /// At the end of what is open: the last tab opened at the top, or the grid.
    pub fn add(self, node: NewNode) {
        let at = |parent: String| Spot { parent, index: usize::MAX };
        let parent = self.with_untracked(|position| match position.top_tabs() {
            Some(tabs) if node.kind() == Kind::Tab => tabs.to_owned(),
            Some(tabs) => self.open_tab_untracked(tabs),
            None => sx_model::position::GRID_ID.to_owned(),
        });
        self.place(Dragged::New(node), at(parent));
    }

    pub fn place(self, dragged: Dragged, at: Spot) {
        let edit = match dragged {
            Dragged::New(node) => {
                if let NewNode::Chart(chart) = &node {
                    self.remember([KnownChart { chart: chart.clone(), description: None }]);
                }
                Edit::Insert { node, at }
            }
            Dragged::Existing(id) => Edit::Move { id, at },
        };
        if let Some(id) = self.apply(edit) {
            self.open_way_to(&id);
            self.selected.set(Some(id.clone()));
            focus::node(id);
        }
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

    fn open_tab_untracked(self, tabs: &str) -> String {
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
    fn open_way_to(self, id: &str) {
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

fn toast(tone: Tone, text: String) -> Toast {
    Toast { text, tone, action: None }
}

/// A drop counts the children without what is dragged; the layout counts them as they stand.
fn gap(position: &Position, parent: &str, dragged: &Dragged, index: usize) -> usize {
    let Dragged::Existing(id) = dragged else { return index };
    let own = position.children(parent).position(|child| child == id);
    own.filter(|own| index >= *own).map_or(index, |_| index + 1)
}

impl From<&PlaceableChart> for KnownChart {
    fn from(chart: &PlaceableChart) -> Self {
        Self {
            chart: NewChart { id: chart.id, uuid: chart.uuid, name: chart.name.clone() },
            description: chart.description.clone(),
        }
    }
}

/// What stands behind `CHART-` in a new id: ten characters, as in the reference.
#[cfg(feature = "hydrate")]
fn new_id() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..10).map(|_| char::from(LETTERS[(js_sys::Math::random() * 64.0) as usize & 63])).collect()
}

/// The server edits nothing.
#[cfg(not(feature = "hydrate"))]
fn new_id() -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_among_its_own_siblings_counts_itself() {
        let layout = r#"{"ROOT_ID":{"type":"ROOT","children":["GRID_ID"]},"GRID_ID":{"type":"GRID","children":["A","B","C"]},
            "A":{"type":"ROW"},"B":{"type":"ROW"},"C":{"type":"ROW"}}"#;
        let position = Position::parse(layout).unwrap();
        let gaps = |id: &str| [0, 1, 2].map(|index| gap(&position, "GRID_ID", &Dragged::Existing(id.into()), index));
        assert_eq!(gaps("A"), [1, 2, 3]);
        assert_eq!(gaps("B"), [0, 2, 3]);
        assert_eq!(gaps("elsewhere"), [0, 1, 2]);
    }
}
