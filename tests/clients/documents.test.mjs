// graphql-js as the other half: the same schema, the same documents refused, the same accepted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, validate, validateSchema,
} from "graphql";
import { SERVER, as, data, post } from "./server.mjs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const committed = read("../../schema/schema.graphql");
const schema = buildSchema(committed);
// The SDL gives the arguments of a directive without their descriptions.
const text = (schema) =>
  printSchema(lexicographicSortSchema(schema)).replace(/^directive @(auth|personal)\([^]*?\) on /gm, "directive @$1 on ");

test("graphql-js finds nothing wrong with schema.graphql", () => assert.deepEqual(validateSchema(schema), []));

test("the schema that is served is the committed one", async () => {
  assert.equal(await (await fetch(`${SERVER}/schema.graphql`)).text(), committed);
});

// Not `schemaDescription`: async-graphql has a fixed text for it.
for (const options of [{}, { specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true }]) {
  test(`introspection says the same as schema.graphql (${Object.keys(options).length || "no"} options)`, async () => {
    const known = await data(getIntrospectionQuery(options), {}, as("STANDING_BODY_OFFICER"));
    assert.equal(text(buildClientSchema(known)), text(schema));
  });
}

/** The errors graphql-js has for a document. */
function errorsOf(document) {
  try {
    return validate(schema, parse(document));
  } catch (error) {
    return [error];
  }
}

/** The documents of a file: each begins with a line `# -- its name`. */
function documents(name) {
  const parts = read(name).split(/^# -- (.*)\n/m).slice(1);
  return parts.flatMap((title, at) => (at % 2 ? [] : [[title, parts[at + 1]]]));
}

/** What the server says of a document. */
async function answered(query) {
  const variables = { id: "Project:0190b5c6-0000-7000-8000-000000000000" };
  const answer = await post({ query, variables }, as("AUDITOR"));
  return { status: answer.status, ...(await answer.json()) };
}

const [valid, invalid, differs] = ["valid", "invalid", "differs"].map((name) => documents(`documents/${name}.graphql`));

test("there are documents", () => assert.ok(valid.length >= 30 && invalid.length >= 60, `${valid.length}, ${invalid.length}`));

for (const [title, query] of valid) {
  test(`both accept: ${title}`, async () => {
    assert.deepEqual(errorsOf(query), []);
    const { status, errors } = await answered(query);
    assert.deepEqual([status, errors], [200, undefined]);
  });
}

for (const [title, query] of invalid) {
  test(`both refuse: ${title}`, async () => {
    assert.notDeepEqual(errorsOf(query), []);
    const { status, data, errors } = await answered(query);
    assert.deepEqual([status, data, errors[0].extensions.code], [400, undefined, "GRAPHQL_INVALID"], errors[0].message);
    assert.ok(errors[0].locations?.length > 0, JSON.stringify(errors));
  });
}

for (const [title, query] of differs) {
  test(`still apart: ${title}`, async () => assert.notEqual((await answered(query)).status === 200, errorsOf(query).length === 0));
}

// graphql-js 16 leaves this to execution.
test("the server refuses a subscription, which the schema does not have", async () => {
  assert.equal((await answered("subscription { viewer { class } }")).status, 400);
});
