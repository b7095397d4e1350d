//! Paths that cost little and are the same for everybody: who asks for them is counted like any request without a token.

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};

use super::{Door, accept::Media, asking::Asking};

/// Refuses whoever asks too often.
pub(crate) async fn count<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let counted = request.app_data::<Data<Door>>().map(|door| door.public(request.request()));
    match counted {
        Some(Err(refusal)) => {
            let answer = refusal.respond(&Asking::of(request.request()), Media::Json);
            Ok(request.into_response(answer).map_into_right_body())
        }
        _ => Ok(next.call(request).await?.map_into_left_body()),
    }
}
