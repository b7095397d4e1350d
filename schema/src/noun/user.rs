//! Users who sign in here, for whoever keeps them (người dùng).

use entity::user_account::{self, UserState};

use crate::{
    declare::{Filter, Group, Noun, PersonalKind, Scalar, Sort, boolean, code, instant, int, one, text},
    viewer::{Class, Duty},
};

pub fn nouns() -> Vec<Noun> {
    let about = "Somebody who signs in here with a name and a password (người dùng); where an identity provider does that, there are none. For the administrator and the auditor.";
    let noun = Noun::new("User", "user_account", user_account::visible, about)
        .root("users")
        .fields([
            text("name", "The name to sign in with; the subject of the tokens (tên đăng nhập).")
                .personal(PersonalKind::Official),
            text("fullName", "The full name (họ tên).").personal(PersonalKind::Official),
            code::<Class>("class", "The organisation class of the role."),
            code::<Duty>("duty", "The duty of the role."),
            one("unit", "Unit", "The unit the role is held in.").optional(),
            code::<UserState>("state", "Active or disabled."),
            instant("passwordSetAt", "When the password was set."),
            boolean(
                "mustChangePassword",
                "Whether somebody else chose the password, so that it has to be changed first.",
            ),
            instant("createdAt", "When it was made."),
            instant("updatedAt", "When it was last changed."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
        ])
        .filters([
            Filter::search(),
            Filter::codes::<UserState>("state", "In one of these states."),
            Filter::codes::<Class>("class", "In one of these classes."),
            Filter::codes::<Duty>("duty", "With one of these duties."),
            Filter::ids("unit", "Unit", "In one of these units."),
            Filter::texts("name", "With one of these names to sign in with."),
        ])
        .sorts([
            Sort::by("FULL_NAME", "name_key", Scalar::Text, "By full name, in Vietnamese order."),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was made.").descending(),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("CLASS", "class", Scalar::Text, "By organisation class."),
        ]);
    vec![noun]
}
