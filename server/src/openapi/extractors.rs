//! What our own extractors take.

use schemars::JsonSchema;
use sx_model::ListQuery;

use super::{Access, Draft, Takes};
use crate::{
    request::{FormRequest, Id, IdsQ, JsonBody, ListQ, RefreshToken, Who, Writer},
    session::Address,
};

impl Takes for Who {
    fn takes(draft: &mut Draft<'_>) {
        draft.access = Access::Caller;
        draft.fails_with(&[401, 403]);
    }
}

impl Takes for Writer {
    fn takes(draft: &mut Draft<'_>) {
        draft.access = Access::Writer;
        draft.fails_with(&[400, 401, 403]);
    }
}

impl Takes for RefreshToken {
    fn takes(draft: &mut Draft<'_>) {
        draft.access = Access::RefreshToken;
        draft.fails_with(&[401]);
    }
}

impl Takes for Address {
    fn takes(_draft: &mut Draft<'_>) {}
}

impl Takes for Id {
    fn takes(draft: &mut Draft<'_>) {
        draft.has_number = true;
        draft.fails_with(&[404]);
    }
}

impl Takes for ListQ {
    fn takes(draft: &mut Draft<'_>) {
        draft.takes_q::<ListQuery>(false);
    }
}

impl Takes for IdsQ {
    fn takes(draft: &mut Draft<'_>) {
        draft.takes_q::<Vec<i64>>(true);
        draft.fails_with(&[404]);
    }
}

impl<T: JsonSchema> Takes for JsonBody<T> {
    fn takes(draft: &mut Draft<'_>) {
        let schema = draft.schemas.request::<T>();
        draft.takes_body("application/json", schema);
    }
}

impl<T: JsonSchema> Takes for FormRequest<T> {
    fn takes(draft: &mut Draft<'_>) {
        let schema = draft.schemas.request::<T>();
        draft.takes_body("multipart/form-data", schema);
    }
}
