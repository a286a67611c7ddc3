import { expect, test } from 'vitest';
import { controlPlanePorts } from '../../control-plane-openings.ts';

test('the API server reaches its webhook through the default deny', () => {
  expect(controlPlanePorts('cert-manager')).toEqual([10250]);
});
