import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { gatheredProofs, gatheredVerdicts, PROOFS, SUMMARY } from '../../scripts/verify/gathered.ts';
import { verdictOf } from '../../scripts/verify/report.ts';
import { runStep } from '../../scripts/verify/run-step.ts';
import type { Part } from '../../scripts/verify/step.ts';
import { STEP_NAMES } from '../../scripts/verify/step-names.ts';
import { assignment } from './assignment.ts';

const part: Part = {
  name: 'Kubernetes 1.34',
  seconds: 3,
  counts: { objects: 2 },
  findings: [],
  exceptions: [],
};
const refusal = { where: 'c', what: 'dist/c/a.yaml', field: 'spec.a', says: 'not this' };

const temporaryFolder = () => mkdtempSync(join(inject('temporaryFolders'), 'gathered-'));

/** A folder with what runs have left, as a pipeline gathers it from their machines. */
function left(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(content));
  }
  return folder;
}

const passed = STEP_NAMES.map((name) => [
  `verification-${name}/verify/${SUMMARY}`,
  [verdictOf({ name }, [part], 3)],
]);

describe('steps that ran on machines of their own', () => {
  it('are told in the order of the steps, and have passed together where each has', () => {
    const verdicts = gatheredVerdicts(left(Object.fromEntries(passed.toReversed())), STEP_NAMES);
    expect(verdicts.map(({ step }) => step)).toEqual(STEP_NAMES);
    expect(verdicts.every((verdict) => verdict.passed)).toBe(true);
  });

  it.each(STEP_NAMES)('%s fails if its machine went before it left a verdict', (missing) => {
    const others = passed.filter(([file]) => !String(file).startsWith(`verification-${missing}/`));
    const verdicts = gatheredVerdicts(left(Object.fromEntries(others)), STEP_NAMES);
    expect(verdicts.filter((verdict) => !verdict.passed).map(({ step }) => step)).toEqual([missing]);
    expect(JSON.stringify(verdicts)).toContain('no run has left one');
  });

  it('keep what they have found, also where they broke off', async () => {
    const found = verdictOf({ name: 'argocd' }, [{ ...part, findings: [refusal] }], 3);
    const run = () => Promise.reject(new Error('etcd is gone'));
    const broken = await runStep({ name: 'scheduling', run }, { ...assignment, done: () => {} });
    const folder = left({ [`a/${SUMMARY}`]: [found], [`b/${SUMMARY}`]: [broken] });
    const verdicts = gatheredVerdicts(folder, ['argocd', 'scheduling']);
    expect(verdicts).toEqual([found, broken]);
  });
});

describe('mistakes that were made on machines of their own', () => {
  const caught = { step: 'mesh', mistake: 'a route to nowhere', cluster: 'c', seconds: 1 } as const;

  it('are told as they were', () => {
    const missed = { step: 'mesh', mistake: 'another', seconds: 1, wrong: 'It passed.' } as const;
    expect(gatheredProofs(left({ [`a/b/${PROOFS}`]: [caught, missed] }), ['mesh'])).toEqual([caught, missed]);
  });

  it('are missed by a step of which nothing came back', () => {
    const [own, missing] = gatheredProofs(left({ [PROOFS]: [caught] }), ['mesh', 'alerts']);
    expect(own).toEqual(caught);
    expect(missing).toMatchObject({ step: 'alerts', wrong: expect.stringContaining('no run has left one') });
  });
});

it.each([
  ['is no JSON', '{'],
  ['is of something else', '{"step":"mesh"}'],
  ['is of a step that there is not', '[{"step":"mash","passed":true,"seconds":1,"parts":[]}]'],
])('a file that %s is named', (_, text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, SUMMARY), text);
  expect(() => gatheredVerdicts(folder, STEP_NAMES)).toThrow(
    `${join(folder, SUMMARY)} was not left by a run of verify`,
  );
});

it('a folder that is not there is named', () => {
  expect(() => gatheredVerdicts('/no/such/folder', STEP_NAMES)).toThrow('/no/such/folder is no folder');
});
