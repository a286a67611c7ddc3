import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readObjects } from '../../scripts/cluster-model/input/objects.ts';
import { UnusableInput } from '../../scripts/cluster-model/input/unusable-input.ts';
import { diffOfFiles } from './changed.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropped-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const object = (metadata: string, kind = 'Service') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: ${metadata}\nspec: {ports: [{port: 80}]}\n`;
const NAMED = object('{name: web, namespace: shop}');

/** What is said to somebody who compares a tree with the same one and a file more. */
function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof UnusableInput) {
      expect(error.exitCode).toBe(2);
      return error.message.replaceAll(`${folder}/`, '');
    }
    throw error;
  }
  return '';
}

const ofDiff = (text: string) =>
  refusalOf(() => diffOfFiles({ 'a.yaml': NAMED }, { 'a.yaml': NAMED, 'b.yaml': text }));

function ofReader(text: string): string {
  writeFileSync(join(folder, 'b.yaml'), text);
  return refusalOf(() => readObjects(folder));
}

describe('nothing that is meant as an object is left out without a word', () => {
  test.each([
    [
      'a name that is a number',
      object('{name: 123}'),
      'b.yaml:1: Service: metadata.name: found 123, expected a text. Write name: "123".',
    ],
    ['a name that is true', object('{name: true}'), 'Write name: "true".'],
    ['a name that is a list', object('{name: [web]}'), 'metadata.name: found a list, expected a text.'],
    ['an empty name', object('{name: ""}'), 'metadata.name: found "", expected a text.'],
    ['a namespace that is a number', object('{name: web, namespace: 7}'), 'Write namespace: "7".'],
    ['no name', object('{labels: {app: web}}'), 'metadata.name: found nothing, expected a name.'],
    ['metadata that is a list', object('[web]'), 'metadata: found a list, expected an object with fields.'],
    [
      'the second document',
      `${NAMED}---\n${object('{name: 1.5}')}`,
      'b.yaml:6: Service: metadata.name: found 1.5',
    ],
    [
      'an item of a list',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: 9}\n`,
      'metadata.name: found 9',
    ],
  ])('diff, %s', (_, text, words) => {
    expect(ofDiff(text)).toContain(words);
  });

  test.each([
    [
      'no kind',
      'apiVersion: v1\nmetadata: {name: web}\n',
      'b.yaml:1: kind: found nothing, expected a text such as Deployment.',
    ],
    ['a kind that is a number', 'apiVersion: v1\nkind: 7\nmetadata: {name: web}\n', 'kind: found 7'],
    [
      'no apiVersion',
      'kind: Service\nmetadata: {name: web}\n',
      'b.yaml:1: apiVersion: found nothing, expected a text such as apps/v1.',
    ],
    [
      'an apiVersion that is a number',
      'apiVersion: 1\nkind: Service\nmetadata: {name: web}\n',
      'apiVersion: found 1',
    ],
    [
      'an item that is a text',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: a}\n- web\n`,
      'b.yaml:1: items[1]: found "web", expected an object of Kubernetes.',
    ],
    ['an item that is nothing', `apiVersion: v1\nkind: List\nitems: [null]\n`, 'items[0]: found null'],
    [
      'an item without a kind',
      `apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, metadata: {name: a}}]\n`,
      'items[0]: kind: found nothing',
    ],
    [
      'a list that is no List',
      `- apiVersion: v1\n  kind: Service\n  metadata: {name: web}\n`,
      'found a list of objects',
    ],
    [
      'bytes that are no UTF-8',
      `${NAMED}---\n${object('{name: caf\ufffd}')}`,
      'b.yaml:8: not readable as YAML: its bytes are not UTF-8',
    ],
    ['a key that is there twice', object('{name: web, name: other}'), 'duplicated'],
  ])('every reader, %s', (_, text, words) => {
    expect([ofReader(text), ofDiff(text)]).toEqual([
      expect.stringContaining(words),
      expect.stringContaining(words),
    ]);
  });

  test.each([
    ['values of a chart', 'replicas: 2\nkind: DaemonSet\n'],
    ['a Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
    [
      'a kustomization',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    ],
    [
      'a kustomization with labels',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {labels: {a: b}}\n',
    ],
    ['a list of anything', '- one\n- two: 3\n'],
    ['a name to be generated', 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n'],
  ])('%s is meant as it is', (_, text) => {
    writeFileSync(join(folder, 'a.yaml'), NAMED);
    expect([ofReader(text), ofDiff(text)]).toEqual(['', '']);
  });
});
