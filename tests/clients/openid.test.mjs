// An OpenID provider that others wrote (oidc-provider), over HTTP: its keys found and rotated, its tokens with claims of its own
// names, its outage, and tokens with key ids that nobody knows.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import Provider from "oidc-provider";

const [ID, SECRET] = ["giam-doc-so", "mot-bi-mat-cua-chuong-trinh"];
const WHO = "{ viewer { subject class duty unit { abbreviation } } }";
/** What the provider says of the head of a department, by names and words of its own. */
const HEAD = { realm_access: { roles: ["offline_access", "so-nganh"] }, chuc_vu: "truong", don_vi: "SGTVT" };

let folder, listener, issuer, provider, child, server;
let claims = HEAD;
let asked = 0;

/** A key pair as a JWK of this name. */
function key(kid, type) {
  const { privateKey } = type === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
  return { ...privateKey.export({ format: "jwk" }), kid, alg: type, use: "sig" };
}

/** A provider with these keys, which signs with the first. */
function provide(keys) {
  const made = new Provider(issuer, {
    jwks: { keys },
    cookies: { keys: ["cookies"] },
    clients: [{
      client_id: ID, client_secret: SECRET, grant_types: ["client_credentials"], redirect_uris: [], response_types: [],
      id_token_signed_response_alg: keys[0].alg,
    }],
    clientDefaults: { id_token_signed_response_alg: keys[0].alg },
    enabledJWA: { idTokenSigningAlgValues: ["ES256", "EdDSA"] },
    scopes: ["read", "write"],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: "read write", audience: resource.split(":").at(-1), accessTokenFormat: "jwt", accessTokenTTL: 300,
          jwt: { sign: { alg: keys[0].alg, kid: keys[0].kid } },
        }),
      },
    },
    extraTokenClaims: () => claims,
    // It gives no nbf by itself.
    formats: { customizers: { jwt: (_, __, { payload }) => { payload.nbf ??= payload.iat; } } },
  });
  return made.callback();
}

/** A token of the client credentials grant, as a program gets one. */
async function token({ says = HEAD, audience = "thidua", scope = "read write" } = {}) {
  claims = says;
  const body = new URLSearchParams({ grant_type: "client_credentials", resource: `urn:tra-vinh:${audience}`, scope });
  const headers = { Authorization: `Basic ${Buffer.from(`${ID}:${SECRET}`).toString("base64")}` };
  const answer = await (await fetch(`${issuer}/token`, { method: "POST", headers, body })).json();
  assert.ok(answer.access_token, JSON.stringify(answer));
  return answer.access_token;
}

async function ask(bearer, query = WHO) {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${bearer}` };
  const answer = await fetch(`${server}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return { status: answer.status, ...(await answer.json()) };
}

async function refused(bearer, why) {
  const { status, data, errors } = await ask(bearer);
  assert.deepEqual([status, data, errors?.[0].extensions.code], [401, undefined, "UNAUTHENTICATED"], why);
}

async function listen(handler, port = 0) {
  const made = http.createServer(handler).listen(port, "127.0.0.1");
  await once(made, "listening");
  return made;
}

const answer = (request, response) => {
  if (request.url === "/jwks") asked += 1;
  provider(request, response);
};
const first = key("khoa-1", "ES256");

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "thidua-openid."));
  listener = await listen(answer);
  issuer = `http://127.0.0.1:${listener.address().port}`;
  provider = provide([first]);
  const env = {
    ...process.env,
    THIDUA_AUTH_ISSUER: issuer,
    THIDUA_AUTH_CLAIMS_CLASS: "realm_access.roles",
    THIDUA_AUTH_CLAIMS_CLASS_WORDS: "so-nganh=DEPARTMENT,quan-huyen=DISTRICT",
    THIDUA_AUTH_CLAIMS_DUTY: "chuc_vu",
    THIDUA_AUTH_CLAIMS_DUTY_WORDS: "truong=HEAD,chuyen-vien=OFFICER",
    THIDUA_AUTH_CLAIMS_UNIT: "don_vi",
    THIDUA_AUTH_CLAIMS_CLIENT: "client_id",
    THIDUA_FILES_STORE: join(folder, "files"),
    THIDUA_DATABASE_URL: `sqlite://${folder}/thidua.sqlite?mode=rwc`,
    THIDUA_LISTEN: "127.0.0.1:0",
    THIDUA_PRIVATE_LISTEN: "off",
  };
  child = spawn(process.env.BINARY, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    server = /^# API +(.*)\/graphql$/.exec(line)?.[1];
    if (server) break;
  }
});

after(async () => {
  child?.kill();
  listener?.closeAllConnections();
  listener?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("its keys are discovered, and a token with its own claims is somebody", async () => {
  assert.equal(asked, 0);
  const bearer = await token();
  const replies = await Promise.all(Array.from({ length: 8 }, () => ask(bearer)));
  for (const { data } of replies) {
    assert.deepEqual(data?.viewer, { subject: ID, class: "DEPARTMENT", duty: "HEAD", unit: { abbreviation: "SGTVT" } });
  }
  assert.equal(asked, 1);
});

for (const [why, says] of [
  ["no class", { ...HEAD, realm_access: undefined }],
  ["a class that is not known", { ...HEAD, realm_access: { roles: ["offline_access"] } }],
  ["two classes", { ...HEAD, realm_access: { roles: ["so-nganh", "quan-huyen"] } }],
  ["no duty", { ...HEAD, chuc_vu: undefined }],
  ["a duty that is not known", { ...HEAD, chuc_vu: "HEAD" }],
  ["no unit", { ...HEAD, don_vi: undefined }],
  ["two units", { ...HEAD, don_vi: ["SGTVT", "STC"] }],
  ["a unit that is not there", { ...HEAD, don_vi: "KHONG-CO" }],
  ["a class that does not fit the unit", { ...HEAD, realm_access: { roles: ["quan-huyen"] } }],
  ["a time written as a string", { ...HEAD, nbf: "0" }],
]) {
  test(`${why} means no`, async () => refused(await token({ says }), why));
}

test("a token for somebody else means no", async () => refused(await token({ audience: "nguoi-khac" })));

test("a token that may read does not write", async () => {
  const bearer = await token({ scope: "read" });
  assert.equal((await ask(bearer)).data.viewer.class, "DEPARTMENT");
  const verb = 'mutation { withdrawProject(input: { id: "Project:01a20abd-0000-7000-8000-000000000000", reason: "x" }) { project { id } } }';
  assert.equal((await ask(bearer, verb)).errors[0].extensions.code, "FORBIDDEN");
  assert.equal((await ask(await token(), verb)).errors[0].extensions.code, "NOT_FOUND");
});

test("keys rotate with overlap, and an unknown key id is looked up at most every 30 seconds", async () => {
  const old = await token();
  // Signed by a key that is published nowhere, and by the next, which is published now.
  provider = provide([key("la-ai", "EdDSA")]);
  const stranger = await token();
  provider = provide([key("khoa-2", "EdDSA"), first]);
  const next = await token();
  let accepted = false;
  const began = Date.now();
  for (let tries = 0; !accepted && Date.now() - began < 60_000; tries += 1) {
    await refused(stranger, "a stranger");
    const { status, data } = await ask(next);
    assert.ok(status === 200 || status === 401, status);
    accepted = data?.viewer.class === "DEPARTMENT";
    assert.equal((await ask(old)).status, 200, "the old key is published still");
    assert.equal(asked, accepted ? 2 : 1);
    await sleep(200);
  }
  assert.ok(accepted, "the next key is never believed");
  for (let tries = 0; tries < 20; tries += 1) await refused(stranger, "a stranger");
  assert.equal(asked, 2);
});

test("an outage is served from what was fetched", async () => {
  const [known, later] = [await token(), await token({ says: { ...HEAD, don_vi: "STC" } })];
  listener.closeAllConnections();
  await new Promise((done) => listener.close(done));
  await assert.rejects(fetch(`${issuer}/jwks`));
  assert.equal((await ask(known)).data.viewer.unit.abbreviation, "SGTVT");
  assert.equal((await ask(later)).data.viewer.unit.abbreviation, "STC");
});
