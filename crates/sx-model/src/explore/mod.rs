//! What the chart builder needs: its page, and the answers to its questions.

mod answer;
mod page;

pub use answer::{
    ChartAnswer, ChartQuestion, ExpressionCheck, ExpressionProblem, ExpressionQuestion, ExpressionType, QueryAnswer,
    RejectedFilter, SamplesQuestion, TimeRangePreview, TimeRangeQuestion,
};
pub use page::{
    ExploreChart, ExploreColumn, ExploreDashboard, ExploreDataset, ExploreMetric, ExplorePage, ExploreQuestion,
    FormDataEntry, TimeGrainChoice,
};
