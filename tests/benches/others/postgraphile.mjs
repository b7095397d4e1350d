// PostGraphile 5 as its preset makes it, with grouped counts: `postgraphile.mjs URL PORT WORKERS POOL`.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { PgAggregatesPreset } from '@graphile/pg-aggregates';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

const [url, port, workers, pool] = process.argv.slice(2);

if (cluster.isPrimary) {
  for (let n = 0; n < Number(workers); n += 1) cluster.fork();
  process.on('SIGTERM', () => process.exit());
} else {
  const preset = {
    extends: [PostGraphileAmberPreset, PgAggregatesPreset],
    pgServices: [makePgService({ connectionString: url, schemas: ['public'], poolConfig: { max: Number(pool) } })],
    grafserv: { graphiql: false, websockets: false, watch: false },
  };
  const inner = createServer();
  await postgraphile(preset).createServ(grafserv).addTo(inner);
  const outer = createServer((request, response) => {
    if (request.url === '/readyz') response.end('ready');
    else inner.emit('request', request, response);
  });
  outer.listen(Number(port), '127.0.0.1');
}
