//! Who signs in with a name and a password in the demo: everybody there is a demo token for.

use entity::Instant;
use schema::{Api, NewPassword, SignIn, error::Code};
use serde_json::json;

use super::{
    client::asked,
    people::admin,
    story::{Timeline, day},
};
use crate::auth::demo::{PASSWORD, people};

/// The password that the administrator chose, and everybody has changed.
const FIRST: &str = "chín rồng một dòng sông";
/// The day they were made.
const MADE: &str = "2021-07-05";

/// The administrator makes the users.
pub(super) fn tell(timeline: &mut Timeline) {
    for somebody in people() {
        let (person, role) = (&somebody.person, somebody.person.role);
        // The province is known by its code elsewhere; here by its unit.
        let unit = if person.unit == "H59" { super::units::PROVINCE } else { &person.unit };
        let input = json!({
            "name": person.subject, "fullName": somebody.label, "class": role.class.code(), "duty": role.duty.code(),
            "unit": format!("@unit:{unit}"), "password": FIRST,
        });
        timeline.story().act(day(MADE), admin(), "createUser", input);
    }
}

/// Each has changed the first password for the one that the README tells. Done before, it is refused and stays done.
pub(super) async fn settle(api: &Api, now: Instant) -> Result<(), String> {
    for somebody in people() {
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
