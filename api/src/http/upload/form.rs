//! Reads a multipart request: `operations`, then `map`, then the files, each straight to the store.

use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest,
    error::PayloadError,
    http::header::CONTENT_LENGTH,
    web::{Bytes, Payload},
};
use futures_util::{Stream, StreamExt as _};
use schema::{Operation, files::Uploaded};
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{Door, content_type, parameters, refusal::Refusal},
    inbox::Inbox,
    map::{self, Places},
};
use crate::files::Stopped;

/// Bytes of `map`: more than so many files with the longest paths need.
pub(crate) const MAP_BYTES: usize = 16 * 1024;
/// Bytes around each part: its boundary and its headers.
const AROUND: usize = 8 * 1024;

/// The operation, and the files that came with it.
pub(in super::super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    door: &Door,
) -> Result<(Operation, Inbox), Refusal> {
    content_type::check_encoding(request.headers())?;
    let store = &door.files;
    let most = door.body_bytes
        + MAP_BYTES
        + 2 * AROUND
        + store.most_files().saturating_mul(store.most_file_bytes().saturating_add(AROUND));
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > most) {
        return Err(Refusal::body_too_large(most));
    }
    let mut form = Multipart::new(request.headers(), capped(payload, most));
    let operations = text(&mut form, "operations", door.body_bytes).await?;
    let mut operation = parameters::from_body(&operations)?;
    let map = text(&mut form, "map", MAP_BYTES).await?;
    let places = map::read(&map, &mut operation.variables, store.most_files())?;
    let mut inbox = Inbox::new(store.clone());
    let tokens = files(&mut form, door, &places, &mut inbox).await?;
    for ((_, steps), token) in places.iter().zip(tokens) {
        if let Some(place) = map::place(&mut operation.variables, steps) {
            *place = Value::String(token);
        }
    }
    operation.uploads = inbox.open();
    Ok((operation, inbox))
}

/// The body, until it has more bytes than a request may.
fn capped(payload: Payload, most: usize) -> Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> {
    Box::pin(payload.scan(0_usize, move |bytes, chunk| {
        if let Ok(chunk) = &chunk {
            *bytes += chunk.len();
        }
        std::future::ready(Some(if *bytes > most { Err(PayloadError::Overflow) } else { chunk }))
    }))
}

/// The next part, whose name must be this, as bytes.
async fn text(form: &mut Multipart, name: &'static str, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut field = next(form).await?.filter(|field| field.name() == Some(name)).ok_or_else(|| {
        Refusal::upload(
            "The parts of a multipart request are `operations`, then `map`, then the files.",
            "Yêu cầu multipart gồm lần lượt các phần `operations`, `map` rồi đến các tệp.",
        )
    })?;
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if bytes.len() + chunk.len() > most {
            return Err(Refusal::body_too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Stores each file that `map` names, and says what stands in its place, in the order of `map`.
async fn files(form: &mut Multipart, door: &Door, places: &Places, inbox: &mut Inbox) -> Result<Vec<String>, Refusal> {
    let mut tokens: Vec<Option<String>> = vec![None; places.len()];
    while let Some(mut field) = next(form).await? {
        let nth = places.iter().position(|(part, _)| field.name() == Some(part));
        let nth = nth.filter(|nth| tokens[*nth].is_none()).ok_or_else(|| {
            Refusal::upload(
                "A file is not in `map`, or there twice.",
                "Có tệp không nằm trong `map`, hoặc gửi hai lần.",
            )
        })?;
        let file = one(&mut field, door, nth).await?;
        tokens[nth] = Some(file.token.clone());
        inbox.put(file);
    }
    tokens
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Refusal::upload("A file of `map` is missing.", "Thiếu tệp đã nêu trong `map`."))
}

async fn one(field: &mut Field, door: &Door, nth: usize) -> Result<Uploaded, Refusal> {
    let most = door.files.most_file_bytes();
    let name = field.content_disposition().and_then(|told| told.get_filename()).unwrap_or_default().to_owned();
    let file = Uuid::now_v7();
    let mut intake = door.files.begin(file).await.map_err(|error| refusal(&Stopped::Store(error)))?;
    while let Some(chunk) = field.next().await {
        let fault = match chunk {
            Err(error) => Some(broken(&error)),
            Ok(chunk) if intake.bytes() + chunk.len() > most => Some(Refusal::body_too_large(most)),
            Ok(chunk) => intake.take(&chunk).await.err().map(|stopped| refusal(&stopped)),
        };
        if let Some(fault) = fault {
            intake.give_up().await;
            return Err(fault);
        }
    }
    let found = intake.finish(|_| true).await.map_err(|stopped| refusal(&stopped))?.ok_or_else(Refusal::internal)?;
    Ok(Uploaded { token: format!("{}:{nth}", found.sha256), file, name, found })
}

async fn next(form: &mut Multipart) -> Result<Option<Field>, Refusal> {
    form.next().await.transpose().map_err(|error| broken(&error))
}

fn broken(error: &actix_multipart::MultipartError) -> Refusal {
    match error {
        actix_multipart::MultipartError::Payload(PayloadError::Overflow) => Refusal::upload(
            "The multipart request is larger than it may be.",
            "Yêu cầu multipart vượt quá dung lượng cho phép.",
        ),
        _ => Refusal::upload(
            "The multipart request is malformed or ended early.",
            "Yêu cầu multipart sai định dạng hoặc bị ngắt giữa chừng.",
        ),
    }
}

/// Why a file was not taken, as an answer.
pub(super) fn refusal(stopped: &Stopped) -> Refusal {
    match stopped {
        Stopped::Empty => Refusal::upload("A file is empty.", "Có tệp rỗng."),
        Stopped::Program => Refusal::file_type(),
        Stopped::Store(error) => {
            tracing::error!(%error, "a file could not be stored");
            Refusal::internal()
        }
    }
}
