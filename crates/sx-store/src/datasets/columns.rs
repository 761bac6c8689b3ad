//! The columns of a dataset.

use std::collections::HashMap;

use serde_json::Value;
use sx_model::{DatasetColumn, DatasetColumnFields, DatasetColumnId, DatasetId};

use super::fields::json;
use super::parts::PartTable;
use crate::asset::Values;
use crate::row::Row;
use crate::{Result, Store};

const TABLE: PartTable = PartTable {
    name: "dataset_columns",
    key: "column_name",
    plural: "columns",
    read_tag: "dataset.columns",
    write_tag: "dataset.set_columns",
};

impl Store {
    pub(super) async fn set_columns(&self, id: DatasetId, columns: &[DatasetColumnFields]) -> Result<()> {
        let names = columns.iter().map(|column| column.column_name.as_str()).collect();
        let rows = columns.iter().map(values).collect();
        self.set_parts(&TABLE, id, names, rows).await
    }

    pub(crate) async fn columns_of(&self, dataset_ids: &[i64]) -> Result<HashMap<i64, Vec<DatasetColumn>>> {
        self.parts_of(&TABLE, values(&DatasetColumnFields::default()), column, dataset_ids).await
    }
}

fn values(fields: &DatasetColumnFields) -> Values {
    vec![
        ("uuid", fields.uuid.into()),
        ("column_name", fields.column_name.as_str().into()),
        ("verbose_name", fields.verbose_name.clone().into()),
        ("description", fields.description.clone().into()),
        ("is_dttm", fields.is_dttm.into()),
        ("is_active", fields.is_active.into()),
        ("type", fields.type_.clone().into()),
        ("advanced_data_type", fields.advanced_data_type.clone().into()),
        ("groupby", fields.groupby.into()),
        ("filterable", fields.filterable.into()),
        ("expression", fields.expression.clone().into()),
        ("python_date_format", fields.python_date_format.clone().into()),
        ("datetime_format", fields.datetime_format.clone().into()),
        ("extra", json(&fields.extra).into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

fn column(row: &Row) -> Result<DatasetColumn> {
    Ok(DatasetColumn {
        id: DatasetColumnId(row.get("id")?),
        fields: DatasetColumnFields {
            uuid: row.get("uuid")?,
            column_name: row.get("column_name")?,
            verbose_name: row.get("verbose_name")?,
            description: row.get("description")?,
            is_dttm: row.get("is_dttm")?,
            is_active: row.get("is_active")?,
            type_: row.get("type")?,
            advanced_data_type: row.get("advanced_data_type")?,
            groupby: row.get("groupby")?,
            filterable: row.get("filterable")?,
            expression: row.get("expression")?,
            python_date_format: row.get("python_date_format")?,
            datetime_format: row.get("datetime_format")?,
            extra: row.json("extra")?,
            rest: row.json_map("rest")?,
        },
    })
}
