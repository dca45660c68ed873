//! Reading a request's body: JSON, or multipart with `payload_json` and `files[n]`.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;

use super::errors::Refused;
use crate::sandbox::world::ATTACHMENT_SIZE;

/// The largest body that is read at all, in bytes.
const LARGEST: usize = 11 * ATTACHMENT_SIZE;

/// A file sent along.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The n of `files[n]`.
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    /// The JSON part; null where there is none.
    pub(crate) json: Value,
    pub(crate) files: Vec<Upload>,
}

pub(crate) async fn read(request: Request<Body>) -> Result<Sent, Refused> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &()).await.map_err(|_| Refused::invalid_json())?;
        return read_form(form).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| Refused::too_large())?;
    let json = if bytes.is_empty() { Value::Null } else { parse(&bytes)? };
    Ok(Sent { json, files: Vec::new() })
}

fn parse(bytes: &[u8]) -> Result<Value, Refused> {
    serde_json::from_slice(bytes).map_err(|_| Refused::invalid_json())
}

async fn read_form(mut form: Multipart) -> Result<Sent, Refused> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| Refused::invalid_json())? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|_| Refused::too_large())?;
        if name == "payload_json" {
            sent.json = parse(&bytes)?;
        } else if let Some(number) = name.strip_prefix("files[").and_then(|n| n.strip_suffix(']')?.parse().ok()) {
            if bytes.len() > ATTACHMENT_SIZE {
                return Err(Refused::too_large());
            }
            sent.files.push(Upload { number, name: filename.unwrap_or_else(|| "unknown".to_owned()), bytes });
        }
    }
    Ok(sent)
}
