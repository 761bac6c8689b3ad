use leptos::prelude::*;

use super::{
    answer::{Answer, AnswerKind},
    first_paint::FirstState,
};

/// What a tile shows right now.
#[derive(Clone, Copy)]
pub struct TileState {
    pub answer: RwSignal<Option<Answer>>,
    pub cover: RwSignal<Cover>,
    /// New data is on its way while the old is seen.
    pub busy: RwSignal<bool>,
}

/// What lies over the answer until that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    None,
    /// The server's HTML.
    Picture,
    Skeleton,
}

impl TileState {
    pub fn new(first: &FirstState) -> Self {
        let (answer, cover) = match first {
            FirstState::Drawn => (None, Cover::Picture),
            FirstState::Waiting => (None, Cover::Skeleton),
            FirstState::Empty(message) => (Some(Answer::Empty(message.clone())), Cover::None),
            FirstState::Failed(failure) => (Some(Answer::Failed(failure.clone())), Cover::None),
        };
        Self { answer: RwSignal::new(answer), cover: RwSignal::new(cover), busy: RwSignal::new(false) }
    }

    /// For tests and styles.
    pub fn name(self) -> &'static str {
        let kind = self.answer.read().as_ref().map(Answer::kind);
        state_name(self.cover.get(), kind)
    }

    /// Another attempt begins: the error goes.
    pub fn wait(self) {
        self.answer.set(None);
        self.cover.set(Cover::Skeleton);
    }

    /// A canvas is seen after its first painting, all else at once. The tile may be gone by now.
    #[cfg(feature = "hydrate")]
    pub fn show(self, answer: Answer) {
        let is_painted = answer.is_painted();
        _ = self.answer.try_set(Some(answer));
        _ = self.busy.try_set(false);
        if !is_painted {
            self.uncover();
        }
    }

    pub fn uncover(self) {
        _ = self.cover.try_set(Cover::None);
    }
}

fn state_name(cover: Cover, kind: Option<AnswerKind>) -> &'static str {
    match (cover, kind) {
        (Cover::Picture, _) => "drawn",
        (Cover::Skeleton, _) | (Cover::None, None) => "loading",
        (Cover::None, Some(AnswerKind::Empty)) => "empty",
        (Cover::None, Some(AnswerKind::Failed)) => "error",
        (Cover::None, Some(AnswerKind::Chart | AnswerKind::Table | AnswerKind::Number)) => "live",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_live_when_its_cover_is_gone() {
        let chart = Some(AnswerKind::Chart);
        assert_eq!(state_name(Cover::Picture, None), "drawn");
        assert_eq!(state_name(Cover::Picture, chart), "drawn");
        assert_eq!(state_name(Cover::Skeleton, chart), "loading");
        assert_eq!(state_name(Cover::None, chart), "live");
        assert_eq!(state_name(Cover::None, Some(AnswerKind::Failed)), "error");
        assert_eq!(state_name(Cover::None, Some(AnswerKind::Empty)), "empty");
    }
}
