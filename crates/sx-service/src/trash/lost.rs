//! What a chart says whose dataset is not there.

use sx_model::{AppError, DatasetId, ErrorKind};
use sx_store::AssetRef;

use crate::{Service, store_error};

impl Service {
    /// For who may see the chart. The dataset lies in the trash: what is purged leaves its charts without one.
    pub(crate) async fn lost_dataset(&self, id: DatasetId) -> AppError {
        match self.store.lookup_trashed(AssetRef::Dataset(id)).await {
            Ok(Some(dataset)) => {
                let sentence =
                    format!("The dataset “{}” is in the trash. Restore it, or choose another one.", dataset.name);
                AppError::new(ErrorKind::Unprocessable, sentence)
            }
            Ok(None) => AppError::not_found("Dataset"),
            Err(error) => store_error(error),
        }
    }
}
