// Tools that read the schema: code generators, whose output the TypeScript compiler takes, the Relay compiler, and linters.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generate } from "@graphql-codegen/cli";
import { diff, validate } from "@graphql-inspector/core";
import { Source, buildClientSchema, buildSchema, getIntrospectionQuery } from "graphql";
import { GRAPHQL, SERVER, as, data } from "./server.mjs";

const MODULES = fileURLToPath(new URL("node_modules", import.meta.url));
let folder, sdl;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "thidua-tools."));
  await symlink(MODULES, join(folder, "node_modules"));
  sdl = await (await fetch(`${SERVER}/schema.graphql`)).text();
  await writeFile(join(folder, "schema.graphql"), sdl);
});

after(() => rm(folder, { recursive: true, force: true }));

/** Runs a tool of node_modules in the folder; what it said, whatever came of it. */
async function run(tool, ...parameters) {
  const it = promisify(execFile)(join(MODULES, ".bin", tool), parameters, { cwd: folder, maxBuffer: 1 << 24 });
  return it.then(({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }), (error) => ({ code: error.code, said: `${error.stdout}${error.stderr}` }));
}

const OPERATIONS = `
query Projects($first: Int!, $filter: ProjectFilter) {
  projects(first: $first, filter: $filter) {
    totalCount
    edges { cursor node { ...Row } }
    pageInfo { hasNextPage endCursor }
  }
}
fragment Row on Project {
  id title state budget progressPercent startsOn
  unit { id name }
  availableTransitions { action to isAllowed code reason }
}
query Any($id: ID!) { node(id: $id) { __typename id ... on Project { title } ... on Unit { name } } }
mutation Create($input: CreateProjectInput!) { createProject(input: $input) { project { ...Row } } }
`;

const USE = `
import type { AnyQuery, CreateMutationVariables, ProjectsQuery, ProjectsQueryVariables } from "./types.js";
export const asked: ProjectsQueryVariables = { first: 3, filter: { text: "duong", state: ["DRAFT"] } };
export const titles = (answer: ProjectsQuery): string[] =>
  (answer.projects?.edges ?? []).flatMap((edge) => (edge?.node ? [edge.node.title] : []));
export const kind = (answer: AnyQuery): string | undefined => answer.node?.__typename;
// @ts-expect-error a project has no colour
export const colour = (answer: ProjectsQuery) => answer.projects?.edges?.[0]?.node?.colour;
// @ts-expect-error the input is required
export const created: CreateMutationVariables = {};
`;

test("graphql-codegen introspects the server, and tsc takes what it writes", async () => {
  await writeFile(join(folder, "operations.graphql"), OPERATIONS);
  const scalars = Object.fromEntries([...sdl.matchAll(/^scalar (\w+)/gm)].map(([, name]) => [name, "string"]));
  await generate({
    schema: [{ [GRAPHQL]: { headers: as("AUDITOR") } }],
    documents: [join(folder, "operations.graphql")],
    generates: { [join(folder, "types.ts")]: { plugins: ["typescript-operations"] } },
    config: { scalars, strictScalars: true, enumType: "string-literal", skipTypename: false },
    silent: true,
    noSilentErrors: true,
  });
  await writeFile(join(folder, "use.ts"), USE);
  const { code, said } = await run("tsc", "--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck", "--types", "", "use.ts");
  assert.equal(code, 0, said);
});

// Rover is one program for each system; the one for Linux is among the packages.
const ROVER = join(MODULES, "@apollo/rover-linux-x64/rover");
test("Apollo's Rover introspects the server at the default limits", { skip: !existsSync(ROVER) }, async () => {
  const [name, value] = Object.entries(as("AUDITOR"))[0];
  const env = { ...process.env, APOLLO_TELEMETRY_DISABLED: "true", APOLLO_CONFIG_HOME: folder };
  const asked = ["graph", "introspect", GRAPHQL, "--header", `${name}:${value}`, "--skip-update-check"];
  const { stdout } = await promisify(execFile)(ROVER, asked, { cwd: folder, env, maxBuffer: 1 << 24 });
  const told = buildSchema(stdout);
  assert.deepEqual(Object.keys(told.getTypeMap()).sort(), Object.keys(buildSchema(sdl).getTypeMap()).sort());
});

const RELAY = `
import { graphql } from "relay-runtime";
export const page = graphql\`
  query pageQuery($count: Int!, $cursor: String) { ...page_list }
\`;
export const list = graphql\`
  fragment page_list on Query @refetchable(queryName: "pageListQuery") {
    projects(first: $count, after: $cursor) @connection(key: "page_projects") {
      edges { node { id title ...page_project } }
    }
  }
\`;
export const project = graphql\`
  fragment page_project on Project @refetchable(queryName: "pageProjectQuery") { title state unit { name } }
\`;
export const update = graphql\`
  mutation pageUpdateMutation($input: UpdateProjectInput!) { updateProject(input: $input) { project { title version } } }
\`;
`;

test("relay-compiler finds nodes, connections and pages as it knows them", async () => {
  const source = join(folder, "relay");
  await mkdir(source);
  await writeFile(join(source, "page.ts"), RELAY);
  const config = { src: "./relay", schema: "./schema.graphql", language: "typescript", eagerEsModules: true };
  await writeFile(join(folder, "relay.config.json"), JSON.stringify(config));
  const { code, said } = await run("relay-compiler", "relay.config.json");
  assert.equal(code, 0, said);
  const written = await readdir(join(source, "__generated__"));
  for (const name of ["pageQuery", "pageListQuery", "page_list", "pageProjectQuery", "pageUpdateMutation"]) {
    assert.ok(written.includes(`${name}.graphql.ts`), written.join(" "));
  }
  assert.match(await readFile(join(source, "__generated__/pageProjectQuery.graphql.ts"), "utf8"), /node\(/);
});

test("GraphQL Inspector sees no difference between what is published and what is introspected", async () => {
  const served = buildClientSchema(await data(getIntrospectionQuery(), {}, as("AUDITOR")));
  const changes = await diff(buildSchema(sdl), served);
  // Where a directive is applied, introspection does not tell.
  const told = changes.filter(({ message }) => !/^Directive '(auth|personal)' was removed from /.test(message));
  assert.deepEqual(told.filter(({ criticality }) => criticality.level !== "NON_BREAKING").map(({ message }) => message), []);
});

test("GraphQL Inspector sees what would break a client", async () => {
  const without = buildSchema(sdl.replace(/\n\tprogressPercent: .*/, "\n\tcolour: Int"));
  const changes = await diff(buildSchema(sdl), without);
  assert.ok(changes.some(({ type, criticality }) => type === "FIELD_REMOVED" && criticality.level === "BREAKING"));
});

test("GraphQL Inspector takes the operations", () => {
  assert.deepEqual(validate(buildSchema(sdl), [new Source(OPERATIONS)]), []);
  assert.equal(validate(buildSchema(sdl), [new Source("{ projects { colour } }")]).length, 1);
});

test("graphql-schema-linter finds descriptions, names and Relay's shapes in order", async () => {
  // The values of SearchType are the names of types, written as those are.
  const values = ["Award", "Campaign", "Exemplar", "Honouree", "OfficialDocument", "Project", "Unit"].map((name) => `SearchType.${name}`);
  const ignore = JSON.stringify({ "enum-values-all-caps": values });
  const { code, said } = await run("graphql-schema-linter", "--ignore", ignore, "schema.graphql");
  assert.equal(code, 0, said);
});
