use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{Button, ButtonLink, Icon, IconButton, Look};

#[component]
pub fn Buttons() -> impl IntoView {
    let clicks = RwSignal::new(0);
    let click = Callback::new(move |()| clicks.update(|clicks| *clicks += 1));
    let starred = RwSignal::new(false);
    let star = Signal::derive(move || if starred.get() { Icon::StarFilled } else { Icon::Star });
    view! {
        <Section id="buttons" title="Buttons">
            <Part title="Looks">
                <Button on_click=click>"Plain"</Button>
                <Button look=Look::Primary on_click=click>"Primary"</Button>
                <Button look=Look::Quiet on_click=click>"Quiet"</Button>
                <Button look=Look::Danger on_click=click>"Danger"</Button>
                <Button icon=Icon::Plus on_click=click>"With an icon"</Button>
                <ButtonLink href="/ui#buttons" icon=Icon::Link>"A link"</ButtonLink>
                <output class="ui-page__output" aria-label="Clicks">{move || clicks.get()}</output>
            </Part>
            <Part title="Disabled and busy">
                <Button disabled=true on_click=click>"Disabled"</Button>
                <Button look=Look::Primary disabled=true reason="Fill in a name first." on_click=click>"Save"</Button>
                <Button busy=true on_click=click>"Busy"</Button>
                <Button look=Look::Primary busy=true icon=Icon::Save on_click=click>"Saving"</Button>
            </Part>
            <Part title="Only an icon">
                <IconButton label="Edit" icon=Icon::Edit on_click=click/>
                <IconButton label="Favorite" icon=star pressed=starred on_click=move |()| starred.update(|on| *on = !*on)/>
                <IconButton label="Undo" icon=Icon::Undo disabled=true on_click=click/>
                <IconButton label="Refresh" icon=Icon::Refresh busy=true on_click=click/>
            </Part>
        </Section>
    }
}
