import { describe, expect, it } from 'vitest';
import type { TreeObject } from '../../scripts/prove-gatekeeper/tree.ts';
import { warningsOf } from '../../scripts/verify/api-servers/client.ts';
import { reactionsTo } from '../../scripts/verify/api-servers/controllers.ts';
import {
  constraintDefinition,
  definitionsFor,
  definitionsUsed,
} from '../../scripts/verify/api-servers/definitions.ts';
import { collectionOf } from '../../scripts/verify/api-servers/resource-list.ts';

const object = (kind: string, name: string, rest: object = {}): TreeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'n' },
  ...rest,
});
const match = { type: 'object', properties: { kinds: { type: 'array' } } };
const assign = object('CustomResourceDefinition', 'assign.mutations.gatekeeper.sh', {
  spec: {
    group: 'mutations.gatekeeper.sh',
    names: { kind: 'Assign' },
    versions: [
      {
        name: 'v1',
        schema: { openAPIV3Schema: { properties: { spec: { properties: { match } } } } },
      },
    ],
  },
});
const pinned = [{ file: 'pinned', object: assign }];

describe('definitions', () => {
  it('are those of charts, and of the pinned ones what no chart brings', () => {
    const own = { file: 'chart', object: object('CustomResourceDefinition', 'a') };
    const members = [own, { file: 'chart', object: object('ConfigMap', 'a') }];
    const before = [{ file: 'pinned', object: object('CustomResourceDefinition', 'a') }, ...pinned];
    expect(definitionsFor(members, before)).toEqual([own, ...pinned]);
  });

  it('that are used are the pinned ones of kinds that there is an object of, and those of constraints', () => {
    const ofKind = (group: string, kind: string) => ({
      file: 'pinned',
      object: object('CustomResourceDefinition', `${kind}.${group}`, { spec: { group, names: { kind } } }),
    });
    const [used, ofOtherGroup] = [ofKind('one', 'Widget'), ofKind('other', 'Widget')];
    const template = object('ConstraintTemplate', 'norule', {
      spec: { crd: { spec: { names: { kind: 'NoRule' } } } },
    });
    const members = [{ ...object('Widget', 'a'), apiVersion: 'one/v1' }, template].map((each) => ({
      file: 'a.yaml',
      object: each,
    }));
    expect(
      definitionsUsed(members, [used, ofOtherGroup, ...pinned]).map(
        ({ object: { metadata } }) => metadata.name,
      ),
    ).toEqual([used.object.metadata.name, 'norule.constraints.gatekeeper.sh']);
  });

  it('of constraints have the parameters of their template, and match what mutators may', () => {
    const parameters = { type: 'object', properties: { allowed: { type: 'array' } } };
    const template = object('ConstraintTemplate', 'norule', {
      spec: { crd: { spec: { names: { kind: 'NoRule' }, validation: { openAPIV3Schema: parameters } } } },
    });
    expect(constraintDefinition(template, pinned)).toMatchObject({
      metadata: { name: 'norule.constraints.gatekeeper.sh' },
      spec: {
        scope: 'Cluster',
        versions: [
          { schema: { openAPIV3Schema: { properties: { spec: { properties: { match, parameters } } } } } },
        ],
      },
    });
    expect(constraintDefinition(object('ConfigMap', 'a'), pinned)).toBeUndefined();
  });
});

it('a quota limits nothing until its status says what it does', () => {
  const quota = object('ResourceQuota', 'quota', { spec: { hard: { pods: 3, 'limits.memory': '1Gi' } } });
  expect(reactionsTo(quota)).toEqual([
    {
      does: 'write the status',
      status: { hard: { pods: 3, 'limits.memory': '1Gi' }, used: { pods: '0', 'limits.memory': '0' } },
    },
  ]);
});

it('a namespace gets its ServiceAccount', () => {
  expect(reactionsTo(object('Namespace', 'prod'))).toMatchObject([
    { does: 'create', object: { kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'prod' } } },
  ]);
});

it('an object is where the server says, in its namespace where the kind has one', () => {
  const list = [
    { name: 'pods/status', kind: 'Pod', namespaced: true },
    { name: 'pods', kind: 'Pod', namespaced: true },
    { name: 'nodes', kind: 'Node', namespaced: false },
  ];
  expect(collectionOf(object('Pod', 'a'), list)?.collection).toBe('/api/v1/namespaces/n/pods');
  expect(collectionOf(object('Node', 'a'), list)?.collection).toBe('/api/v1/nodes');
  expect(collectionOf({ ...object('Pod', 'a'), apiVersion: 'x/v1' }, list)?.collection).toMatch(
    /^\/apis\/x\/v1\//,
  );
  expect(collectionOf(object('Nothing', 'a'), list)).toBeUndefined();
});

it('each warning of a header is a text', () => {
  expect(warningsOf('299 - "old \\"v1\\"", 299 - "older"')).toEqual(['old "v1"', 'older']);
  expect(warningsOf(undefined)).toEqual([]);
});
