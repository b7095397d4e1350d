// The audits of graphql-http: every MUST, SHOULD and MAY of GraphQL over HTTP that they know. A warning fails too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serverAudits } from "graphql-http";
import { GRAPHQL } from "./server.mjs";

const audits = serverAudits({ url: GRAPHQL });

test("graphql-http has 61 audits", () => assert.equal(audits.length, 61));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, "ok", result.reason);
  });
}
