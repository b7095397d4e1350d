// graphql-ws: operations over one socket, who is let in, and the codes that end it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CloseCode, createClient } from "graphql-ws";
import WebSocket from "ws";
import { GRAPHQL, SERVER, as, data, shortLived } from "./server.mjs";

const URL = `${SERVER.replace("http", "ws")}/graphql/ws`;
const clients = [];
after(() => Promise.all(clients.map((client) => client.dispose())));

/** A client that speaks as somebody, and what ended its sockets. */
function connect(payload, options = {}) {
  const closed = [];
  const client = createClient({
    url: URL,
    webSocketImpl: WebSocket,
    connectionParams: payload,
    retryAttempts: 0,
    on: { closed: (event) => closed.push(event.code) },
    ...options,
  });
  clients.push(client);
  return { client, closed };
}

/** The first answers to an operation. */
async function first(client, query, count = 1) {
  const answers = [];
  for await (const answer of client.iterate({ query })) {
    answers.push(answer);
    if (answers.length === count) break;
  }
  return answers;
}

/** What an operation ends with that must not succeed. */
const failure = (client, query) => first(client, query).then(() => assert.fail("it succeeded"), (error) => error);

test("a query and a mutation are answered once", async () => {
  const { client } = connect(as("ADMIN"));
  const [answer] = await first(client, "{ viewer { class } }");
  assert.equal(answer.data.viewer.class, "ADMIN");
  const [refused] = await first(client, "mutation { lockReport(input: { id: \"Report:x\" }) { report { id } } }");
  assert.equal(refused.data.lockReport, null);
  assert.ok(refused.errors[0].extensions.code);
});

test("a subscription goes on until it is not wanted any more", async () => {
  const { client } = connect();
  const answers = await first(client, "subscription { serverTime }", 3);
  const times = answers.map(({ data: { serverTime } }) => Date.parse(serverTime));
  assert.ok(times[0] < times[1] && times[1] < times[2], String(times));
});

test("a change by somebody else is told", async () => {
  const { client } = connect(as("STANDING_BODY_HEAD"));
  const numbers = client.iterate({ query: "subscription { changes }" });
  const before = (await numbers.next()).value.data.changes;
  const [{ id: campaign, fieldGroups: [{ id: fieldGroup }] }] =
    (await data("{ campaigns(first: 1) { nodes { id fieldGroups { id } } } }")).campaigns.nodes;
  const input = { campaign, fieldGroup, kind: "KEY_PROJECT", title: "Cầu mới qua kênh" };
  const create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
  await data(create, { input }, as("DEPARTMENT_OFFICER"));
  assert.equal((await numbers.next()).value.data.changes, before + 1);
  await numbers.return();
});

test("what does not fit is an error of the operation, and the socket stays", async () => {
  const { client, closed } = connect(undefined, { lazy: false });
  const errors = await failure(client, "{ nothing }");
  assert.equal(errors[0].extensions.code, "GRAPHQL_INVALID");
  assert.ok(errors[0].locations.length > 0);
  assert.equal((await failure(client, "subscription { changes }"))[0].extensions.code, "UNAUTHENTICATED");
  assert.deepEqual(closed, []);
});

test("a token that is not believed is 4403", async () => {
  const { client, closed } = connect({ Authorization: "Bearer nonsense" });
  assert.equal((await failure(client, "{ viewer { class } }")).code, CloseCode.Forbidden);
  assert.deepEqual(closed, [CloseCode.Forbidden]);
});

test("a socket ends with its token, within a second, and a new token opens another", async () => {
  let token = await shortLived(3);
  const opened = [];
  const { client, closed } = connect(() => {
    const authorization = `Bearer ${token.text}`;
    opened.push(token.text);
    return { authorization };
  }, { retryAttempts: 1, retryWait: async () => { token = { text: process.env.TOKEN_ADMIN }; }, shouldRetry: () => true });
  let ended;
  client.on("closed", () => { ended ??= Date.now(); });
  const answers = client.iterate({ query: "subscription { serverTime }" });
  const { expires } = token;
  while (!ended) await answers.next();
  assert.equal(closed[0], CloseCode.Forbidden);
  assert.ok(ended >= expires && ended < expires + 1000, `${ended - expires} ms after its end`);
  assert.ok((await answers.next()).value.data.serverTime);
  assert.equal(opened.length, 2);
  await answers.return();
});

/** Says these messages on a bare socket; the code it is closed with. */
const closedAfter = (protocols, messages, options) => new Promise((resolve, reject) => {
  const socket = new WebSocket(URL, protocols, options);
  socket.on("open", () => messages.forEach((message) => socket.send(JSON.stringify(message))));
  socket.on("close", (code) => resolve(code));
  socket.on("unexpected-response", (_, { statusCode }) => resolve(`HTTP ${statusCode}`));
  socket.on("error", (error) => error.message.includes("subprotocol") || reject(error));
});

const init = { type: "connection_init" };
const subscribe = { id: "1", type: "subscribe", payload: { query: "subscription { serverTime }" } };
for (const [what, code, messages] of [
  ["an operation before connection_init", CloseCode.Unauthorized, [subscribe]],
  ["the same id twice", CloseCode.SubscriberAlreadyExists, [init, subscribe, subscribe]],
  ["two connection_init", CloseCode.TooManyInitialisationRequests, [init, init]],
  ["nothing at all", CloseCode.ConnectionInitialisationTimeout, []],
  ["a message of the older protocol", CloseCode.BadRequest, [{ type: "start", id: "1", payload: {} }]],
]) {
  test(`${what} is ${code}`, async () => assert.equal(await closedAfter("graphql-transport-ws", messages), code));
}

test("the older subprotocol is not spoken", async () => {
  assert.notEqual(await closedAfter("graphql-ws", []), 1000);
});

test("a page of another origin opens no socket", async () => {
  const origin = "https://evil.example";
  assert.equal(await closedAfter("graphql-transport-ws", [init], { origin }), "HTTP 403");
  const own = { origin: new globalThis.URL(GRAPHQL).origin };
  assert.equal(await closedAfter("graphql-transport-ws", [init, init], own), CloseCode.TooManyInitialisationRequests);
});
