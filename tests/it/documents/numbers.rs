//! Numbers in every style, unique by issuer, year, symbol and number; signers; the text as issued and as corrected.

use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(every_style_is_printed_as_it_was, a_number_is_given_once, signers_sign_by_authority, texts_stay_apart);

fn paper(number: &str, more: &Value) -> Value {
    let mut input = json!({
        "number": number, "place": "Trà Vinh", "issuedOn": "2021-08-02", "subject": "Về thi đua, khen thưởng",
        "signerName": "Nguyễn Văn Thanh", "signerTitle": "Chủ tịch",
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    input
}

/// The styles of the plan and of what it rests on; and a campaign that rests on all of them (H2).
async fn every_style_is_printed_as_it_was(app: App) {
    let world = World::units(&app).await;
    let standing = app.as_(Who::standing_officer());
    let mut bases = Vec::new();
    for (number, sequence, symbol, year, kind) in [
        ("68/KH-UBND", 68, "KH-UBND", 2021, "PLAN"),
        ("11/2019/QĐ-UBND", 11, "QĐ-UBND", 2019, "DECISION"),
        ("14/2020/NQ-HĐND", 14, "NQ-HĐND", 2020, "RESOLUTION"),
        ("15/2020/NQ-HĐND", 15, "NQ-HĐND", 2020, "RESOLUTION"),
        ("21-KH/TU", 21, "KH/TU", 2021, "PLAN"),
        ("34-CT/TW", 34, "CT/TW", 2021, "DIRECTIVE"),
        ("292/TTr-SNV", 292, "TTr-SNV", 2021, "PROPOSAL_LETTER"),
        ("1486/SNV-TĐKT", 1486, "SNV-TĐKT", 2021, "OFFICIAL_LETTER"),
        ("05/TB-UBND", 5, "TB-UBND", 2021, "OFFICIAL_LETTER"),
    ] {
        let input = paper(number, &json!({ "issuerName": "Cơ quan ban hành" }));
        let reply = standing
            .say("registerDocument", input, "officialDocument { id number sequence symbol year kind }")
            .await
            .ok();
        let made = reply.data("registerDocument.officialDocument").clone();
        let id = made["id"].as_str().unwrap().to_owned();
        let expected = json!({
            "id": id, "number": number, "sequence": sequence, "symbol": symbol, "year": year, "kind": kind,
        });
        assert_eq!(made, expected);
        let found = standing.query(
            "query($n: [String!]) { documents(filter: { number: $n }) { nodes { id } } }",
            json!({ "n": [number] }),
        );
        assert_eq!(*found.await.ok().data("documents.nodes"), json!([{ "id": id }]), "{number}");
        bases.push(id);
    }
    let input = json!({
        "unit": world.units["UBND"], "title": "Thi đua", "goals": "Thi đua", "startsOn": "2021-08-06",
        "endsOn": "2022-06-30", "launchDocument": bases[0], "bases": bases, "fieldGroups": ["Kinh tế"],
        "phases": [{ "name": "Đợt 01", "startsOn": "2021-08-06", "endsOn": "2021-12-31" }],
    });
    let reply = standing.say("createCampaign", input, "campaign { bases { document { id } } }").await.ok();
    let rests: Vec<_> =
        reply.list("createCampaign.campaign.bases").iter().map(|basis| basis["document"]["id"].clone()).collect();
    assert_eq!(json!(rests), json!(bases));
    for number in ["", "68", "KH-UBND", "0/KH-UBND", "68/KH UBND", "21-KH", "68/<b>", "99999999999/KH"] {
        let input = paper(number, &json!({ "issuerName": "UBND tỉnh" }));
        let refused = standing.say("registerDocument", input, "__typename").await.refused("BAD_USER_INPUT");
        assert_eq!(*refused.extension("field"), json!("number"), "{number:?}");
    }
}

/// The same issuer, year, symbol and number is the same document, whatever is printed; another of these is another.
async fn a_number_is_given_once(app: App) {
    let world = World::units(&app).await;
    let standing = app.as_(Who::standing_officer());
    let own = |more: Value| {
        let mut input = paper("68/KH-SNV", &json!({ "issuer": world.units["SNV"] }));
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    let say = async |input: Value| standing.say("registerDocument", input, "__typename").await;
    let _ = say(own(json!({}))).await.ok();
    for same in [
        json!({}),
        json!({ "number": "068/KH-SNV" }),
        json!({ "issuerName": "Sở nội vụ tỉnh" }),
        json!({ "issuedOn": "2021-01-04", "subject": "Việc khác" }),
    ] {
        let _ = say(own(same)).await.refused("DUPLICATE");
    }
    for other in [
        json!({ "number": "69/KH-SNV" }),
        json!({ "number": "68/TB-SNV" }),
        json!({ "issuedOn": "2020-08-06" }),
        json!({ "issuer": world.units["STC"] }),
    ] {
        let _ = say(own(other)).await.ok();
    }
}

/// TM., KT., TL., Q., TUQ., or the signer's own.
async fn signers_sign_by_authority(app: App) {
    World::units(&app).await;
    let standing = app.as_(Who::standing_officer());
    for (n, authority) in
        ["NONE", "ON_BEHALF_OF_COLLECTIVE", "DEPUTY", "BY_ORDER", "ACTING", "AUTHORISED"].into_iter().enumerate()
    {
        let more = json!({ "issuerName": "UBND tỉnh", "authority": authority, "signerTitle": "Phó Chủ tịch" });
        let input = paper(&format!("{}/QĐ-UBND", n + 1), &more);
        let reply =
            standing.say("registerDocument", input, "officialDocument { signerName signerTitle authority }").await.ok();
        let expected =
            json!({ "signerName": "Nguyễn Văn Thanh", "signerTitle": "Phó Chủ tịch", "authority": authority });
        assert_eq!(*reply.data("registerDocument.officialDocument"), expected);
    }
}

/// A correction stands beside the text as issued, which nobody changes.
async fn texts_stay_apart(app: App) {
    let world = World::units(&app).await;
    let officer = app.as_(Who::officer("STC"));
    let issued = "Đăng ký trước ngày 31/9/2021.\n";
    let input = paper("7/TB-STC", &json!({ "issuer": world.units["STC"], "sourceText": issued }));
    let reply = officer.say("registerDocument", input, "officialDocument { id sourceText correctedText }").await.ok();
    let made = reply.data("registerDocument.officialDocument").clone();
    assert_eq!((&made["sourceText"], &made["correctedText"]), (&json!(issued.trim()), &Value::Null));
    let correct = |text: &str| json!({ "id": made["id"], "expectedVersion": 1, "correctedText": text });
    let right = "Đăng ký trước ngày 30/9/2021.";
    let _ = officer.say("correctDocument", correct(" "), "__typename").await.refused("BAD_USER_INPUT");
    for (who, code) in
        [(Who::officer("SGTVT"), "FORBIDDEN"), (Who::auditor(), "FORBIDDEN"), (Who::Public, "UNAUTHENTICATED")]
    {
        let _ = app.as_(who).say("correctDocument", correct(right), "__typename").await.refused(code);
    }
    let selection = "officialDocument { sourceText correctedText version }";
    let reply = officer.say("correctDocument", correct(right), selection).await.ok();
    let expected = json!({ "sourceText": issued.trim(), "correctedText": right, "version": 2 });
    assert_eq!(*reply.data("correctDocument.officialDocument"), expected);
    let _ = officer.say("correctDocument", correct(right), selection).await.refused("CONFLICT");
}
