import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../../scripts/fleet/commands.ts';
import { choose } from '../../scripts/gates/choose.ts';
import type { Gate } from '../../scripts/gates/gate.ts';
import { gates } from '../../scripts/gates/list.ts';
import { isInstalled } from '../../scripts/programs/needed.ts';
import { STEP_NAMES } from '../../scripts/verify/step-names.ts';
import { ownWorkflows } from '../../scripts/workflows/files.ts';
import { readWorkflow } from '../../scripts/workflows/workflow.ts';
import config from '../../vitest.config.ts';
import { tryOut } from '../command-line/printed.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const list: readonly Gate[] = gates;
const NOTHING = { names: [], every: false, slow: false, without: [] };

test.each(list)('the gate $name runs a command, with arguments that it takes', async ({ command }) => {
  const [name, ...args] = command;
  const found = commands.find((candidate) => candidate.name === name);
  expect(found).toBeDefined();
  if (found !== undefined) expect((await tryOut(found, args)).status).toBe(0);
});

it('no proof is left to somebody who remembers to run it', () => {
  const proofs = commands.filter(({ group }) => group === 'Proofs with the real programs');
  const proven = new Set(list.map(({ command: [name] }) => name));
  expect(proofs.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
});

it('no two gates have one name, which would run both where one is asked for', () => {
  expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
});

describe('the gates that run', () => {
  it('are the quick ones before a commit, the slow ones for the workflow, and both together all', () => {
    const quick = choose(list, NOTHING);
    const slow = choose(list, { ...NOTHING, slow: true });
    expect(quick.length).toBeGreaterThan(0);
    expect(slow.length).toBeGreaterThan(0);
    expect([...quick, ...slow].sort(byName)).toEqual([...list].sort(byName));
    expect(choose(list, { ...NOTHING, every: true })).toEqual(list);
  });

  it('are those that are named, and none that is excepted', () => {
    expect(choose(list, { ...NOTHING, names: ['lint', 'redis'] }).map(({ name }) => name)).toEqual([
      'lint',
      'redis',
    ]);
    const without = choose(list, { ...NOTHING, every: true, without: ['redis'] });
    expect(without).toEqual(list.filter(({ name }) => name !== 'redis'));
  });
});

describe('the workflow CI', () => {
  const text = ownWorkflows().find(({ name }) => name.endsWith('/ci.yaml'))?.text ?? '';

  it('runs the quick gates and a job for each slow one, from the list', () => {
    expect(text).toContain('run: npm run ci\n');
    expect(text).toContain('run: npx fleet ci --slow --list --variable slow\n');
    expect(text).toContain('gate: $' + '{{ fromJSON(needs.quick.outputs.slow) }}');
    expect(text).toContain('npm run ci -- "$GATE" --apt-install');
  });

  it('judges the merge of branches that are green alone and stale together', () => {
    expect(readWorkflow(text).triggers).toEqual(
      expect.arrayContaining(['pull_request', 'merge_group', 'push']),
    );
  });
});

const testing = list.filter(({ command: [name] }) => name === 'test');

describe('the projects of vitest', () => {
  const projects = z
    .array(z.object({ test: z.object({ name: z.string(), include: z.array(z.string()) }) }))
    .parse(config.test?.projects)
    .map(({ test }) => test);

  it('are all in the one gate that tests: none is left out before a commit', () => {
    expect(testing.map(({ command, speed }) => [command, speed])).toEqual([[['test'], 'quick']]);
  });

  it('name no test that is gone', () => {
    const named = projects.flatMap(({ include }) => include.filter((path) => !path.includes('*')));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

it('a fresh clone is proven by all gates but those that .ci/run says it leaves out, and why', () => {
  const script = readFileSync(join(root, '.ci/run'), 'utf8');
  expect(script).toMatch(/^ *npx fleet ci --every /m);
  const without = [...script.matchAll(/--without (\S+?)\)?(?=\s)/g)].map(([, name]) => name);
  // The first is what npm test runs.
  expect(script).toMatch(/^step ".*" npm test$/m);
  const told = [...script.matchAll(/left_out\+?=\("(\S+) \(npx fleet \S+\): \S.*"\)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(without)].sort()).toEqual([...testing.map(({ name }) => name), ...told].sort());
  for (const name of told) expect(list.map((gate) => gate.name)).toContain(name);
  expect(script).toContain('echo "left out: $gate"');
});

it('a gate gets the folder with what it would download, and each kind of folder is for some gate', async () => {
  const mirrors = list.filter(({ takesMirror }) => takesMirror !== undefined);
  expect(new Set(mirrors.map(({ takesMirror }) => takesMirror))).toEqual(new Set(['definitions', 'charts']));
  for (const { command } of mirrors) {
    const [name, ...args] = command;
    const found = commands.find((candidate) => candidate.name === name);
    expect(found?.options).toHaveProperty('from');
    if (found !== undefined) expect((await tryOut(found, [...args, '--from', 'test'])).status).toBe(0);
  }
});

it('the verification needs nothing on a fresh machine but Go: what else it runs it gets', () => {
  const ofSteps = new Set(['verify', ...STEP_NAMES]);
  const judging = list.filter(({ name }) => ofSteps.has(name));
  expect(judging.length).toBeGreaterThan(0);
  expect(judging.flatMap(({ needs = [] }) => needs).filter((name) => name !== 'go')).toEqual([]);
});

it('a program that is needed is found in a folder of PATH and nowhere else', () => {
  expect(isInstalled('promtool', '/nowhere:/neither')).toBe(false);
  expect(isInstalled('go', join(root, 'test/gates/fixture'))).toBe(false);
});

function byName(one: Gate, other: Gate): number {
  return one.name < other.name ? -1 : 1;
}
