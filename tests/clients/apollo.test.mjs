// Apollo Client: pages of a connection merged, a mutation, and its normalised cache.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";
import UploadHttpLink from "apollo-upload-client/UploadHttpLink.mjs";
import { GRAPHQL, SERVER, as } from "./server.mjs";

const PROJECTS = gql`
  query Projects($first: Int!, $after: String) {
    projects(first: $first, after: $after, orderBy: [{ field: TITLE, direction: ASC }]) {
      totalCount
      edges { cursor node { id title unit { id name } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
const PLACE = gql`query Place { campaigns(first: 1) { nodes { id fieldGroups { id } } } }`;
const PROJECT = gql`query Project($id: ID!) { node(id: $id) { id ... on Project { title version state } } }`;
const CREATE = gql`
  mutation Create($input: CreateProjectInput!) { createProject(input: $input) { project { id title version state } } }
`;
const UPDATE = gql`
  mutation Update($input: UpdateProjectInput!) { updateProject(input: $input) { project { id title version } } }
`;
const ATTACH = gql`
  mutation Attach($input: AttachFileInput!) { attachFile(input: $input) { attachment { id name size mediaType url } } }
`;
const TITLE = gql`fragment Title on Project { id title version }`;

function client(name) {
  const typePolicies = { Query: { fields: { projects: relayStylePagination(["filter", "orderBy"]) } } };
  const cache = new InMemoryCache({ possibleTypes: { Node: ["Project"] }, typePolicies });
  return new ApolloClient({ cache, link: new HttpLink({ uri: GRAPHQL, headers: as(name) }) });
}

/** What is there in the end; the client tells those who watch a moment after it knows. */
async function eventually(look) {
  for (let tries = 0; tries < 200; tries += 1, await sleep(10)) {
    const found = look();
    if (found) return found;
  }
  throw new Error("it did not come");
}

test("relayStylePagination merges pages of projects", async () => {
  const apollo = client("STANDING_BODY_HEAD");
  const watched = apollo.watchQuery({ query: PROJECTS, variables: { first: 5 } });
  let last;
  const seen = watched.subscribe(({ data }) => { last = data?.projects; });
  const page = await eventually(() => last);
  assert.equal(page.edges.length, 5);
  assert.equal(page.pageInfo.hasNextPage, true);
  await watched.fetchMore({ variables: { after: page.pageInfo.endCursor } });
  const projects = await eventually(() => last.edges.length > 5 && last);
  seen.unsubscribe();
  const ids = projects.edges.map(({ node }) => node.id);
  assert.equal(new Set(ids).size, 10);
  const { data: whole } = await client("STANDING_BODY_HEAD").query({ query: PROJECTS, variables: { first: 10 } });
  assert.deepEqual(ids, whole.projects.edges.map(({ node }) => node.id));
  assert.equal(projects.pageInfo.endCursor, whole.projects.pageInfo.endCursor);
});

test("objects are kept once, by type and id", async () => {
  const apollo = client("STANDING_BODY_HEAD");
  const { data } = await apollo.query({ query: PROJECTS, variables: { first: 20 } });
  const kept = Object.keys(apollo.cache.extract());
  const units = new Set(data.projects.edges.map(({ node }) => node.unit.id));
  assert.equal(kept.filter((key) => key.startsWith("Project:")).length, 20);
  assert.equal(kept.filter((key) => key.startsWith("Unit:")).length, units.size);
  // What is kept is not asked for again.
  await apollo.query({ query: PROJECTS, variables: { first: 20 }, fetchPolicy: "cache-only" });
});

test("a mutation with an Idempotency-Key happens once; what it returns updates the cache by id", async () => {
  const apollo = client("DEPARTMENT_OFFICER");
  const { data: place } = await apollo.query({ query: PLACE });
  const [{ id: campaign, fieldGroups }] = place.campaigns.nodes;
  const title = "Nâng cấp mặt Đường tỉnh 914, đoạn qua huyện Cầu Ngang";
  const input = { campaign, fieldGroup: fieldGroups[0].id, kind: "KEY_PROJECT", title };
  const context = { headers: { ...as("DEPARTMENT_OFFICER"), "Idempotency-Key": randomUUID() } };
  const create = async () => (await apollo.mutate({ mutation: CREATE, variables: { input }, context })).data.createProject.project;
  const [first, again] = [await create(), await create()];
  assert.equal(again.id, first.id);
  assert.deepEqual([first.title, first.state, first.version], [title, "DRAFT", 1]);

  // Somebody watches it; the mutation tells them, without another request.
  const { data } = await apollo.query({ query: PROJECT, variables: { id: first.id } });
  assert.equal(data.node.title, title);
  const told = [];
  const watch = apollo.watchQuery({ query: PROJECT, variables: { id: first.id }, fetchPolicy: "cache-only" })
    .subscribe(({ data: now }) => told.push(now?.node?.title));
  const change = { id: first.id, expectedVersion: 1, title: `${title} (giai đoạn 1)` };
  await apollo.mutate({ mutation: UPDATE, variables: { input: change } });
  await eventually(() => told.at(-1) === change.title);
  watch.unsubscribe();
  const kept = apollo.cache.readFragment({ id: apollo.cache.identify({ __typename: "Project", id: first.id }), fragment: TITLE });
  assert.deepEqual([kept.title, kept.version], [change.title, 2]);
});

test("apollo-upload-client sends a file along, which is then downloaded", async () => {
  const headers = { ...as("DEPARTMENT_OFFICER"), "Apollo-Require-Preflight": "true" };
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link: new UploadHttpLink({ uri: GRAPHQL, headers }) });
  const { data: place } = await apollo.query({ query: PLACE });
  const [{ id: campaign, fieldGroups }] = place.campaigns.nodes;
  const input = { campaign, fieldGroup: fieldGroups[0].id, kind: "KEY_PROJECT", title: "Cầu Long Bình" };
  const { id: owner } = (await apollo.mutate({ mutation: CREATE, variables: { input } })).data.createProject.project;
  const bytes = "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n";
  const file = new File([bytes], "Minh chứng.pdf", { type: "application/pdf" });
  const { data } = await apollo.mutate({ mutation: ATTACH, variables: { input: { owner, file } } });
  const { name, size, mediaType, url } = data.attachFile.attachment;
  assert.deepEqual({ name, size, mediaType }, { name: file.name, size: bytes.length, mediaType: "application/pdf" });
  assert.equal(await (await fetch(SERVER + url)).text(), bytes);
});

test("a refusal is an error with its code, and no network error", async () => {
  const mutate = client("DEPARTMENT_OFFICER").mutate({
    mutation: gql`mutation { awardNomination: createUnit(input: {
      kind: PROVINCE, system: STATE, name: "X", abbreviation: "X", validFrom: "2020-01-01" }) { unit { id } } }`,
  });
  await assert.rejects(mutate, (error) => error.errors?.[0].extensions.code === "FORBIDDEN");
});

test("a document that does not fit is an error with its places", async () => {
  const query = client().query({ query: gql`{ nothing }` });
  await assert.rejects(query, (error) => {
    const told = error.errors ?? JSON.parse(error.bodyText).errors;
    return told[0].extensions.code === "GRAPHQL_INVALID" && told[0].locations.length > 0;
  });
});

test("a token that is not believed is a 401 that the client sees", async () => {
  const link = new HttpLink({ uri: GRAPHQL, headers: { Authorization: "Bearer nonsense" } });
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link });
  await assert.rejects(apollo.query({ query: PLACE }), (error) => {
    return error.statusCode === 401 || error.errors?.[0].extensions.code === "UNAUTHENTICATED";
  });
});
