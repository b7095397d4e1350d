//! Attachments: with a request, or through a slot; by whoever may write the owner.

use async_graphql::InputObject;
use entity::{Instant, attachment, dossier, official_document, progress_entry, project, report, upload_slot};
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait, ExprTrait, ModelTrait, Set};
use uuid::Uuid;

use super::{check, document, done};
use crate::{
    error::{Code, Error, Result},
    files::{Found, Uploaded},
    policy::{self, Action},
    scalar::{
        id::{self, Id, Named as _},
        upload::Upload,
    },
    workflow::attachment::Owner as Life,
    write::{Before, Done, Early, Write},
};

/// A file and what it belongs to.
#[derive(InputObject)]
pub struct AttachFileInput {
    /// The ID of the report, project, progress entry, dossier or official document that it belongs to.
    pub owner: async_graphql::ID,
    /// The file.
    pub file: Upload,
    /// Its name; the one the client sent where left out.
    pub name: Option<String>,
}

/// Files and what they belong to.
#[derive(InputObject)]
pub struct AttachFilesInput {
    /// The ID of the report, project, progress entry, dossier or official document that they belong to.
    pub owner: async_graphql::ID,
    /// The files, each under the name the client sent; as many as a request may carry.
    pub files: Vec<Upload>,
}

/// A file that will be uploaded.
#[derive(InputObject)]
pub struct CreateUploadSlotInput {
    /// The ID of the report, project, progress entry, dossier or official document that it belongs to.
    pub owner: async_graphql::ID,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: i32,
    /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
}

/// A slot whose file has been uploaded.
#[derive(InputObject)]
pub struct CompleteUploadInput {
    /// The slot.
    pub id: Id<upload_slot::Entity>,
}

/// An attachment to take away.
#[derive(InputObject)]
pub struct RemoveAttachmentInput {
    /// The attachment.
    pub id: Id<attachment::Entity>,
}

/// Attachments of one owner; its list of parts shows as many.
const MOST: usize = 100;
/// Slots that one person has open at the same time.
pub const OPEN_SLOTS: usize = 50;

/// What owns a file: where its ID stands in the attachment, its unit, its life, and the verb by which it is written.
struct Owner {
    column: attachment::Column,
    key: Uuid,
    unit: Option<Uuid>,
    life: Life,
    verb: Action,
}

/// The owner of an ID, under the viewer's scope and locked, if they may write it.
async fn owner(w: &Write, written: &str) -> Result<Owner> {
    use attachment::Column as C;
    w.permit(None)?;
    let (noun, key) = id::parse(written)?;
    let of = |column, unit, life, verb| Owner { column, key, unit, life, verb };
    let owner = match noun.as_str() {
        "Report" => {
            let row = w.fetch::<report::Entity>(key).await?;
            of(C::ReportId, Some(row.unit_id), Life::Report(row.state), Action::UpdateReport)
        }
        "Project" => {
            let row = w.fetch::<project::Entity>(key).await?;
            of(C::ProjectId, Some(row.unit_id), Life::Project(row.state), Action::UpdateProject)
        }
        "ProgressEntry" => {
            let row = w.see::<progress_entry::Entity>(key).await?;
            let row = w.fetch::<project::Entity>(row.project_id).await?;
            of(C::ProgressEntryId, Some(row.unit_id), Life::Progress(row.state), Action::RecordProgress)
        }
        "Dossier" => {
            let row = w.fetch::<dossier::Entity>(key).await?;
            of(C::DossierId, Some(row.unit_id), Life::Dossier(row.state), Action::CreateDossier)
        }
        "OfficialDocument" => {
            let row = w.fetch::<official_document::Entity>(key).await?;
            document::own_only(w, row.issuer_id)?;
            of(C::DocumentId, row.issuer_id, Life::Document, Action::RegisterDocument)
        }
        other => {
            return Err(Error::new(
                Code::BadId,
                format!("A {other} has no attachments."),
                format!("Đối tượng {other} không có tệp đính kèm."),
            ));
        }
    };
    policy::permit(&w.viewer, owner.verb, owner.unit)?;
    Ok(owner)
}

/// Attaches a file that came with the request.
pub async fn attach(w: &mut Write, input: AttachFileInput) -> Result<Done> {
    let owner = owner(w, &input.owner).await?;
    let Uploaded { file, name, found, .. } = sent(w, "file", &input.file)?;
    let name = w.viewer.files.clean(input.name.as_deref().unwrap_or(&name));
    done::<attachment::Entity>(add(w, &owner, file, name, found).await?)
}

/// Attaches every file that came with the request, or none.
pub async fn attach_all(w: &mut Write, input: AttachFilesInput) -> Result<Done> {
    let owner = owner(w, &input.owner).await?;
    check::list("files", &input.files, 1, MOST)?;
    let mut attached = Vec::with_capacity(input.files.len());
    for file in &input.files {
        let Uploaded { file, name, found, .. } = sent(w, "files", file)?;
        attached.push(add(w, &owner, file, w.viewer.files.clean(&name), found).await?);
    }
    Done::several(attachment::Entity::NOUN, attached)
}

/// A file that came with the request.
fn sent(w: &Write, place: &str, file: &Upload) -> Result<Uploaded> {
    w.viewer.uploads.iter().find(|sent| sent.token == file.0).cloned().ok_or_else(|| {
        Error::input(
            place,
            "must be sent as a part of a multipart request",
            "phải gửi dưới dạng phần của yêu cầu multipart",
        )
    })
}

/// Opens a slot for a file that is announced.
pub async fn create_slot(w: &mut Write, input: CreateUploadSlotInput) -> Result<Done> {
    let owner = owner(w, &input.owner).await?;
    room(w, &owner).await?;
    let unit = w.unit()?;
    if !w.viewer.scope.owns(unit) {
        let (en, vi) = ("Send the file with attachFile.", "Hãy gửi tệp bằng thao tác attachFile.");
        return Err(Error::new(Code::Forbidden, en, vi).with("action", w.action.code()));
    }
    let own = upload_slot::Column::Author.eq(w.subject()).and(upload_slot::Column::ExpiresAt.gte(w.viewer.now));
    if w.every::<upload_slot::Entity>(own).await?.len() >= OPEN_SLOTS {
        let (en, vi) = ("Complete the slots that are open first.", "Hãy hoàn tất các chỗ tải tệp đang mở trước.");
        return Err(Error::new(Code::LimitExceeded, en, vi).with("limit", OPEN_SLOTS));
    }
    let most = w.viewer.files.most_bytes();
    if i64::from(input.size) > most {
        let (en, vi) = (format!("A file has at most {most} bytes."), format!("Tệp tối đa {most} byte."));
        return Err(Error::beyond(en, vi, most, input.size));
    }
    if input.size < 1 {
        return Err(Error::input("size", "is at least 1", "phải từ 1 trở lên"));
    }
    if input.sha256.len() != 64 || !input.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        let (en, vi) = ("is 64 hexadecimal digits in lower case", "gồm 64 chữ số thập lục phân viết thường");
        return Err(Error::input("sha256", en, vi));
    }
    let row = upload_slot::ActiveModel {
        unit_id: Set(unit),
        owner: Set(input.owner.to_string()),
        file_id: Set(Uuid::now_v7()),
        name: Set(w.viewer.files.clean(&input.name)),
        size: Set(input.size.into()),
        sha256: Set(input.sha256),
        author: Set(w.subject()),
        expires_at: Set(Instant(w.viewer.now.0 + w.viewer.files.slot_micros())),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    let slot = w.attach::<upload_slot::Entity>(row).await?;
    w.record_act("UploadSlot", slot.id)?;
    done::<upload_slot::Entity>(slot.id)
}

/// Looks through what was uploaded to a slot; nothing else than the announced bytes can come there afterwards.
pub fn look(before: Before, CompleteUploadInput { id }: CompleteUploadInput) -> BoxFuture<'static, Result<Early>> {
    Box::pin(async move {
        match before.see::<upload_slot::Entity>(id.0).await? {
            Some(slot) if slot.author == before.viewer.subject() => {
                Ok(Early::File(before.viewer.files.look(slot.file_id).await?))
            }
            _ => Ok(Early::Nothing),
        }
    })
}

/// Makes an attachment of what was uploaded to a slot, if that is what was announced.
pub async fn complete(w: &mut Write, input: CompleteUploadInput) -> Result<Done> {
    w.permit(None)?;
    let slot = w.fetch::<upload_slot::Entity>(input.id.0).await?;
    if slot.author != w.subject() {
        return Err(Error::not_found());
    }
    if slot.expires_at < w.viewer.now {
        let (en, vi) = ("This slot has ended; create a new one.", "Chỗ tải tệp lên đã hết hạn; hãy tạo chỗ mới.");
        return Err(Error::new(Code::LinkExpired, en, vi));
    }
    let owner = owner(w, &slot.owner).await?;
    let found = w.early.file().ok_or_else(|| {
        let (en, vi) = ("Nothing was uploaded to this slot yet.", "Chưa có tệp nào được tải lên chỗ này.");
        Error::new(Code::UploadMissing, en, vi)
    })?;
    if (found.size, &found.sha256) != (slot.size, &slot.sha256) {
        return Err(mismatch());
    }
    let (file, name) = (slot.file_id, slot.name.clone());
    slot.delete(&w.tx).await?;
    done::<attachment::Entity>(add(w, &owner, file, name, found).await?)
}

/// Takes an attachment away from a draft.
pub async fn remove(w: &mut Write, input: RemoveAttachmentInput) -> Result<Done> {
    let row = w.fetch::<attachment::Entity>(input.id.0).await?;
    let owners = [
        ("Report", row.report_id),
        ("Project", row.project_id),
        ("ProgressEntry", row.progress_entry_id),
        ("Dossier", row.dossier_id),
        ("OfficialDocument", row.document_id),
    ];
    let written = owners.iter().find_map(|(noun, key)| key.map(|key| id::print(noun, key)));
    let owner = owner(w, &written.ok_or_else(Error::internal)?).await?;
    if !owner.life.releases() {
        return Err(Error::new(
            Code::InvalidTransition,
            "A file is removed only while what it belongs to is a draft.",
            "Chỉ được gỡ tệp khi đối tượng còn là dự thảo.",
        ));
    }
    let id = row.id;
    row.delete(&w.tx).await?;
    w.record_act("Attachment", id)?;
    done::<attachment::Entity>(id)
}

/// What was uploaded is not what was announced.
fn mismatch() -> Error {
    let (en, vi) = (
        "The uploaded bytes are not those that were announced (size or SHA-256).",
        "Nội dung tải lên không khớp với khai báo (dung lượng hoặc SHA-256).",
    );
    Error::new(Code::UploadMismatch, en, vi)
}

/// Whether the owner takes one more.
async fn room(w: &Write, owner: &Owner) -> Result<()> {
    if !owner.life.takes() {
        return Err(Error::new(
            Code::InvalidTransition,
            "In this state it takes no more files.",
            "Ở trạng thái này không thể đính kèm thêm tệp.",
        ));
    }
    let there = w.every::<attachment::Entity>(owner.column.eq(owner.key)).await?;
    check::list("attachments", &there[..], 0, MOST - 1)
}

/// Adds a file to its owner; the key of the attachment.
async fn add(w: &Write, owner: &Owner, file: Uuid, name: String, found: Found) -> Result<Uuid> {
    use attachment::Column as C;
    room(w, owner).await?;
    let of =
        |column: C| (std::mem::discriminant(&owner.column) == std::mem::discriminant(&column)).then_some(owner.key);
    let row = attachment::ActiveModel {
        unit_id: Set(owner.unit),
        report_id: Set(of(C::ReportId)),
        project_id: Set(of(C::ProjectId)),
        progress_entry_id: Set(of(C::ProgressEntryId)),
        dossier_id: Set(of(C::DossierId)),
        document_id: Set(of(C::DocumentId)),
        file_id: Set(file),
        name: Set(name),
        media_type: Set(found.media_type),
        size: Set(found.size),
        sha256: Set(found.sha256),
        author: Set(w.subject()),
        ..Default::default()
    };
    Ok(w.insert::<attachment::Entity>(row).await?.id)
}
