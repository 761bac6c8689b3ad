use leptos::{html::Div, prelude::*};

use crate::{Failure, dashboard::answer::ChartOption};

/// A living chart. It draws when it has an option and a size, and follows both, and the theme. Tests reach the script's object
/// as the property `__chart` of the element.
#[component]
pub fn ChartCanvas(
    #[prop(into)] option: Signal<Option<ChartOption>>,
    #[prop(into)] label: String,
    /// Something can be seen.
    #[prop(into)]
    on_painted: Callback<()>,
    #[prop(into)] on_failed: Callback<Failure>,
) -> impl IntoView {
    let holder = NodeRef::<Div>::new();
    draw(holder, option, on_painted, on_failed);
    view! { <div class="chart-canvas" node_ref=holder role="img" aria-label=label></div> }
}

#[cfg(feature = "hydrate")]
use browser::draw;

/// The server draws pictures instead.
#[cfg(not(feature = "hydrate"))]
fn draw(_: NodeRef<Div>, _: Signal<Option<ChartOption>>, _: Callback<()>, _: Callback<Failure>) {}

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::Reflect;
    use leptos::{html::Div, prelude::*, task::spawn_local};
    use sx_model::ErrorKind;
    use wasm_bindgen::prelude::*;
    use web_sys::{HtmlElement, ResizeObserver};

    use crate::{
        Failure,
        browser::{Chart, ChartsModule},
        dashboard::answer::ChartOption,
        theme::use_is_dark,
    };

    /// Ends with the component that it is stored in.
    struct Living {
        chart: Chart,
        _finished: Closure<dyn FnMut()>,
    }

    impl Drop for Living {
        fn drop(&mut self) {
            self.chart.dispose();
        }
    }

    struct Observed {
        observer: ResizeObserver,
        _resized: Closure<dyn FnMut()>,
    }

    impl Drop for Observed {
        fn drop(&mut self) {
            self.observer.disconnect();
        }
    }

    pub fn draw(
        holder: NodeRef<Div>,
        option: Signal<Option<ChartOption>>,
        on_painted: Callback<()>,
        on_failed: Callback<Failure>,
    ) {
        let living = StoredValue::new_local(None::<Living>);
        let observed = StoredValue::new_local(None::<Observed>);
        let is_ready = RwSignal::new(false);
        let is_dark = use_is_dark();
        Effect::new(move |_| {
            let Some(element) = holder.get() else { return };
            spawn_local(async move {
                let module = ChartsModule::load().await;
                if living.is_disposed() {
                    return;
                }
                let Ok(module) = module else { return on_failed.run(not_loaded()) };
                // The observer reports the size it finds first, so a chart in a closed tab begins when the tab opens.
                let begin = move |element: &HtmlElement| begin(&module, element, theme_name(is_dark), on_painted);
                let observe = observe(element.into(), living, is_ready, begin);
                _ = observed.try_set_value(observe.ok());
            });
        });
        Effect::new(move |_| {
            if let (true, Some(option)) = (is_ready.get(), option.get())
                && living
                    .with_value(|living| living.as_ref().is_some_and(|it| it.chart.set_option(&option.value).is_err()))
            {
                on_failed.run(not_drawn());
            }
        });
        Effect::watch(
            move || is_dark.get(),
            move |_, _, _| {
                living.with_value(|living| {
                    if let Some(it) = living {
                        it.chart.set_theme(theme_name(is_dark));
                    }
                });
            },
            false,
        );
    }

    fn observe(
        element: HtmlElement,
        living: StoredValue<Option<Living>, LocalStorage>,
        is_ready: RwSignal<bool>,
        begin: impl Fn(&HtmlElement) -> Result<Living, JsValue> + 'static,
    ) -> Result<Observed, JsValue> {
        let mut size = (0, 0);
        let target = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = (target.client_width(), target.client_height());
            if now.0 == 0 || now.1 == 0 || now == size {
                return;
            }
            let is_first = std::mem::replace(&mut size, now) == (0, 0);
            if is_first {
                _ = living.try_set_value(begin(&target).ok());
                _ = is_ready.try_set(true);
            } else {
                _ = living.try_with_value(|living| {
                    if let Some(it) = living {
                        it.chart.resize();
                    }
                });
            }
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref())?;
        observer.observe(&element);
        Ok(Observed { observer, _resized: resized })
    }

    fn begin(
        module: &ChartsModule,
        element: &HtmlElement,
        theme: &str,
        on_painted: Callback<()>,
    ) -> Result<Living, JsValue> {
        let chart = module.init(element, theme)?;
        let finished = Closure::<dyn FnMut()>::new(move || _ = on_painted.try_run(()));
        chart.on("finished", finished.as_ref().unchecked_ref());
        Reflect::set(element, &"__chart".into(), &chart)?;
        Ok(Living { chart, _finished: finished })
    }

    fn theme_name(is_dark: Signal<bool>) -> &'static str {
        if is_dark.get_untracked() { "dark" } else { "light" }
    }

    fn not_loaded() -> Failure {
        Failure::new(ErrorKind::Internal, "The chart library could not be loaded. Check the connection and try again.")
    }

    fn not_drawn() -> Failure {
        Failure::new(ErrorKind::Internal, "This chart could not be drawn.")
    }
}
