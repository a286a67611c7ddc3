import { describe, expect, it } from 'vitest';
import { readPolicy, verdictOf } from '../../scripts/diff/acknowledgements.ts';
import { diffOfObjects, objectsIn } from './changed.ts';

const store =
  '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: redis, namespace: shop}, spec: {template: {spec: {containers: []}}}}';
const { changes } = diffOfObjects(objectsIn(store), []);

const policy = (blocks: string, entry = '') =>
  readPolicy(`blocks: [${blocks}]\nacknowledged: [${entry}]`, 'policy.yaml');
const word = (object: string, risk = 'data-loss') =>
  `{object: ${object}, risk: ${risk}, reason: It is empty., owner: shop}`;

describe('a change of a blocked risk', () => {
  it('needs a word, which says object and risk', () => {
    expect(verdictOf(changes, policy('data-loss'), policy('')).blocked).toHaveLength(1);
    expect(verdictOf(changes, policy('data-loss'), policy('', word('StatefulSet shop/redis')))).toEqual({
      blocked: [],
      lines: [],
    });
    expect(
      verdictOf(changes, policy('data-loss'), policy('', word('StatefulSet shop/redis', 'outage'))).blocked,
    ).toHaveLength(1);
  });

  it('is judged by the rules of the base: a change does not loosen its own', () => {
    expect(verdictOf(changes, policy('data-loss'), policy('')).blocked).toHaveLength(1);
    expect(verdictOf(changes, policy(''), policy('data-loss')).blocked).toHaveLength(0);
    expect(verdictOf(changes, undefined, undefined).blocked).toHaveLength(0);
  });
});

it('a word about nothing is told, so that it does not wait for another change', () => {
  const { lines } = verdictOf(changes, policy(''), policy('', word('StatefulSet shop/gone')));
  expect(lines).toEqual([
    expect.stringMatching(/the entry for StatefulSet shop\/gone \(data-loss\) is about no change/),
  ]);
});

it.each([
  [
    'on another cluster',
    '{object: StatefulSet shop/redis, risk: data-loss, clusters: [prd], reason: a, owner: b}',
    /names prd, and that change is on \S+\. Correct clusters/,
  ],
  [
    'of another risk',
    word('StatefulSet shop/redis', 'outage'),
    /That change is of the risk data-loss\. Correct risk/,
  ],
])('a word about a change %s says which one is meant', (_, entry, words) => {
  const { blocked, lines } = verdictOf(changes, policy('data-loss'), policy('', entry));
  expect(blocked).toHaveLength(1);
  expect(lines.join('\n')).toMatch(words);
});

it.each([
  [
    'blocks: [everything]\nacknowledged: []',
    /policy\.yaml:1: blocks\.0: found "?everything"?, expected one of the risks data-loss/,
  ],
  [
    'blocks: []\nacknowledged:\n  - object: A b\n    owner: a',
    /policy\.yaml:3: acknowledged\.0\.risk: found nothing, expected one of the risks/,
  ],
  [
    'blocks: []\nacknowledged:\n  - object: A b\n    reasn: a',
    /policy\.yaml:4: acknowledged\.0\.reasn: found the key reasn, .*did you mean reason/,
  ],
  ['', /policy\.yaml:1: found nothing.*, expected a map/],
  ['blocks: [', /policy\.yaml:1: not readable as YAML/],
])('a file that is no policy is refused: %s', (text, words) => {
  expect(() => readPolicy(text, 'policy.yaml')).toThrow(words);
});
