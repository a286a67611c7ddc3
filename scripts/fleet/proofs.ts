import { command } from '../command-line/command.ts';
import { howToInstall } from '../programs/needed.ts';

/** Proofs that are programs in other languages. */
export const proofs = [
  command({
    name: 'mesh:prove',
    group: 'Proofs with the real programs',
    summary:
      "Istio's own code with the rendered objects of prod-japan: what its proxies get for the other region, egress and rate limits",
    options: {},
    arguments: {},
    work: {
      process: {
        program: 'go',
        args: ['test', '-count=1', '.'],
        folder: 'scripts/prove-mesh',
        environment: { CGO_ENABLED: '0' },
        missing: howToInstall('go'),
      },
    },
  }),
  command({
    name: 'redis:prove',
    group: 'Proofs with the real programs',
    summary:
      "six real Redis servers with TripTrip's settings and scripts: formation, update, failover, restart, restore",
    details: 'Needs redis-server and redis-cli 7 with TLS, OpenSSL and BusyBox. Takes three to five minutes.',
    options: {},
    arguments: {},
    work: { process: { program: 'bash', args: ['test/apps/triptrip/redis-cluster/prove.sh'] } },
  }),
  command({
    name: 'schema:prove',
    group: 'Proofs with the real programs',
    summary: 'the migration of the task manager on a real PostgreSQL, twice, and what its tables refuse',
    options: {},
    arguments: {},
    work: { process: { program: 'bash', args: ['test/apps/task-manager/api-service/prove-schema.sh'] } },
  }),
];
