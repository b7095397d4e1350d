// How a run is told: a line for each check, what failed with its reason, and the two numbers at the end.
const count = { pass: 0, fail: 0 };

export default async function* report(events) {
  for await (const { type, data } of events) {
    const kind = { "test:pass": "pass", "test:fail": "fail" }[type];
    // A suite only gathers checks, unless it failed by itself (such as a file that does not load).
    const gathers = data?.details?.type === "suite" || data?.details?.error?.failureType === "subtestsFailed";
    if (!kind || gathers) continue;
    count[kind] += 1;
    yield `${kind === "pass" ? "ok    " : "FAILED"} ${data.name}\n`;
    if (kind === "fail") yield `${reason(data.details.error)}\n`;
  }
  yield `\n${count.pass} passed, ${count.fail} failed\n`;
}

function reason(error) {
  const cause = error.cause ?? error;
  return String(cause.stack ?? cause).replace(/^/gm, "       ");
}
