import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../scripts/cluster-model/input/objects.ts';
import { refusal } from '../platform/refusal.ts';

const told = (metadata: string, kind = 'ConfigMap', apiVersion = 'v1') =>
  refusal(() => objectsIn(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: ${metadata}}`, 'a.yaml'));

describe('what cannot be known by its name is refused by whoever reads it', () => {
  it.each([
    ['{name: 123}', 'a.yaml:1: ConfigMap: metadata.name: found 123, expected a text. Write name: "123".'],
    [
      '{name: a, namespace: n}',
      'metadata.namespace: found false, expected a text. Write namespace: "false".',
    ],
    ['{name: [a]}', 'metadata.name: found a list, expected a text.'],
    ['{name: ""}', 'metadata.name: found "", expected a text.'],
    ['{generateName: 1}', 'metadata.generateName: found 1'],
    ['{labels: {a: b}}', 'metadata.name: found nothing, expected a name.'],
    ['[a]', 'metadata: found a list, expected an object with fields.'],
  ])('metadata: %s', (metadata, message) => {
    expect(told(metadata)).toContain(message);
    expect(told(metadata, 'Widget', 'example.com/v1')).toContain(message.replace(/^.*ConfigMap: /, ''));
  });

  it('in a list too, with its place there', () => {
    const list = '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: 1}}]}';
    expect(refusal(() => objectsIn(list, 'a.yaml'))).toContain('items[0]: Secret: metadata.name: found 1');
  });
});

it.each(['{name: "123"}', '{generateName: a-}', '{name: a, namespace: null}', 'null'])(
  '%s is none',
  (metadata) => {
    expect(told(metadata)).toBeUndefined();
  },
);

it('the configuration of a program needs no name', () => {
  expect(told('{annotations: {a: b}}', 'Kustomization', 'kustomize.config.k8s.io/v1beta1')).toBeUndefined();
});
