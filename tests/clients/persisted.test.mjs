// Apollo Client's automatic persisted queries, by POST and by GET.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GRAPHQL, as } from "./server.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** A client that says what it sends: the method, and whether the text of the document went along. */
function client(name, options) {
  const sent = [];
  const watched = (uri, init) => {
    const text = init.method === "GET" ? new URL(uri).searchParams.has("query") : "query" in JSON.parse(init.body);
    sent.push(`${init.method} ${text ? "text and hash" : "hash"}`);
    return fetch(uri, init);
  };
  const http = new HttpLink({ uri: GRAPHQL, headers: as(name), fetch: watched });
  const link = new PersistedQueryLink({ sha256, ...options }).concat(http);
  return { apollo: new ApolloClient({ cache: new InMemoryCache(), link }), sent };
}

for (const [method, useGETForHashedQueries] of [["POST", false], ["GET", true]]) {
  test(`a query is sent once with its text, then by its hash alone (${method})`, async () => {
    const query = gql`query By${method} { units(first: 3) { nodes { id name } } }`;
    const { apollo, sent } = client("AUDITOR", { useGETForHashedQueries });
    const ask = async () => (await apollo.query({ query, fetchPolicy: "network-only" })).data.units.nodes;
    const [first, again] = [await ask(), await ask()];
    assert.equal(first.length, 3);
    assert.deepEqual(again, first);
    assert.deepEqual(sent.map((line) => line.replace(/^\w+ /, "")), ["hash", "text and hash", "hash"]);
    assert.equal(sent[0], `${method} hash`);
    assert.equal(sent[2], `${method} hash`);
  });
}

test("a mutation goes by its hash too, always by POST", async () => {
  const mutation = gql`mutation Lock($id: ID!) { lockReport(input: { id: $id }) { report { id } } }`;
  const { apollo, sent } = client("DEPARTMENT_OFFICER", { useGETForHashedQueries: true });
  const lock = () => apollo.mutate({ mutation, variables: { id: "Report:00000000-0000-7000-8000-000000000000" } });
  for (const _ of [1, 2]) await assert.rejects(lock(), (error) => error.errors?.[0].extensions.code === "FORBIDDEN");
  assert.deepEqual(sent, ["POST hash", "POST text and hash", "POST hash"]);
});

test("a document that does not fit is told, and not kept", async () => {
  const { apollo, sent } = client("AUDITOR", {});
  const ask = () => apollo.query({ query: gql`query Nothing { nothing }`, fetchPolicy: "network-only" });
  for (const _ of [1, 2]) await assert.rejects(ask());
  assert.deepEqual(sent.filter((line) => line === "POST text and hash").length, 2);
});
