// Starts GraphiQL. Tokens live in variables of this page and nowhere else.
"use strict";

// Styles that GraphiQL's menus add at run time carry the nonce of this page.
window.__webpack_nonce__ = document.querySelector("meta[name=thidua-nonce]").content;

const isDemo = document.querySelector("meta[name=thidua-mode]").content === "demo";
const hasSignIn = document.querySelector("meta[name=thidua-sign-in]").content === "here";
const byId = (id) => document.getElementById(id);

const EXAMPLES = [
  {
    query: `# Tôi là ai, tôi được làm gì? (Who am I?)
query WhoAmI {
  viewer {
    subject
    class
    duty
    unit { name abbreviation }
    actions
  }
}
`,
  },
  {
    query: `# Các đợt thi đua và từng giai đoạn.
# (Campaigns and their phases.)
query Campaigns {
  campaigns(first: 10) {
    totalCount
    edges {
      node {
        title state startsOn endsOn
        launchDocument { number issuedOn }
        phases { name startsOn endsOn }
        fieldGroups { position name }
      }
    }
  }
}
`,
  },
  {
    query: `# Công trình, việc làm đã đăng ký,
# và việc có thể làm tiếp.
# (Projects and what may be done next.)
query Projects($first: Int!) {
  projects(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        title kind state
        unit { name }
        availableTransitions {
          action to isAllowed reason
        }
      }
    }
  }
}
`,
    variables: '{ "first": 20 }',
  },
  {
    query: `# Ai còn nợ báo cáo?
# (Overdue reports; a unit sees its own.)
query Overdue {
  obligations(
    first: 20
    filter: { isOverdue: true }
    orderBy: [{ field: DUE_ON }]
  ) {
    totalCount
    edges {
      node {
        dueOn kind period
        unit { name abbreviation }
      }
    }
  }
}
`,
  },
  {
    query: `# Ai đã được khen thưởng? Công khai.
# (Who was awarded; public.)
query Awards {
  awards(first: 20) {
    totalCount
    edges {
      node {
        name citation state
        awardType { name }
        decision {
          decidedOn
          document { number }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Giờ của máy chủ, từng giây một.
# (A subscription; the button stops it.)
subscription Time {
  serverTime
}
`,
  },
];

const PUBLIC = "Công chúng (public)";

let token = "";
// What was signed in with, and when its token is changed for the next.
let session = null;
let again = 0;
let root = null;
let schema = null;

// One answer comes as JSON; those of a subscription come one after the other, as events (graphql-sse).
async function fetcher(parameters, options) {
  const headers = { ...(options && options.headers), "Content-Type": "application/json" };
  headers.Accept = "application/graphql-response+json, text/event-stream";
  if (token) headers.Authorization = `Bearer ${token}`;
  const stop = new AbortController();
  const body = JSON.stringify(parameters);
  const answer = await fetch("graphql", { method: "POST", headers, body, credentials: "omit", signal: stop.signal });
  const isStream = answer.headers.get("content-type").startsWith("text/event-stream");
  return isStream ? events(answer.body.getReader(), stop) : answer.json();
}

// The answers of a stream as they come, until it ends or GraphiQL stops it.
function events(reader, stop) {
  const decoder = new TextDecoder();
  const over = { done: true, value: undefined };
  let text = "";
  async function next() {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end < 0) {
        const { done, value } = await reader.read();
        if (done) return over;
        text += decoder.decode(value, { stream: true });
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      if (lines[0] === "event: complete") return over;
      if (lines[0] === "event: next") return { done: false, value: JSON.parse(lines[1].slice("data: ".length)) };
    }
  }
  return {
    [Symbol.asyncIterator]() { return this; },
    next: () => next().catch((error) => { if (stop.signal.aborted) return over; throw error; }),
    async return() { stop.abort(); return over; },
  };
}

// The schema is the same for everybody, and everybody may download it, also where introspection is closed to the public.
async function readSchema() {
  const answer = await fetch("schema.graphql", { credentials: "omit" });
  schema = GraphiQL.GraphQL.buildSchema(await answer.text(), { assumeValid: true });
}

function show(key) {
  root = root || ReactDOM.createRoot(byId("explorer"));
  root.render(React.createElement(GraphiQL, { key, fetcher, schema, defaultTabs: EXAMPLES, shouldPersistHeaders: false }));
}

function use(text, said) {
  token = text;
  byId("said").textContent = said;
  show(`${said}:${Date.now()}`);
}

async function offerPeople() {
  const people = await (await fetch("explorer/tokens.json", { credentials: "omit" })).json();
  const select = byId("who");
  select.append(new Option(PUBLIC, ""));
  for (const person of people) select.append(new Option(`${person.label} (${person.name}, ${person.unit})`, person.token));
  select.selectedIndex = people.length ? 1 : 0;
  select.hidden = false;
  select.addEventListener("change", () => use(select.value, ""));
  use(select.value, "");
}

// Where no tokens are given away: a name and a password where users sign in here, and a token that somebody got elsewhere.
function offerFields() {
  document.querySelector("#bar label").hidden = true;
  if (hasSignIn) offerSignIn();
  offerToken();
}

function offerToken() {
  const [field, button] = [byId("token"), byId("use")];
  const take = () => use(field.value.trim(), field.value.trim() ? "Đang dùng token (token in use)" : PUBLIC);
  field.hidden = button.hidden = false;
  field.addEventListener("keydown", (event) => event.key === "Enter" && take());
  button.addEventListener("click", take);
  use("", PUBLIC);
}

async function auth(path, sent) {
  const headers = { "Content-Type": "application/json", "Accept-Language": navigator.language };
  const answer = await fetch(`auth/${path}`, { method: "POST", headers, body: JSON.stringify(sent), credentials: "omit" });
  return { isGood: answer.ok, ...(await answer.json()) };
}

// A name and a password; a new password where the old one was chosen by somebody else.
function offerSignIn() {
  const [form, name, password, next] = ["sign-in", "name", "password", "new-password"].map(byId);
  const [enter, leave] = [byId("enter"), byId("leave")];
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = { username: name.value, password: password.value };
    const answer = next.hidden ? await auth("sign-in", sent) : await auth("password", { ...sent, new_password: next.value });
    if (!answer.isGood) {
      next.hidden = next.hidden && answer.errors[0].extensions.code !== "PASSWORD_CHANGE_REQUIRED";
      byId("said").textContent = answer.error_description;
      return;
    }
    password.value = next.value = "";
    next.hidden = true;
    signedIn(answer, name.value);
  });
  leave.addEventListener("click", async () => {
    await auth("sign-out", { refresh_token: session.refresh_token });
    signedOut(PUBLIC);
  });
  function signedIn(tokens, who) {
    session = tokens;
    [name.hidden, password.hidden, enter.hidden, leave.hidden] = [true, true, true, false];
    refreshLater();
    use(tokens.access_token, `Đã đăng nhập (signed in): ${who}`);
  }
  function signedOut(said) {
    session = null;
    clearTimeout(again);
    [name.hidden, password.hidden, enter.hidden, leave.hidden] = [false, false, false, true];
    use("", said);
  }
  // An access token is changed for the next a minute before it ends; what is being written stays.
  function refreshLater() {
    again = setTimeout(async () => {
      const answer = await auth("refresh", { refresh_token: session.refresh_token });
      if (!answer.isGood) return signedOut(answer.error_description);
      session = answer;
      token = answer.access_token;
      return refreshLater();
    }, Math.max(session.expires_in - 60, 1) * 1000);
  }
}

// GraphiQL is loaded here, after its nonce is set.
const script = document.createElement("script");
script.src = "explorer/graphiql.js";
script.onload = () => readSchema().then(isDemo ? offerPeople : offerFields);
document.head.append(script);
