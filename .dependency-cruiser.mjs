// What may import what: each layer only those that stand below it. `npx fleet layers` holds the code against it.

const address = '^platform/components/[^/]+/address[.]ts$';
const declaration = '^platform/workload/declaration/';

/** Where each layer lives. */
const layers = {
  charts: { path: '^charts/' },
  clusters: { path: '^clusters/' },
  kit: { path: '^platform/kit/' },
  address: { path: address },
  declaration: { path: declaration },
  unit: { path: '^platform/unit/' },
  workload: { path: '^platform/workload/', pathNot: declaration },
  product: { path: '^platform/product/' },
  component: { path: '^platform/components/[^/]+/', pathNot: address },
  platform: { path: '^platform/(components/)?index[.]ts$' },
  apps: { path: '^apps/' },
  requirements: { path: '^requirements/' },
  scripts: { path: '^scripts/' },
};

const forWorkloads = ['charts', 'clusters', 'kit', 'address', 'declaration', 'unit'];
const forProducts = [...forWorkloads, 'workload'];

/** The arrows. */
const arrows = {
  charts: [],
  clusters: ['charts'],
  kit: ['charts', 'clusters'],
  address: ['charts', 'clusters', 'kit'],
  declaration: ['charts', 'clusters', 'kit'],
  unit: ['charts', 'clusters', 'kit', 'address', 'declaration'],
  workload: forWorkloads,
  product: forProducts,
  component: forProducts,
  platform: ['charts', 'clusters', 'unit', 'component'],
  apps: [...forProducts, 'product'],
  requirements: [...forProducts, 'product', 'component', 'platform', 'apps'],
  scripts: [...forProducts, 'product', 'component', 'platform', 'apps', 'requirements'],
};

const ours = '^(apps|charts|clusters|docs|events|platform|requirements|scripts|test)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment:
        'Two files that import each other, types included, can only be understood together: move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(arrows).map(([layer, below]) => ({
      name: `${layer}-imports-what-is-below`,
      comment: `${layer} may import ${['itself', ...below].join(', ')}: move what is needed down, or the file up.`,
      severity: 'error',
      from: layers[layer],
      to: { path: ours, pathNot: [layer, ...below].map((name) => layers[name].path) },
    })),
    {
      name: 'component-knows-addresses',
      comment: 'What others must know of a component stands in its address.ts, and nothing else is imported.',
      severity: 'error',
      from: { path: '^platform/components/([^/]+)/' },
      to: { path: '^platform/components/[^/]+/', pathNot: [address, '^platform/components/$1/'] },
    },
  ],
  options: {
    // Types count: a type that leads upward is an arrow like any other.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Also where node_modules is a link to somewhere else.
    exclude: { path: '(^|/)node_modules/|^imports/' },
  },
};
