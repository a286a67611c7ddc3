import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../../clusters/index.ts';
import { programPath } from '../../programs/program.ts';
import { applicationsOf } from '../api-servers/applications.ts';
import { argocd as argocdProgram } from '../programs.ts';
import type { Step } from '../step.ts';
import { verifyAccess } from './access.ts';
import { policyOf } from './policy.ts';

const DIST = 'dist';

/** The project of what every cluster has; every other one but `default` is that of a product. */
const NO_PRODUCTS = new Set(['platform', 'default']);

export const argocd: Step = {
  name: 'argocd',
  proves: 'the real Argo CD lets people do what docs/access.md says, and nothing else',
  fast: undefined,
  run: async ({ clusters, say, done }) => {
    const hubs = loadFleet()
      .clusters.map(({ name }) => name)
      .filter((name) => clusters?.includes(name) ?? true)
      .filter((name) => existsSync(join(DIST, 'values', name, 'argocd.yaml')));
    const program = await programPath(argocdProgram, say);
    for (const hub of hubs) {
      const start = performance.now();
      const objects = applicationsOf(hub, DIST, undefined).flatMap(({ members }) =>
        members.map(({ object }) => object),
      );
      const policy = policyOf(hub, DIST, objects);
      const products = policy.projects.filter((name) => !NO_PRODUCTS.has(name));
      const outcome = await verifyAccess(program, hub, policy, products);
      const seconds = Math.round((performance.now() - start) / 1000);
      done({ name: `${hub}, what people may`, seconds, ...outcome });
    }
  },
};
