import { product } from '../../platform/constructs/product/product.ts';

/** The task manager of S1 and S2. Its namespaces stand ready outside the mesh, which those documents do not have. */
export const taskManager = product({
  name: 'task-manager',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  namespaces: [{ name: 'task-manager', mesh: false }],
  workloads: [],
});
