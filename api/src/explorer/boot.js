// Starts GraphiQL. The token lives in a variable of this page and nowhere else.
"use strict";

// Styles that GraphiQL's menus add at run time carry the nonce of this page.
window.__webpack_nonce__ = document.querySelector("meta[name=thidua-nonce]").content;

const isDemo = document.querySelector("meta[name=thidua-mode]").content === "demo";
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
];

let token = "";
let root = null;
let schema = null;

async function fetcher(parameters, options) {
  const headers = { ...(options && options.headers), "Content-Type": "application/json" };
  headers.Accept = "application/graphql-response+json, application/json;q=0.9";
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch("graphql", { method: "POST", headers, body: JSON.stringify(parameters), credentials: "omit" });
  return answer.json();
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
  select.append(new Option("Công chúng (public)", ""));
  for (const person of people) select.append(new Option(`${person.label} (${person.name}, ${person.unit})`, person.token));
  select.selectedIndex = people.length ? 1 : 0;
  select.hidden = false;
  select.addEventListener("change", () => use(select.value, ""));
  use(select.value, "");
}

// Where no tokens are given away: a token that somebody got elsewhere. Another way of signing in goes beside this one, and ends
// in `use(token, words)` too.
function offerField() {
  const [field, button] = [byId("token"), byId("use")];
  const label = document.querySelector("#bar label");
  [label.htmlFor, label.textContent] = ["token", "Token"];
  const take = () => use(field.value.trim(), field.value.trim() ? "Đang dùng token (token in use)" : "Công chúng (public)");
  field.hidden = button.hidden = false;
  field.addEventListener("keydown", (event) => event.key === "Enter" && take());
  button.addEventListener("click", take);
  use("", "Công chúng (public)");
}

// GraphiQL is loaded here, after its nonce is set.
const script = document.createElement("script");
script.src = "explorer/graphiql.js";
script.onload = () => readSchema().then(isDemo ? offerPeople : offerField);
document.head.append(script);
