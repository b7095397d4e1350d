//! Which layer wins, and that every mistake is one sentence that names its place.

use super::{super::Mode, *};

fn with(variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    load(&Flags::default(), variables).map_err(|error| error.to_string())
}

fn refusal(variables: &[(&str, &str)]) -> String {
    with(variables).expect_err("must be refused")
}

#[test]
fn nothing_configured_is_the_demo() {
    let config = with(&[]).unwrap();
    assert_eq!(config.mode, Mode::Demo);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.http.body_bytes.get(), 262_144);
}

#[test]
fn flags_win_over_variables_and_variables_over_defaults() {
    let flags = Flags { listen: Some("127.0.0.1:3".into()), ..Flags::default() };
    let variables =
        [("THIDUA_LISTEN".into(), "127.0.0.1:2".into()), ("THIDUA_DATABASE_CONNECTIONS".into(), "7".into())];
    let config = load(&flags, variables).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.database.connections.get(), 7);
}

#[test]
fn lists_have_commas() {
    let config = with(&[("THIDUA_HTTP_ALLOWED_ORIGINS", "https://a.vn, https://b.vn:8443")]).unwrap();
    assert_eq!(config.http.allowed_origins, ["https://a.vn", "https://b.vn:8443"]);
}

#[test]
fn an_unknown_variable_names_the_nearest() {
    assert_eq!(
        refusal(&[("THIDUA_DATABSE_URL", "x")]),
        "there is no key THIDUA_DATABSE_URL (a variable of the environment); the nearest is THIDUA_DATABASE_URL."
    );
}

#[test]
fn a_bad_value_names_key_value_and_origin() {
    let said = refusal(&[("THIDUA_DATABASE_CONNECTIONS", "many")]);
    assert_eq!(
        said,
        "database.connections = \"many\" (from the variable THIDUA_DATABASE_CONNECTIONS) cannot be used: \
         invalid type: string \"many\", expected a nonzero u32."
    );
    assert!(refusal(&[("THIDUA_DATABASE_CONNECTIONS", "0")]).contains("expected a nonzero u32"));
    assert!(refusal(&[("THIDUA_MODE", "test")]).contains("expected `demo` or `production`"));
    assert!(refusal(&[("THIDUA_LISTEN", "8080")]).starts_with("listen = \"8080\" (from the variable THIDUA_LISTEN)"));
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    assert!(refusal(&[("THIDUA_PRIVATE_LISTEN", "127.0.0.1:8080")]).contains("an address of its own"));
    assert!(refusal(&[("THIDUA_PRIVATE_LISTEN", "9464")]).contains("or off"));
    assert!(with(&[("THIDUA_PRIVATE_LISTEN", "off")]).unwrap().private.listen.is_none());
    assert!(refusal(&[("THIDUA_INTROSPECTION", "all")]).contains("expected one of `auto`, `everyone`, `token`"));
    assert!(refusal(&[("THIDUA_LIMITS_PAGE_DEFAULT", "101")]).contains("limits.page_max = 100"));
    assert!(refusal(&[("THIDUA_LOG_FILTER", "info,api=loud")]).contains("log.filter"));
    assert!(refusal(&[("THIDUA_HTTP_ALLOWED_ORIGINS", "example.org/a")]).contains("expected an origin"));
    let secret = refusal(&[("THIDUA_DATABASE_URL", "mysql://me:secret@host/x")]);
    assert!(!secret.contains("secret"), "{secret}");
}

#[test]
fn production_needs_keys_and_a_database() {
    assert!(refusal(&[("THIDUA_MODE", "production")]).contains("auth.public_keys"));
    let keys = [("THIDUA_MODE", "production"), ("THIDUA_AUTH_PUBLIC_KEYS", "k.pem")];
    assert!(refusal(&keys).contains("audit.signing_key"));
    assert!(refusal(&[&keys[..], &[("THIDUA_AUDIT_SIGNING_KEY", "a.pem")]].concat()).contains("database.url"));
}
