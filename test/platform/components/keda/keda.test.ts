import { expect, test } from 'vitest';
import { controlPlanePorts } from '../../control-plane-openings.ts';

test('the API server reaches its webhook and its API of metrics through the default deny', () => {
  expect(controlPlanePorts('keda')).toEqual([6443, 9443]);
});
