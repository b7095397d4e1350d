// urql with its normalised cache, which is given the schema: pages, a mutation that others see, one answer for one object.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { getIntrospectionQuery } from "graphql";
import { GRAPHQL, as, data } from "./server.mjs";

const PROJECTS = gql`
  query Projects($first: Int!, $after: String) {
    projects(first: $first, after: $after, orderBy: [{ field: TITLE, direction: ASC }]) {
      totalCount
      edges { cursor node { id title version } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
const PLACE = gql`query Place { campaigns(first: 1) { nodes { id fieldGroups { id } } } }`;
const CREATE = gql`
  mutation Create($input: CreateProjectInput!) { createProject(input: $input) { project { id title version } } }
`;
const ONE = gql`query One($id: ID!) { node(id: $id) { id ... on Project { title version } } }`;
const UPDATE = gql`
  mutation Update($input: UpdateProjectInput!) { updateProject(input: $input) { project { id title version } } }
`;

async function client(name) {
  const schema = await data(getIntrospectionQuery(), {}, as(name));
  const resolvers = { Query: { projects: relayPagination() } };
  // What has no id is kept within what holds it.
  const keys = { Viewer: () => null };
  const exchanges = [cacheExchange({ schema, resolvers, keys }), fetchExchange];
  return new Client({ url: GRAPHQL, exchanges, preferGetMethod: false, fetchOptions: { headers: as(name) } });
}

async function ok(answer) {
  const { data, error } = await answer;
  assert.equal(error, undefined, String(error));
  return data;
}

test("urql: pages are one list", async () => {
  const urql = await client("STANDING_BODY_HEAD");
  const first = (await ok(urql.query(PROJECTS, { first: 2 }))).projects;
  assert.equal(first.edges.length, 2);
  const { endCursor } = first.pageInfo;
  const both = (await ok(urql.query(PROJECTS, { first: 2, after: endCursor }))).projects;
  assert.equal(both.edges.length, 4);
  assert.equal(new Set(both.edges.map(({ node }) => node.id)).size, 4);
  assert.equal(both.totalCount, first.totalCount);
});

test("urql: a mutation is seen by whoever has the object", async () => {
  const urql = await client("DEPARTMENT_OFFICER");
  const [campaign] = (await ok(urql.query(PLACE, {}))).campaigns.nodes;
  const draft = { campaign: campaign.id, fieldGroup: campaign.fieldGroups[0].id, kind: "KEY_PROJECT", title: "Cầu", objective: "Đi lại" };
  const { id, title, version } = (await ok(urql.mutation(CREATE, { input: draft }))).createProject.project;
  const before = await ok(urql.query(ONE, { id }));
  const input = { id, expectedVersion: version, title: `${title} (urql)` };
  assert.equal((await ok(urql.mutation(UPDATE, { input }))).updateProject.project.version, version + 1);
  assert.equal(before.node.title, title);
  const { node } = await ok(urql.query(ONE, { id }, { requestPolicy: "cache-only" }).toPromise());
  assert.deepEqual([node.title, node.version], [input.title, version + 1]);
});

test("urql: an error has its code and its path", async () => {
  const urql = await client("AUDITOR");
  const input = { id: "Project:0190b5c6-0000-7000-8000-000000000000", title: "x" };
  const { error } = await urql.mutation(UPDATE, { input });
  assert.deepEqual(error.graphQLErrors[0].path, ["updateProject"]);
  assert.match(error.graphQLErrors[0].extensions.code, /^(FORBIDDEN|NOT_FOUND)$/);
});

test("urql: GET is used where it is asked for", async () => {
  const urql = await client("AUDITOR");
  const { viewer } = await ok(urql.query("query Me { viewer { class } }", {}, { preferGetMethod: "force" }));
  assert.equal(viewer.class, "AUDITOR");
});
