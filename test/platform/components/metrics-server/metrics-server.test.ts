import { expect, test } from 'vitest';
import { controlPlanePorts } from '../../control-plane-openings.ts';

test('the API server reaches its API through the default deny', () => {
  expect(controlPlanePorts('metrics-server')).toEqual([10250]);
});
