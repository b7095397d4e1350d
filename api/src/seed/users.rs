//! Who signs in with a name and a password in the demo: everybody there is a demo token for.

use entity::Instant;
use schema::{Api, NewPassword, SignIn, error::Code, viewer::Class};
use serde_json::json;

use super::{
    client::asked,
    people::admin,
    story::{Timeline, day},
};
use crate::auth::demo::{AGENCY, PASSWORD, Somebody, people};

/// The password that the administrator chose, and everybody has changed.
const FIRST: &str = "chín rồng một dòng sông";
/// The day they were made.
const MADE: &str = "2021-07-05";

/// A system of an agency has tokens and no password.
fn users() -> impl Iterator<Item = Somebody> {
    people().into_iter().filter(|somebody| somebody.person.role.class != Class::Agency)
}

/// The administrator makes the users, and registers the system of another agency.
pub(super) fn tell(timeline: &mut Timeline) {
    for somebody in users() {
        let (person, role) = (&somebody.person, somebody.person.role);
        // The province is known by its code elsewhere; here by its unit.
        let unit = if person.unit == "H59" { super::units::PROVINCE } else { &person.unit };
        let input = json!({
            "name": person.subject, "fullName": somebody.label, "class": role.class.code(), "duty": role.duty.code(),
            "unit": format!("@unit:{unit}"), "password": FIRST,
        });
        timeline.story().act(day(MADE), admin(), "createUser", input);
    }
    let input = json!({
        "name": AGENCY, "title": "Hệ thống chi tiền thưởng của Kho bạc Nhà nước Trà Vinh", "unit": "@unit:KBNN",
        "purpose": "Đối chiếu người được khen thưởng khi chi tiền thưởng", "legalBasis": "Nghị định 91/2017/NĐ-CP",
        "scopes": ["ORGANISATION", "AWARDS", "HONOUREES"], "validFrom": MADE,
    });
    timeline.story().act(day(MADE), admin(), "registerAgencyClient", input);
}

/// Each has changed the first password for the one that the README tells. Done before, it is refused and stays done.
pub(super) async fn settle(api: &Api, now: Instant) -> Result<(), String> {
    for somebody in users() {
        let name = somebody.person.subject.as_str();
        let who = SignIn { name, password: FIRST, is_read_only: false, refresh_micros: 0 };
        match api.change_password(&who, NewPassword(PASSWORD), &asked(now, None)).await {
            Ok(_) => {}
            Err(error) if error.code == Code::SignInRefused => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
}
