// Mercurius with its JIT: resolvers, and loaders that read for many objects at once: `mercurius.mjs URL PORT WORKERS POOL`.
import cluster from 'node:cluster';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';

const [url, port, workers, poolSize] = process.argv.slice(2);

const schema = `
  type Query {
    project(id: ID!): Project
    projects(campaign: ID!, state: String!, first: Int!): [Project!]!
    units(first: Int!): [Unit!]!
    reports(createdAt: String!, id: ID!, first: Int!): [Report!]!
  }
  type Project { id: ID! title: String! state: String! objective: String! unit: Unit! }
  type Unit { id: ID! name: String! memberships: [Membership!]! reports(first: Int!): [Report!]! counts: [Count!]! }
  type Membership { cluster: Cluster! }
  type Cluster { id: ID! name: String! }
  type Report { id: ID! period: String! state: String! narrative: String! createdAt: String! }
  type Count { key: String! count: Int! }
`;

function grouped(queries, key, rows) {
  const found = new Map(queries.map(({ obj }) => [obj.id, []]));
  for (const row of rows) found.get(row[key])?.push(row);
  return queries.map(({ obj }) => found.get(obj.id));
}

function serve() {
  const pool = new pg.Pool({ connectionString: url, max: Number(poolSize) });
  const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows;
  const report = 'id, period, state, narrative, created_at as "createdAt"';

  const resolvers = {
    Query: {
      project: async (_, { id }) =>
        (await rows('project', "select id, title, state, objective, unit_id from project where id = $1 and state <> 'DRAFT'", [id]))[0],
      projects: (_, { campaign, state, first }) =>
        rows(
          'projects',
          "select id, title, state, objective, unit_id from project where campaign_id = $1 and state = $2 and state <> 'DRAFT' order by created_at desc, id desc limit $3",
          [campaign, state, first],
        ),
      units: (_, { first }) => rows('units', 'select id, name from unit order by name_key, id limit $1', [first]),
      reports: (_, { createdAt, id, first }) =>
        rows(
          'reports',
          `select ${report} from report where state <> 'DRAFT' and (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3`,
          [createdAt, id, first],
        ),
    },
  };
  const loaders = {
    Project: {
      async unit(queries) {
        const found = await rows('unit', 'select id, name from unit where id = any($1)', [[...new Set(queries.map(({ obj }) => obj.unit_id))]]);
        const units = new Map(found.map((unit) => [unit.id, unit]));
        return queries.map(({ obj }) => units.get(obj.unit_id));
      },
    },
    Unit: {
      async memberships(queries) {
        const found = await rows(
          'memberships',
          'select m.unit_id, c.id, c.name from cluster_membership m join cluster c on c.id = m.cluster_id where m.unit_id = any($1) order by m.valid_from, m.id',
          [[...new Set(queries.map(({ obj }) => obj.id))]],
        );
        return grouped(queries, 'unit_id', found.map(({ unit_id, id, name }) => ({ unit_id, cluster: { id, name } })));
      },
      async reports(queries) {
        const found = await rows(
          'reports of units',
          `select u.id as unit_id, r.* from unnest($1::uuid[]) u (id), lateral (select ${report} from report where unit_id = u.id and state <> 'DRAFT' order by created_at desc, id desc limit $2) r`,
          [[...new Set(queries.map(({ obj }) => obj.id))], queries[0].params.first],
        );
        return grouped(queries, 'unit_id', found);
      },
      async counts(queries) {
        const found = await rows(
          'counts',
          "select unit_id, state as key, count(*)::int as count from project where unit_id = any($1) and state <> 'DRAFT' group by 1, 2 order by 2",
          [[...new Set(queries.map(({ obj }) => obj.id))]],
        );
        return grouped(queries, 'unit_id', found);
      },
    },
  };
  const app = Fastify();
  app.get('/readyz', async () => 'ready');
  app.register(mercurius, { schema, resolvers, loaders, jit: 1, graphiql: false });
  return app.listen({ port: Number(port), host: '127.0.0.1' });
}

if (cluster.isPrimary) {
  for (let n = 0; n < Number(workers); n += 1) cluster.fork();
  process.on('SIGTERM', () => process.exit());
} else {
  await serve();
}
