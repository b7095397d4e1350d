//! Each published limit, and the tests that try it: what reaches it is taken, and what passes it is not.

use std::{collections::BTreeSet, fs};

use tests::root;

use super::limits::limits;

/// A limit by its name, and its tests as modules and name. Below `program` are those of the program as a process.
const PROOF: &[(&str, &[&str])] = &[
    (
        "headerSeconds",
        &[
            "slow::what_comes_just_in_time_is_answered",
            "slow::slow_clients_are_cut_off",
            "slow::later_heads_have_the_same_time",
        ],
    ),
    ("connectionsOfOne", &["slow::an_address_has_so_many_connections"]),
    ("headers", &["connection::what_is_no_http_is_told_so"]),
    ("headerBytes", &["connection::heads_have_a_length"]),
    ("addressBytes", &["connection::heads_have_a_length"]),
    ("tokenBytes", &["token::a_token_has_a_length"]),
    ("bodyBytes", &["http::sizes"]),
    ("bodySeconds", &["slow::what_comes_just_in_time_is_answered", "slow::slow_clients_are_cut_off"]),
    ("uploadFiles", &["attachments::caps::caps_hold_at_n"]),
    ("uploadBytes", &["attachments::caps::caps_hold_at_n", "attachments::caps::files_of_twenty_mebibytes_are_taken"]),
    ("uploadSeconds", &["attachments::time::files_have_their_time"]),
    ("uploadSlotSeconds", &["attachments::slots::slots_end_with_their_time"]),
    ("uploadMapBytes", &["attachments::caps::bytes_of_a_map"]),
    ("uploadSlots", &["attachments::slots::one_has_so_many_open"]),
    ("linkSeconds", &["attachments::links::a_link_ends_with_its_time"]),
    ("exportsRunning", &["exports::limits::so_many_run"]),
    ("exportsOfOne", &["exports::life::there_is_a_bound_for_each"]),
    ("exportColumns", &["exports::limits::columns"]),
    ("exportPageRows", &["exports::limits::rows_of_a_page"]),
    ("exportRows", &["exports::limits::rows_and_bytes"]),
    ("exportBytes", &["exports::limits::rows_and_bytes"]),
    ("exportSeconds", &["exports::limits::a_file_is_kept_for_its_time"]),
    ("importBytes", &["imports::limits::bytes_of_a_file"]),
    ("importUnpackedBytes", &["imports::limits::bytes_that_a_workbook_unpacks_to"]),
    ("importRows", &["imports::limits::a_thousand_rows_and_one_more", "imports::limits::rows_of_a_workbook"]),
    ("importCellCharacters", &["imports::limits::characters_of_a_cell"]),
    ("requestsBucket", &["rates::requests_of_an_address"]),
    ("requestsPerSecond", &["rates::requests_of_an_address"]),
    ("costBucket", &["rates::points_of_a_person"]),
    ("costPerSecond", &["rates::points_of_a_person"]),
    ("signInTries", &["sign_in::tries_are_counted_by_name_and_by_address"]),
    ("signInSeconds", &["sign_in::lives::a_wrong_try_counts_for_its_time"]),
    ("credentialsBytes", &["sign_in::lives::credentials_have_a_length"]),
    ("accessMinutes", &["sign_in::lives::tokens_and_sessions_end_with_their_time"]),
    ("refreshDays", &["sign_in::lives::tokens_and_sessions_end_with_their_time"]),
    ("sessionDays", &["sign_in::lives::tokens_and_sessions_end_with_their_time"]),
    ("sessionsOfOne", &["sign_in::lives::the_oldest_session_makes_room"]),
    ("leewaySeconds", &["token::a_token_ends_after_the_leeway"]),
    ("ofOne", &["places::as_many_run_and_wait_as_may"]),
    ("running", &["places::as_many_run_and_wait_as_may"]),
    ("waiting", &["places::as_many_run_and_wait_as_may"]),
    ("documentBytes", &["wall::limits_hold_at_n"]),
    ("documentTokens", &["wall::limits_hold_at_n"]),
    ("documentNesting", &["wall::limits_hold_at_n"]),
    ("fragmentVisits", &["wall::directives_and_fragment_visits_hold_at_n"]),
    ("keptBytes", &["named::bytes_that_are_kept"]),
    ("keptClientBytes", &["named::bytes_that_are_kept"]),
    ("depth", &["wall::limits_hold_at_n"]),
    ("typeRepeats", &["wall::limits_hold_at_n"]),
    ("fields", &["wall::limits_hold_at_n"]),
    ("aliases", &["wall::limits_hold_at_n"]),
    ("rootFields", &["wall::limits_hold_at_n"]),
    ("mutationFields", &["wall::limits_hold_at_n"]),
    ("directives", &["wall::directives_and_fragment_visits_hold_at_n"]),
    ("filterValues", &["wall::limits_hold_at_n"]),
    ("filterTexts", &["wall::limits_hold_at_n"]),
    ("variableValues", &["wall::limits_hold_at_n"]),
    ("introspections", &["wall::limits_hold_at_n"]),
    ("introspectionLists", &["wall::limits_hold_at_n"]),
    ("pageDefault", &["page::a_page_without_a_size_is_the_default"]),
    ("pageMax", &["page::what_is_no_page_is_refused"]),
    ("partsMax", &["attachments::caps::caps_hold_at_n"]),
    ("resultObjects", &["wall::objects_of_an_answer"]),
    ("cost", &["load::cost_holds_at_n"]),
    ("errors", &["wall::errors_are_few"]),
    ("requestSeconds", &["deadline::a_request_has_its_time"]),
    ("statementSeconds", &["deadline::a_statement_has_its_time_on_postgres"]),
    ("lockSeconds", &["deadline::a_lock_has_its_time_on_postgres"]),
    ("socketsUninitialised", &["socket::floods::sockets_before_init"]),
    ("socketSubscriptions", &["socket::bounds::operations_on_a_socket"]),
    ("socketsPerPrincipal", &["socket::bounds::sockets_of_a_principal"]),
    ("streamsPerPrincipal", &["socket::events::streams_of_a_principal"]),
    ("socketsTotal", &["socket::bounds::sockets_of_all"]),
    ("socketMessageBytes", &["socket::bounds::bytes_of_a_message"]),
    ("socketQueue", &["socket::bounds::a_slow_reader_is_closed", "socket::bounds::a_late_reader_gets_everything"]),
    ("socketQueueBytes", &["socket::floods::bytes_that_wait", "socket::bounds::a_late_reader_gets_everything"]),
    ("socketInitSeconds", &["socket::bounds::time_to_connection_init"]),
    ("socketQuietSeconds", &["socket::bounds::a_silent_client_is_let_go"]),
    ("unreadSeconds", &["socket::bounds::a_stuck_reader_is_dropped"]),
    ("socketHoldsSeconds", &["authority::ended::a_socket_ends_with_its_session"]),
];

#[test]
fn each_limit_is_tried() {
    let named: BTreeSet<_> = PROOF.iter().map(|(name, _)| *name).collect();
    let published: BTreeSet<_> = limits().iter().map(|limit| limit.name).collect();
    assert_eq!(named, published, "a limit is published and not tried, or tried and not published");
    for (name, tests) in PROOF {
        for test in *tests {
            assert!(is_there(test), "{name}: there is no test {test}");
        }
    }
}

/// Whether there is a test of this path: a function of that name in the file of its module.
fn is_there(test: &str) -> bool {
    let (modules, name) = test.rsplit_once("::").unwrap();
    let file = root().join("tests/it").join(modules.replace("::", "/"));
    let texts = [file.with_extension("rs"), file.join("mod.rs")].map(fs::read_to_string);
    let whole: String = texts.into_iter().filter_map(Result::ok).collect();
    [format!("fn {name}("), format!("mod {name} {{")].iter().any(|begin| whole.contains(begin))
}
