import { expect, test } from 'vitest';
import { renderProduct } from '../../../render-unit.ts';
import { web } from '../declarations.ts';

test('x', () => {
  const objects = renderProduct({ workloads: [web()] });
  console.log(JSON.stringify(objects, null, 1));
  expect(objects.length).toBeGreaterThan(5);
});
