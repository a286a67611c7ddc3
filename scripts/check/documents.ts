import { table } from '../../requirements/model/table.ts';
import type { Generator } from '../documents/document.ts';
import type { Family, Rule } from './rule.ts';
import { families } from './rules.ts';

/** The page that lists the rules. */
export const checksPage: Generator = ({ clusters }) => {
  if (clusters !== undefined) return { documents: [], wrong: [] };
  return { documents: [{ path: 'docs/checks.md', text: pageOf(families) }], wrong: [] };
};

const HEAD = `# Checks

\`check\` reads Kubernetes YAML and finds what no schema sees: names that lead nowhere, policies that cut a pod off, autoscalers
that fight, objects that an API server refuses. It needs no cluster and nothing of this repository: any folder will do, with one
or many objects a file. This page is written by \`npm run synth\` from the rules in \`scripts/check/rules/\`.

\`\`\`sh
npm run check                                            # the whole fleet, dist/
npm run check -- manifests                               # any other folder: one cluster
npm run check -- --explain service-selects-no-pods       # what breaks, and a sample of each kind
npx fleet check manifests --format json > findings.json    # without what npm itself prints
\`\`\`

A folder with an \`index.json\` of synth is a fleet, and each folder that it names is a cluster; any other folder is one cluster.
What Helm charts make is read from rendered charts in the folder, and in a fleet from their inventories
(\`charts/<cluster>/<unit>.json\`). What a controller makes of an object, such as the Secret of an ExternalSecret, counts as
there. What a folder cannot know, such as a StorageClass where it has none at all, is taken to be elsewhere.

Exit code 0: nothing at \`error\` or \`warning\`. 1: something. 2: something cannot be read, and each place is named with file and
line. \`error\` breaks or is refused; \`warning\` breaks later, under load or when something fails, or does nothing and says so
nowhere; \`info\` is worth a look.

## Output

\`--format json\` prints \`{"findings":[{"rule","severity","cluster","object":{"apiVersion","kind","namespace","name"},"path","message","fix"}]}\`
and nothing else. \`github\` puts each finding on its line of a pull request, \`sarif\` opens in code scanning, and \`text\` is for
people: by cluster and object, what to do first. \`--rule\` asks one rule alone, and may be repeated.

## What is meant to be

A finding that is right as it is gets a waiver, which says why. Either the object has it, as an annotation with the rule's id:

\`\`\`yaml
metadata:
  annotations:
    ignore-check.fleet/service-selects-no-pods: Its pods are started by hand, for a load test.
\`\`\`

or a list names the object, with an owner: \`clusters/check-exemptions.yaml\` for this fleet, and \`--exemptions FILE\` for any
other folder. In \`object\`, \`*\` stands for any text; without \`clusters\` it counts on all of them.

\`\`\`yaml
exemptions:
  - rule: service-selects-no-pods
    object: Service shop/load-test
    clusters: [staging]
    reason: Its pods are started by hand, for a load test.
    owner: platform
\`\`\`

A waiver without a reason, of a rule that there is not, or for which there is no finding any more, is a finding itself.
`;

/** The text of the page. */
function pageOf(all: readonly Family[]): string {
  return [HEAD, ...all.map(sectionOf)].join('\n');
}

function sectionOf({ name, about, rules }: Family): string {
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return `## ${title}\n\n${about}\n\n${table(['rule', 'severity', 'finds', 'breaks'], rules.map(cellsOf))}\n`;
}

function cellsOf({ id, severity, summary, breaks, pitfalls = [] }: Rule): readonly string[] {
  const rows = pitfalls.length === 0 ? '' : ` (${pitfalls.join(', ')})`;
  return [`\`${id}\``, severity, `${cell(summary)}${rows}`, cell(breaks)];
}

/** A bar would end the cell, and what is in angle brackets would be taken for HTML. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
