//! The house components. They know nothing of BI; each has its partial in `style/`.

mod alert;
mod badge;
mod bound;
mod button;
mod card;
mod choice;
mod classes;
mod code_editor;
mod dialog;
mod drag;
mod empty_state;
mod error_state;
mod field;
mod floating;
#[cfg(feature = "hydrate")]
mod focus;
mod icon;
mod icon_button;
mod id;
mod local_tabs;
mod options;
mod pagination;
mod search_field;
mod skeleton;
mod split_pane;
mod step;
mod table_view;
mod tabs;
mod theme_toggle;
mod toast;
mod tooltip;
mod virtual_table;

pub use alert::Alert;
pub use badge::{Badge, Tone};
pub use bound::Bound;
pub use button::{Button, ButtonLink, Look};
pub use card::Card;
pub use choice::{Checkbox, RadioGroup, Switch};
pub use code_editor::{CodeEditor, CodeError, CodeLanguage, Completion, CompletionKind};
pub use dialog::{ConfirmDialog, Dialog, DialogSize, Drawer, Side};
pub use drag::{
    Accepts, DragHandle, DragSource, DropLayout, DropPoint, DropTarget, TargetHandle, TargetOptions, drag_source,
    drop_target, provide_drag, use_drag,
};
pub use empty_state::EmptyState;
pub use error_state::ErrorState;
pub use field::{NumberField, TextArea, TextField};
pub use floating::{Menu, MenuItem, Panel, PanelKind, Popover};
pub use icon::{Icon, IconView};
pub use icon_button::IconButton;
pub use id::{provide_ids, use_id};
pub use local_tabs::{LocalTabs, TabPanel};
pub use options::{Combobox, MultiSelect, Select, SelectOption};
pub use pagination::Pagination;
pub use search_field::SearchField;
pub use skeleton::{CardsSkeleton, TableSkeleton, TileSkeleton};
pub use split_pane::{SplitDirection, SplitPane};
pub use step::Step;
pub use table_view::TableView;
pub use tabs::{TabItem, TabList, panel_id, tab_id};
pub use theme_toggle::ThemeToggle;
pub use toast::{Toast, Toaster, Toasts, provide_toasts, use_toasts};
pub use tooltip::{Tooltip, TooltipLayer};
pub use virtual_table::{GridAlign, GridColumn, GridSort, VirtualTable};
