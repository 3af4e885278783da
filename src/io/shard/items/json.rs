//! An item as a row.

use crate::io::format::item::{Item, ItemFormat};
use crate::io::shard::container::RowMade;
use crate::io::shard::row_fields::RowFields;

/// Adds an item as a line of JSON.
///
/// # Errors
///
/// Where the text is not UTF-8; nothing was added.
pub(crate) fn push_json<F: ItemFormat>(
    item: &Item,
    bytes: &[u8],
    to: &mut Vec<u8>,
) -> Result<RowMade, String> {
    let Some(text) = item.text.clone() else {
        return Ok(if item.is_row {
            RowMade::NoText
        } else {
            RowMade::NoRow
        });
    };
    let text = bytes.get(text).unwrap_or_default();
    let text = std::str::from_utf8(text).map_err(|error| {
        let name = item
            .id
            .as_deref()
            .map_or(String::new(), |id| format!("{id}: "));
        format!("{name}not UTF-8 from byte {} on", error.valid_up_to())
    })?;
    let headers = F::headers(bytes);
    RowFields {
        id: item.id.as_deref(),
        url: item.url.as_deref(),
        lang: item.lang.as_deref(),
        text,
        headers: (!headers.is_empty()).then_some(&headers),
    }
    .push(to);
    Ok(RowMade::Row)
}
