//! Assets go out: what was asked for, and what it stands on. The inverse of `import.rs`.

mod assemble;
mod collect;
mod portable;
#[cfg(test)]
mod tests;

use sx_model::{AppError, ChartId, DashboardId, DatabaseId, DatasetId, ErrorKind, Result};

use crate::{
    Caller, Service,
    bundle::{BundleError, BundleFile, BundleKind, write_bundle},
};
use collect::Collected;

/// One id that does not exist, or that the caller may not know of, is “not found” for all of them. What an asset stands on is
/// in the file too, so it takes the right to read that as well: `Forbidden` otherwise.
impl Service {
    /// With their charts, the charts' datasets, those of their filters, and the databases.
    pub async fn export_dashboards(&self, caller: &Caller, ids: &[DashboardId]) -> Result<BundleFile> {
        let mut collected = Collected::default();
        self.collect_dashboards(caller, ids, &mut collected).await?;
        self.write(caller, collected, BundleKind::Dashboard).await
    }

    /// With their datasets and databases. `Unprocessable` for a chart whose dataset is gone.
    pub async fn export_charts(&self, caller: &Caller, ids: &[ChartId]) -> Result<BundleFile> {
        let mut collected = Collected::default();
        self.collect_charts(caller, ids, &mut collected).await?;
        self.write(caller, collected, BundleKind::Chart).await
    }

    /// With their databases.
    pub async fn export_datasets(&self, caller: &Caller, ids: &[DatasetId]) -> Result<BundleFile> {
        let mut collected = Collected::default();
        self.collect_datasets(caller, ids, &mut collected).await?;
        self.write(caller, collected, BundleKind::Dataset).await
    }

    /// With those of their datasets that the caller may read, as in the reference.
    pub async fn export_databases(&self, caller: &Caller, ids: &[DatabaseId]) -> Result<BundleFile> {
        let mut collected = Collected::default();
        self.collect_databases(caller, ids, &mut collected).await?;
        self.write(caller, collected, BundleKind::Database).await
    }

    async fn write(&self, caller: &Caller, mut collected: Collected, kind: BundleKind) -> Result<BundleFile> {
        for dataset in collected.datasets.values_mut() {
            *dataset = self.shown_dataset(caller, dataset.clone()).await?;
        }
        let now = self.clock().now();
        // Deflating may take a while: not on the runtime's threads.
        let written =
            tokio::task::spawn_blocking(move || write_bundle(&assemble::assemble(collected), kind, now)).await;
        written.map_err(|_| AppError::internal())?.map_err(unwritable)
    }
}

fn unwritable(error: BundleError) -> AppError {
    AppError::new(ErrorKind::Unprocessable, format!("It cannot be exported. {error}."))
}
