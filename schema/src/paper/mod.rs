//! Papers: what is printed of an object, as DOCX laid out by Nghị định 30/2020/NĐ-CP, and as XLSX where it is figures.
//!
//! A paper is read by the same queries that its reader could send, so that it holds nothing they may not see.

mod consolidated;
mod decision;
mod docx;
mod figures;
mod layout;
mod reading;
mod session;
mod words;
mod xlsx;

use entity::codes;

use crate::error::{Code, Error, Result};

pub use reading::Reading;

codes! {
    /// What a paper is (loại văn bản in ra).
    pub enum PaperKind {
        /// A consolidated report (báo cáo tổng hợp).
        ConsolidatedReport = "CONSOLIDATED_REPORT",
        /// The minutes of a count (biên bản kiểm phiếu).
        VoteMinutes = "VOTE_MINUTES",
        /// The letter that proposes what the Council passed to the Chairman (tờ trình).
        ProposalLetter = "PROPOSAL_LETTER",
        /// A decision with its list of awards (quyết định khen thưởng).
        AwardDecision = "AWARD_DECISION",
    }
}

codes! {
    /// The format of a paper (định dạng).
    pub enum PaperFormat {
        /// A text to print and sign (Word).
        Docx = "DOCX",
        /// Tables to calculate with (Excel).
        Xlsx = "XLSX",
    }
}

impl PaperFormat {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// What the name of a file ends with.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }
}

impl PaperKind {
    /// The formats there are of it.
    #[must_use]
    pub const fn formats(self) -> &'static [PaperFormat] {
        match self {
            Self::ConsolidatedReport => PaperFormat::ALL,
            Self::VoteMinutes | Self::ProposalLetter | Self::AwardDecision => &[PaperFormat::Docx],
        }
    }

    /// What its file is called, without the extension.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ConsolidatedReport => "Báo cáo tổng hợp",
            Self::VoteMinutes => "Biên bản kiểm phiếu",
            Self::ProposalLetter => "Tờ trình khen thưởng",
            Self::AwardDecision => "Quyết định khen thưởng",
        }
    }
}

/// A paper that could not be written is logged, and is no fault of its reader.
fn unwritable(error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "a paper could not be written");
    Error::internal()
}

/// There is nothing to print yet: the vote is not counted.
fn too_early() -> Error {
    Error::new(
        Code::InvalidTransition,
        "There is no paper of a session before its close.",
        "Chưa có văn bản của phiên họp trước khi đóng bỏ phiếu.",
    )
}

/// Puts a paper together and writes it.
fn write(kind: PaperKind, format: PaperFormat, object: &serde_json::Value) -> Result<Vec<u8>> {
    match (kind, format) {
        (PaperKind::ConsolidatedReport, PaperFormat::Docx) => docx::write(&consolidated::letter(object)),
        (PaperKind::ConsolidatedReport, PaperFormat::Xlsx) => xlsx::write(&consolidated::sheets(object)),
        (PaperKind::VoteMinutes, _) => docx::write(&session::minutes(object)?),
        (PaperKind::ProposalLetter, _) => docx::write(&session::proposal(object)?),
        (PaperKind::AwardDecision, _) => docx::write(&decision::letter(object)),
    }
}
