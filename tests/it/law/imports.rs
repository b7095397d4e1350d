//! The table of imports in the README: made from the declarations themselves.

use std::{fmt::Write as _, fs};

use schema::{import::kinds, policy::row_action};
use tests::{root, snapshot};

/// Where the table begins and ends.
const BEGIN: &str = "<!-- made by tests/it/law/imports.rs -->\n";
const END: &str = "<!-- end of imports -->\n";

#[test]
fn the_table_of_the_readme_is_made_from_the_declarations() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (head, rest) = readme.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let mut table =
        String::from("| Kind | Each row is | Needs | Columns, those in bold in each row |\n|---|---|---|---|\n");
    for declared in kinds() {
        let columns = declared.columns.iter().map(|column| {
            let name = format!("`{}` {}", column.name, column.vietnamese);
            if column.is_required { format!("**{name}**") } else { name }
        });
        let needs = declared.within.field().map_or_else(String::new, |field| format!("`{field}`"));
        let action = row_action(declared.kind).code();
        let columns = columns.collect::<Vec<_>>().join(", ");
        let _ = writeln!(table, "| `{}` | `{action}` | {needs} | {columns} |", declared.kind.code());
    }
    snapshot::check("README.md", &format!("{head}{BEGIN}{table}{END}{tail}"));
}
