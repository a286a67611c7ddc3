import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../../apps/triptrip/redis-cluster/files.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'redis-hand-over-'));
  writeFileSync(join(directory, 'hand-over.sh'), nodeFiles['hand-over.sh']);
  program(
    'redis-cli',
    `cd '${directory}'
case $* in
'--tls role') [ -e taken ] && echo slave || echo master ;;
'--tls info replication') cat "replication.$(cat round)" 2>/dev/null || cat replication.last ;;
'--tls -h 10.0.0.9 cluster failover')
  echo asked >>asked
  if [ "$(wc -l <asked)" -ge "$TAKES" ]; then touch taken; fi ;;
*) exit 64 ;;
esac`,
  );
  // A second is a round, and no time passes.
  program('sleep', `cd '${directory}'; echo $(($(cat round) + 1)) >round`);
});
afterEach(() => rmSync(directory, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(directory, name), 0o755);
}

interface Course {
  /** The state of the only replica, second by second; the last one stays. None: there is no replica. */
  readonly states: readonly (string | undefined)[];
  /** How often it has to be asked before it takes over. */
  readonly takes: number;
}

/** What a hand-over of a master came to: whether it was one to the end, how often the replica was asked, and the seconds. */
function handOver({ states, takes }: Course) {
  const text = (state: string | undefined) =>
    `role:master\r\n${state === undefined ? '' : `slave0:ip=10.0.0.9,port=6379,state=${state},offset=1,lag=0\r\n`}`;
  for (const [round, state] of states.entries())
    writeFileSync(join(directory, `replication.${round}`), text(state));
  writeFileSync(join(directory, 'replication.last'), text(states.at(-1)));
  writeFileSync(join(directory, 'round'), '0\n');
  const { status } = spawnSync('sh', [join(directory, 'hand-over.sh')], {
    env: { PATH: `${directory}:${process.env.PATH}`, REDIS_CLI_OPTIONS: '--tls', TAKES: String(takes) },
  });
  const asked = join(directory, 'asked');
  return {
    status,
    handedOver: existsSync(join(directory, 'taken')),
    asked: existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n').length : 0,
    seconds: Number(readFileSync(join(directory, 'round'), 'utf8')),
  };
}

describe('a master hands over before it stops (X-101)', () => {
  test('to a replica that is online, which is asked once', () => {
    expect(handOver({ states: ['online'], takes: 1 })).toMatchObject({
      status: 0,
      handedOver: true,
      asked: 1,
    });
  });

  test('a replica that copies the data is waited for: it may say that it is ready before its master knows', () => {
    const states = ['wait_bgsave', 'send_bulk', 'send_bulk', 'online'];
    expect(handOver({ states, takes: 1 })).toMatchObject({ status: 0, handedOver: true, asked: 1 });
  });

  test('a handover that Redis gave up is asked for again, but not while one is under way', () => {
    const { handedOver, asked, seconds } = handOver({ states: ['online'], takes: 3 });
    expect({ handedOver, asked }).toEqual({ handedOver: true, asked: 3 });
    // Redis ends one after five seconds; to ask again would begin it anew.
    expect(seconds).toBeGreaterThan(2 * 5);
  });

  test('where there is no replica at all nobody is waited for', () => {
    expect(handOver({ states: [undefined], takes: 1 })).toMatchObject({ status: 0, asked: 0, seconds: 0 });
  });

  test('a replica that never takes over does not hold up the stop for ever', () => {
    const { status, handedOver } = handOver({ states: ['send_bulk'], takes: 1 });
    expect({ status, handedOver }).toEqual({ status: 0, handedOver: false });
  });
});
