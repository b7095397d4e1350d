// Values of variables, right and wrong, for variables of many types: graphql-js says which of them may run, and the server has to say
// the same. Whatever they are, none of them is a fault of the server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildSchema, getVariableValues, parse } from "graphql";
import { as, post } from "./server.mjs";

const schema = buildSchema(readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8"));
const ID = "Project:0190b5c6-0000-7000-8000-000000000000";

/** Operations with one variable each. */
const operations = [
  "query($v: Int) { units(first: $v) { totalCount } }",
  "query($v: Int!) { units(first: $v) { totalCount } }",
  "query($v: Int = 3) { units(first: $v) { totalCount } }",
  "query($v: ID!) { node(id: $v) { id } }",
  "query($v: [ID!]!) { nodes(ids: $v) { id } }",
  "query($v: String) { units(after: $v) { totalCount } }",
  "query($v: Boolean!) { units @include(if: $v) { totalCount } viewer { class } }",
  "query($v: [UnitKind!]) { units(filter: { kind: $v }) { totalCount } }",
  "query($v: UnitFilter) { units(filter: $v) { totalCount } }",
  "query($v: UnitFilter!) { units(filter: { not: $v }) { totalCount } }",
  "query($v: [UnitOrder!]) { units(orderBy: $v) { totalCount } }",
  "mutation($v: SubmitProjectInput!) { submitProject(input: $v) { project { id } } }",
  "mutation($v: CreateUnitInput!) { createUnit(input: $v) { unit { id } } }",
];

const unit = { kind: "PROVINCE", system: "STATE", name: "a", abbreviation: "b", validFrom: "2020-01-01" };
const scalars = [undefined, null, 0, 1, -1, 1.5, 1e3, 2147483647, 2147483648, -2147483649, "1", "", "x", true, false, "PROVINCE", "NOPE", "province"];
const lists = [[], [1], [null], [[1]], [[]], ["x"], ["PROVINCE"], ["PROVINCE", null], ["NOPE"], ["PROVINCE", "DEPARTMENT"]];
const filters = [
  {}, { text: "x" }, { text: null }, { text: 1 }, { nope: 1 }, { kind: "PROVINCE" }, { kind: ["PROVINCE"] }, { kind: null }, { and: [] }, { and: {} },
  { and: [null] }, { not: { text: "a" } }, { not: null }, { or: [{ text: "x" }, { text: 2 }] }, { constructor: 1 },
];
const orders = [
  { field: "NAME" }, { field: "NAME", direction: "DESC" }, { direction: "DESC" }, [{ field: "NAME" }], [{ field: "NAME", direction: null }],
  [{ field: "NAME", direction: "UP" }],
];
const inputs = [
  { id: ID }, { id: 1 }, { id: null }, { id: ["x"] }, { id: true }, { id: 1.5 }, { id: "x", expectedVersion: "1" }, { id: "x", expectedVersion: 1 },
  { id: "x", extra: 1 }, unit, { ...unit, name: 1 }, { ...unit, validFrom: 20200101 }, { ...unit, kind: ["PROVINCE"] }, { ...unit, validFrom: null },
];
const values = [...scalars, ...lists, ...filters, ...orders, ...inputs];

for (const query of operations) {
  test(`graphql-js and the server agree on ${values.length} values of ${query.slice(0, query.indexOf(")") + 1)}`, async () => {
    const [operation] = parse(query).definitions;
    for (const v of values) {
      const variables = v === undefined ? {} : { v };
      const given = getVariableValues(schema, operation.variableDefinitions, variables);
      const answer = await post({ query, variables }, as("AUDITOR"));
      const text = await answer.text();
      assert.equal(answer.status, given.errors ? 400 : 200, `${JSON.stringify(variables)}: ${given.errors?.[0].message} ${text}`);
      assert.ok(!text.includes("INTERNAL"), `${JSON.stringify(variables)}: ${text}`);
    }
  });
}
