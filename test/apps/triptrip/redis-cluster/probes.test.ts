import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../../apps/triptrip/redis-cluster/files.ts';

/** Answers as redis-cli prints them where no person reads: errors without a mark, and with exit code 0. */
interface Answers {
  readonly ping?: string;
  readonly clusterInfo?: string;
  readonly replication?: string;
}

const HEALTHY: Required<Answers> = {
  ping: 'PONG',
  clusterInfo: 'cluster_enabled:1\r\ncluster_state:ok\r\ncluster_slots_assigned:16384\r',
  replication: '# Replication\r\nrole:master\r\nconnected_slaves:1\r',
};
const DENIED = 'NOAUTH Authentication required.';
const LOADING = 'LOADING Redis is loading the dataset in memory';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'redis-probes-'));
  for (const [name, text] of Object.entries(nodeFiles)) writeFileSync(join(directory, name), text);
  writeFileSync(
    join(directory, 'redis-cli'),
    `#!/bin/sh
case $* in
'--tls ping') printf '%s\\n' "$PING" ;;
'--tls cluster info') printf '%s\\n' "$CLUSTER_INFO" ;;
'--tls info replication') printf '%s\\n' "$REPLICATION" ;;
*) exit 64 ;;
esac
`,
  );
  chmodSync(join(directory, 'redis-cli'), 0o755);
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Whether a probe passes while the server answers like that. */
function passes(probe: 'started' | 'alive' | 'ready', answers: Answers): boolean {
  const { ping, clusterInfo, replication } = { ...HEALTHY, ...answers };
  const { status } = spawnSync('sh', [join(directory, `${probe}.sh`)], {
    env: {
      PATH: `${directory}:${process.env.PATH}`,
      REDIS_CLI_OPTIONS: '--tls',
      PING: ping,
      CLUSTER_INFO: clusterInfo,
      REPLICATION: replication,
    },
  });
  return status === 0;
}

const allAnswer = (text: string): Answers => ({ ping: text, clusterInfo: text, replication: text });
const replica = (link: string) => `# Replication\r\nrole:slave\r\nmaster_link_status:${link}\r`;

describe('redis-cli exits with 0 on error replies, so probes look at the answer (X-100)', () => {
  test('a healthy master and a healthy replica pass all three', () => {
    for (const probe of ['started', 'alive', 'ready'] as const) {
      expect(passes(probe, {}), probe).toBe(true);
      expect(passes(probe, { replication: replica('up') }), probe).toBe(true);
    }
  });

  test('a wrong password, or no answer at all, passes none', () => {
    for (const probe of ['started', 'alive', 'ready'] as const) {
      expect(passes(probe, allAnswer(DENIED)), probe).toBe(false);
      expect(passes(probe, allAnswer('')), probe).toBe(false);
    }
  });

  test('a node that loads its data is alive, or it would be killed before it has them; it serves nobody yet', () => {
    expect(passes('alive', allAnswer(LOADING))).toBe(true);
    expect(passes('started', allAnswer(LOADING))).toBe(false);
    expect(passes('ready', allAnswer(LOADING))).toBe(false);
  });

  test('a node outside the cluster answers PONG, and is not ready; restarting it would not help', () => {
    const outside = { clusterInfo: 'cluster_enabled:1\r\ncluster_state:fail\r' };
    expect(passes('ready', outside)).toBe(false);
    expect(passes('alive', outside)).toBe(true);
    expect(passes('started', outside)).toBe(true);
  });

  test('a replica without its master’s data is not ready: an update would take the master next', () => {
    expect(passes('ready', { replication: replica('down') })).toBe(false);
    expect(passes('ready', { replication: DENIED })).toBe(false);
    expect(passes('alive', { replication: replica('down') })).toBe(true);
  });
});
