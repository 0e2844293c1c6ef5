//! Ids of devices and gateways, read from a row.

use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::Row;
use sqlx::postgres::PgRow;

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(error.to_string())
}

pub(crate) fn device_id(row: &PgRow, column: &str) -> Result<DeviceId, StoreError> {
    DeviceId::new(row.try_get(column)?).map_err(defect)
}

pub(crate) fn gateway_id(row: &PgRow, column: &str) -> Result<Option<GatewayId>, StoreError> {
    row.try_get::<Option<String>, _>(column)?.map(|id| GatewayId::new(&id).map_err(defect)).transpose()
}
