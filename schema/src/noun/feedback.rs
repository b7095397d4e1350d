//! What units find difficult, and who answers (khó khăn, vướng mắc, C1).

use entity::feedback::{self, FeedbackState};

use sea_orm::Set;

use super::life::{Living, state, transitions};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, instant, int, key, one, text},
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    let noun = Noun::new("Feedback", "feedback", feedback::visible, "What a unit finds difficult (khó khăn, vướng mắc): sent to the Standing Body, which answers or puts it before the authority that can decide.")
        .root("feedback")
        .label("subject")
        .fields([
            text("subject", "What it is about, in one line (tiêu đề)."),
            text("body", "What is difficult (nội dung)."),
            text("proposal", "What the unit proposes (kiến nghị)."),
            code::<FeedbackState>("state", "Where it is in its life (trạng thái)."),
            one("unit", "Unit", "The unit that asks (đơn vị phản ánh)."),
            one("campaign", "Campaign", "The campaign it is about.").optional(),
            instant("receivedAt", "When the Standing Body received it.").optional(),
            one("authority", "Unit", "The authority it was put before (cơ quan có thẩm quyền).").optional(),
            instant("escalatedAt", "When it was put before the authority.").optional(),
            text("answer", "The answer (trả lời).").optional(),
            instant("answeredAt", "When it was answered.").optional(),
            one("document", "OfficialDocument", "The document that resolves it (văn bản giải quyết).").optional(),
            instant("closedAt", "When it was closed.").optional(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was sent."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::feedback::Feedback>(),
        ])
        .filters([
            Filter::codes::<FeedbackState>("state", "In one of these states."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "About one of these campaigns."),
            Filter::ids("authority", "Unit", "Put before one of these authorities."),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was sent.").descending(),
            Sort::by("SUBJECT", "subject_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
        ]);
    vec![noun]
}

impl Living for workflow::feedback::Feedback {
    type Row = feedback::Entity;

    fn put(row: &mut feedback::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![key("{t}.state", Scalar::Text), key("{t}.unit_id", Scalar::Id("Unit"))]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::feedback::Facts {
            state: state(&cells[0], FeedbackState::Closed),
            unit: cells[1].uuid().unwrap_or_default(),
        }
    }
}
