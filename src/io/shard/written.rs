//! What was written of a shard, for those who look for the text of some of its rows.

use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::sidecar::SidecarRow;

/// What was written of a shard, from its start on, as the lines of its cuts go.
pub(crate) trait WrittenRows {
    /// Passes over what was written for a line of the cuts.
    fn skip(&mut self, said: &SidecarRow) -> Result<(), ShardRestoreError>;

    /// The text that was written for a line of the cuts.
    ///
    /// # Errors
    ///
    /// [`ShardRestoreError::Row`] where there is none, and rows behind it can be read; all others are of the shard.
    fn text(&mut self, said: &SidecarRow) -> Result<String, ShardRestoreError>;
}
