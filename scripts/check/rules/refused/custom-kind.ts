import { at, fields, isFields, list, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, serviceName } from './forms.ts';
import { structuralFaults } from './structural.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* nameFaults(name: string, spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { group } = spec;
  const names = fields(spec.names);
  const plural = text(names.plural);
  if (typeof group === 'string' && group !== '' && (dnsSubdomain(group) || !group.includes('.')))
    yield fault(
      ['spec', 'group'],
      `${JSON.stringify(group)} is no group`,
      'write one with a domain, such as shop.example.org',
    );
  if (plural !== undefined && typeof group === 'string' && name !== '' && name !== `${plural}.${group}`)
    yield fault(
      ['metadata', 'name'],
      'the name must be the plural and the group',
      `write ${plural}.${group}`,
    );
  for (const field of ['plural', 'singular']) {
    const own = text(names[field]);
    if (own !== undefined && own !== '' && serviceName(own))
      yield fault(
        ['spec', 'names', field],
        `${JSON.stringify(own)} is no name of a resource`,
        'write it in lower case',
      );
  }
  for (const field of ['shortNames', 'categories']) {
    for (const [index, own] of list(names[field]).entries()) {
      if (typeof own === 'string' && serviceName(own))
        yield fault(
          ['spec', 'names', field, index],
          `${JSON.stringify(own)} is no short name`,
          'write it in lower case',
        );
    }
  }
  for (const field of ['kind', 'listKind']) {
    const own = text(names[field]);
    if (own !== undefined && own !== '' && serviceName(own.toLowerCase()))
      yield fault(
        ['spec', 'names', field],
        `${JSON.stringify(own)} is no name of a kind`,
        'write letters and digits',
      );
  }
}

function* versionFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const versions = list(spec.versions).filter(isFields);
  const stored = versions.filter((version) => version.storage === true).length;
  if (versions.length === 0) yield fault(['spec', 'versions'], 'it has no version', 'write at least one');
  else if (stored !== 1)
    yield fault(
      ['spec', 'versions'],
      stored === 0 ? 'no version is stored' : `${stored} versions are stored`,
      'write storage: true for exactly one',
    );
  const names = new Set<unknown>();
  for (const [index, version] of list(spec.versions).entries()) {
    if (!isFields(version)) continue;
    const path = ['spec', 'versions', index];
    if (names.has(version.name))
      yield fault([...path, 'name'], `two versions are called ${word(version.name)}`, 'write another name');
    names.add(version.name);
    if (typeof version.name === 'string' && serviceName(version.name))
      yield fault([...path, 'name'], `${JSON.stringify(version.name)} is no version`, 'write one such as v1');
    const schema = at(version, 'schema', 'openAPIV3Schema');
    if (!isFields(schema))
      yield fault(
        [...path, 'schema', 'openAPIV3Schema'],
        'a version needs a schema',
        'write openAPIV3Schema',
      );
    else yield* structuralFaults(schema, [...path, 'schema', 'openAPIV3Schema'], true);
    const scale = fields(at(version, 'subresources', 'scale'));
    for (const [field, start] of [
      ['specReplicasPath', '.spec.'],
      ['statusReplicasPath', '.status.'],
      ['labelSelectorPath', '.'],
    ] as const) {
      const own = text(scale[field]);
      if (own !== undefined && own !== '' && !own.startsWith(start))
        yield fault(
          [...path, 'subresources', 'scale', field],
          `${own} is not below ${start}`,
          `write ${start}NAME`,
        );
    }
    for (const [position, column] of list(version.additionalPrinterColumns).entries()) {
      const own = text(fields(column).jsonPath);
      if (own !== undefined && !own.startsWith('.'))
        yield fault(
          [...path, 'additionalPrinterColumns', position, 'jsonPath'],
          `${own} is no path`,
          `write .${own}`,
        );
    }
  }
  const conversion = fields(spec.conversion);
  if (conversion.strategy === 'Webhook' && !isFields(conversion.webhook))
    yield fault(['spec', 'conversion', 'webhook'], 'the strategy Webhook needs one', 'write webhook');
  if (conversion.strategy !== 'Webhook' && isFields(conversion.webhook))
    yield fault(['spec', 'conversion', 'webhook'], 'is for the strategy Webhook', 'remove it');
  if (spec.preserveUnknownFields === true)
    yield fault(
      ['spec', 'preserveUnknownFields'],
      'must be false',
      'write x-kubernetes-preserve-unknown-fields in the schema',
    );
}

function* judge({ apiVersion, name, value }: Judged): Generator<Fault> {
  if (apiVersion !== 'apiextensions.k8s.io/v1') return;
  const spec = fields(value.spec);
  yield* nameFaults(name, spec);
  yield* versionFaults(spec);
}

export const customKind: Topic = {
  id: 'refused-custom-kind',
  severity: 'error',
  summary: 'CustomResourceDefinitions that no API server takes',
  breaks: 'The API server refuses the definition, and every object of its kind.',
  kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
  judge,
  failing: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: order.shop.example.org
spec:
  group: shop.example.org
  scope: Namespaced
  names: { kind: Order, plural: orders }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object }
`,
  passing: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: orders.shop.example.org
spec:
  group: shop.example.org
  scope: Namespaced
  names: { kind: Order, plural: orders }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object }
`,
};
