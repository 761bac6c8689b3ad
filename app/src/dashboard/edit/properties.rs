use leptos::{prelude::*, task::spawn_local};
use sx_model::{DashboardProperties, DashboardSaved, RoleId, UserId, position::Edit};

use super::{
    api::{find_dashboard_properties, possible_owners, save_dashboard_properties},
    editor::Editor,
    metadata::{json_errors, pretty, text_at, with_text_at},
    saving::Status,
};
use crate::{
    Failure,
    security::{TimeZoneSelect, WeekStartSelect},
    ui::{
        Alert, Button, CodeEditor, CodeLanguage, Dialog, DialogSize, Look, MultiSelect, Select, SelectOption, Switch,
        TableSkeleton, TextArea, TextField, Tone,
    },
};

/// What is said about the dashboard beside its layout. It is loaded when the dialog opens, and saved by itself.
#[component]
pub fn PropertiesDialog(open: RwSignal<bool>) -> impl IntoView {
    let editor = Editor::of_page();
    let loaded = RwSignal::new(None::<Result<DashboardProperties, Failure>>);
    let form = RwSignal::new(None::<Form>);
    Effect::new(move |_| {
        loaded.set(None);
        form.set(None);
        if open.get() {
            spawn_local(async move {
                let answer = find_dashboard_properties(editor.id).await;
                if let Ok(properties) = &answer {
                    _ = form.try_set(Some(Form::new(properties)));
                }
                _ = loaded.try_set(Some(answer));
            });
        }
    });
    let body = move || match loaded.get() {
        None => view! { <TableSkeleton rows=5/> }.into_any(),
        Some(Err(failure)) => view! { <Alert>{failure.to_string()}</Alert> }.into_any(),
        Some(Ok(properties)) => match form.get() {
            Some(form) => view! { <Fields form properties/> }.into_any(),
            None => ().into_any(),
        },
    };
    let send = move |()| {
        if let (Some(form), Some(Ok(properties))) = (form.get_untracked(), loaded.get_untracked()) {
            save(editor, form, properties, open);
        }
    };
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button
                look=Look::Primary
                disabled=Signal::derive(move || form.get().is_none_or(|form| form.is_wrong()))
                busy=Signal::derive(move || form.get().is_some_and(|form| form.busy.get()))
                on_click=send
            >
                "Save properties"
            </Button>
        }
    };
    view! { <Dialog title="Properties" open size=DialogSize::Large footer>{body}</Dialog> }.into_any()
}

#[derive(Clone, Copy)]
struct Form {
    title: RwSignal<String>,
    slug: RwSignal<String>,
    description: RwSignal<String>,
    certified_by: RwSignal<String>,
    certification_details: RwSignal<String>,
    published: RwSignal<bool>,
    owners: RwSignal<Vec<String>>,
    roles: RwSignal<Vec<String>>,
    json_metadata: RwSignal<String>,
    /// Id and name of everybody who was found or is an owner.
    people: RwSignal<Vec<(UserId, String)>>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new(properties: &DashboardProperties) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            title: text(&properties.title),
            slug: text(&properties.slug),
            description: text(&properties.description),
            certified_by: text(&properties.certified_by),
            certification_details: text(&properties.certification_details),
            published: RwSignal::new(properties.published),
            owners: RwSignal::new(properties.owners.iter().map(|(id, _)| id.to_string()).collect()),
            roles: RwSignal::new(properties.roles.iter().map(RoleId::to_string).collect()),
            json_metadata: text(&pretty(&properties.json_metadata)),
            people: RwSignal::new(properties.owners.clone()),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn is_wrong(self) -> bool {
        self.title.read().trim().is_empty() || !json_errors(&self.json_metadata.read()).is_empty()
    }

    fn filled(self, mut properties: DashboardProperties) -> DashboardProperties {
        let ids = |texts: Vec<String>| texts.into_iter().filter_map(|id| id.parse::<i64>().ok()).collect::<Vec<_>>();
        properties.title = self.title.get_untracked();
        properties.slug = self.slug.get_untracked();
        properties.description = self.description.get_untracked();
        properties.certified_by = self.certified_by.get_untracked();
        properties.certification_details = self.certification_details.get_untracked();
        properties.published = self.published.get_untracked();
        properties.json_metadata = self.json_metadata.get_untracked();
        properties.owners =
            ids(self.owners.get_untracked()).into_iter().map(|id| (UserId(id), String::new())).collect();
        properties.roles = ids(self.roles.get_untracked()).into_iter().map(RoleId).collect();
        properties
    }
}

#[component]
fn Fields(form: Form, properties: DashboardProperties) -> impl IntoView {
    let roles = properties.all_roles.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.clone()));
    let roles: Vec<_> = roles.collect();
    let people = Signal::derive(move || {
        let people = form.people.read();
        people.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.clone())).collect::<Vec<_>>()
    });
    let find = move |search: String| {
        spawn_local(async move {
            let Ok(found) = possible_owners(search).await else { return };
            _ = form.people.try_update(|people| {
                let new: Vec<_> =
                    found.into_iter().filter(|(id, _)| people.iter().all(|(known, _)| known != id)).collect();
                people.extend(new);
            });
        });
    };
    let schemes = properties.color_schemes.iter().map(|(name, label)| SelectOption::new(name.clone(), label.clone()));
    let schemes: Vec<_> = schemes.collect();
    let said = move |key: &'static str| Signal::derive(move || text_at(&form.json_metadata.read(), key));
    let say = move |key: &'static str| {
        move |text: Option<String>| {
            let changed = with_text_at(&form.json_metadata.read_untracked(), key, text.as_deref());
            if let Some(changed) = changed {
                form.json_metadata.set(changed);
            }
        }
    };
    let title_error = move || form.title.read().trim().is_empty().then(|| "Give the dashboard a title.".to_owned());
    view! {
        {move || form.error.get().map(|error| view! { <Alert>{error}</Alert> })}
        <div class="edit-properties">
            <TextField label="Title" value=form.title required=true error=Signal::derive(title_error)/>
            <TextField
                label="URL slug"
                value=form.slug
                hint=Some("The dashboard's address: /dashboard/slug. Letters, digits, hyphens.".to_owned())
            />
            <MultiSelect
                label="Owners"
                options=people
                values=form.owners
                on_change=move |values| form.owners.set(values)
                on_search=find
                hint=Some("They may change and delete the dashboard. Type to find more people.".to_owned())
            />
            <MultiSelect
                label="Roles"
                options=roles
                values=form.roles
                on_change=move |values| form.roles.set(values)
                hint=Some("Once published, these roles may open it with all its charts.".to_owned())
            />
            <Switch label="Published" checked=form.published on_change=move |published| form.published.set(published)/>
            <TextArea label="Description" value=form.description rows=3/>
            <TextField label="Certified by" value=form.certified_by/>
            <TextField label="Certification details" value=form.certification_details/>
            <Select
                label="Colour scheme"
                options=schemes
                value=said("color_scheme")
                on_change=say("color_scheme")
                clearable=true
                placeholder="As each chart says"
            />
            <TimeZoneSelect
                zones=properties.time_zones
                value=said("time_zone")
                on_change=say("time_zone")
                placeholder="That of who looks"
            />
            <WeekStartSelect value=said("week_start") on_change=say("week_start") placeholder="As for who looks"/>
            <CodeEditor
                label="JSON metadata"
                language=CodeLanguage::Json
                value=form.json_metadata
                errors=Signal::derive(move || json_errors(&form.json_metadata.read()))
                rows=12
            />
        </div>
    }
    .into_any()
}

fn save(editor: Editor, form: Form, properties: DashboardProperties, open: RwSignal<bool>) {
    let filled = form.filled(properties);
    form.busy.set(true);
    form.error.set(None);
    spawn_local(async move {
        let answer = save_dashboard_properties(editor.id, filled.clone()).await;
        _ = form.busy.try_set(false);
        match answer {
            Ok(DashboardSaved::Saved { based_on }) => {
                open.set(false);
                taken_over(editor, &filled, based_on);
                editor.say(Tone::Good, "Properties saved.".to_owned());
            }
            Ok(DashboardSaved::Newer(newer)) => {
                open.set(false);
                editor.status.set(Status::Newer(newer));
            }
            Err(failure) => _ = form.error.try_set(Some(failure.to_string())),
        }
    });
}

/// The title stands in the layout too; there it is changed, and saved, without a step of its own being left over.
fn taken_over(editor: Editor, saved: &DashboardProperties, based_on: String) {
    editor.published.set(saved.published);
    let retitle = Edit::Retitle { title: saved.title.clone() };
    editor.apply(retitle.clone());
    editor.saved.update(|(position, version)| {
        if let Ok(applied) = position.apply(&retitle, &mut String::new) {
            *position = applied.position;
        }
        *version = based_on;
    });
}
