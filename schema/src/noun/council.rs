//! The Council: sessions, agenda, members and the roll (Hội đồng: phiên họp, thành viên, danh sách bỏ phiếu).
//!
//! Ballots are no noun: nobody can read one.

use entity::{
    agenda_item,
    council_member::{self, CouncilPosition},
    council_session::{self, SessionState},
    voter_roll,
};

use sea_orm::Set;
use serde_json::Value as Json;

use super::life::{Living, state, transitions};
use super::record::history;
use crate::{
    declare::{
        Field, Filter, Group, Need, Noun, PersonalKind, Scalar, Sort, boolean, code, computed, date, instant, int, key,
        one, parts, text,
    },
    plan::Cell,
    viewer::Viewer,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![session(), item(), member(), roll()]
}

fn session() -> Noun {
    Noun::new("CouncilSession", "council_session", council_session::visible, "A session of the Emulation and Commendation Council (phiên họp Hội đồng) with its agenda and secret ballot. No tally exists before the close.")
        .root("sessions")
        .fields([
            text("title", "The title (tên phiên họp)."),
            date("heldOn", "The day it is held."),
            code::<SessionState>("state", "Draft, open, closed or cancelled."),
            int("thresholdBasisPoints", "More than this share of the members who may vote on an item must agree; 5000 is 50 %."),
            int("quorumBasisPoints", "At least this share of the members must have voted; 6667 is two thirds."),
            int("memberCount", "Members on the roll; known at the close.").optional(),
            int("votedCount", "Members who voted; known at the close.").optional(),
            instant("openedAt", "When the ballot was opened.").optional(),
            instant("closedAt", "When the ballot was closed.").optional(),
        text("reason", "Why it was cancelled (lý do hủy).").optional(),
            one("campaign", "Campaign", "The campaign."),
            one("phase", "Phase", "The phase."),
            one("ruleSet", "RuleSet", "The rules that hold (bộ quy tắc)."),
            one("minutes", "OfficialDocument", "The minutes of the count (biên bản kiểm phiếu).").optional(),
            parts("agenda", "AgendaItem", "session_id", "position", "What is voted on (nội dung)."),
            super::honours::direct_workers(
                "select n.honouree_id from agenda_item x join nomination n on n.id = x.nomination_id where x.session_id = {t}.id",
                "(select r.direct_worker_basis_points from rule_set r where r.id = {t}.rule_set_id)",
            ),
            parts("roll", "VoterRollEntry", "session_id", "id", "Who may vote (danh sách bỏ phiếu)."),
            super::paper::papers("CouncilSession", "case when {t}.state = 'CLOSED' then 'VOTE_MINUTES,PROPOSAL_LETTER' else '' end", "cast({t}.held_on as text)"),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            transitions::<workflow::session::Session>(),
        ])
        .filters([
            Filter::codes::<SessionState>("state", "In one of these states."),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("phase", "Phase", "In one of these phases."),
            Filter::range("heldOn", Scalar::Date, "Held in this time."),
        ])
        .sorts([Sort::by("HELD_ON", "held_on", Scalar::Date, "By the day.").descending()])
        .groups([Group::by("STATE", "state", Scalar::Text, "By state.")])
}

impl Living for workflow::session::Session {
    type Row = council_session::Entity;

    fn put(row: &mut council_session::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("(select c.unit_id from campaign c where c.id = {t}.campaign_id)", Scalar::Id("Unit")),
            key("(select count(*) from agenda_item x where x.session_id = {t}.id)", Scalar::Long),
            key("(select count(*) from voter_roll x where x.session_id = {t}.id)", Scalar::Long),
            key("(select count(*) from voter_roll x where x.session_id = {t}.id and x.has_voted)", Scalar::Long),
            key("{t}.quorum_basis_points", Scalar::Int),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        let number = |i: usize| cells[i].int().unwrap_or_default();
        workflow::session::Facts {
            state: state(&cells[0], SessionState::Closed),
            unit: cells[1].uuid().unwrap_or_default(),
            items: number(2),
            members: number(3),
            voted: number(4),
            quorum: number(5),
        }
    }
}

fn item() -> Noun {
    Noun::new("AgendaItem", "agenda_item", agenda_item::visible, "A nomination on the agenda of a session. The count is written at the close and is null before (kết quả bỏ phiếu).")
        .fields([
            int("position", "Its place on the agenda, from 1."),
            one("nomination", "Nomination", "The nomination.").optional(),
            int("eligibleVoters", "Members who might vote on it.").optional(),
            int("ayes", "Votes for (đồng ý).").optional(),
            int("nays", "Votes against (không đồng ý).").optional(),
            int("abstentions", "Abstentions (không có ý kiến).").optional(),
            boolean("hasPassed", "Whether it passed by the rules (kết quả).").optional(),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn member() -> Noun {
    Noun::new(
        "CouncilMember",
        "council_member",
        council_member::visible,
        "A member of the Council (thành viên Hội đồng).",
    )
    .root("councilMembers")
    .fields([
        text("name", "The name.").personal(PersonalKind::Official),
        code::<CouncilPosition>("position", "Chair, vice chair, secretary or member."),
        one("unit", "Unit", "The unit they come from."),
        date("validFrom", "The first day."),
        date("validTo", "The last day; null while it goes on.").optional(),
        int("version", "Grows by one with each change; for `expectedVersion`."),
    ])
    .sorts([Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet.")])
}

/// What a roll tells of a member: to that member, and to others once the session is over.
fn of_voter(name: &'static str, column: &'static str, about: &'static str) -> Field {
    let needs = vec![
        key(column, Scalar::Bool),
        key("(select s.state from council_session s where s.id = {t}.session_id)", Scalar::Text),
        key("(select m.subject from council_member m where m.id = {t}.member_id)", Scalar::Text),
    ];
    computed(name, "Boolean", needs, told_of_voter, about).of_voter()
}

fn told_of_voter(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let is_over = matches!(state(&cells[1], SessionState::Open), SessionState::Closed | SessionState::Cancelled);
    let is_member = viewer.principal.is_some() && cells[2].text() == Some(viewer.subject());
    if is_over || is_member { cells[0].is_true().into() } else { Json::Null }
}

fn roll() -> Noun {
    Noun::new(
        "VoterRollEntry",
        "voter_roll",
        voter_roll::visible,
        "That a member may vote in a session, and whether they have (danh sách bỏ phiếu). It knows nothing of how.",
    )
    .fields([
        one("member", "CouncilMember", "The member."),
        of_voter(
            "hasVoted",
            "{t}.has_voted",
            "Whether they have voted (đã bỏ phiếu); until the session is over null for everybody but the member.",
        ),
        of_voter("inWriting", "{t}.in_writing", "Whether in writing (bằng văn bản); null as long."),
    ])
    .sorts([Sort::by("MEMBER", "member_id", Scalar::Id("CouncilMember"), "By member.")])
}
