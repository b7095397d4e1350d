// The server under test, as `run` started it.
import { sign } from "node:crypto";
import { readFile } from "node:fs/promises";

export const SERVER = process.env.SERVER;
export const GRAPHQL = `${SERVER}/graphql`;
export const ALLOWED_ORIGIN = process.env.ALLOWED_ORIGIN;

export const RESPONSE = "application/graphql-response+json";
export const JSON_TYPE = "application/json";

/** The header of somebody of the demo: "STANDING_BODY_HEAD". Nobody is the public. */
export const as = (name) => (name ? { Authorization: `Bearer ${process.env[`TOKEN_${name}`]}` } : {});

/** Sends an operation by POST. */
export function post(operation, headers = {}) {
  const all = { "Content-Type": JSON_TYPE, Accept: RESPONSE, ...headers };
  return fetch(GRAPHQL, { method: "POST", headers: all, body: JSON.stringify(operation) });
}

/** Sends an operation by GET. */
export function get({ variables, extensions, ...texts }, headers = {}) {
  const query = new URLSearchParams(texts);
  if (variables) query.set("variables", JSON.stringify(variables));
  if (extensions) query.set("extensions", JSON.stringify(extensions));
  return fetch(`${GRAPHQL}?${query}`, { headers: { Accept: RESPONSE, ...headers } });
}

/** The data of an operation that must succeed. */
export async function data(query, variables, headers) {
  const answer = await (await post({ query, variables }, headers)).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** A token of the demo's administrator that ends in so many seconds: its text, and its end in milliseconds. */
export async function shortLived(seconds) {
  const file = new URL("../../api/src/auth/demo/DEMO-ONLY-private.pem", import.meta.url);
  const [head, claims] = process.env.TOKEN_ADMIN.split(".");
  const exp = Math.ceil(Date.now() / 1000) + seconds;
  const payload = { ...JSON.parse(Buffer.from(claims, "base64url")), exp };
  const signed = `${head}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
  const signature = sign(null, Buffer.from(signed), await readFile(file)).toString("base64url");
  return { text: `${signed}.${signature}`, expires: exp * 1000 };
}
