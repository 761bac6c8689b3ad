//! What editors and shelves may choose from: the columns and metrics of the dataset that is open.

use leptos::prelude::*;
use std::sync::Arc;
use sx_model::{DatasetId, ExploreColumn, ExploreDataset, ExploreMetric};

/// The open dataset, also after it was swapped. Cheap to copy; reading it in a view follows the swap.
#[derive(Clone, Copy)]
pub struct Fields(RwSignal<Arc<ExploreDataset>>);

impl Fields {
    pub fn new(dataset: ExploreDataset) -> Self {
        Self(RwSignal::new(Arc::new(dataset)))
    }

    pub fn dataset(self) -> Arc<ExploreDataset> {
        self.0.get()
    }

    pub fn dataset_untracked(self) -> Arc<ExploreDataset> {
        self.0.get_untracked()
    }

    /// Follows the swap without a look at what there is.
    pub fn track(self) {
        self.0.track();
    }

    pub fn dataset_id(self) -> DatasetId {
        self.0.read_untracked().id
    }

    pub fn columns(self) -> Vec<ExploreColumn> {
        self.0.read().columns.clone()
    }

    pub fn metrics(self) -> Vec<ExploreMetric> {
        self.0.read().metrics.clone()
    }

    pub fn swap(self, dataset: Arc<ExploreDataset>) {
        self.0.set(dataset);
    }
}
