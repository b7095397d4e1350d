// Files in an S3-compatible store that others wrote: sent, put into a slot, downloaded, given up, removed, and swept.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import S3rver from "s3rver";

const BUCKET = "thidua";
const PREFIX = "dinh-kem";
// S3rver knows one key, of this name and secret.
const KEY = "S3RVER";
// More than one part of S3, whose parts have 5 MiB.
const LARGE = Buffer.alloc(6 * 1024 * 1024 + 7, "thi đua ");
const PDF = Buffer.from("%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n");

let folder, store, endpoint, child, server, owner;
let [begun, givenUp] = [0, 0];
const tokens = {};

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** What is stored under the prefix, by the names of files. */
function stored() {
  const all = readdirSync(join(folder, "s3", BUCKET), { recursive: true }).map(String);
  const objects = all.filter((name) => name.startsWith(PREFIX) && name.endsWith("._S3rver_object"));
  return objects.map((name) => name.slice(0, -"._S3rver_object".length).split("/").at(-1)).filter((name) => name !== "database").sort();
}

async function until(holds) {
  for (let tries = 0; tries < 300; tries += 1, await sleep(100)) if (await holds()) return;
  assert.fail(`it did not come about; stored: ${stored()}`);
}

/** Starts the program over the store and waits until it is ready. */
async function start() {
  const env = {
    ...process.env,
    THIDUA_FILES_STORE: `s3://${BUCKET}/${PREFIX}`,
    THIDUA_FILES_S3_ENDPOINT: endpoint,
    THIDUA_FILES_S3_ACCESS_KEY: KEY,
    THIDUA_FILES_S3_SECRET_KEY: KEY,
    THIDUA_DATABASE_URL: `sqlite://${folder}/thidua.sqlite?mode=rwc`,
    THIDUA_LISTEN: "127.0.0.1:0",
    THIDUA_PRIVATE_LISTEN: "off",
  };
  child = spawn(process.env.BINARY, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    server = /^# API +(.*)\/graphql$/.exec(line)?.[1] ?? server;
    const [, name, token] = /^export TOKEN_(\w+)=(.*)$/.exec(line) ?? [];
    if (name) tokens[name] = token;
    if (name === "ADMIN") break;
  }
}

async function stop() {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

async function say(query, variables, name = "DEPARTMENT_OFFICER") {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${tokens[name]}` };
  const answer = await fetch(`${server}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function attach(bytes, name) {
  const query = `mutation($input: AttachFileInput!) { attachFile(input: $input) { attachment { id url size sha256 } } }`;
  const form = new FormData();
  form.set("operations", JSON.stringify({ query, variables: { input: { owner, file: null } } }));
  form.set("map", JSON.stringify({ 0: ["variables.input.file"] }));
  form.set("0", new Blob([bytes]), name);
  const headers = { Authorization: `Bearer ${tokens.DEPARTMENT_OFFICER}`, "GraphQL-Preflight": "1" };
  return (await fetch(`${server}/graphql`, { method: "POST", headers, body: form })).json();
}

const SLOT = `mutation($input: CreateUploadSlotInput!) { createUploadSlot(input: $input) { uploadSlot { id url } } }`;
const COMPLETE = `mutation($id: ID!) { completeUpload(input: { id: $id }) { attachment { id url size sha256 } } }`;

async function slot(bytes) {
  const input = { owner, name: "Báo cáo.pdf", size: bytes.length, sha256: sha256(bytes) };
  return (await say(SLOT, { input })).createUploadSlot.uploadSlot;
}

async function bytesOf(url) {
  const answer = await fetch(server + url);
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "thidua-s3."));
  store = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: join(folder, "s3"), configureBuckets: [{ name: BUCKET, configs: [] }] });
  // S3rver keeps the parts of an upload that is given up, as S3 does not; what it was asked for is seen here.
  store.middleware.unshift((asked, next) => {
    if (asked.method === "PUT" && asked.query.partNumber === "1") begun += 1;
    if (asked.method === "DELETE" && asked.query.uploadId) givenUp += 1;
    return next();
  });
  const { address, port } = await store.run();
  endpoint = `http://${address}:${port}`;
  await start();
  // The exports of the demo data are files too.
  const unwritten = "{ exports(filter: { state: [QUEUED, RUNNING] }) { totalCount } }";
  await until(async () => (await say(unwritten, {}, "AUDITOR")).exports.totalCount === 0);
  const place = (await say("{ campaigns(first: 1) { nodes { id fieldGroups { id } } } }")).campaigns.nodes[0];
  const input = { campaign: place.id, fieldGroup: place.fieldGroups[0].id, kind: "KEY_PROJECT", title: "Cầu Long Bình" };
  const create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
  owner = (await say(create, { input })).createProject.project.id;
});

after(async () => {
  if (child) await stop();
  await store?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

for (const [what, bytes] of [["one part", PDF], ["several parts", LARGE]]) {
  test(`a file of ${what} is sent, and comes back byte for byte`, async () => {
    const before = stored().length;
    const { data, errors } = await attach(bytes, "Minh chứng.pdf");
    assert.equal(errors, undefined, JSON.stringify(errors));
    const { size, sha256: hash, url } = data.attachFile.attachment;
    assert.deepEqual([size, hash], [bytes.length, sha256(bytes)]);
    assert.deepEqual(await bytesOf(url), bytes);
    assert.equal(stored().length, before + 1);
  });

  test(`a slot of ${what} is filled, completed, and read again`, async () => {
    const { id, url } = await slot(bytes);
    assert.equal((await fetch(server + url, { method: "PUT", body: bytes })).status, 204);
    const { url: own, sha256: hash } = (await say(COMPLETE, { id })).completeUpload.attachment;
    assert.equal(hash, sha256(bytes));
    assert.deepEqual(await bytesOf(own), bytes);
  });
}

test("what is refused or cut off leaves nothing", async () => {
  const before = stored();
  [begun, givenUp] = [0, 0];
  const program = Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01"), Buffer.alloc(57)]);
  assert.equal((await attach(program, "a.pdf")).errors[0].extensions.code, "FILE_TYPE_REFUSED");
  const { url } = await slot(LARGE);
  const others = Buffer.from(LARGE).fill("x", 0, 1);
  assert.equal((await fetch(server + url, { method: "PUT", body: others })).status, 400);
  assert.deepEqual([begun, givenUp], [1, 2]);
  // A part of it has been stored when the line is cut.
  const request = http.request(server + url, { method: "PUT", headers: { "Content-Length": LARGE.length } });
  request.on("error", () => {});
  request.write(LARGE.subarray(0, LARGE.length - 1));
  await until(() => begun === 2);
  request.destroy();
  await until(() => givenUp === 3);
  assert.deepEqual(stored(), before);
  assert.equal((await fetch(server + url, { method: "PUT", body: LARGE })).status, 204, "the slot is still good");
});

test("what nothing holds is swept when it is old, and what is held is not", async () => {
  const draft = (await attach(PDF, "thừa.pdf")).data.attachFile.attachment;
  const held = stored();
  await say("mutation($id: ID!) { removeAttachment(input: { id: $id }) { attachment { id } } }", { id: draft.id });
  await stop();
  // Everything looks two hours old to the store.
  const old = Date.now() / 1000 - 7200;
  for (const name of readdirSync(join(folder, "s3", BUCKET), { recursive: true }).map(String)) {
    if (name.includes("._S3rver_")) utimesSync(join(folder, "s3", BUCKET, name), old, old);
  }
  await start();
  await until(() => stored().length === held.length - 1);
  const { node } = await say("query($id: ID!) { node(id: $id) { ... on Project { attachments { url } } } }", { id: owner });
  for (const { url } of node.attachments) assert.ok((await bytesOf(url)).length > 0);
});
