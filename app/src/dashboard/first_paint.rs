//! What a tile shows in the first HTML.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use sx_model::{ChartId, DashboardId};

use super::space::BodySize;
use crate::Failure;

/// A tile's question, as the server asks it for the first HTML.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "only the server asks this way"))]
pub struct Question {
    pub dashboard: DashboardId,
    pub chart: ChartId,
    pub name: String,
    pub size: BodySize,
}

/// `html` never crosses the wire as data: the server has written it into the page already. Branch on `state`, never on whether
/// `html` is empty, or hydration finds another page than the server wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FirstPaint {
    pub state: FirstState,
    #[serde(skip)]
    pub html: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FirstState {
    /// `html` shows the data.
    Drawn,
    /// Not ready in time, or not asked for by the server at all.
    Waiting,
    /// Nothing to draw, and the sentence that says so.
    Empty(String),
    Failed(Failure),
}

impl FirstPaint {
    fn of(state: FirstState) -> Self {
        Self { state, html: Arc::default() }
    }

    /// The browser will ask.
    pub fn waiting() -> Self {
        Self::of(FirstState::Waiting)
    }

    /// A drawing as HTML; `picture` is its SVG, where it has one.
    #[cfg(feature = "ssr")]
    pub fn of_drawing(name: &str, drawing: &sx_chart::Drawing, picture: Option<Arc<str>>) -> Self {
        ssr::write(name, drawing, picture)
    }
}

/// Gives up after 150 ms: what comes later, the browser asks for.
#[cfg(feature = "ssr")]
pub async fn first_paint(question: Question) -> FirstPaint {
    ssr::first_paint(question).await
}

/// A tile that the browser builds by itself asks the `Batcher` at once.
#[cfg(not(feature = "ssr"))]
pub async fn first_paint(_: Question) -> FirstPaint {
    FirstPaint::of(FirstState::Waiting)
}

#[cfg(feature = "ssr")]
mod ssr {
    use leptos::prelude::*;
    use std::{sync::Arc, time::Duration};
    use sx_chart::Drawing;
    use sx_model::Result;
    use sx_service::{Caller, Service};

    use super::{FirstPaint, FirstState, Question};
    use crate::{
        ctx,
        dashboard::{
            answer::NumberText,
            tiles::{NumberBody, TableBody, trend_height},
        },
    };

    const PATIENCE: Duration = Duration::from_millis(150);

    type Drawn = (Arc<Drawing>, Option<Arc<str>>);

    pub async fn first_paint(question: Question) -> FirstPaint {
        let (service, caller) = match ctx::service() {
            Ok(context) => context,
            Err(failure) => return FirstPaint::of(FirstState::Failed(failure)),
        };
        // A task of its own: when patience ends the work goes on, and the browser's question finds it done or under way.
        let work = tokio::spawn({
            let question = question.clone();
            async move { draw(&service, &caller, &question).await }
        });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(Ok((drawing, picture)))) => write(&question.name, &drawing, picture),
            Ok(Ok(Err(error))) => FirstPaint::of(FirstState::Failed(error.into())),
            // Late, or the task broke: the browser will ask, and be told.
            Ok(Err(_)) | Err(_) => FirstPaint::of(FirstState::Waiting),
        }
    }

    async fn draw(service: &Service, caller: &Caller, question: &Question) -> Result<Drawn> {
        let drawing = service.tile_drawing(caller, question.dashboard, question.chart, false).await?;
        let size = question.size;
        let height = match &*drawing {
            Drawing::Chart { .. } => size.height,
            Drawing::Number(number) if number.trend.is_some() => trend_height(size.height),
            Drawing::Number(_) | Drawing::Table(_) | Drawing::Empty { .. } => return Ok((drawing, None)),
        };
        let picture = service.picture(&drawing, question.chart, &question.name, size.width, height).await;
        // What the engine cannot draw the browser may: that is no error of the tile.
        Ok((drawing, picture.ok()))
    }

    /// The same components that the browser mounts later, as text.
    pub fn write(name: &str, drawing: &Drawing, picture: Option<Arc<str>>) -> FirstPaint {
        let html = match drawing {
            Drawing::Chart { .. } => match picture {
                Some(picture) => picture,
                None => return FirstPaint::of(FirstState::Waiting),
            },
            Drawing::Table(table) => {
                let label = name.to_owned();
                view! { <TableBody table=Arc::new(table.clone()) label/> }.to_html().into()
            }
            Drawing::Number(number) => {
                let trend =
                    picture.map(|svg| view! { <div class="picture" inner_html=svg.to_string()></div> }.into_any());
                view! { <NumberBody number=NumberText::from(number) trend/> }.to_html().into()
            }
            Drawing::Empty { message } => return FirstPaint::of(FirstState::Empty(message.clone())),
        };
        FirstPaint { state: FirstState::Drawn, html }
    }

    impl From<&sx_chart::NumberDrawing> for NumberText {
        fn from(number: &sx_chart::NumberDrawing) -> Self {
            Self {
                text: number.text.clone(),
                header_font_size: number.header_font_size,
                subheader: number.subheader.clone(),
                subheader_font_size: number.subheader_font_size,
            }
        }
    }
}
