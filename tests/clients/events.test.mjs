// graphql-sse in the mode of distinct connections, and the EventSource that browsers have.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "graphql-sse";
import { GRAPHQL, SERVER, as, shortLived } from "./server.mjs";

const clients = [];
after(() => clients.forEach((client) => client.dispose()));

function connect(headers, options = {}) {
  const client = createClient({ url: GRAPHQL, headers, retryAttempts: 0, ...options });
  clients.push(client);
  return client;
}

async function first(client, query, count = 1) {
  const answers = [];
  for await (const answer of client.iterate({ query })) {
    answers.push(answer);
    if (answers.length === count) break;
  }
  return answers;
}

for (const url of [GRAPHQL, `${SERVER}/graphql/stream`]) {
  test(`a subscription goes on until it is not wanted any more: ${new URL(url).pathname}`, async () => {
    const answers = await first(connect({}, { url }), "subscription { serverTime }", 3);
    const times = answers.map(({ data }) => Date.parse(data.serverTime));
    assert.ok(times[0] < times[1] && times[1] < times[2], String(times));
  });
}

test("a query, a mutation and what does not fit are answered once, and complete", async () => {
  const client = connect(as("AUDITOR"));
  const all = async (query) => { const got = []; for await (const answer of client.iterate({ query })) got.push(answer); return got; };
  assert.deepEqual((await all("{ viewer { class } }")).map(({ data }) => data.viewer.class), ["AUDITOR"]);
  const [refused] = await all("mutation { lockReport(input: { id: \"Report:x\" }) { report { id } } }");
  assert.equal(refused.data.lockReport, null);
  const [invalid] = await all("{ nothing }");
  assert.equal(invalid.errors[0].extensions.code, "GRAPHQL_INVALID");
});

test("a token that is not believed is 401", async () => {
  await assert.rejects(first(connect({ Authorization: "Bearer nonsense" }), "subscription { serverTime }"), (error) => {
    return error.response?.status === 401;
  });
});

test("a stream ends with its token, within a second, and a new token opens another", async () => {
  let token = await shortLived(3);
  const { expires } = token;
  let ended, opened = 0;
  const client = connect(() => { opened += 1; return { authorization: `Bearer ${token.text}` }; }, {
    retryAttempts: 1,
    retry: async () => { ended ??= Date.now(); token = { text: process.env.TOKEN_ADMIN }; },
  });
  const answers = client.iterate({ query: "subscription { serverTime }" });
  while (!ended) await answers.next();
  assert.ok(ended >= expires && ended < expires + 1000, `${ended - expires} ms after its end`);
  assert.equal(opened, 2);
  await answers.return();
});

test("EventSource's way: GET, an event of its own, and data with it", async () => {
  const answer = await fetch(`${GRAPHQL}?query=${encodeURIComponent("{ viewer { class } }")}`, { headers: { Accept: "text/event-stream" } });
  assert.equal(answer.headers.get("content-type"), "text/event-stream; charset=utf-8");
  assert.match(await answer.text(), /^:\n\nevent: next\ndata: {"data":{"viewer":{"class":null}}[^\n]*}\n\nevent: complete\ndata:\n\n$/);
});
