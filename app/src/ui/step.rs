use leptos::{either::Either, prelude::*};

use super::{Icon, IconView};

/// Something to do next: a link to where it is done, or the command that does it; an item of a list.
#[component]
pub fn Step(
    icon: Icon,
    title: &'static str,
    #[prop(optional)] href: Option<&'static str>,
    #[prop(optional)] command: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let title = match href {
        Some(href) => Either::Left(view! { <a class="card__link" href=href>{title}</a> }),
        None => Either::Right(title),
    };
    view! {
        <li class="step" class:step--link=href.is_some()>
            <span class="step__icon"><IconView icon/></span>
            <div class="step__body">
                <h3 class="step__title">{title}</h3>
                <p>{children()}</p>
                {command.map(|command| view! { <code class="step__command">{command}</code> })}
            </div>
        </li>
    }
}
