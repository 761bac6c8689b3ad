use serde_json::{Value, json};

use super::{
    Dragged, Edit, GRID_ID, HEADER_ID, Kind, NewNode, Position, ROOT_ID, Refusal, SIZE_LIMIT, Spot, children_of,
    draft::{Draft, background, header_size},
};

/// A step that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    pub position: Position,
    /// The node that was made or changed; what it stood in, when it is gone.
    pub id: String,
}

impl Position {
    /// The layout after one step, or why not. `new_id` gives what stands behind `CHART-` in a new id, each time another.
    pub fn apply(&self, edit: &Edit, new_id: &mut dyn FnMut() -> String) -> Result<Applied, Refusal> {
        let mut draft = Draft { nodes: self.nodes.clone(), new_id };
        let id = match edit {
            Edit::Insert { node, at } => self.insert(&mut draft, node, at)?,
            Edit::Move { id, at } => self.relocate(&mut draft, id, at)?,
            Edit::Resize { id, width, height } => self.resize(&mut draft, id, *width, *height)?,
            Edit::Remove { id } => self.remove(&mut draft, id)?,
            Edit::SetText { id, text } => self.set(&mut draft, id, &[Kind::Header, Kind::Tab], "text", text)?,
            Edit::SetHeaderSize { id, size } => {
                self.set(&mut draft, id, &[Kind::Header], "headerSize", header_size(*size))?
            }
            Edit::SetBackground { id, background: ground } => {
                self.set(&mut draft, id, &[Kind::Row, Kind::Column, Kind::Header], "background", background(*ground))?
            }
            Edit::SetCode { id, code } => self.set(&mut draft, id, &[Kind::Markdown], "code", code)?,
            Edit::SetName { id, name } => self.set(&mut draft, id, &[Kind::Chart], "sliceNameOverride", name)?,
            Edit::Retitle { title } => {
                if !draft.nodes.get(HEADER_ID).is_some_and(Value::is_object) {
                    draft.nodes.insert(HEADER_ID.to_owned(), json!({ "id": HEADER_ID, "type": "HEADER" }));
                }
                draft.set_meta(HEADER_ID, "text", json!(title));
                HEADER_ID.to_owned()
            }
        };
        if draft.nodes == self.nodes {
            return Ok(Applied { position: self.clone(), id });
        }
        draft.keep_top();
        draft.write_parents();
        let position = Self::of(draft.nodes);
        let size = position.size();
        if size > SIZE_LIMIT && size > self.size() {
            return Err(Refusal::TooLarge);
        }
        Ok(Applied { position, id })
    }

    fn insert(&self, draft: &mut Draft<'_>, node: &NewNode, at: &Spot) -> Result<String, Refusal> {
        let landing = self.landing(&Dragged::New(node.clone()), at)?;
        let id = draft.make(node, landing.width);
        if at.parent == ROOT_ID {
            draft.wrap_all(&id);
        } else {
            draft.place(&id, &at.parent, at.index, landing.in_row);
        }
        Ok(id)
    }

    fn relocate(&self, draft: &mut Draft<'_>, id: &str, at: &Spot) -> Result<String, Refusal> {
        let landing = self.landing(&Dragged::Existing(id.to_owned()), at)?;
        if landing.is_there {
            return Ok(id.to_owned());
        }
        let stays = |child: &&str| *child != id && !landing.emptied.iter().any(|gone| gone == child);
        let before = self.children(&at.parent).skip(at.index).find(stays);
        draft.leave(id, self.parent(id).unwrap_or_default());
        for gone in &landing.emptied {
            draft.leave(gone, self.parent(gone).unwrap_or_default());
            draft.nodes.shift_remove(gone);
        }
        if at.parent == ROOT_ID {
            draft.wrap_all(id);
            return Ok(id.to_owned());
        }
        if let Some(width) = landing.width.filter(|width| *width != self.width(id)) {
            draft.set_meta(id, "width", json!(width));
        }
        let index = before.and_then(|before| children_of(&draft.nodes, &at.parent).position(|child| child == before));
        draft.place(id, &at.parent, index.unwrap_or(usize::MAX), landing.in_row);
        Ok(id.to_owned())
    }

    fn resize(
        &self,
        draft: &mut Draft<'_>,
        id: &str,
        width: Option<u32>,
        height: Option<u32>,
    ) -> Result<String, Refusal> {
        self.kind(id).ok_or(Refusal::Gone)?;
        if let Some(width) = width {
            let range = self.width_range(id).ok_or(Refusal::NoSetting)?;
            if width < range.0 || width > range.1 {
                return Err(Refusal::Width { range });
            }
            if width != self.width(id) {
                draft.set_meta(id, "width", json!(width));
            }
        }
        if let Some(height) = height {
            let range = self.height_range(id).ok_or(Refusal::NoSetting)?;
            if height < range.0 || height > range.1 {
                return Err(Refusal::Height { range });
            }
            if height != self.height(id) {
                draft.set_meta(id, "height", json!(height));
            }
        }
        Ok(id.to_owned())
    }

    fn remove(&self, draft: &mut Draft<'_>, id: &str) -> Result<String, Refusal> {
        let kind = self.kind(id).ok_or(Refusal::Gone)?;
        let parent = self.parent(id).ok_or(Refusal::Fixed)?;
        if kind.is_fixed() {
            return Err(Refusal::Fixed);
        }
        let is_in_tabs = kind == Kind::Tab && self.kind(parent) == Some(Kind::Tabs);
        let is_last_tab = is_in_tabs && self.children(parent).count() == 1;
        if self.top_tabs() == Some(id) {
            return Ok(self.lift_to_grid(draft, id));
        }
        if is_last_tab {
            return if parent == self.top_tabs().unwrap_or_default() {
                Ok(self.lift_to_grid(draft, parent))
            } else {
                self.lift(draft, parent)
            };
        }
        for gone in self.subtree(id) {
            draft.nodes.shift_remove(gone);
        }
        draft.leave(id, parent);
        Ok(self.prune(draft, id))
    }

    /// Containers that lost their last child go too. What is left of the way up.
    fn prune(&self, draft: &mut Draft<'_>, id: &str) -> String {
        let mut left = self.parent(id).unwrap_or(GRID_ID);
        for gone in self.emptied_without(id, None) {
            left = self.parent(&gone).unwrap_or(GRID_ID);
            draft.leave(&gone, left);
            draft.nodes.shift_remove(&gone);
        }
        left.to_owned()
    }

    /// The tabs at the top go; the grid has what they held, tab after tab.
    fn lift_to_grid(&self, draft: &mut Draft<'_>, tabs: &str) -> String {
        let lifted: Vec<_> = self.children(tabs).flat_map(|tab| self.children(tab)).collect();
        for gone in self.children(tabs).chain([tabs]) {
            draft.nodes.shift_remove(gone);
        }
        if !draft.nodes.contains_key(GRID_ID) {
            draft.nodes.insert(GRID_ID.to_owned(), json!({ "type": "GRID", "id": GRID_ID }));
        }
        draft.nodes[GRID_ID]["children"] = json!(lifted);
        draft.nodes[ROOT_ID]["children"] = json!([GRID_ID]);
        GRID_ID.to_owned()
    }

    /// Tabs with one tab go; what it held stands where they stood.
    fn lift(&self, draft: &mut Draft<'_>, tabs: &str) -> Result<String, Refusal> {
        let above = self.parent(tabs).ok_or(Refusal::Fixed)?;
        let (kind, depth) = (self.kind(above).ok_or(Refusal::Gone)?, self.depth(above).unwrap_or_default());
        let lifted: Vec<_> = self.children(tabs).flat_map(|tab| self.children(tab)).collect();
        for child in lifted.iter().filter_map(|id| self.kind(id)) {
            if !kind.may_hold(child, depth) {
                return Err(Refusal::WrongParent { parent: kind, child });
            }
        }
        for gone in self.children(tabs).chain([tabs]) {
            draft.nodes.shift_remove(gone);
        }
        if lifted.is_empty() {
            draft.leave(tabs, above);
            return Ok(self.prune(draft, tabs));
        }
        let children = self.children(above).flat_map(|id| if id == tabs { lifted.clone() } else { vec![id] });
        draft.nodes[above]["children"] = children.collect();
        Ok(above.to_owned())
    }

    fn set(&self, draft: &mut Draft<'_>, id: &str, kinds: &[Kind], key: &str, value: &str) -> Result<String, Refusal> {
        let kind = self.kind(id).ok_or(Refusal::Gone)?;
        if !kinds.contains(&kind) {
            return Err(Refusal::NoSetting);
        }
        let is_absent = value.is_empty() && self.meta(id).get(key).is_none();
        if !is_absent {
            draft.set_meta(id, key, json!(value));
        }
        Ok(id.to_owned())
    }
}
