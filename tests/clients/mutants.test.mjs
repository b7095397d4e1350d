// Some hundreds of documents that nobody wrote: the valid ones with a token taken away, repeated, exchanged or replaced. Two
// versions of graphql-js say which of them are still valid, and the server has to say the same.
//
// SEED repeats a run or makes another one; MUTANTS says how many.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as js16 from "graphql";
import * as js17 from "graphql17";
import { as, post } from "./server.mjs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const sdl = read("../../schema/schema.graphql");
const oracles = [js16, js17].map((js) => ({ js, schema: js.buildSchema(sdl) }));
const variables = { id: "Project:0190b5c6-0000-7000-8000-000000000000" };
const [seed, count] = [Number(process.env.SEED || 1), Number(process.env.MUTANTS || 800)];

/** A number from 0 to 1, the same in every run of one seed (mulberry32). */
function numbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = numbers(seed);
const one = (list) => list[Math.floor(next() * list.length)];

/** The tokens of a document as they are written. */
function tokens(document) {
  const lexer = new js16.Lexer(new js16.Source(document));
  const found = [];
  for (let token = lexer.advance(); token.kind !== "<EOF>"; token = lexer.advance()) found.push(document.slice(token.start, token.end));
  return found;
}

const valid = read("documents/valid.graphql").split(/^# -- .*\n/m).slice(1).map((text) => tokens(text.replace(/^\ufeff/, "")));
const names = [...new Set(valid.flat().filter((token) => /^[A-Za-z_]/.test(token)))];
const values = ["1", "-1", "1.5", '"x"', '"""x"""', "null", "true", "DRAFT", "[]", "[1, null]", "{}", '{ text: "x" }', "$id", "$nothing"];
const marks = ["{", "}", "(", ")", "[", "]", ":", "=", "!", "...", "@", "$", "on", "fragment", "query"];

/** A document with one or two things changed. */
function mutant() {
  const changed = [...one(valid)];
  for (let times = next() < 0.7 ? 1 : 2; times > 0; times -= 1) {
    const at = Math.floor(next() * changed.length);
    const is = changed[at];
    const change = next();
    if (change < 0.2) changed.splice(at, 1);
    else if (change < 0.3) changed.splice(at, 0, is);
    else if (change < 0.4) [changed[at], changed[at + 1]] = [changed[at + 1] ?? "", is];
    else if (/^[A-Za-z_]/.test(is)) changed[at] = one(names);
    else if (/^[\d"-]/.test(is)) changed[at] = one(values);
    else if (change < 0.8) changed[at] = one(marks);
    else changed.splice(at, 0, one([...values, ...names]));
  }
  return changed.join(" ");
}

/** Whether a document may run with the variables, by one version of graphql-js. */
function mayRun({ js, schema }, query) {
  try {
    const document = js.parse(query);
    if (js.validate(schema, document).length > 0) return false;
    const operations = document.definitions.filter(({ kind }) => kind === "OperationDefinition");
    if (operations.length !== 1) return false;
    const given = js.getVariableValues(schema, operations[0].variableDefinitions ?? [], variables);
    return (given.errors ?? []).length === 0;
  } catch {
    return false;
  }
}

/** Whether the server ran it; nothing where a limit stood against it. */
async function ran(query) {
  const answer = await post({ query, variables }, as("AUDITOR"));
  const { errors } = await answer.json();
  if (errors?.[0].extensions.code === "LIMIT_EXCEEDED") return undefined;
  assert.ok([200, 400].includes(answer.status), `${answer.status} for ${query}`);
  return answer.status === 200;
}

test(`graphql-js 16 and 17 and the server agree on ${count} mutants (seed ${seed})`, async () => {
  const documents = [...new Set(Array.from({ length: count }, mutant))];
  const [apart, told] = [[], { true: 0, false: 0 }];
  for (let from = 0; from < documents.length; from += 16) {
    await Promise.all(documents.slice(from, from + 16).map(async (query) => {
      const [expected16, expected17] = oracles.map((oracle) => mayRun(oracle, query));
      const is = await ran(query);
      if (is === undefined || is === expected16 || is === expected17) told[is] += 1;
      else apart.push(`${is ? "ran" : "refused"}: ${query}`);
    }));
  }
  assert.deepEqual(apart, []);
  // Both kinds were there, so that agreeing says something.
  assert.ok(told.true > count / 40 && told.false > count / 3, JSON.stringify(told));
});
