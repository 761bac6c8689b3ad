//! From the form and its kept answer to what is seen, in the browser and without a request.

use leptos::prelude::*;

use super::{asking::Asking, builder::Builder};

/// Draws anew whenever the form asks what is already answered.
#[cfg(feature = "hydrate")]
pub fn follow(builder: Builder, asking: Asking) {
    browser::follow(builder, asking);
}

#[cfg(not(feature = "hydrate"))]
pub fn follow(_: Builder, _: Asking) {}

/// A database that cannot answer, and a chart that cannot be drawn, look alike: a sentence, and a way on.
pub fn provide(builder: Builder, asking: Asking) {
    provide_context(builder);
    provide_context(asking);
    follow(builder, asking);
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use send_wrapper::SendWrapper;
    use std::sync::Arc;
    use sx_chart::{Drawing, FormData, kind_or_fallback};
    use sx_model::ErrorKind;

    use crate::{
        Failure,
        dashboard::{Answer, ChartOption, NumberText},
        explore::{asking::Asking, builder::Builder, model},
    };

    pub fn follow(builder: Builder, asking: Asking) {
        Effect::new(move |_| {
            if let Some(failure) = asking.failure.get() {
                return asking.tile.show(Answer::Failed(failure));
            }
            let Some(answered) = asking.answered.get() else { return };
            let asks_the_same = matches!(&*builder.question.read(), Ok(asked) if *asked == answered.asked);
            if !asks_the_same {
                return;
            }
            let (form, dataset) = (builder.form.read(), builder.fields.dataset());
            asking.tile.show(draw(&form, &answered.answer.tables(), &dataset.look()));
        });
    }

    fn draw(form: &FormData, tables: &[&sx_query::Table], look: &sx_chart::Look) -> Answer {
        match kind_or_fallback(model::viz_type(form)).draw(form, tables, look) {
            Ok(drawing) => answer(drawing),
            Err(error) => Answer::Failed(Failure::new(ErrorKind::Invalid, error.to_string())),
        }
    }

    fn answer(drawing: Drawing) -> Answer {
        match drawing {
            Drawing::Chart { option } => Answer::Chart(self::option(&option)),
            Drawing::Table(table) => Answer::Table(Arc::new(table)),
            Drawing::Number(number) => {
                let trend = number.trend.as_ref().map(option);
                let text = NumberText {
                    text: number.text,
                    header_font_size: number.header_font_size,
                    subheader: number.subheader,
                    subheader_font_size: number.subheader_font_size,
                };
                Answer::Number(Arc::new(text), trend)
            }
            Drawing::Empty { message } => Answer::Empty(message),
        }
    }

    /// As JSON text, which the script reads faster than Rust would build its objects one by one.
    fn option(option: &serde_json::Value) -> ChartOption {
        ChartOption { value: SendWrapper::new(option.to_string().into()) }
    }
}
