use leptos::{prelude::*, task::spawn_local};
use sx_model::{TimeSettings, WeekStart};

use super::api::set_my_times;
use crate::{
    security::outcome::Outcome,
    ui::{Alert, Button, Look, Select, SelectOption, Toast, use_toasts},
};

/// Where “today” lies for the person.
#[component]
pub fn Times(times: TimeSettings, zones: Vec<String>) -> impl IntoView {
    let zone = RwSignal::new(times.time_zone);
    let week_start = RwSignal::new(times.week_start.map(|day| day.id().to_owned()));
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let save = move || {
        busy.set(true);
        failure.set(None);
        let chosen = |signal: RwSignal<Option<String>>| signal.get_untracked().unwrap_or_default();
        let (zone, week_start) = (chosen(zone), chosen(week_start));
        spawn_local(async move {
            let answer = set_my_times(zone, week_start).await;
            busy.set(false);
            match answer {
                Ok(Outcome::Done(_)) => toasts.show(Toast::good("Your time zone was saved.")),
                Ok(Outcome::Refused(faults)) => failure.set(faults.first().map(|fault| fault.text.clone())),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <section class="section" aria-labelledby="times">
            <div class="section__head"><h2 id="times">"Time"</h2></div>
            <form class="form form--narrow" novalidate on:submit=move |event| { event.prevent_default(); save() }>
                <p class="muted">
                    "Where “today” and “this week” lie in what you ask. A dashboard with settings of its own comes first."
                </p>
                {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
                <div class="form__pair">
                    <TimeZoneSelect zones value=zone on_change=move |chosen| zone.set(chosen)/>
                    <WeekStartSelect value=week_start on_change=move |chosen| week_start.set(chosen)/>
                </div>
                <div class="form__actions"><Button submit=true look=Look::Primary busy>"Save time zone"</Button></div>
            </form>
        </section>
    }
}

/// `value` and what is chosen: a name of the IANA database.
#[component]
pub fn TimeZoneSelect(
    zones: Vec<String>,
    #[prop(into)] value: Signal<Option<String>>,
    #[prop(into)] on_change: Callback<Option<String>>,
    #[prop(default = "UTC")] placeholder: &'static str,
) -> impl IntoView {
    let options: Vec<_> =
        zones.into_iter().map(|name| SelectOption::new(name.clone(), name.replace('_', " "))).collect();
    view! { <Select label="Time zone" options value on_change clearable=true placeholder/> }
}

/// `value` and what is chosen: a day as it is stored.
#[component]
pub fn WeekStartSelect(
    #[prop(into)] value: Signal<Option<String>>,
    #[prop(into)] on_change: Callback<Option<String>>,
    #[prop(default = "Monday")] placeholder: &'static str,
) -> impl IntoView {
    let options: Vec<_> = WeekStart::ALL.iter().map(|day| SelectOption::new(day.id(), day.to_string())).collect();
    view! { <Select label="Weeks begin on" options value on_change clearable=true placeholder/> }
}
