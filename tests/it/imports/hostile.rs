//! Files that nobody would send who means well: each gets a code and a sentence, and leaves nothing.

use serde_json::json;
use tests::{App, Backend, Who, World, both, on_with};

use super::{
    bring, counted, expected, problems, tables, texts,
    zip::{Part, book, row, zip},
};

both!(
    what_is_no_table_is_refused,
    headers_are_those_of_the_kind,
    cells_far_away_take_nothing,
    what_looks_like_a_formula_is_text,
    control_characters_are_bad_cells,
    a_damaged_workbook_is_refused,
);

const GOOD: &str = "name,abbreviation,kind,system,parent,validFrom\nMot,A1,DEPARTMENT,STATE,UBND,2020-01-01\n";

async fn what_is_no_table_is_refused(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let before = tables(&app).await;
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin =
        GOOD.replace("Mot", "Xa").bytes().map(|byte| if byte == b'X' { 0xe3 } else { byte }).collect::<Vec<_>>();
    let head = GOOD.lines().next().unwrap();
    let cases: [(&[u8], &str); 9] = [
        (b"%PDF-1.7\n1 0 obj\n", "FILE_TYPE_REFUSED"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "FILE_TYPE_REFUSED"),
        (&utf16, "IMPORT_INVALID"),
        (&latin, "IMPORT_INVALID"),
        (b"\n\n  \n,,,\n", "IMPORT_INVALID"),
        (head.as_bytes(), "IMPORT_INVALID"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", "FILE_TYPE_REFUSED"),
        (b"PK\x03\x04 no workbook", "IMPORT_INVALID"),
        (b"", "UPLOAD_INVALID"),
    ];
    for (bytes, code) in cases {
        let reply = bring(&admin, "UNITS", bytes, json!({})).await;
        let told = reply.text.clone();
        let _ = reply.refused(code);
        assert!(!told.contains("Mot"), "no value of the file is repeated: {told}");
    }
    let after = tables(&app).await;
    assert_eq!((after["unit"], after["import"]), (before["unit"], 0));
    assert_eq!(app.stored_files(), Vec::<String>::new());
}

async fn headers_are_those_of_the_kind(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let (head, rest) = GOOD.split_once('\n').unwrap();
    for (bytes, says) in [
        (rest.to_owned(), "The header of column A is none of name, abbreviation, kind, system, parent, validFrom."),
        (format!("{head},colour\n{rest}"), "The header of column G is none of"),
        (format!("{head},Tên đơn vị\n{rest}"), "The column name is there twice."),
        (format!("{head},NAME\n{rest}"), "The column name is there twice."),
        (head.replace(",kind", "") + "\n" + rest, "The column kind is missing."),
        (format!("{head}\n{},x\n", rest.trim()), "The cell G2 has no header above it."),
        (format!("{head}\n\n\n{},,,x\n", rest.trim()), "The cell I4 has no header above it."),
    ] {
        let reply = bring(&admin, "UNITS", bytes.as_bytes(), json!({})).await.refused("IMPORT_INVALID");
        let message = reply.json["errors"][0]["message"].as_str().unwrap();
        assert!(message.starts_with(says), "{message}");
    }
    // The same as a workbook.
    let doubled = texts("name;Tên đơn vị\na;b");
    let _ = bring(&admin, "UNITS", &doubled, json!({})).await.refused("IMPORT_INVALID");
    // Columns that need not be there, in any order, with empty ones between them.
    let few = "valid_from;;HỆ;;Loại đơn vị (*);Tên viết tắt;TÊN ĐƠN VỊ\n2020-01-01;;STATE;;PROVINCE;T2;Tinh\n";
    counted(&bring(&admin, "UNITS", few.as_bytes(), json!({})).await.ok(), [1, 0, 1]);
}

/// A sheet that reaches to its last cell is as large as what stands in it.
async fn cells_far_away_take_nothing(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let heads = [
        ("A1", "name"),
        ("B1", "abbreviation"),
        ("C1", "kind"),
        ("D1", "system"),
        ("E1", "parent"),
        ("F1", "validFrom"),
    ];
    let unit = |n: u32, abbreviation: &str| {
        let at = ["A", "B", "C", "D", "E", "F"].map(|column| format!("{column}{n}"));
        let values = ["Xa", abbreviation, "COMMUNE", "STATE", "CL", "2020-01-01"];
        let cells: Vec<_> = at.iter().zip(values).map(|(at, value)| (at.as_str(), value)).collect();
        row(n, &cells)
    };
    let sheet = row(1, &heads) + &unit(1_048_576, "X1") + &unit(1_000, "X2");
    let reply = bring(&admin, "UNITS", &zip(&book(&sheet, "")), json!({})).await.ok();
    counted(&reply, [2, 0, 2]);
    assert_eq!(reply.int("importRows.import.rows.0.row"), 1_000);
    assert_eq!(reply.int("importRows.import.rows.1.row"), 1_048_576);
    let sheet = row(1, &heads) + &row(1_048_576, &[("XFD1048576", "x")]);
    let reply = bring(&admin, "UNITS", &zip(&book(&sheet, "")), json!({})).await.refused("IMPORT_INVALID");
    assert_eq!(reply.extension("cell"), "XFD1048576");
    // An address that no sheet has.
    for at in ["XFE1", "A1048577", "A99999999999", "ZZZZZZZZ9", "1A"] {
        let sheet = row(1, &heads) + &row(2, &[(at, "x")]);
        let _ = bring(&admin, "UNITS", &zip(&book(&sheet, "")), json!({})).await.refused("IMPORT_INVALID");
    }
}

/// What stands in a cell is kept as it stands there, and nothing is calculated; an apostrophe before it is our own.
async fn what_looks_like_a_formula_is_text(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let lines = "name,abbreviation,kind,system,parent,validFrom\n\
        \"=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\",F1,COMMUNE,STATE,CL,2020-01-01\n\
        '=1+1,F2,COMMUNE,STATE,CL,2020-01-01\n\
        @SUM(A1),F3,COMMUNE,STATE,CL,2020-01-01\n\
        '-5,F4,COMMUNE,STATE,CL,2020-01-01\n\
        'a,F5,COMMUNE,STATE,CL,2020-01-01\n";
    counted(&bring(&admin, "UNITS", lines.as_bytes(), json!({})).await.ok(), [5, 0, 5]);
    let document = "{ units(first: 100, filter: { abbreviation: [\"F1\", \"F2\", \"F3\", \"F4\", \"F5\"] }, orderBy: [{ field: CREATED_AT }]) { nodes { name abbreviation } } }";
    let seen = admin.query(document, json!({})).await.ok();
    let mut names: Vec<_> =
        seen.column("units.nodes", "abbreviation").into_iter().zip(seen.column("units.nodes", "name")).collect();
    names.sort_unstable();
    let names: Vec<_> = names.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["=HYPERLINK(\"http://evil\",\"x\")", "=1+1", "@SUM(A1)", "-5", "'a"]);
}

async fn control_characters_are_bad_cells(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let lines = "name,abbreviation,kind,system,parent,validFrom\n\
        M\0t,A1,DEPARTMENT,STATE,UBND,2020-01-01\n\
        \"M\nt\",A2,DEPARTMENT,STATE,UBND,2020-01-01\n\
        Mot,A\u{1b}3,DEPARTMENT,STATE,U\0BND,2020-01-01\n\
        Mot,A4,DEPARTMENT,STATE,UBND,2020-01-01\n";
    let reply = bring(&admin, "UNITS", lines.as_bytes(), json!({ "mode": "VALID_ROWS" })).await.ok();
    let bad = [
        (2, "name", "A2", "BAD_USER_INPUT"),
        (3, "name", "A3", "BAD_USER_INPUT"),
        (4, "parent", "E4", "BAD_USER_INPUT"),
    ];
    assert_eq!(problems(&reply), expected(&bad));
    counted(&reply, [4, 3, 1]);
}

async fn a_damaged_workbook_is_refused(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let whole = texts(&GOOD.replace(',', ";"));
    let half = &whole[..whole.len() / 2];
    let no_sheet = zip(&book("", "")[..4]);
    let not_xml = zip(&book("<row r=\"1\"><c r=\"A1\"><v", ""));
    let empty = zip(&[]);
    let mut bad_sum = book(&row(1, &[("A1", "name")]), "");
    bad_sum[4].crc ^= 1;
    let bad_sum = zip(&bad_sum);
    let damaged: [&[u8]; 6] = [half, &no_sheet, &not_xml, &bad_sum, b"PK\x03\x04", &empty];
    for bytes in damaged {
        let reply = bring(&admin, "UNITS", bytes, json!({})).await;
        assert!(["IMPORT_INVALID", "FILE_TYPE_REFUSED"].contains(&reply.code()), "{}", reply.text);
    }
    // Broken cells of a spreadsheet are bad cells.
    let sheet =
        row(1, &[("A1", "name"), ("B1", "abbreviation"), ("C1", "kind"), ("D1", "system"), ("E1", "validFrom")])
            + "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>";
    let reply = bring(&admin, "UNITS", &zip(&book(&sheet, "")), json!({})).await.ok();
    assert_eq!(problems(&reply).len(), 5, "{}", reply.text);
}

/// Small files that unpack to a hundred times as much, saying so or not; and styles that grow in memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bombs_do_not_go_off() {
    Box::pin(on_with(Backend::Sqlite, &[("THIDUA_IMPORTS_UNPACKED_BYTES", "1000000")], async |app: App| {
        World::units(&app).await;
        let admin = app.as_(Who::admin());
        let zeros = vec![b' '; 30_000_000];
        let packed = Part::of("", &zeros);
        let with = |name: &str, part: Part| {
            let mut parts = book(&row(1, &[("A1", "name")]), "");
            parts.retain(|one| one.name != name);
            parts.push(part);
            zip(&parts)
        };
        let bomb = |name: &str| Part { name: name.into(), ..packed.clone() };
        let many: Vec<_> = (0..60).map(|n| Part::of(&format!("xl/media/{n}.bin"), &zeros[..20_000])).collect();
        let fonts = format!(
            "<fonts><font><name val=\"{}\"/></font></fonts><cellXfs>{}</cellXfs>",
            "x".repeat(50_000),
            "<xf fontId=\"0\"/>".repeat(10_000)
        );
        for bytes in [
            with("xl/sharedStrings.xml", bomb("xl/sharedStrings.xml")),
            with("xl/worksheets/sheet1.xml", bomb("xl/worksheets/sheet1.xml")),
            with("docProps/app.xml", bomb("docProps/app.xml")),
            with("xl/worksheets/sheet1.xml", bomb("xl/worksheets/sheet1.xml").saying(100)),
            with("xl/sharedStrings.xml", bomb("xl/sharedStrings.xml").saying(0)),
            zip(&[book("", ""), many].into_iter().flatten().collect::<Vec<_>>()),
            zip(&book("", &fonts)),
            zip(&book("", &format!("<cellXfs>{}</cellXfs>", "<xf/>".repeat(20_001)))),
        ] {
            assert!(bytes.len() < 400_000, "{}", bytes.len());
            let process = std::process::id();
            let rest = tests::memory::at_rest(process);
            let reply = bring(&admin, "UNITS", &bytes, json!({})).await;
            assert!(["LIMIT_EXCEEDED", "IMPORT_INVALID"].contains(&reply.code()), "{}", reply.text);
            let grown = tests::memory::at_most(process).saturating_sub(rest);
            assert!(grown < 40 * 1024, "{grown} KiB");
        }
        // A text that cells share a thousand times is as much as a thousand texts.
        let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(5_000));
        let heads =
            row(1, &[("A1", "name"), ("B1", "abbreviation"), ("C1", "kind"), ("D1", "system"), ("E1", "validFrom")]);
        let rows: String = (2..300)
            .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>"))
            .collect::<Vec<_>>()
            .concat();
        let mut parts = book(&(heads + &rows), "");
        parts.push(Part::of("xl/sharedStrings.xml", shared.as_bytes()));
        let reply = bring(&admin, "UNITS", &zip(&parts), json!({})).await;
        assert_eq!(reply.extension("limit"), &json!(1_000_000), "{}", reply.text);
    }))
    .await;
}
