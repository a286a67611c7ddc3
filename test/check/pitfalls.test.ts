import { describe, expect, test } from 'vitest';
import { listSources } from '../../requirements/index.ts';
import { FilesOnDisk } from '../../requirements/model/files.ts';
import { readLists } from '../../requirements/model/read-lists.ts';
import { families, rules } from '../../scripts/check/rules.ts';

/** Every mistake of the first design, as the requirements list them. */
const pitfalls = readLists(listSources, new FilesOnDisk('.')).lists.flatMap(
  (list) => list.pitfalls?.sections.flatMap(({ entries }) => entries) ?? [],
);

/** What no manifest of a cluster shows, and where it is looked at instead. */
const UNSEEN: Readonly<Record<string, string>> = {
  'X-87': 'Values of a chart are no objects; charts:prove compares them with what the templates read.',
  'X-89': 'Which tags are built is said in no manifest.',
  'X-90': 'Workflows of the pipeline are no objects of a cluster; workflows:prove reads them.',
  'X-92': 'Whether the network enforces policies is a setting of the add-on, which Terraform makes.',
  'X-93': 'Settings of add-ons go to the API of EKS.',
  'X-94': 'The version of the nodes and of their image is said to EKS.',
  'X-95': 'Spot options belong to a node group, which Terraform makes.',
  'X-98': 'What an image is built on stands in its Dockerfile.',
  'X-110': 'The target is a sentence of a document.',
  'X-111': 'What cannot be read as YAML is no finding: check ends with the file and the line.',
};

const covered = new Set(rules.flatMap((rule) => rule.pitfalls ?? []));
const missing = pitfalls
  .filter(({ id }) => !covered.has(id) && !Object.hasOwn(UNSEEN, id))
  .map(({ id, statement }) => `${id} ${statement}`);

describe('Pitfalls', () => {
  test('a rule names only those that there are', () => {
    const known = new Set(pitfalls.map(({ id }) => id));
    expect([...covered, ...Object.keys(UNSEEN)].filter((id) => !known.has(id))).toEqual([]);
  });

  // A family that is still empty has rules to come.
  test.runIf(families.every((family) => family.rules.length > 0))(
    'each that a manifest can show is named by a rule',
    () => {
      expect(missing, `no rule names ${missing.length} pitfalls`).toEqual([]);
    },
  );

  test.skipIf(families.every((family) => family.rules.length > 0))(
    'those without a rule, while families are empty',
    () => {
      process.stdout.write(`Pitfalls without a rule yet:\n  ${missing.join('\n  ')}\n`);
    },
  );
});
