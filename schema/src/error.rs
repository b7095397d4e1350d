//! What goes wrong, as one closed list of codes with a sentence in English and in Vietnamese.

use entity::codes;
use serde_json::{Map, Value, json};

use crate::viewer::Language;

codes! {
    /// Stable code of an error, in `extensions.code`. Codes are added, never renamed.
    pub enum Code {
        /// The request is not one this server understands (yêu cầu không hợp lệ).
        BadRequest = "BAD_REQUEST",
        /// The document does not parse or does not fit the schema (truy vấn GraphQL không hợp lệ).
        GraphqlInvalid = "GRAPHQL_INVALID",
        /// No document is kept under this name; send its text along (chưa lưu truy vấn dưới tên này).
        PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND",
        /// The hash is not that of the document's text (giá trị băm không khớp nội dung truy vấn).
        PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH",
        /// Only documents registered for this client run here (truy vấn chưa đăng ký).
        DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED",
        /// An argument or input field has a value that cannot be used (giá trị đầu vào không hợp lệ).
        BadUserInput = "BAD_USER_INPUT",
        /// An ID is malformed or names another kind of object (mã định danh không đúng).
        BadId = "BAD_ID",
        /// A cursor is malformed or belongs to another order (con trỏ trang không hợp lệ).
        BadCursor = "BAD_CURSOR",
        /// The token is missing, invalid, or its role does not fit its unit (chưa xác thực).
        Unauthenticated = "UNAUTHENTICATED",
        /// The system of an agency is not registered, or its registration is not in force; `rule` says which (hệ thống chưa đăng ký).
        AgencyNotRegistered = "AGENCY_NOT_REGISTERED",
        /// The system of an agency is not registered for what it asks for; `scope` says for what (ngoài phạm vi đăng ký).
        ScopeMissing = "SCOPE_MISSING",
        /// The name, the password or the refresh token is wrong or has ended, or the user is disabled (đăng nhập không thành công).
        SignInRefused = "SIGN_IN_REFUSED",
        /// The password was chosen by somebody else and has to be changed first (phải đổi mật khẩu).
        PasswordChangeRequired = "PASSWORD_CHANGE_REQUIRED",
        /// The new password is too short, too common or the old one (mật khẩu yếu).
        WeakPassword = "WEAK_PASSWORD",
        /// The caller can see this but may not do it (không có thẩm quyền).
        Forbidden = "FORBIDDEN",
        /// There is no such object, or the caller cannot see it (không tìm thấy).
        NotFound = "NOT_FOUND",
        /// The object changed since the caller read it; `currentVersion` says where it is now (xung đột phiên bản).
        Conflict = "CONFLICT",
        /// Something with the same identity exists already (trùng lặp).
        Duplicate = "DUPLICATE",
        /// The request passes a published limit (vượt giới hạn).
        LimitExceeded = "LIMIT_EXCEEDED",
        /// The budget of whoever asks is used up; try again after `Retry-After` (hết hạn mức, thử lại sau).
        RateLimited = "RATE_LIMITED",
        /// The `Idempotency-Key` was used before with other arguments (khóa idempotency đã dùng với nội dung khác).
        IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
        /// The verb does not lead anywhere from the present state (trạng thái không cho phép).
        InvalidTransition = "INVALID_TRANSITION",
        /// A multipart request is not as its specification says, or a file of it is empty (yêu cầu gửi tệp không hợp lệ).
        UploadInvalid = "UPLOAD_INVALID",
        /// Nothing was uploaded to the slot yet (chưa tải tệp lên).
        UploadMissing = "UPLOAD_MISSING",
        /// The uploaded bytes are not those that were announced: size or SHA-256 (tệp tải lên không khớp khai báo).
        UploadMismatch = "UPLOAD_MISMATCH",
        /// A file of this kind is not taken (loại tệp không được nhận).
        FileTypeRefused = "FILE_TYPE_REFUSED",
        /// The link to a file or the slot has ended, or is for somebody or something else (liên kết đã hết hạn).
        LinkExpired = "LINK_EXPIRED",
        /// The server that wrote the export ended before it was done; start it again (kết xuất bị gián đoạn).
        ExportInterrupted = "EXPORT_INTERRUPTED",
        /// The file of an import is no table of the rows it is said to hold; the message says why (tệp nhập không đúng mẫu).
        ImportInvalid = "IMPORT_INVALID",
        /// What stands in a cell of an import can mean two things, a name or a number; write it so that it means one (có thể hiểu theo hai cách).
        Ambiguous = "AMBIGUOUS",
        /// A reason must be given (phải nêu lý do).
        ReasonRequired = "REASON_REQUIRED",
        /// The objective is missing (thiếu mục tiêu).
        ObjectiveRequired = "OBJECTIVE_REQUIRED",
        /// At least one target with a planned value is needed (thiếu chỉ tiêu đo được).
        TargetRequired = "TARGET_REQUIRED",
        /// Start and end are missing or not inside the campaign (thời gian ngoài đợt thi đua).
        DatesOutsideCampaign = "DATES_OUTSIDE_CAMPAIGN",
        /// The field group is missing (thiếu nhóm lĩnh vực).
        FieldGroupRequired = "FIELD_GROUP_REQUIRED",
        /// A political task needs the statement that the unit has no key project (thiếu cam kết không có công trình trọng điểm).
        StatementRequired = "STATEMENT_REQUIRED",
        /// Evidence of completion is missing (thiếu minh chứng).
        EvidenceRequired = "EVIDENCE_REQUIRED",
        /// The narrative of the report is missing (thiếu nội dung báo cáo).
        NarrativeRequired = "NARRATIVE_REQUIRED",
        /// The minutes of the unit's own council are missing (thiếu biên bản họp).
        MinutesRequired = "MINUTES_REQUIRED",
        /// The proposal letter is missing (thiếu tờ trình).
        ProposalLetterRequired = "PROPOSAL_LETTER_REQUIRED",
        /// The dossier has no nomination (hồ sơ chưa có đề nghị nào).
        NominationRequired = "NOMINATION_REQUIRED",
        /// A nomination has no achievement report (thiếu báo cáo thành tích).
        AchievementRequired = "ACHIEVEMENT_REQUIRED",
        /// The quota of the guidance is used up (vượt chỉ tiêu đề nghị).
        QuotaExceeded = "QUOTA_EXCEEDED",
        /// The dossier has not been received by the Standing Body (hồ sơ chưa được tiếp nhận).
        DossierNotReceived = "DOSSIER_NOT_RECEIVED",
        /// Whoever wrote it does not decide on it (người lập không được thẩm định).
        SeparationOfDuties = "SEPARATION_OF_DUTIES",
        /// Discipline, inspection or a complaint is pending (đang tạm dừng).
        OnHold = "ON_HOLD",
        /// The campaign has not been launched or is closed (đợt thi đua chưa phát động hoặc đã kết thúc).
        CampaignNotRunning = "CAMPAIGN_NOT_RUNNING",
        /// The campaign has not ended yet (đợt thi đua chưa kết thúc).
        CampaignNotEnded = "CAMPAIGN_NOT_ENDED",
        /// The campaign lacks what it needs to be launched (chưa đủ điều kiện phát động).
        CampaignIncomplete = "CAMPAIGN_INCOMPLETE",
        /// Phases of a campaign may not overlap and lie inside it (các đợt chồng lấn).
        PhaseOverlap = "PHASE_OVERLAP",
        /// The session is not open (phiên họp chưa mở bỏ phiếu).
        SessionNotOpen = "SESSION_NOT_OPEN",
        /// The agenda or the roll of the session is empty (phiên họp chưa có nội dung hoặc thành viên).
        AgendaEmpty = "AGENDA_EMPTY",
        /// The voter is not on this session's roll (không có tên trong danh sách bỏ phiếu).
        NotOnRoll = "NOT_ON_ROLL",
        /// The member has voted already (đã bỏ phiếu).
        AlreadyVoted = "ALREADY_VOTED",
        /// A member does not vote on a nomination of the own unit (không bỏ phiếu cho đơn vị mình).
        OwnUnitVote = "OWN_UNIT_VOTE",
        /// The ballot must have one choice for each item the member may vote on (phiếu chưa đủ nội dung).
        BallotIncomplete = "BALLOT_INCOMPLETE",
        /// Fewer members have voted than the quorum (chưa đủ số thành viên bỏ phiếu).
        QuorumNotMet = "QUORUM_NOT_MET",
        /// No rule set is in force on that day (chưa có quy tắc hiệu lực).
        RuleSetMissing = "RULE_SET_MISSING",
        /// The unit may not issue this kind of award (không đúng thẩm quyền khen thưởng).
        WrongAwardAuthority = "WRONG_AWARD_AUTHORITY",
        /// The same achievement has been proposed or rewarded already (trùng thành tích đã khen thưởng).
        DuplicateAward = "DUPLICATE_AWARD",
        /// The decision document is missing or is not a decision of the issuer (thiếu quyết định).
        DecisionRequired = "DECISION_REQUIRED",
        /// A plan is issued with its topics and a target (kế hoạch chưa đủ nội dung).
        PlanIncomplete = "PLAN_INCOMPLETE",
        /// An opinion was asked of another agency and is awaited (đang chờ ý kiến hiệp y).
        ConsultationPending = "CONSULTATION_PENDING",
        /// A consolidated report is issued with its narrative and a report behind it (báo cáo tổng hợp chưa đủ nội dung).
        ConsolidationIncomplete = "CONSOLIDATION_INCOMPLETE",
        /// A report behind the consolidated one has been replaced since; take its figures anew (số liệu tổng hợp đã cũ).
        ConsolidationStale = "CONSOLIDATION_STALE",
        /// Nobody owes what the reminder is about (không có đơn vị cần đôn đốc).
        NobodyToRemind = "NOBODY_TO_REMIND",
        /// The lists and names of a document that is to be sent come to nobody new (không có nơi nhận).
        NoRecipient = "NO_RECIPIENT",
        /// The list of recipients is not in force on that day (danh sách nơi nhận không còn hiệu lực).
        ListNotInForce = "LIST_NOT_IN_FORCE",
        /// The unit does not exist on that day, or its end is recorded already (đơn vị không còn hiệu lực).
        UnitNotInForce = "UNIT_NOT_IN_FORCE",
        /// Units below must be transferred before their unit ends (còn đơn vị trực thuộc).
        UnitsBelow = "UNITS_BELOW",
        /// The table of criteria is frozen: a sheet has been submitted (bảng tiêu chí đã chốt).
        SchemeFrozen = "SCHEME_FROZEN",
        /// The table of criteria has no criterion (bảng tiêu chí chưa có tiêu chí).
        CriterionRequired = "CRITERION_REQUIRED",
        /// The unit is not a member of the cluster today (đơn vị không thuộc cụm, khối).
        NotInCluster = "NOT_IN_CLUSTER",
        /// Points lie outside 0 and the maximum of the criterion (điểm ngoài khung).
        PointsOutOfRange = "POINTS_OUT_OF_RANGE",
        /// A criterion has no score; zero is one (còn tiêu chí chưa chấm).
        ScoreMissing = "SCORE_MISSING",
        /// The leader of the cluster has not reviewed the sheet (cụm, khối chưa chấm).
        ClusterReviewRequired = "CLUSTER_REVIEW_REQUIRED",
        /// Sheets of this table of criteria are still under way (còn phiếu chấm chưa xong).
        SheetsPending = "SHEETS_PENDING",
        /// What was put before an authority needs its document to be answered (thiếu văn bản giải quyết của cơ quan có thẩm quyền).
        ResolutionRequired = "RESOLUTION_REQUIRED",
        /// A person is published only with recorded consent (chưa có sự đồng ý của cá nhân).
        ConsentRequired = "CONSENT_REQUIRED",
        /// The server did not finish in time; nothing was changed (hết thời gian xử lý).
        Timeout = "TIMEOUT",
        /// The server is busy; try again after `Retry-After` (hệ thống đang bận).
        Overloaded = "OVERLOADED",
        /// Something failed here; the request id finds it in the log (lỗi hệ thống).
        Internal = "INTERNAL",
    }
}

/// An error as its reader will see it. It is boxed, so that results stay small on the way that has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Told>);

/// What an error tells: a code, a sentence in two languages, and details for programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The stable code.
    pub code: Code,
    /// The sentence in English.
    pub en: String,
    /// The sentence in Vietnamese.
    pub vi: String,
    /// More `extensions`, by name (`currentVersion`, `field`).
    pub details: Map<String, Value>,
}

/// Where an error stands.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Lines and columns of the document, from 1.
    pub locations: Vec<(usize, usize)>,
    /// Keys and indices of the answer, from its root.
    pub path: Vec<Value>,
}

/// The result of everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with its sentence in both languages.
    pub fn new(code: Code, en: impl Into<String>, vi: impl Into<String>) -> Self {
        Self(Box::new(Told { code, en: en.into(), vi: vi.into(), details: Map::new() }))
    }

    /// Adds a detail to `extensions`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.details.insert(name.into(), value.into());
        self
    }

    /// There is nothing here that the caller can see: the same words whether it is hidden or absent.
    pub fn not_found() -> Self {
        Self::new(
            Code::NotFound,
            "There is no such object, or you cannot see it.",
            "Không có đối tượng này hoặc bạn không được xem.",
        )
    }

    /// A value that cannot be used, with the place it stands in.
    pub fn input(place: &str, en: &str, vi: &str) -> Self {
        Self::new(Code::BadUserInput, format!("{place}: {en}"), format!("{place}: {vi}")).with("field", place)
    }

    /// What passes a limit, with the limit and how much was asked for.
    pub fn beyond(
        en: impl Into<String>,
        vi: impl Into<String>,
        limit: impl Into<Value>,
        requested: impl Into<Value>,
    ) -> Self {
        Self::new(Code::LimitExceeded, en, vi).with("limit", limit).with("requested", requested)
    }

    /// The sentence in the reader's language.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Vi => &self.vi,
        }
    }

    /// `extensions` as published.
    #[must_use]
    pub fn extensions(&self, request_id: &str) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("code".into(), self.code.code().into());
        map.insert("requestId".into(), request_id.into());
        map.extend(self.details.clone());
        map
    }

    /// What is wrong with a document or its variables, in the words of the parser or the validation, which are English.
    pub fn invalid(found: &str) -> Self {
        Self::new(Code::GraphqlInvalid, found, format!("Truy vấn GraphQL không hợp lệ: {found}"))
    }

    /// The error as published: `message`, `locations` and `path` where there are some, `extensions`. The one place that
    /// writes an error, whatever it came by.
    #[must_use]
    pub fn published(&self, place: &Place, language: Language, request_id: &str) -> Value {
        let mut map = Map::new();
        map.insert("message".into(), self.message(language).into());
        if !place.locations.is_empty() {
            let lines = place.locations.iter().map(|(line, column)| json!({ "line": line, "column": column }));
            map.insert("locations".into(), lines.collect());
        }
        if !place.path.is_empty() {
            map.insert("path".into(), place.path.clone().into());
        }
        map.insert("extensions".into(), self.extensions(request_id).into());
        map.into()
    }

    /// A whole GraphQL response with only this error, for what fails before execution.
    #[must_use]
    pub fn body(&self, language: Language, request_id: &str) -> Vec<u8> {
        body(&[self.published(&Place::default(), language, request_id)])
    }
}

/// A whole GraphQL response with only these published errors, for what fails before execution.
#[must_use]
pub fn body(published: &[Value]) -> Vec<u8> {
    json!({ "errors": published }).to_string().into_bytes()
}

impl std::ops::Deref for Error {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.0
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.code(), self.en)
    }
}

impl std::error::Error for Error {}

/// A database that fails is logged here, once, and said to the reader only as what it means for them.
impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        let text = error.to_string();
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::new(
                Code::Duplicate,
                "Something with the same identity exists already.",
                "Đã có đối tượng trùng thông tin định danh.",
            ),
            Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => Self::new(
                Code::NotFound,
                "Something this refers to does not exist.",
                "Đối tượng được tham chiếu không tồn tại.",
            ),
            _ if matches!(error, sea_orm::DbErr::ConnectionAcquire(_)) => Self::new(
                Code::Overloaded,
                "The server is busy; nothing was changed. Try again in a moment.",
                "Hệ thống đang bận; chưa có gì thay đổi. Vui lòng thử lại sau giây lát.",
            ),
            _ if ["statement timeout", "lock timeout", "deadlock detected", "database is locked"]
                .iter()
                .any(|busy| text.contains(busy)) =>
            {
                Self::database_late()
            }
            _ => {
                tracing::error!(error = %text, "database");
                Self::internal()
            }
        }
    }
}

impl Error {
    /// A statement took too long, or waited too long for others.
    pub(crate) fn database_late() -> Self {
        Self::new(
            Code::Timeout,
            "The database did not answer in time; nothing was changed. Try again.",
            "Cơ sở dữ liệu không trả lời kịp; chưa có gì thay đổi. Vui lòng thử lại.",
        )
    }

    /// What the reader is told when the fault is ours; the cause is in the log under the request id.
    pub fn internal() -> Self {
        Self::new(
            Code::Internal,
            "Something failed on our side. Give the request id to the operator.",
            "Hệ thống gặp lỗi. Vui lòng gửi mã yêu cầu (requestId) cho người vận hành.",
        )
    }
}
