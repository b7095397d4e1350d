//! Reads the parameters of a GraphQL request from a JSON body or from a URL, strictly, with a sentence for each mistake.

use actix_web::web::Query;
use schema::Operation;
use serde_json::{Map, Value};

use super::{document, json::Unique, refusal::Refusal};

/// The operation in a JSON body.
pub(super) fn from_body(body: &[u8]) -> Result<Operation, Refusal> {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Unique(value) = serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        if error.is_data() {
            return Refusal::bad_request(
                format!("A member stands twice in one object of the body (line {line}, column {column})."),
                format!("Nội dung yêu cầu có một đối tượng nêu trùng tên trường (dòng {line}, cột {column})."),
            );
        }
        Refusal::bad_request(
            format!("The body is not JSON in UTF-8 (line {line}, column {column})."),
            format!("Nội dung yêu cầu không phải JSON mã hóa UTF-8 (dòng {line}, cột {column})."),
        )
    })?;
    match value {
        Value::Object(map) => operation(map, false),
        Value::Array(_) => Err(Refusal::bad_request(
            "Batching is off: send one operation in each request.",
            "Không nhận nhiều thao tác trong một yêu cầu: mỗi yêu cầu chỉ gửi một thao tác.",
        )),
        _ => {
            Err(Refusal::bad_request("The body must be a JSON object.", "Nội dung yêu cầu phải là một đối tượng JSON."))
        }
    }
}

/// The operation in an object, as it came on a socket.
pub(super) fn from_object(map: Map<String, Value>) -> Result<Operation, Refusal> {
    operation(map, false)
}

/// The operation in the query of a URL. Only queries may come this way.
pub(super) fn from_url(query: &str) -> Result<Operation, Refusal> {
    let pairs = Query::<Vec<(String, String)>>::from_query(query).map_err(|_| {
        Refusal::bad_request("The query of the URL cannot be read.", "Không đọc được tham số trên URL.")
    })?;
    let mut map = Map::new();
    for (name, text) in pairs.into_inner() {
        let value = match name.as_str() {
            "variables" | "extensions" => json(&name, &text)?,
            _ => Value::String(text),
        };
        if map.insert(name.clone(), value).is_some() && KNOWN.contains(&name.as_str()) {
            return Err(wrong(&name, "must be given once", "chỉ được nêu một lần"));
        }
    }
    operation(map, true)
}

/// The parameters that mean something. Others are left alone: the specification keeps them for the future.
const KNOWN: [&str; 5] = ["query", "documentId", "operationName", "variables", "extensions"];

fn json(name: &str, text: &str) -> Result<Value, Refusal> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let read = serde_json::from_str(text).map(|Unique(value)| value);
    read.map_err(|error| {
        if error.is_data() {
            wrong(name, "has a member twice in one object", "có một đối tượng nêu trùng tên trường")
        } else {
            wrong(name, "is not JSON", "không phải JSON")
        }
    })
}

fn operation(mut map: Map<String, Value>, queries_only: bool) -> Result<Operation, Refusal> {
    let mut take = |name: &str| map.remove(name).unwrap_or(Value::Null);
    let query = match take("query") {
        Value::String(query) => Some(query),
        Value::Null => None,
        _ => return Err(wrong("query", "must be a string", "phải là chuỗi")),
    };
    let id = take("documentId");
    let operation_name = match take("operationName") {
        Value::String(name) => Some(name),
        Value::Null => None,
        _ => return Err(wrong("operationName", "must be a string or null", "phải là chuỗi hoặc null")),
    };
    let extensions = take("extensions");
    object("extensions", &extensions)?;
    let document = document::name(query.as_deref(), &id, &extensions)?;
    if query.is_none() && document.is_none() {
        return Err(wrong("query", "is required", "là bắt buộc"));
    }
    let explain = extensions.get("explain") == Some(&Value::Bool(true));
    let variables = take("variables");
    object("variables", &variables)?;
    Ok(Operation {
        is_ours: false,
        query: query.unwrap_or_default(),
        document,
        operation_name,
        variables,
        queries_only,
        explain,
        uploads: Vec::new(),
    })
}

fn object(name: &str, value: &Value) -> Result<(), Refusal> {
    if value.is_object() || value.is_null() {
        Ok(())
    } else {
        Err(wrong(name, "must be an object or null", "phải là đối tượng hoặc null"))
    }
}

pub(super) fn wrong(name: &str, en: &str, vi: &str) -> Refusal {
    Refusal::bad_request(format!("The parameter `{name}` {en}."), format!("Tham số `{name}` {vi}."))
}

#[cfg(test)]
mod test {
    use super::{from_body, from_url};

    #[test]
    fn a_body_has_a_query_and_perhaps_more() {
        let read = from_body(
            "\u{feff}{\"query\":\"{a}\",\"variables\":{\"b\":1},\"operationName\":null,\"extensions\":{},\"id\":7}"
                .as_bytes(),
        )
        .ok()
        .unwrap();
        assert_eq!((read.query.as_str(), read.operation_name, read.queries_only), ("{a}", None, false));
        assert_eq!(read.variables["b"], 1);
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        for (body, said) in [
            ("", "not JSON"),
            ("{", "not JSON"),
            ("[{\"query\":\"{a}\"}]", "Batching"),
            ("7", "must be a JSON object"),
            ("{}", "`query` is required"),
            ("{\"query\":\"{a}\",\"query\":\"{b}\"}", "twice"),
            ("{\"query\":\"{a}\",\"variables\":{\"b\":[{\"c\":1,\"c\":2}]}}", "twice"),
            ("{\"query\":{}}", "`query` must be a string"),
            ("{\"query\":\"\",\"operationName\":[]}", "`operationName`"),
            ("{\"query\":\"\",\"variables\":[]}", "`variables`"),
            ("{\"query\":\"\",\"variables\":\"{}\"}", "`variables`"),
            ("{\"query\":\"\",\"extensions\":1}", "`extensions`"),
        ] {
            let refusal = from_body(body.as_bytes()).err().unwrap();
            assert!(refusal.error.en.contains(said), "{body}: {}", refusal.error.en);
        }
        assert!(from_body(b"{\"query\":\"\xff\"}").is_err());
    }

    #[test]
    fn a_url_has_the_same() {
        let read =
            from_url("query=%7Ba%7D&variables=%7B%22b%22%3A1%7D&operationName=A&extensions=&x=1&x=2").ok().unwrap();
        assert_eq!((read.query.as_str(), read.operation_name.as_deref(), read.queries_only), ("{a}", Some("A"), true));
        for bad in [
            "",
            "query=a&query=b",
            "query=a&variables=7",
            "query=a&variables=%7B",
            "query=a&extensions=[]",
            "query=a&variables={\"b\":1,\"b\":2}",
        ] {
            assert!(from_url(bad).is_err(), "{bad}");
        }
    }
}
