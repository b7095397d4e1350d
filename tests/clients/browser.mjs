// A browser that can reach nothing but this machine, and one page of it that remembers what it asked for and complained of.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const SECONDS = 1000;

/** Opens an address: the browser, its page, the answer, and lists that grow. */
export async function open(server) {
  assert.ok(process.env.CHROMIUM, "no Chromium was found; CHROMIUM may name one");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    // No name but this machine's has an address: what is not served from here is missing, and is seen below.
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", ...QUIET],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "vi-VN" });
  const [elsewhere, complaints, statuses, posted] = [[], [], [], []];
  page.setDefaultTimeout(15 * SECONDS);
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== server) elsewhere.push(request.url());
    if (request.postData()) posted.push(request.postData());
  });
  page.on("response", (answer) => answer.status() >= 400 && statuses.push(`${answer.status()} ${answer.url()}`));
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && complaints.push(line.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const response = await page.goto(server);
  return { browser, page, response, elsewhere, complaints, statuses, posted };
}

/** Leaves a picture where `run` was told to. */
export async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

/** Runs the query of the tab that is open; the answer as it came. */
export async function run(page, server) {
  const [answer] = await Promise.all([
    page.waitForResponse((got) => got.url() === `${server}/graphql`),
    page.locator(".graphiql-execute-button").click(),
  ]);
  return { status: answer.status(), asked: answer.request().postData(), ...(await answer.json()) };
}
