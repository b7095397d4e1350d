//! `/import-templates/KIND.csv` and `.xlsx`: the headers of an import and a row as it could be, in the reader's language.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, block},
};
use schema::import::{TemplateFormat, template};

use super::{Door, accept::Media, answer::public, asking::Asking, refusal::Refusal, upload};

/// The template, for whoever asks: it tells nothing of anybody.
pub(super) async fn of_import(request: HttpRequest, name: Path<String>, door: Data<Door>) -> HttpResponse {
    let asking = Asking::of(&request);
    match door.within(make(&request, name.into_inner(), &door, &asking)).await {
        Ok(response) => public(response, door.public_seconds),
        Err(refusal) => refusal.respond(&asking, Media::Json),
    }
}

async fn make(request: &HttpRequest, name: String, door: &Door, asking: &Asking) -> Result<HttpResponse, Refusal> {
    let _caller = door.public(request)?;
    let language = asking.language;
    let (made, name) = block(move || (template(&name, language), name)).await.map_err(|_ended| Refusal::internal())?;
    let (format, bytes) = made.ok_or_else(Refusal::no_such_path)?;
    let bytes = bytes.map_err(Refusal::of)?;
    let mut response = HttpResponse::Ok();
    response.content_type(match format {
        TemplateFormat::Csv => "text/csv; charset=utf-8",
        TemplateFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    });
    response.insert_header(upload::disposition(&name));
    Ok(response.body(bytes))
}
