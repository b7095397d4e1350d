// The explorer in a real browser that can reach nothing but the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, picture as leave, run as execute } from "./browser.mjs";
import { SERVER } from "./server.mjs";

let browser, page, response, elsewhere, complaints, statuses, posted;

before(async () => ({ browser, page, response, elsewhere, complaints, statuses, posted } = await open(SERVER)));

after(() => browser?.close());

const picture = (name) => leave(page, name);

/** Runs the query of the tab that is open, and gives what is shown. */
async function run() {
  const { data, errors, asked } = await execute(page, SERVER);
  assert.equal(errors, undefined, `${JSON.stringify(errors)} for ${asked}`);
  return { data, shown: page.locator(".result-window") };
}

test("the page has a strict Content-Security-Policy", () => {
  const policy = response.headers()["content-security-policy"];
  const rules = new Map(policy.split(/; */).map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
  assert.equal(rules.get("default-src"), "'none'");
  assert.equal(rules.get("script-src"), "'self'");
  assert.equal(rules.get("connect-src"), "'self'");
  assert.match(rules.get("style-src"), /^'self' 'nonce-[0-9a-f]{32}'$/);
  for (const name of ["base-uri", "form-action", "frame-ancestors"]) assert.equal(rules.get(name), "'none'", name);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
});

test("the page appears, in Vietnamese", async () => {
  await page.locator(".graphiql-execute-button").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "vi");
  await picture("1-start");
});

test("the first example runs and shows data", async () => {
  const { data, shown } = await run();
  assert.equal(data.viewer.class, "STANDING_BODY");
  await shown.getByText('"STANDING_BODY"').first().waitFor();
  await picture("2-result");
});

test("another person of the bar is another viewer", async () => {
  const choices = await page.locator("#who option").allTextContents();
  const auditor = choices.find((text) => text.includes("AUDITOR"));
  assert.ok(auditor, choices.join(" | "));
  await page.locator("#who").selectOption({ label: auditor });
  await page.locator(".graphiql-execute-button").waitFor();
  const { data, shown } = await run();
  assert.equal(data.viewer.class, "AUDITOR");
  await shown.getByText('"AUDITOR"').first().waitFor();
  await picture("3-auditor");
});

test("every example runs, without an error", async () => {
  const tabs = page.locator(".graphiql-tab-button");
  const count = await tabs.count();
  assert.ok(count >= 3, `${count} tabs`);
  for (let at = 0; at < count; at += 1) {
    await tabs.nth(at).click();
    // GraphiQL takes a moment to see which operation the editor holds now.
    await page.waitForTimeout(300);
    // The last is a subscription, which has no one answer; it has a test of its own.
    if ((await tabs.nth(at).textContent()).includes("Time")) continue;
    const { data } = await run();
    assert.ok(data && Object.values(data).every((value) => value !== null), `tab ${at}`);
  }
  await picture("4-example");
});

test("a subscription shows one answer after the other until it is stopped", async () => {
  await page.locator(".graphiql-tab-button", { hasText: "Time" }).click();
  await page.waitForTimeout(300);
  const time = async () => /"serverTime": "([^"]+)"/.exec(await page.locator(".result-window .CodeMirror").innerText())?.[1];
  const another = async (than) => {
    for (let tries = 0; tries < 100; tries += 1, await page.waitForTimeout(100)) {
      const shown = await time();
      if (shown && shown !== than) return shown;
    }
    throw new Error(`nothing but ${than}`);
  };
  const button = page.locator(".graphiql-execute-button");
  await button.click();
  const first = await another(undefined);
  await another(first);
  await button.click();
  await page.locator('.graphiql-execute-button[aria-label^="Execute"]').waitFor();
  const last = await time();
  await page.waitForTimeout(2500);
  assert.equal(await time(), last);
});

test("the documentation opens and finds a type", async () => {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  const docs = page.locator(".graphiql-plugin");
  await docs.getByText("Query", { exact: true }).first().click();
  await docs.getByText("projects", { exact: true }).first().waitFor();
  await picture("5-documentation");
});

test("the editor knows the schema", async () => {
  await page.locator(".graphiql-tab-button").first().click();
  await page.locator(".graphiql-query-editor .CodeMirror").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("{ p");
  await page.keyboard.press("Control+Space");
  await page.locator(".CodeMirror-hint", { hasText: /^projects/ }).waitFor();
  await picture("6-hints");
  await page.keyboard.press("Escape");
});

test("the settings and a narrow window show nothing broken", async () => {
  await page.getByRole("button", { name: "Open settings dialog" }).click();
  await page.locator(".graphiql-dialog").waitFor();
  await picture("7-settings");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture("8-dark");
  await page.setViewportSize({ width: 700, height: 800 });
  const [is, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(is <= has, `${is} > ${has}`);
  await picture("9-narrow");
});

test("the documentation comes from /schema.graphql, not by introspection", () => {
  assert.ok(posted.length > 3);
  assert.deepEqual(posted.filter((body) => body.includes("__schema")), []);
});

test("the token is kept nowhere", async () => {
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  assert.doesNotMatch(kept, /eyJ/);
});

// Last, over everything above.
test("nothing was asked of another host", () => assert.deepEqual(elsewhere, []));
test("no request failed", () => assert.deepEqual(statuses, []));
test("the console has no complaint", () => assert.deepEqual(complaints, []));
