// Methods and origins, by the fetch of Node.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { ALLOWED_ORIGIN, GRAPHQL, JSON_TYPE, RESPONSE, SERVER, as, get, post } from "./server.mjs";

const FOREIGN = "https://evil.example";
const ME = "query Me { viewer { class } }";

test("GET runs a query, with variables and operationName", async () => {
  const query = `${ME} query Campaigns($first: Int!) { campaigns(first: $first) { nodes { title } } }`;
  const answer = await get({ query, operationName: "Campaigns", variables: { first: 1 }, extensions: {} });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^application\/graphql-response\+json; charset=utf-8$/);
  assert.equal((await answer.json()).data.campaigns.nodes.length, 1);
});

test("requests follow each other on one connection", async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ query: ME });
  const ask = () => new Promise((resolve, reject) => {
    const request = http.request(GRAPHQL, { method: "POST", agent, headers: { "Content-Type": JSON_TYPE } }, (answer) => {
      answer.resume().on("end", () => resolve({ status: answer.statusCode, isReused: request.reusedSocket }));
    });
    request.on("error", reject).end(body);
  });
  const answers = [await ask(), await ask(), await ask()];
  agent.destroy();
  assert.deepEqual(answers, [false, true, true].map((isReused) => ({ status: 200, isReused })));
});

test("GET is answered for whoever's token it carries, and for nobody else", async () => {
  const answer = await get({ query: ME }, as("AUDITOR"));
  assert.equal(answer.headers.get("cache-control"), "private, no-store");
  assert.equal((await answer.json()).data.viewer.class, "AUDITOR");
  const refused = await get({ query: ME }, { Authorization: "Bearer nonsense" });
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get("www-authenticate"), /^Bearer /);
});

test("GET keeps Vietnamese letters", async () => {
  const query = "query($text: String) { units(filter: { text: $text }) { nodes { name } } }";
  const { data } = await (await get({ query, variables: { text: "sở tài chính" } }, as("AUDITOR"))).json();
  assert.ok(data.units.nodes.some(({ name }) => name === "Sở Tài chính"), JSON.stringify(data));
});

test("GET does not run a mutation", async () => {
  const answer = await get({ query: "mutation { __typename }" }, as("ADMIN"));
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "POST");
  assert.equal("data" in (await answer.json()), false);
});

test("GET without a query is 400, with a sentence", async () => {
  const answer = await fetch(GRAPHQL);
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).errors[0].extensions.code, "BAD_REQUEST");
});

for (const method of ["OPTIONS", "PUT", "DELETE", "PATCH"]) {
  test(`${method} /graphql is 405 and says what is allowed`, async () => {
    const answer = await fetch(GRAPHQL, { method });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("allow"), "GET, HEAD, POST");
    const text = await answer.text();
    assert.equal(JSON.parse(text).errors[0].extensions.code, "BAD_REQUEST");
  });
}

for (const path of ["/", "/explorer/boot.js", "/schema.graphql", "/healthz", "/readyz"]) {
  test(`HEAD ${path} is GET without the body; POST is 405`, async () => {
    // Not packed: the page has another nonce each time, which packs to another length.
    const headers = { "Accept-Encoding": "identity" };
    const [whole, head] = [await fetch(SERVER + path, { headers }), await fetch(SERVER + path, { headers, method: "HEAD" })];
    assert.deepEqual([whole.status, head.status], [200, 200]);
    for (const name of ["content-type", "content-length", "etag", "cache-control"]) {
      assert.equal(head.headers.get(name), whole.headers.get(name), name);
    }
    assert.equal(await head.text(), "");
    const refused = await fetch(SERVER + path, { method: "POST", body: "" });
    assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "GET, HEAD"]);
    assert.equal((await refused.json()).errors[0].extensions.code, "BAD_REQUEST");
  });
}

test("the schema and the explorer's files are not sent twice", async () => {
  for (const path of ["/schema.graphql", "/explorer/graphiql.js"]) {
    const etag = (await fetch(SERVER + path)).headers.get("etag");
    const again = await fetch(SERVER + path, { headers: { "If-None-Match": etag } });
    assert.equal(again.status, 304, path);
  }
});

for (const path of ["/nothing", "/explorer/nothing.js"]) {
  test(`${path} is 404 in JSON`, async () => {
    const answer = await fetch(SERVER + path);
    assert.equal(answer.status, 404);
    assert.equal((await answer.json()).errors[0].extensions.code, "NOT_FOUND");
  });
}

/** What a browser asks before it sends JSON to another origin. */
function preflight(origin, method = "POST", headers = "authorization,content-type,idempotency-key,x-request-id") {
  const asked = { Origin: origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers };
  return fetch(GRAPHQL, { method: "OPTIONS", headers: asked });
}

/** No page of that origin may read this. */
function assertClosed(answer) {
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
  assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  assert.match(answer.headers.get("vary"), /\borigin\b/i);
}

test("an allowed origin may ask, and is told what it may send", async () => {
  const answer = await preflight(ALLOWED_ORIGIN);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), ALLOWED_ORIGIN);
  assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  const [methods, headers] = ["methods", "headers"].map((name) =>
    answer.headers.get(`access-control-allow-${name}`).toLowerCase().split(/, */).sort());
  // PUT is for the bytes of a file, at the address that an upload slot has.
  assert.deepEqual(methods, ["get", "post", "put"]);
  for (const name of ["authorization", "content-type", "idempotency-key", "x-request-id"]) assert.ok(headers.includes(name), name);
  assert.match(answer.headers.get("vary"), /\borigin\b/i);
});

test("an allowed origin reads the answer, its request id and what a refusal says", async () => {
  for (const token of [as("AUDITOR"), { Authorization: "Bearer nonsense" }]) {
    const answer = await post({ query: ME }, { Origin: ALLOWED_ORIGIN, ...token });
    assert.equal(answer.headers.get("access-control-allow-origin"), ALLOWED_ORIGIN);
    const exposed = answer.headers.get("access-control-expose-headers");
    for (const name of ["x-request-id", "www-authenticate", "retry-after"]) assert.ok(exposed.includes(name), name);
  }
});

for (const [what, asked] of [
  ["a foreign origin", [FOREIGN]],
  ["the origin null", ["null"]],
  ["an allowed origin with another scheme", [ALLOWED_ORIGIN.replace("https", "http")]],
  ["an origin that begins as an allowed one", [`${ALLOWED_ORIGIN}.evil.example`]],
  ["an allowed origin that wants to DELETE", [ALLOWED_ORIGIN, "DELETE"]],
  ["an allowed origin with a header that means nothing here", [ALLOWED_ORIGIN, "POST", "x-evil"]],
]) {
  test(`${what} may not ask`, async () => {
    const answer = await preflight(...asked);
    assert.equal(answer.status, 403);
    assertClosed(answer);
    assert.equal((await answer.json()).errors[0].extensions.code, "FORBIDDEN");
  });
}

test("a foreign origin cannot read an answer", async () => {
  assertClosed(await post({ query: ME }, { Origin: FOREIGN }));
  assertClosed(await get({ query: ME }, { Origin: FOREIGN }));
});

for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]) {
  test(`what a page may send without asking is refused: ${type || "no type"}`, async () => {
    const headers = { Origin: FOREIGN, Accept: JSON_TYPE, ...as("ADMIN"), ...(type ? { "Content-Type": type } : {}) };
    // Bytes have no type of their own.
    const body = new TextEncoder().encode(JSON.stringify({ query: ME }));
    const answer = await fetch(GRAPHQL, { method: "POST", headers, body });
    assert.equal(answer.status, 415);
    // A form is told what it would need to be taken: it lacks a header that such a page cannot send.
    const taken = type.startsWith("multipart") ? `${JSON_TYPE}, multipart/form-data` : JSON_TYPE;
    assert.equal(answer.headers.get("accept"), taken);
  });
}

test("media types that are not made here are 406", async () => {
  assert.equal((await post({ query: ME }, { Accept: "text/html" })).status, 406);
  assert.equal((await post({ query: ME }, { Accept: `text/html, ${RESPONSE};q=0.1` })).status, 200);
});
