//! Who may bring in which rows: whoever may say the mutation that each row is.

use entity::import::ImportKind;

use super::{Action, may, permit};
use crate::{error::Result, viewer::Viewer};

/// The mutation that a row of this kind is.
#[must_use]
pub const fn row_action(kind: ImportKind) -> Action {
    match kind {
        ImportKind::Units => Action::CreateUnit,
        ImportKind::ClusterMembers => Action::AddClusterMember,
        ImportKind::CouncilMembers => Action::AddCouncilMember,
        ImportKind::Projects => Action::CreateProject,
        ImportKind::Targets => Action::UpdateProject,
        ImportKind::ReportIndicators => Action::UpdateReport,
    }
}

/// Whether the viewer may bring in such rows at all; on which objects, each row is asked.
pub fn may_bring(viewer: &Viewer, kind: ImportKind) -> Result<()> {
    permit(viewer, Action::ImportRows, None)?;
    let action = row_action(kind);
    if may(viewer, action) { Ok(()) } else { permit(viewer, action, None) }
}

/// Whether the viewer may send files at all, for whatever they are.
pub fn may_send_files(viewer: &Viewer) -> Result<()> {
    if may(viewer, Action::ImportRows) {
        return Ok(());
    }
    permit(viewer, Action::AttachFile, None)
}
