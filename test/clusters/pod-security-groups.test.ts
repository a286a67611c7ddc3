import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { liveFleet } from '../live-fleet.ts';
import { at, listAt } from '../manifest-reader.ts';

const page = readFileSync('docs/terraform.md', 'utf8').replaceAll(/\s+/g, ' ');
const told = /Where pods have security groups of their own.*?(?= - )/.exec(page)?.[0] ?? '';
const schema = readFileSync('clusters/terraform.schema.json', 'utf8');

const withGroups = liveFleet.fleet.clusters
  .filter(({ terraform }) => Object.keys(terraform.podSecurityGroupIds).length > 0)
  .map(({ name }) => name);

describe('pods with a security group of their own start, and are as closed as the others (X-92)', () => {
  it.each([
    ['ENABLE_POD_ENI', 'true'],
    ['POD_SECURITY_GROUP_ENFORCING_MODE', 'standard'],
  ])('whoever writes the Terraform is told of %s, on the page and at the output', (setting, value) => {
    const says = new RegExp(`${setting}\`?\\s+${value}`);
    expect(told).toMatch(says);
    expect(schema).toMatch(says);
  });

  it.each(withGroups)(
    'the page names what the group has to let out on %s: else nothing resolves or starts',
    (name) => {
      const groups = liveFleet.ofKind('SecurityGroupPolicy').filter(({ cluster }) => cluster === name);
      const namespaces = new Set(groups.map(({ json }) => String(at(json, 'metadata.namespace'))));
      // What every pod of the namespace may reach, whatever it calls.
      const ports = liveFleet
        .ofKind('NetworkPolicy')
        .filter(
          ({ cluster, json }) => cluster === name && namespaces.has(String(at(json, 'metadata.namespace'))),
        )
        .filter(({ json }) => Object.keys(Object(at(json, 'spec.podSelector'))).length === 0)
        .flatMap(({ json }): unknown[] => [...(json.spec.egress ?? [])])
        .flatMap((rule) => (at(rule, 'ports') === undefined ? [] : listAt(rule, 'ports')))
        .map((port) => String(at(port, 'port')));
      expect(ports.length).toBeGreaterThan(0);
      expect([...new Set(ports)].filter((port) => !new RegExp(`\\b${port}\\b`).test(told))).toEqual([]);
    },
  );
});
