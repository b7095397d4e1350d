//! Exports: asked for, and cancelled. What is written in between is `schema/src/export`.

use async_graphql::InputObject;
use entity::export::{self, Column, ExportFormat, ExportState};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};
use serde_json::json;
use uuid::Uuid;

use super::done;
use crate::{
    error::{Code, Error, Result},
    export::{check, columns},
    noun::Nouns,
    scalar::{AnyJson, Enumerated, id::Id},
    write::{Done, Write},
};

/// A list to be written into a file.
#[derive(InputObject)]
pub struct StartExportInput {
    /// The list: a field of the query root that answers a connection, such as `projects`.
    pub connection: String,
    /// The columns: single values, along relations with a dot, such as `title` and `unit.name`. Where left out: every single value of the object and the IDs of what it belongs to.
    pub columns: Option<Vec<String>>,
    /// The list's own `filter`, as JSON.
    pub filter: Option<AnyJson>,
    /// The list's own `orderBy`, as JSON.
    pub order_by: Option<AnyJson>,
    /// How it is written.
    pub format: Enumerated<ExportFormat>,
}

/// An export to cancel.
#[derive(InputObject)]
pub struct CancelExportInput {
    /// The export.
    pub id: Id<export::Entity>,
}

/// Puts an export into the queue, if the list can be read like this.
pub async fn start(w: &mut Write, input: StartExportInput) -> Result<Done> {
    w.permit(None)?;
    let noun = Nouns::get().at_root(&input.connection).ok_or_else(|| {
        let lists: Vec<&str> = Nouns::get().all().filter_map(|noun| noun.root).collect();
        let (en, vi) =
            (format!("must be one of {}", lists.join(", ")), format!("phải là một trong {}", lists.join(", ")));
        Error::input("connection", &en, &vi)
    })?;
    let limits = w.limits.exports;
    let columns = columns(noun, input.columns, &limits)?;
    let of = |json: Option<AnyJson>| json.map_or(serde_json::Value::Null, |json| json.0);
    let variables = json!({ "filter": of(input.filter), "orderBy": of(input.order_by) });
    check(w, noun, &input.connection, &columns, &variables)?;
    let open = Column::Author.eq(w.subject()).and(Column::State.is_in([ExportState::Queued, ExportState::Running]));
    if w.every::<export::Entity>(open).await?.len() >= limits.of_one {
        let (en, vi) = (
            format!("You have {} exports under way; wait for one or cancel it.", limits.of_one),
            format!("Bạn đang có {} kết xuất chưa xong; hãy chờ hoặc hủy bớt.", limits.of_one),
        );
        return Err(Error::new(Code::LimitExceeded, en, vi).with("limit", limits.of_one));
    }
    let principal = w.principal()?;
    let claims = w.viewer.claims.as_deref().ok_or_else(Error::internal)?;
    let format = input.format.0;
    let ending = match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Xlsx => "xlsx",
        ExportFormat::JsonLines => "jsonl",
    };
    let row = export::ActiveModel {
        unit_id: Set((!principal.unit.is_nil()).then_some(principal.unit)),
        author: Set(w.subject()),
        class: Set(claims.class.code().into()),
        duty: Set(claims.duty.code().into()),
        unit: Set(claims.unit.clone()),
        client: Set(claims.client.clone()),
        session_id: Set(claims.session),
        name: Set(format!("{}-{}.{ending}", input.connection, w.viewer.now.date_in_vietnam())),
        connection: Set(input.connection),
        columns: Set(columns.paths.join(",")),
        variables: Set(variables.to_string()),
        format: Set(format),
        state: Set(ExportState::Queued),
        rows_done: Set(0),
        file_id: Set(Uuid::now_v7()),
        ..Default::default()
    };
    done::<export::Entity>(w.insert::<export::Entity>(row).await?.id)
}

/// Cancels an export that has not ended. Whoever writes it sees that at its next page.
pub async fn cancel(w: &mut Write, input: CancelExportInput) -> Result<Done> {
    w.permit(None)?;
    let before = w.fetch::<export::Entity>(input.id.0).await?;
    if before.author != w.subject() {
        return Err(Error::not_found());
    }
    if !matches!(before.state, ExportState::Queued | ExportState::Running) {
        let code = before.state.code();
        return Err(Error::new(
            Code::InvalidTransition,
            format!("cancelExport leads nowhere from {code}."),
            format!("Không thể thực hiện cancelExport ở trạng thái {code}."),
        )
        .with("state", code));
    }
    let mut row = before.clone().into_active_model();
    row.state = Set(ExportState::Cancelled);
    row.finished_at = Set(Some(w.viewer.now));
    done::<export::Entity>(w.update::<export::Entity>(&before, row).await?.id)
}
