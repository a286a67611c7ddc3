import { describe, expect, it } from 'vitest';
import { partText, verdictOf } from '../../scripts/verify/report.ts';
import type { Finding, Part } from '../../scripts/verify/step.ts';

const refusal: Finding = { where: 'c', what: 'dist/c/a.yaml', field: 'spec.a', says: 'not\n  this' };
const part = (changes: Partial<Part> = {}): Part => ({
  name: 'Kubernetes 1.34, c',
  seconds: 3,
  counts: { objects: 2 },
  findings: [],
  exceptions: [],
  ...changes,
});

describe('the verdict on a step', () => {
  const passed = (...parts: readonly Part[]) => verdictOf({ name: 'step' }, parts, 1).passed;

  it('is a pass where nothing was found', () => {
    expect(passed(part())).toBe(true);
    expect(passed(part({ exceptions: [refusal] }))).toBe(true);
  });

  it('is a failure where one part of several found something', () => {
    expect(passed(part(), part({ findings: [refusal] }))).toBe(false);
  });

  it('is a failure where nothing was looked at', () => {
    expect(passed()).toBe(false);
    expect(passed(part({ counts: { objects: 0, pods: 0 } }))).toBe(false);
  });
});

it('a refusal is one line with the cluster, the file, the field and what the server said', () => {
  const known = { where: 'c', what: 'a gate', says: 'why' };
  expect(partText(part({ findings: [refusal], exceptions: [known] }))).toBe(
    'Kubernetes 1.34, c: 2 objects, 1 refused, 3 s\n' +
      '  refused: c: dist/c/a.yaml, spec.a: not this\n' +
      '  known: c: a gate: why\n',
  );
});
