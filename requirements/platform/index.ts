import type { RowList } from '../model/row.ts';
import { meshAndObservability } from './mesh-and-observability/index.ts';
import { srePortfolio } from './sre-portfolio/index.ts';
import { streaming } from './streaming/index.ts';
import { taskManagement } from './task-management/index.ts';

/** Requirements on the platform and its other products, and where each is answered. */
export const platform: RowList = {
  document: 'docs/platform.md',
  title: 'The platform, row by row',
  introduction: `
Every requirement on the platform of two regions (S0), the task manager (S1 and S2), and the mesh's entry and observability
(S3), with the place that answers it. \`npm run rows\` writes this page from the lists in
[requirements/platform/](../requirements/platform/), and stops where the tree does not show what they say: a value in
\`dist/\`, an output of Terraform, a heading, a test. A value was looked for on each cluster of its system (S0: prod-japan and
prod-eu; S1 and S2: sre-portfolio and sre-portfolio-dev; S3: prod-japan, and prod-eu too for what watches the mesh) where
nothing else is said; links lead to the first of them. What a row says of every namespace, service or workload was looked for
in each that is declared. \`{region}\` and its like stand for the value that the contract of each cluster gives.

Class: **K** this repository renders it, **T** Terraform makes it and prints an output, **D** a document says it, **C** a
workflow or script does it.
`,
  clusters: ['prod-japan', 'prod-eu'],
  rows: {
    ids: [
      { prefix: 'S0-', last: 101, digits: 2 },
      { prefix: 'S1-', last: 54, digits: 2 },
      { prefix: 'S2-', last: 124, digits: 2 },
      { prefix: 'S3-', last: 78, digits: 2 },
    ],
    sections: [...streaming, ...taskManagement, ...srePortfolio, ...meshAndObservability],
  },
};
