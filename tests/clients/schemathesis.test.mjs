// Schemathesis: operations that it makes out of the schema, each answered, or refused by a code that the schema publishes.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { promisify } from "node:util";
import { GRAPHQL, data } from "./server.mjs";

const PROGRAM = fileURLToPath(new URL("node_modules/.python/bin/schemathesis", import.meta.url));
const HOOKS = fileURLToPath(new URL("is_answered.py", import.meta.url));

/** Runs it as somebody, for queries or mutations; what it said. */
async function run(token, options) {
  const { errorCodes } = (await data("{ viewer { errorCodes } }")).viewer;
  const all = [
    "run", "--no-color", "--seed", "1", "--mode", "positive", "--phases", "fuzzing", "--checks", "is_answered",
    "--suppress-health-check", "all", "--warnings", "off", "--header", `Authorization: Bearer ${token}`, ...options, GRAPHQL,
  ];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: HOOKS, CODES: errorCodes.join(" ") };
  return promisify(execFile)(PROGRAM, all, { env, maxBuffer: 1 << 26 }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }) => assert.fail(`${stdout}${stderr}`.slice(-8_000)),
  );
}

/** How many operations of the schema it has tried. */
const tried = (said) => Number(/Tested: (\d+)/.exec(said)[1]);

test("every query of the schema", async () => {
  const { queryType } = (await data("{ __schema { queryType { fields { name } } } }")).__schema;
  const said = await run(process.env.TOKEN_STANDING_BODY_HEAD, ["--exclude-name-regex", "^Mutation", "--max-examples", "5"]);
  assert.equal(tried(said), queryType.fields.length, said);
});

test("every mutation of the schema", async () => {
  const { mutationType } = (await data("{ __schema { mutationType { fields { name } } } }")).__schema;
  const said = await run(process.env.TOKEN_DISTRICT_OFFICER, ["--include-name-regex", "^Mutation", "--max-examples", "1"]);
  assert.equal(tried(said), mutationType.fields.length, said);
});
