// A production server: the schema is read with a token, the explorer has no token to give, and takes one that is pasted.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { buildClientSchema, getIntrospectionQuery } from "graphql";
import { open, picture, run } from "./browser.mjs";

const [NAME, OWN] = ["quan.tri", "chín nhánh sông đổ ra biển"];
const ADD = ["user", "add", "--name", NAME, "--full-name", "Quản trị", "--role", "ADMIN", "--duty", "ADMIN"];
let folder, first, process_, server, token, opened;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "thidua-production."));
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(join(folder, "public.pem"), publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(join(folder, "private.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const audit = generateKeyPairSync("ed25519").privateKey;
  writeFileSync(join(folder, "audit.pem"), audit.export({ type: "pkcs8", format: "pem" }));
  const env = {
    ...process.env,
    THIDUA_MODE: "production",
    THIDUA_AUTH_PUBLIC_KEYS: join(folder, "public.pem"),
    THIDUA_AUTH_SIGNING_KEY: join(folder, "private.pem"),
    THIDUA_AUDIT_SIGNING_KEY: join(folder, "audit.pem"),
    THIDUA_DATABASE_URL: `sqlite://${folder}/thidua.sqlite?mode=rwc`,
    THIDUA_LISTEN: "127.0.0.1:0",
    THIDUA_PRIVATE_LISTEN: "off",
  };
  token = execFileSync(process.env.BINARY, ["token", "--role", "ADMIN", "--duty", "ADMIN", "--unit", "first", "--subject", "an"], { env }).toString().trim();
  execFileSync(process.env.BINARY, ["migrate"], { env });
  first = execFileSync(process.env.BINARY, ADD, { env }).toString().trim().split("\n").at(-1);
  process_ = spawn(process.env.BINARY, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: process_.stdout })) {
    assert.doesNotMatch(line, /TOKEN_|eyJ/);
    server ??= /^# API +(.*)\/graphql$/.exec(line)?.[1];
    if (line.startsWith("# Database")) break;
  }
  opened = await open(server);
});

after(async () => {
  await opened?.browser.close();
  process_?.kill();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function ask(query, headers = {}) {
  const all = { "Content-Type": "application/json", Accept: "application/graphql-response+json", ...headers };
  const answer = await fetch(`${server}/graphql`, { method: "POST", headers: all, body: JSON.stringify({ query }) });
  return { status: answer.status, ...(await answer.json()) };
}

for (const [name, query] of [
  ["the introspection query", getIntrospectionQuery()],
  ["__type", '{ __type(name: "Query") { name } }'],
  ["__schema in a fragment", "{ ...a } fragment a on Query { __schema { queryType { name } } }"],
]) {
  test(`the public is refused ${name}`, async () => {
    const { status, data, errors } = await ask(query);
    assert.deepEqual([status, data, errors[0].extensions.code], [400, undefined, "FORBIDDEN"]);
  });
}

test("__typename is for everybody", async () => assert.equal((await ask("{ __typename }")).data.__typename, "Query"));

test("whoever has a token introspects, and everybody downloads the schema", async () => {
  const { data } = await ask(getIntrospectionQuery(), { Authorization: `Bearer ${token}` });
  assert.ok(buildClientSchema(data).getQueryType().getFields().projects);
  assert.match(await (await fetch(`${server}/schema.graphql`)).text(), /^type Query/m);
});

test("the explorer offers no token", async () => {
  assert.equal((await fetch(`${server}/explorer/tokens.json`)).status, 404);
  await opened.page.locator(".graphiql-execute-button").waitFor();
  assert.equal(await opened.page.locator("#who").isVisible(), false);
  assert.equal((await run(opened.page, server)).data.viewer.class, null);
});

test("the explorer takes a token that is pasted", async () => {
  const { page } = opened;
  await page.locator("#token").fill(token);
  await page.locator("#use").click();
  await page.locator(".graphiql-execute-button").waitFor();
  assert.equal((await run(page, server)).data.viewer.class, "ADMIN");
  await picture(page, "10-production");
});

test("the explorer shows the documentation to everybody", async () => {
  const { page } = opened;
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-plugin").getByText("Mutation", { exact: true }).first().waitFor();
});

test("a user signs in: first with another password, then by it, and out again", async () => {
  const { page, statuses, complaints } = opened;
  const said = page.locator("#said");
  const field = (name) => page.locator(`#${name}`);
  const enter = async (password) => {
    await field("name").fill(NAME);
    await field("password").fill(password);
    await field("enter").click();
  };
  await enter("sai mật khẩu rồi nhé");
  await said.getByText("Tên đăng nhập hoặc mật khẩu không đúng").waitFor();
  await enter(first);
  await field("new-password").waitFor();
  await field("new-password").fill(OWN);
  await field("enter").click();
  await said.getByText(`signed in): ${NAME}`).waitFor();
  await page.locator(".graphiql-execute-button").waitFor();
  assert.equal((await run(page, server)).data.viewer.subject, NAME);
  assert.equal(await field("password").isVisible(), false);
  await picture(page, "11-signed-in");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  assert.doesNotMatch(kept, /eyJ|tdr_/);
  await field("leave").click();
  await said.getByText("public").waitFor();
  assert.equal((await run(page, server)).data.viewer.class, null);
  await enter(OWN);
  await said.getByText(`signed in): ${NAME}`).waitFor();
  assert.equal((await run(page, server)).data.viewer.subject, NAME);
  // The two that were refused are all that was: a browser tells of each in its console.
  assert.deepEqual(statuses.splice(0), Array(2).fill(`400 ${server}/auth/sign-in`));
  assert.ok(complaints.splice(0).every((line) => /status of 400/.test(line)));
});

// Last, over everything above.
test("no request failed or left, and the console has no complaint", () => {
  assert.deepEqual([opened.elsewhere, opened.statuses, opened.complaints], [[], [], []]);
});
