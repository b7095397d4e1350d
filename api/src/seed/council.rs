//! The Council: its members, the session of December 2021 with its secret ballot, and the one prepared for April 2022.

use serde_json::{Value, json};

use super::{
    documents,
    dossiers::proposer,
    people::{member, secretary},
    story::{Story, Timeline, day},
    units::PROVINCE,
};

/// A member: unit, subject, name, position. But for the Chairman they are invented.
type Member = (&'static str, &'static str, &'static str, &'static str);

const MEMBERS: [Member; 9] = [
    (PROVINCE, "chutich.ubnd", "Lê Văn Hân", "CHAIR"),
    ("SNV", "phochutich.hoidong", "Nguyễn Trung Hoàng", "VICE_CHAIR"),
    ("SNV", "thuky.hoidong", "Phạm Thị Ngọc Mai", "SECRETARY"),
    ("STC", "uyvien.stc", "Đoàn Văn Lợi", "MEMBER"),
    ("VPUBND", "uyvien.vpubnd", "Trần Thị Kim Ngân", "MEMBER"),
    ("UBMTTQ", "uyvien.ubmttq", "Kim Sa Vuông", "MEMBER"),
    ("LĐLĐ", "uyvien.ldld", "Hồ Minh Quân", "MEMBER"),
    ("BTCTU", "uyvien.btctu", "Lê Thanh Sơn", "MEMBER"),
    ("CAT", "uyvien.cat", "Thạch Hoàng Minh", "MEMBER"),
];

/// The member who was away and voted in writing.
const ABSENT: usize = 6;

/// The agenda of the first session, and how the members voted, in their order: aye, nay or abstention. Where a member's
/// own unit proposes, the letter is not used.
pub(super) const FIRST_AGENDA: [(&str, &str); 12] = [
    ("qlhatang", "AAAAAAAAA"),
    ("thanh915b", "AAAAAAANA"),
    ("hothachsang", "AAAAAAAAA"),
    ("huyenhoi", "AAAANAAAA"),
    ("cdc", "AAAAAAAAA"),
    ("bssaruone", "AAAAAAAAA"),
    ("dieuduong", "AAXAAXNAA"),
    ("huypctv", "AAAAAANAA"),
    ("doivanhanh", "AANAXAANA"),
    ("sonminhtam", "AAAAAAAA-"),
    ("kimsophanh", "AAAAAAAAA"),
    ("chinhngaixuyen", "ANNAXNAXN"),
];

/// The one that fell short of half of all members.
pub(super) const FAILED: &str = "chinhngaixuyen";

/// What is prepared for the second session.
const SECOND_AGENDA: [&str; 3] = ["trungdoan", "congnhan", "kythuatvnpt"];

/// Members and sessions.
pub(super) fn tell(timeline: &mut Timeline) {
    let mut story = timeline.story();
    for (unit, subject, name, position) in MEMBERS {
        let input = json!({
            "unit": format!("@unit:{unit}"), "subject": subject, "name": name, "position": position,
            "validFrom": "2021-08-20",
        });
        story.make(format!("member:{subject}"), day("2021-08-20"), secretary(), "addCouncilMember", input);
    }
    first(&mut timeline.story());
    second(&mut timeline.story());
}

fn first(story: &mut Story<'_>) {
    let on = day("2021-12-29");
    let nominations: Vec<String> = FIRST_AGENDA.iter().map(|(key, _)| format!("@{key}")).collect();
    let input = json!({
        "phase": "@campaign.phases.1", "title": "Phiên họp Hội đồng Thi đua - Khen thưởng tỉnh xét khen thưởng đợt 01",
        "heldOn": on.to_string(), "nominations": nominations,
    });
    story.make("session1", day("2021-12-22"), secretary(), "conveneSession", input);
    story.act(on, secretary(), "openSession", json!({ "id": "@session1" }));
    (0..MEMBERS.len()).for_each(|place| vote(story, place));
    let number = "06/BB-HĐTĐKT";
    let subject = "Kiểm phiếu phiên họp Hội đồng Thi đua - Khen thưởng tỉnh xét khen thưởng đợt 01";
    let minutes = documents::of_unit(number, PROVINCE, on, subject, ("Phạm Thị Ngọc Mai", "Thư ký Hội đồng"));
    story.make(documents::key(number), on, secretary(), "registerDocument", minutes);
    let input = json!({ "id": "@session1", "minutes": format!("@{}", documents::key(number)) });
    story.act(on, secretary(), "closeSession", input);
}

fn vote(story: &mut Story<'_>, place: usize) {
    let on = day("2021-12-29");
    let (unit, subject, _, position) = MEMBERS[place];
    let mut input = json!({ "session": "@session1", "choices": choices(unit, place) });
    if place == ABSENT {
        input["member"] = format!("@member:{subject}").into();
        return story.act(on, secretary(), "recordWrittenBallot", input);
    }
    let who = if position == "SECRETARY" { secretary() } else { member(unit, subject) };
    story.act(on, who, "castBallot", input);
}

/// A choice for each item that the own unit does not propose.
fn choices(unit: &str, place: usize) -> Vec<Value> {
    let choice = |(index, (key, votes)): (usize, &(&str, &str))| {
        let choice = match votes.as_bytes().get(place) {
            Some(b'A') => "AYE",
            Some(b'N') => "NAY",
            _ => "ABSTAIN",
        };
        let item = json!({ "item": format!("@session1.agenda.{}", index + 1), "choice": choice });
        (proposer(key) != Some(unit)).then_some(item)
    };
    FIRST_AGENDA.iter().enumerate().filter_map(choice).collect()
}

fn second(story: &mut Story<'_>) {
    let nominations: Vec<String> = SECOND_AGENDA.iter().map(|key| format!("@{key}")).collect();
    let input = json!({
        "phase": "@campaign.phases.2", "title": "Phiên họp Hội đồng Thi đua - Khen thưởng tỉnh xét khen thưởng đợt 02, lần 1",
        "heldOn": "2022-04-29", "nominations": nominations,
    });
    story.make("session2", day("2022-04-19"), secretary(), "conveneSession", input);
}
