/** A block of a document that is code, and what proves it. */
export interface ProvenSnippet {
  readonly document: string;
  readonly heading: string;
  readonly language: 'ts' | 'yaml' | 'json' | 'sh' | 'text';
  /** The scenario that puts it into the repository as it stands, or the npm script or the file that runs or checks it. */
  readonly by: { readonly scenario: string } | { readonly script: string } | { readonly file: string };
}

const readme = (
  heading: string,
  language: ProvenSnippet['language'],
  by: ProvenSnippet['by'],
): ProvenSnippet => ({
  document: 'README.md',
  heading,
  language,
  by,
});

/** A workflow for the repository of an application. */
const workflow = (heading: string): ProvenSnippet => ({
  document: 'docs/delivery.md',
  heading,
  language: 'yaml',
  by: { script: 'workflows:prove' },
});

/** A row as it stands in the file that the page names. */
const rowsPage = (heading: string, language: ProvenSnippet['language']): ProvenSnippet => ({
  document: 'docs/how-to-read-rows.md',
  heading,
  language,
  by: { file: 'test/docs/how-to-read-rows.test.ts' },
});

/** What the page about diff shows, held against what reads and writes it. */
const diffPage = (heading: string, language: ProvenSnippet['language']): ProvenSnippet => ({
  document: 'docs/diff.md',
  heading,
  language,
  by: { file: 'test/diff/document.test.ts' },
});

/** Every block of code in README, and every one in docs/ but shell: one more without a line here fails a test. */
export const provenSnippets: readonly ProvenSnippet[] = [
  readme('Fleet', 'sh', { file: '.ci/run' }),
  readme('Add a service', 'sh', { scenario: 'worker' }),
  readme('Add a service', 'ts', { scenario: 'service' }),
  readme('Add a service', 'yaml', { scenario: 'service' }),
  readme('Add a service', 'text', { file: 'test/declarations/command.test.ts' }),
  readme('Promote a build', 'sh', { scenario: 'promotion' }),
  readme('Try a build as a canary', 'yaml', { scenario: 'canary' }),
  readme('Add a cluster', 'sh', { scenario: 'cluster' }),
  readme('Add a component', 'sh', { file: 'test/new/component/plan.test.ts' }),
  readme('Add a component', 'ts', { scenario: 'component' }),
  readme('The first Argo CD', 'sh', { file: 'test/prove-changes/snippets.test.ts' }),
  readme('Find your way', 'text', { file: 'test/docs/readme.test.ts' }),
  {
    document: 'docs/terraform.md',
    heading: 'A role that is yet to come',
    language: 'yaml',
    by: { file: 'test/clusters/expected-roles.test.ts' },
  },
  {
    document: 'docs/architecture.md',
    heading: 'Patches',
    language: 'ts',
    by: { file: 'test/docs/patches.test.ts' },
  },
  {
    document: 'docs/checks.md',
    heading: 'What is meant to be',
    language: 'yaml',
    by: { file: 'test/check/waivers.test.ts' },
  },
  {
    document: 'docs/checks.md',
    heading: 'What is meant to be',
    language: 'yaml',
    by: { file: 'test/check/waivers.test.ts' },
  },
  { document: 'docs/mesh.md', heading: 'Upgrade Istio', language: 'yaml', by: { scenario: 'istio-move' } },
  {
    document: 'docs/failover.md',
    heading: 'The hub is lost',
    language: 'yaml',
    by: { scenario: 'hub-lost' },
  },
  rowsPage('Look one up', 'yaml'),
  rowsPage('What evidence is', 'ts'),
  { document: 'docs/removal.md', heading: 'Removal', language: 'yaml', by: { scenario: 'no-component' } },
  workflow('The workflows of applications'),
  workflow('The workflows of applications'),
  workflow('The workflows of applications'),
  workflow('The workflow of Terraform'),
  {
    document: 'docs/delivery.md',
    heading: 'Any CI calls the same commands',
    language: 'yaml',
    by: { file: 'test/docs/other-ci.test.ts' },
  },
  {
    document: 'docs/delivery.md',
    heading: 'Freeze',
    language: 'yaml',
    by: { file: 'test/docs/freeze.test.ts' },
  },
  diffPage('Output', 'json'),
  diffPage('Acknowledge a change', 'yaml'),
];
