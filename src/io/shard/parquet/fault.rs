//! Whose fault an error is.

use parquet::errors::ParquetError;
use std::error::Error;
use std::io;

/// What the system said, where it was the system, which ends a run; else the rows that are read are at fault, which ends
/// their shard.
pub(crate) fn io_error(error: ParquetError) -> io::Error {
    let invalid =
        |source: Box<dyn Error + Send + Sync>| io::Error::new(io::ErrorKind::InvalidData, source);
    match error {
        ParquetError::External(source) => source
            .downcast::<io::Error>()
            .map_or_else(invalid, |error| *error),
        other => invalid(Box::new(other)),
    }
}
