//! What is refused before execution: a status, the headers that go with it, and an error body like any other.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{ACCEPT, ACCEPT_ENCODING, ALLOW, HeaderName, RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE},
    },
};
use schema::error::{Code, Error};
use serde_json::{Value, json};

use super::{accept::Media, asking::Asking};
use crate::auth;

/// A request that is not executed.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    pub(super) error: Box<Error>,
}

impl Refusal {
    fn new(status: StatusCode, error: Error) -> Self {
        Self { status, headers: Vec::new(), error: Box::new(error) }
    }

    /// The same with a header more.
    pub(super) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// 400: the request is malformed.
    pub(super) fn bad_request(en: impl Into<String>, vi: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Error::new(Code::BadRequest, en, vi))
    }

    /// 401: the token is not believed (RFC 6750). Never the public instead. 503 when nobody can say for now.
    pub(super) fn bad_token(refused: auth::Refused) -> Self {
        let why = match refused {
            auth::Refused::Token(why) => why,
            auth::Refused::Unavailable => return Self::no_keys(),
        };
        let error = Error::new(Code::Unauthenticated, why, "Mã truy cập (token) không hợp lệ hoặc đã hết hạn.");
        let challenge = format!(
            "Bearer realm=\"thidua\", error=\"invalid_token\", error_description=\"{}\"",
            why.trim_end_matches('.')
        );
        Self::new(StatusCode::UNAUTHORIZED, error).with(WWW_AUTHENTICATE, challenge)
    }

    /// What the schema said about the person: 401 when role and unit do not fit, 403 when an agency's system is not registered, else as it is.
    pub(super) fn of(error: Error) -> Self {
        match error.code {
            Code::Unauthenticated => Self::new(StatusCode::UNAUTHORIZED, error)
                .with(WWW_AUTHENTICATE, "Bearer realm=\"thidua\", error=\"invalid_token\""),
            Code::Timeout | Code::Overloaded => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, error).with(RETRY_AFTER, "1")
            }
            Code::AgencyNotRegistered => Self::new(StatusCode::FORBIDDEN, error),
            Code::Internal => Self::new(StatusCode::INTERNAL_SERVER_ERROR, error),
            _ => Self::new(StatusCode::BAD_REQUEST, error),
        }
    }

    /// 503: the keys of the identity provider cannot be had.
    fn no_keys() -> Self {
        let error = Error::new(
            Code::Overloaded,
            "The keys of the identity provider cannot be fetched; try again in a moment.",
            "Chưa lấy được khóa của hệ thống định danh; vui lòng thử lại sau giây lát.",
        );
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error).with(RETRY_AFTER, "30")
    }

    /// 429: too many tries to sign in; after so many seconds there is room for another.
    pub(super) fn slow_down(seconds: i64) -> Self {
        let error = Error::new(
            Code::RateLimited,
            format!("Too many tries to sign in. Try again in {seconds} seconds."),
            format!("Đăng nhập sai quá nhiều lần. Vui lòng thử lại sau {seconds} giây."),
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, error.with("retryAfterSeconds", seconds))
            .with(RETRY_AFTER, seconds.to_string())
    }

    /// 403: a page of that origin may not send this.
    pub(super) fn foreign_origin() -> Self {
        let error = Error::new(
            Code::Forbidden,
            "Pages of this origin may not call the API, or not with this method and these headers.",
            "Trang web của nguồn (origin) này không được gọi API, hoặc không được dùng phương thức và tiêu đề này.",
        );
        Self::new(StatusCode::FORBIDDEN, error)
    }

    /// 404: there is nothing under this path.
    pub(super) fn no_such_path() -> Self {
        let error = Error::new(
            Code::NotFound,
            "There is nothing here. The API is at /graphql.",
            "Không có gì ở đây. API ở địa chỉ /graphql.",
        );
        Self::new(StatusCode::NOT_FOUND, error)
    }

    /// 405: this method is not for this.
    pub(super) fn method_not_allowed(allow: &'static str) -> Self {
        let error = Error::new(
            Code::BadRequest,
            format!("This method is not allowed here. Allowed: {allow}."),
            format!("Phương thức này không được phép. Được phép: {allow}."),
        );
        Self::new(StatusCode::METHOD_NOT_ALLOWED, error).with(ALLOW, allow)
    }

    /// 406: the client takes neither media type.
    pub(super) fn not_acceptable() -> Self {
        let error = Error::new(
            Code::BadRequest,
            "Answers come as application/graphql-response+json or application/json in UTF-8.",
            "Kết quả chỉ có ở dạng application/graphql-response+json hoặc application/json, mã hóa UTF-8.",
        );
        Self::new(StatusCode::NOT_ACCEPTABLE, error)
    }

    /// 408: the body did not come in time. The rest of it is not waited for.
    pub(super) fn body_too_slow() -> Self {
        let error = Error::new(
            Code::Timeout,
            "The body did not arrive in time.",
            "Nội dung yêu cầu không được gửi đến kịp thời.",
        );
        Self::new(StatusCode::REQUEST_TIMEOUT, error)
    }

    /// 429: the budget is used up, or has no place for one more.
    pub(super) fn rate_limited(seconds: u64) -> Self {
        let seconds = seconds.max(1);
        Self::new(StatusCode::TOO_MANY_REQUESTS, schema::exhausted(seconds)).with(RETRY_AFTER, seconds.to_string())
    }

    /// 503: as many wait as may.
    pub(super) fn overloaded() -> Self {
        Self::of(Error::new(
            Code::Overloaded,
            "The server is busy; nothing was changed. Try again in a moment.",
            "Hệ thống đang bận; chưa có gì thay đổi. Vui lòng thử lại sau giây lát.",
        ))
    }

    /// 400: what came is no request.
    pub(super) fn broken() -> Self {
        Self::bad_request(
            "This is no request of HTTP/1.1; the connection is closed.",
            "Đây không phải là yêu cầu HTTP/1.1 hợp lệ; kết nối bị đóng.",
        )
    }

    /// 408: the head did not come in time.
    pub(super) fn head_too_slow() -> Self {
        let error = Error::new(
            Code::Timeout,
            "The headers of the request did not arrive in time.",
            "Các tiêu đề (header) của yêu cầu không được gửi đến kịp thời.",
        );
        Self::new(StatusCode::REQUEST_TIMEOUT, error)
    }

    /// 413: the body is too long.
    pub(super) fn body_too_large(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("The body may have at most {limit} bytes."),
            format!("Nội dung yêu cầu tối đa {limit} byte."),
        );
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, error.with("limit", limit))
    }

    /// 414: the address is too long.
    pub(super) fn address_too_long(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("The address may have at most {limit} bytes; send a long document by POST."),
            format!("Địa chỉ tối đa {limit} byte; truy vấn dài hãy gửi bằng POST."),
        );
        Self::new(StatusCode::URI_TOO_LONG, error.with("limit", limit))
    }

    /// 431: the headers are too large.
    pub(super) fn headers_too_large(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("The headers may have at most {limit} bytes together."),
            format!("Các tiêu đề (header) cộng lại tối đa {limit} byte."),
        );
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, error.with("limit", limit))
    }

    /// 415: the body is not JSON.
    pub(super) fn unsupported_type() -> Self {
        let error = Error::new(
            Code::BadRequest,
            "The body must be sent as Content-Type: application/json, in UTF-8.",
            "Nội dung yêu cầu phải gửi với Content-Type: application/json, mã hóa UTF-8.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error).with(ACCEPT, "application/json")
    }

    /// 415: the body is compressed.
    pub(super) fn encoded_body() -> Self {
        let error =
            Error::new(Code::BadRequest, "The body must not be compressed.", "Nội dung yêu cầu không được nén.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error).with(ACCEPT_ENCODING, "identity")
    }

    /// 426: this path is for sockets only.
    pub(super) fn upgrade_required() -> Self {
        let error = Error::new(
            Code::BadRequest,
            "This is a WebSocket (version 13) of the protocol graphql-transport-ws.",
            "Địa chỉ này chỉ dành cho WebSocket (phiên bản 13) theo giao thức graphql-transport-ws.",
        );
        Self::new(StatusCode::UPGRADE_REQUIRED, error).with(UPGRADE, "websocket")
    }

    /// One operation more than may run on a socket. It is told on the socket itself.
    pub(super) fn too_many_operations(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("At most {limit} operations run on one socket at the same time."),
            format!("Mỗi kết nối chỉ chạy đồng thời tối đa {limit} thao tác."),
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, error.with("limit", limit))
    }

    /// 429: one stream of events more than one principal may have open.
    pub(super) fn too_many_streams(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("At most {limit} streams of events are open for one principal at the same time."),
            format!("Mỗi người dùng chỉ được mở đồng thời tối đa {limit} luồng sự kiện."),
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, error.with("limit", limit)).with(RETRY_AFTER, "1")
    }

    /// 417: something else is expected than `100-continue`.
    pub(super) fn unknown_expectation() -> Self {
        let error = Error::new(
            Code::BadRequest,
            "The header Expect can only be 100-continue.",
            "Tiêu đề Expect chỉ được là 100-continue.",
        );
        Self::new(StatusCode::EXPECTATION_FAILED, error)
    }

    /// 429: one socket more than an address may open before it says for whom.
    pub(super) fn too_many_sockets(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("At most {limit} sockets of one address wait for their connection_init at the same time."),
            format!("Mỗi địa chỉ chỉ được có đồng thời tối đa {limit} kết nối WebSocket chưa gửi connection_init."),
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, error.with("limit", limit)).with(RETRY_AFTER, "1")
    }

    /// 503: as many sockets and streams are open as there may be.
    pub(super) fn full() -> Self {
        Self::of(Error::new(
            Code::Overloaded,
            "Too many sockets are open; try again in a moment.",
            "Có quá nhiều kết nối đang mở; vui lòng thử lại sau giây lát.",
        ))
    }

    /// 503: the server ends and opens nothing more.
    pub(super) fn leaving() -> Self {
        Self::of(Error::new(
            Code::Overloaded,
            "This server is ending; try again in a moment.",
            "Máy chủ đang dừng; vui lòng thử lại sau giây lát.",
        ))
    }

    /// 415: a form without the header that a page of another origin cannot send.
    pub(super) fn no_preflight() -> Self {
        let error = Error::new(
            Code::BadRequest,
            "A multipart request needs the header GraphQL-Preflight or Apollo-Require-Preflight, not empty.",
            "Yêu cầu multipart phải có tiêu đề GraphQL-Preflight hoặc Apollo-Require-Preflight khác rỗng.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error).with(ACCEPT, "application/json, multipart/form-data")
    }

    /// 401: files come with a token only.
    pub(super) fn no_token() -> Self {
        Self::of(Error::new(
            Code::Unauthenticated,
            "Sign in first: files need a token.",
            "Cần đăng nhập (token) để gửi tệp.",
        ))
    }

    /// 400: the multipart request is not as its specification says.
    pub(super) fn upload(en: &str, vi: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Error::new(Code::UploadInvalid, en, vi))
    }

    /// 413: more files than a request may bring.
    pub(super) fn too_many_files(limit: usize) -> Self {
        let error = Error::new(
            Code::LimitExceeded,
            format!("A request brings at most {limit} files."),
            format!("Mỗi yêu cầu gửi tối đa {limit} tệp."),
        );
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, error.with("limit", limit))
    }

    /// 415: a program.
    pub(super) fn file_type() -> Self {
        let error = Error::new(
            Code::FileTypeRefused,
            "This file is a program; those are not taken.",
            "Tệp này là chương trình; hệ thống không nhận.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
    }

    /// 400: other bytes than a slot was opened for.
    pub(super) fn other_bytes() -> Self {
        let error = Error::new(
            Code::UploadMismatch,
            "These are not the bytes that were announced (size or SHA-256); nothing was stored.",
            "Nội dung không khớp với khai báo (dung lượng hoặc SHA-256); chưa lưu gì.",
        );
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    /// 403: the link is not ours, has ended, or is for somebody or something else.
    pub(super) fn bad_link() -> Self {
        let error = Error::new(
            Code::LinkExpired,
            "This link has ended or is not for you; ask for a new one.",
            "Liên kết đã hết hạn hoặc không dành cho bạn; hãy lấy liên kết mới.",
        );
        Self::new(StatusCode::FORBIDDEN, error)
    }

    /// 503: the deadline passed.
    pub(super) fn timeout() -> Self {
        Self::of(Error::new(
            Code::Timeout,
            "The request took too long and was given up.",
            "Yêu cầu xử lý quá lâu và đã bị hủy.",
        ))
    }

    /// 500: something failed here.
    pub(super) fn internal() -> Self {
        Self::of(Error::internal())
    }

    /// The answer of an OAuth endpoint: the error in its words (RFC 6749, 5.2) before that of every other answer.
    pub(super) fn respond_as(&self, asking: &Asking, name: &'static str) -> HttpResponse {
        let body = self.error.body(asking.language, &asking.request_id.0);
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let told = self.error.message(asking.language);
        let body = json!({ "error": name, "error_description": told, "errors": body["errors"] });
        self.build(Media::Json, body.to_string().into_bytes())
    }

    /// The error as the body of an answer.
    pub(super) fn body(&self, asking: &Asking) -> Vec<u8> {
        self.error.body(asking.language, &asking.request_id.0)
    }

    /// The answer.
    pub(super) fn respond(&self, asking: &Asking, media: Media) -> HttpResponse {
        self.build(media, self.body(asking))
    }

    fn build(&self, media: Media, body: Vec<u8>) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.content_type(media.content_type());
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.as_str()));
        }
        let mut response = response.body(body);
        response.extensions_mut().insert(self.error.code);
        response
    }
}
