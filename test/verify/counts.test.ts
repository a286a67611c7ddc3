import { expect, it } from 'vitest';
import { countsIn } from '../../scripts/verify/proofs/counts.ts';

it('what a proof counts is added up over its lines, and versions are no counts', () => {
  const report = `one: 17 rules, 40 samples; 900 objects pass; 3 exemptions of workloads, all needed
two: 17 rules, 40 samples; 100 objects pass; 0 exemptions of workloads, all needed
kubeconform, Kubernetes 1.34: 12 manifests, 12 valid, 0 refused
`;
  expect(countsIn(report)).toEqual({
    rules: 34,
    samples: 80,
    'objects pass': 1000,
    'exemptions of workloads': 3,
    manifests: 12,
    valid: 12,
    refused: 0,
  });
});
