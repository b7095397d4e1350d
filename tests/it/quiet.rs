//! Nothing that is sent of a person is said again: neither in the log of the program as it runs in production, at its most
//! talkative, nor in the errors that it answers.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration as StdDuration,
};

use api::{
    auth::{Person, Signer, folder},
    clock::Clock,
    config::{self, Flags, Mode},
};
use chrono::Duration;
use jsonwebtoken::Algorithm;
use reqwest::{Client, RequestBuilder, Url, header::AUTHORIZATION};
use serde_json::{Value, json};
use tests::{App, Who, World, both, eventually, program};

both!(nothing_of_a_person_is_said_again);

/// What is sent of a person: each is found again wherever it stands.
const DIGITS: &str = "084099001234";
const PHONE: &str = "0912345678";
const BIRTH: &str = "19790230";
const NAME: &str = "Trịnh Xuân Quắc";
const FOLDED: &str = "trinh xuan quac";
const PASSWORD: &str = "chim bay về núi tối rồi";

/// The program in production, on the database of a test; it is killed with this value.
struct Production {
    address: String,
    child: Child,
    log: std::path::PathBuf,
    signer: Signer,
}

impl Production {
    fn start(app: &App, folder: &Path) -> Self {
        for name in ["auth", "audit"] {
            folder::generate(&folder.join(name), Algorithm::EdDSA, Clock::system().now()).unwrap();
        }
        let audit = folder::list(&folder.join("audit")).unwrap()[0].file.display().to_string();
        let auth = folder.join("auth").display().to_string();
        let variables = [
            ("THIDUA_MODE", "production"),
            ("THIDUA_AUTH_KEYS", &*auth),
            ("THIDUA_AUDIT_SIGNING_KEY", &*audit),
            ("THIDUA_PERSONAL_CITIZEN_KEY", "ba mươi hai ký tự trở lên mới là đủ"),
            ("THIDUA_PRIVATE_LISTEN", "off"),
            ("THIDUA_FILES_STORE", folder.to_str().unwrap()),
            ("THIDUA_LOG_FILTER", "trace"),
        ];
        let log = folder.join("log");
        let url = &app.config().database.url;
        let mut command = Command::new(program());
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", url]).envs(variables);
        let mut child = command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let line = said.find_map(|line| line.strip_prefix("# API       ").map(str::to_owned));
        let line = line.unwrap_or_else(|| panic!("{}", fs::read_to_string(&log).unwrap()));
        std::thread::spawn(move || said.for_each(drop));
        let flags = Flags { database_url: Some(url.clone()), ..Flags::default() };
        let given = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = config::load(&flags, given).unwrap();
        let signer = Signer::new(&config.auth, Mode::Production).unwrap();
        Self { address: line.trim_end_matches("/graphql").to_owned(), child, log, signer }
    }

    fn token(&self, who: Who) -> String {
        let Who::Person(person) = who else { panic!("nobody has a token") };
        let person = Person { unit: if person.unit == "H59" { "UBND".into() } else { person.unit }, ..person };
        format!("Bearer {}", self.signer.issue(&person, Clock::system().now(), Duration::minutes(10)).unwrap())
    }
}

impl Drop for Production {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is said of a person in a text.
fn said_again(text: &str) -> Option<&'static str> {
    let sent = [DIGITS, &DIGITS[1..], PHONE, BIRTH, NAME, FOLDED, PASSWORD, "Quắc", "quac"];
    sent.into_iter().find(|sent| text.contains(sent))
}

/// The address that asks this by GET.
fn asked_by_url(server: &str, document: &str) -> Url {
    Url::parse_with_params(&format!("{server}/graphql"), [("query", document)]).unwrap()
}

/// A mutation that proposes somebody, as good as the caller makes it.
fn proposes(input: &Value) -> Value {
    let document = "mutation($input: AddNominationInput!) { addNomination(input: $input) { nomination { id } } }";
    json!({ "query": document, "variables": { "input": input } })
}

#[expect(clippy::too_many_lines, reason = "one line a request")]
async fn nothing_of_a_person_is_said_again(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let dossier = json!({ "phase": world.phases[0], "title": "Hồ sơ" });
    let dossier = officer.say("createDossier", dossier, "dossier { id }").await.ok();
    let dossier = dossier.str("createDossier.dossier.id").to_owned();
    let types = officer.query("{ awardTypes { nodes { id } } }", json!({})).await.ok();
    let award = types.str("awardTypes.nodes.0.id").to_owned();
    let folder = tempfile::tempdir().unwrap();
    let server = Production::start(&app, folder.path());
    let http = Client::builder().no_proxy().build().unwrap();
    let post = |path: &str| http.post(format!("{}{path}", server.address));
    let signed = |who: Who| post("/graphql").header(AUTHORIZATION, server.token(who));
    let as_officer = || signed(Who::officer("SGTVT"));
    let good = |citizen: Value, born: Value| {
        json!({
            "dossier": dossier, "awardType": award, "achievement": format!("Sáng kiến; liên hệ {PHONE}"),
            "newHonouree": {
                "kind": "INDIVIDUAL", "category": "CITIZEN", "name": NAME, "position": format!("Nông dân {PHONE}"),
                "birthYear": born, "citizenId": citizen,
            },
        })
    };
    // Good requests: their answers may say what was asked for, and the log may not.
    let search =
        "query($text: String!) { search(text: $text) { label } exemplars(filter: { text: $text }) { totalCount } }";
    let literal = format!("{{ search(text: \"{NAME}\") {{ label }} }}");
    let mut asked: Vec<(bool, RequestBuilder)> = vec![
        (true, as_officer().json(&proposes(&good(json!(DIGITS), json!(1979))))),
        (true, as_officer().json(&json!({ "query": search, "variables": { "text": NAME } }))),
        (true, signed(Who::standing_officer()).json(&json!({ "query": search, "variables": { "text": PHONE } }))),
        (true, signed(Who::auditor()).json(&json!({ "query": literal }))),
        (true, http.get(asked_by_url(&server.address, &literal))),
    ];
    // Bad ones: neither says it.
    let mut bad = |request: RequestBuilder| asked.push((false, request));
    bad(as_officer().json(&proposes(&good(json!(DIGITS), json!(1979)))));
    for citizen in [json!(84_099_001_234_u64), json!([DIGITS]), json!({ "id": DIGITS }), json!(format!("{DIGITS}9"))] {
        bad(as_officer().json(&proposes(&good(citizen, json!(1979)))));
    }
    for born in [json!(19_790_230), json!(BIRTH), json!(19_790_230.5), json!([BIRTH]), json!(NAME)] {
        bad(as_officer().json(&proposes(&good(json!(DIGITS), born))));
    }
    let mut unknown = good(json!(DIGITS), json!(1979));
    unknown["newHonouree"][NAME] = PHONE.into();
    bad(as_officer().json(&proposes(&unknown)));
    let mut kind = good(json!(DIGITS), json!(1979));
    kind["newHonouree"]["kind"] = NAME.into();
    bad(as_officer().json(&proposes(&kind)));
    let mut id = good(json!(DIGITS), json!(1979));
    id["dossier"] = format!("Dossier:{DIGITS}").into();
    bad(as_officer().json(&proposes(&id)));
    let mut long = good(json!(DIGITS), json!(1979));
    long["newHonouree"]["name"] = NAME.repeat(200).into();
    bad(as_officer().json(&proposes(&long)));
    bad(signed(Who::head("STC")).json(&proposes(&good(json!(DIGITS), json!(1979)))));
    bad(post("/graphql").json(&proposes(&good(json!(DIGITS), json!(1979)))));
    for literal in [
        format!("{{ search(text: \"{NAME}\", types: [\"{PHONE}\"]) {{ label }} }}"),
        format!("{{ search(text: {DIGITS}) {{ label }} }}"),
        format!("{{ search(text: \"{NAME} {{ label }} }}"),
        format!("{{ node(id: \"Honouree:{DIGITS}\") {{ id }} }}"),
        format!("{{ projects(after: \"{DIGITS}\") {{ totalCount }} }}"),
        format!("{{ exemplars(filter: {{ text: {{ name: \"{NAME}\" }} }}) {{ totalCount }} }}"),
        format!(
            "mutation {{ addNomination(input: {{ citizenId: {DIGITS}, name: \"{NAME}\" }}) {{ nomination {{ id }} }} }}"
        ),
    ] {
        bad(as_officer().json(&json!({ "query": literal })));
        bad(http.get(asked_by_url(&server.address, &literal)));
    }
    let day = "query($day: Date) { projects(filter: { startsOn: { from: $day } }) { totalCount } }";
    bad(as_officer().json(&json!({ "query": day, "variables": { "day": BIRTH } })));
    bad(as_officer().json(&json!({ "query": search, "variables": NAME })));
    bad(as_officer().json(&json!({ "query": search, "variables": { "text": [NAME] } })));
    bad(as_officer().json(&json!({ "query": search, "variables": { "text": { "name": NAME } } })));
    bad(as_officer().json(&json!({ "query": search, "operationName": NAME, "variables": { "text": NAME } })));
    bad(as_officer().body(format!("{{ \"query\": \"{NAME}\", {DIGITS} ")).header("content-type", "application/json"));
    bad(as_officer().body(format!("{NAME} {PHONE}")).header("content-type", "text/plain"));
    bad(post("/auth/sign-in").json(&json!({ "username": FOLDED, "password": PASSWORD })));
    bad(post("/auth/sign-in").json(&json!({ "username": FOLDED, "password": [PASSWORD] })));
    bad(post("/auth/refresh").json(&json!({ "refresh_token": DIGITS })));
    bad(post(&format!("/papers/{DIGITS}")));
    bad(http.get(format!("{}/nowhere/{DIGITS}?name={FOLDED}", server.address)));
    bad(post("/graphql").header(AUTHORIZATION, format!("Bearer {DIGITS}.{DIGITS}.{DIGITS}")));
    let user = json!({ "name": "x", "fullName": NAME, "class": "DISTRICT", "duty": "HEAD", "unit": DIGITS, "password": PASSWORD });
    let document = "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }";
    bad(signed(Who::admin()).json(&json!({ "query": document, "variables": { "input": user } })));
    let (mut refused, count) = (0, asked.len());
    for (n, (may_answer, request)) in asked.into_iter().enumerate() {
        let answer = request.header("accept-language", "en").timeout(StdDuration::from_secs(20)).send().await.unwrap();
        let headers = format!("{:?}", answer.headers());
        let text = answer.text().await.unwrap();
        let is_error = text.contains("\"errors\"") || !text.starts_with("{\"data\"");
        refused += usize::from(is_error);
        assert!(may_answer || said_again(&text).is_none(), "request {n} is answered {:?}: {text}", said_again(&text));
        assert_eq!((may_answer, said_again(&headers)), (may_answer, None), "{headers}");
        assert!(!(may_answer && is_error), "request {n} is good, and answered {text}");
    }
    assert!(refused > 40, "{refused} of {count} were refused");
    // The log of all of it: one line a request at least, so that there was something to read.
    let log = eventually(async || {
        let log = fs::read_to_string(&server.log).unwrap();
        (log.matches("answered").count() >= count).then_some(log)
    });
    let log = log.await;
    let line = log.lines().find(|line| said_again(line).is_some());
    assert_eq!(line, None, "the log says {:?} again", line.and_then(said_again));
    // What is kept says it only where it belongs.
    let trail = "select coalesce(subject, '') || fields || coalesce(purpose, '') || request_id from audit_entry";
    let trail: Vec<String> = app.column(trail).await;
    assert!(trail.iter().all(|entry| said_again(entry).is_none() || entry.starts_with(FOLDED)), "{trail:?}");
}
