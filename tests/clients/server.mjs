// The server under test, as `run` started it.
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
