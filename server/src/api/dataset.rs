//! `/api/v1/dataset`.

use axum::{Json, extract::State};
use sx_model::{DatasetId, SyncSummary};
use sx_service::{DatasetChange, DatasetDuplicate, NewDataset, Service};

use super::{
    dataset_json::{DatasetJson, StoredDataset, dataset_json, detail_json, stored_json},
    wire::{self, Done, Item, List, Message, Related},
};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get, post, put},
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/dataset", get(list_datasets).post(create_dataset).delete(delete_datasets))
        .route("/dataset/duplicate", post(duplicate_dataset))
        .route("/dataset/{id}", get(find_dataset).put(update_dataset).delete(delete_dataset))
        .route("/dataset/{id}/refresh", put(refresh_dataset))
        .route("/dataset/{id}/related_objects", get(related_objects))
}

async fn list_datasets(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<DatasetJson>>> {
    let page = service.list_datasets(&caller, &query).await?;
    Ok(Json(wire::list(&page, |dataset| dataset.id.0, |dataset| dataset_json(&service, dataset))))
}

async fn find_dataset(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<StoredDataset>>> {
    let loaded = service.find_dataset(&caller, DatasetId(id)).await?;
    Ok(wire::changed(id, detail_json(&service, &loaded)))
}

async fn create_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewDataset>,
) -> ApiResult<Created<Item<StoredDataset>>> {
    let dataset = service.create_dataset(&caller, new).await?;
    Ok(wire::created(dataset.id.0, stored_json(&service, &dataset)))
}

async fn duplicate_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(copy): JsonBody<DatasetDuplicate>,
) -> ApiResult<Created<Item<StoredDataset>>> {
    let dataset = service.duplicate_dataset(&caller, copy).await?;
    Ok(wire::created(dataset.id.0, stored_json(&service, &dataset)))
}

async fn update_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<DatasetChange>,
) -> ApiResult<Json<Item<StoredDataset>>> {
    let dataset = service.update_dataset(&caller, DatasetId(id), change).await?;
    Ok(wire::changed(id, stored_json(&service, &dataset)))
}

/// `result` tells which columns came, changed and went.
async fn refresh_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Done<SyncSummary>>> {
    let summary = service.refresh_dataset(&caller, DatasetId(id)).await?;
    Ok(Json(wire::done(summary)))
}

async fn delete_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Message>> {
    service.delete_datasets(&caller, &[DatasetId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_datasets(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Message>> {
    let ids: Vec<_> = ids.into_iter().map(DatasetId).collect();
    service.delete_datasets(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "dataset"))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Related>> {
    Ok(Json(wire::related(&service.related_to_dataset(&caller, DatasetId(id)).await?)))
}
