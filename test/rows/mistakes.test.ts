import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import * as evidence from '../../requirements/model/evidence.ts';
import { absent, contains, matching } from '../../requirements/model/expected.ts';
import { FilesOnDisk } from '../../requirements/model/files.ts';
import type { Row, RowClass, RowList, State } from '../../requirements/model/row.ts';
import { type Sources, Tree } from '../../requirements/model/tree.ts';
import { mistakes } from '../../scripts/rows/mistakes.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

const { clusterOf, fleet } = frozenFleet;

const FILES: Readonly<Record<string, string>> = {
  'dist/one/app/web/deployment-web.yaml':
    'kind: Deployment\nspec:\n  replicas: 2\n  args: [--region, eu-1]\n  containers: [{ name: web, image: "web:1" }]\n',
  'dist/two/app/web/deployment-web.yaml':
    'kind: Deployment\nspec:\n  args: [--region, us-1]\n  containers: [{ name: web, image: "web:2" }]\n',
  'clusters/one/cluster.yaml': 'environment: production\n',
  'clusters/two/cluster.yaml': 'environment: staging\n',
  'clusters/one/terraform.json': '{ "region": { "value": "eu-1" } }',
  'clusters/two/terraform.json': '{ "region": { "value": "us-1" } }',
  'clusters/terraform.schema.json': '{ "properties": { "region": {} } }',
  'docs/goals.md': '# Goals\n\n## Why now\n',
  'test/web.test.ts':
    "test('a user sees the page', () => {});\ntest.each(names)(\n  '%s too',\n  () => {},\n);\n",
};

const root = mkdtempSync(join(inject('temporaryFolders'), 'rows-'));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const sources: Sources = {
  fleet: {
    ...fleet,
    clusters: [
      { ...clusterOf('prod-japan'), name: 'one', replicaFactor: 2 },
      { ...clusterOf('prod-eu'), name: 'two', replicaFactor: 3 },
    ],
  },
  units: [],
  retired: [],
};
const tree = new Tree(new FilesOnDisk(root), sources);
const web = evidence.rendered('app/web/deployment-web.yaml');

/** Rows with an id, in the state that they are told to be in. */
const inState =
  (state: State) =>
  (id: string, rowClass: RowClass, ...shown: readonly evidence.Evidence[]): Row => ({
    id,
    class: rowClass,
    statement: 'It',
    state,
    evidence: shown,
  });
const done = inState({ kind: 'done' });
const otherwise = inState({ kind: 'otherwise', instead: 'Else' });
const open = inState({ kind: 'open', reason: 'Later.' });

function found(...rows: readonly Row[]): readonly string[] {
  const list: RowList = {
    document: 'docs/list.md',
    title: 'List',
    introduction: '',
    clusters: ['one', 'two'],
    rows: { ids: [{ prefix: 'R-', last: rows.length }], sections: [{ title: 'All', entries: rows }] },
  };
  return mistakes(list, tree);
}

describe('a row that holds', () => {
  test.each([
    ['a value on every cluster', web({ kind: 'Deployment' })],
    ['a value of the contract', web({ 'spec.args': ['--region', '{region}'] })],
    ['a part of a list, on one cluster', evidence.on(web({ 'spec.args': contains('eu-1') }), 'one')],
    ['an element by its name', web({ 'spec.containers[name=web].image': matching(/^web:\d$/) })],
    ['all elements of a list', web({ 'spec.containers[*].name': ['web'] })],
    ['a field that is left out', evidence.on(web({ 'spec.replicas': absent }), 'two')],
    ['no such file', evidence.nothing(/service-/, 'no Service')],
    ['some such file', evidence.something(/deployment-/, 'a Deployment')],
    ['an output', evidence.output('region')],
    ['a heading', evidence.heading('docs/goals.md', 'Why now')],
    ['a test', evidence.test('test/web.test.ts', 'a user sees the page')],
    ['a test for each', evidence.test('test/web.test.ts', '%s too')],
  ])('shows %s', (_, one) => {
    expect(found(done('R-1', 'D', one))).toEqual([]);
  });
});

describe('a claim that has gone stale is found', () => {
  test.each([
    ['a value that changed on one cluster', web({ 'spec.replicas': 2 }), /dist\/two.*spec\.replicas/],
    [
      'a file that moved',
      evidence.rendered('app/web/service-web.yaml')({}),
      /no dist\/one\/app\/web\/service-web\.yaml/,
    ],
    [
      'an object that should not be there',
      evidence.nothing(/deployment-/, 'no Deployment'),
      /is there, though/,
    ],
    ['an object that should be there', evidence.something(/job-/, 'a Job'), /no file of a Job/],
    ['an output that is no longer read', evidence.output('vpc_id'), /no output vpc_id/],
    ['a value of an output', evidence.output('region', { '': 'eu-1' }), /clusters\/two\/terraform\.json/],
    ['a heading that was renamed', evidence.heading('docs/goals.md', 'Why'), /no heading/],
    ['a file that does not say it', evidence.file('docs/goals.md', 'How'), /does not say/],
    ['a test that was renamed', evidence.test('test/web.test.ts', 'a user sees'), /no test/],
  ])('%s', (_, one, message) => {
    expect(found(done('R-1', 'K', one)).join('\n')).toMatch(message);
    expect(found(otherwise('R-1', 'K', one)).join('\n')).toMatch(message);
  });
});

test('what is rendered here is shown in what is rendered, not by a document or the name of a test', () => {
  const told = [
    evidence.heading('docs/goals.md', 'Why now'),
    evidence.test('test/web.test.ts', 'a user sees the page'),
  ] as const;
  for (const rowClass of ['K', 'K+T'] as const) {
    expect(found(done('R-1', rowClass, ...told)).join()).toMatch(/R-1 is of class K.*in dist/);
    expect(found(done('R-1', rowClass, ...told, web({ kind: 'Deployment' })))).toEqual([]);
  }
  expect(found(done('R-1', 'D', ...told))).toEqual([]);
});

describe('an open row', () => {
  test('waits for what is not there', () => {
    expect(found(open('R-1', 'K', web({ 'spec.replicas': 3 })))).toEqual([]);
  });

  test('is not left open once it is done', () => {
    expect(found(open('R-1', 'K', web({ kind: 'Deployment' }))).join()).toMatch(/R-1 is done/);
  });
});

test('no row is left out, invented or told twice', () => {
  const row = (id: string) => done(id, 'K', web({ kind: 'Deployment' }));
  expect(found(row('R-1'), row('R-1'), row('R-9'))).toEqual([
    'R-2 is missing.',
    'R-3 is missing.',
    'R-9 is none of R-1 to R-3.',
    'R-1 is there twice.',
  ]);
});
