import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readHub } from '../../scripts/drift/hub.ts';
import { silentMarkdown } from '../../scripts/drift/report/markdown.ts';
import { viewsOf } from '../../scripts/drift/views.ts';
import { healthy, hubs } from './fixture.ts';

const folder = mkdtempSync(join(inject('temporaryFolders'), 'drift-'));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const items = healthy();
const list = { apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } };

describe('what a hub prints', () => {
  it.each([
    ['kubectl get applications', list],
    ['argocd app list', items],
    ['kubectl get application/NAME', undefined],
  ])('is read as %s prints it', (_, printed) => {
    const [first] = items;
    const text = JSON.stringify(printed ?? { kind: 'Application', ...first });
    expect(readHub(text, 'it').applications.map(({ metadata }) => metadata.name)).toEqual(
      (printed === undefined ? [first] : items).map((each) => each?.metadata.name),
    );
  });

  it.each([
    ['', 'it: found nothing, expected JSON'],
    ['NAME  SYNC STATUS  HEALTH STATUS', 'it: found no JSON'],
    ['{"kind":"Pod"}', 'it: found no list of Applications'],
    ['[{"metadata":{}}]', 'it: item 1 is no Application: metadata.name'],
    ['[{"metadata":{"name":"a"},"spec":{},"status":{"reconciledAt":"soon"}}]', 'found soon, expected a time'],
  ])('is refused where it is something else: %s', (text, says) => {
    expect(() => readHub(text, 'it')).toThrow(says);
  });
});

describe('whose it is', () => {
  it('follows from its roots', () => {
    const { views } = viewsOf({ hubs: [], files: [file('tokyo.json', list)] }, hubs);
    expect(views.map(({ hub }) => hub)).toEqual(['tokyo']);
  });

  it('has to be said where there are none', () => {
    const leaves = items.filter(({ metadata }) => metadata.name.includes('-'));
    const files = [file('leaves.json', leaves)];
    expect(() => viewsOf({ hubs: [], files }, hubs)).toThrow('Name the hub');
    expect(viewsOf({ hubs: ['tokyo'], files }, hubs).views.map(({ hub }) => hub)).toEqual(['tokyo']);
  });

  it.each([
    [['osaka'], 'its hub is tokyo'],
    [['tokio'], 'Did you mean tokyo?'],
    [['tokyo', 'seoul'], 'Found 1 files and 2 hubs'],
  ])('is refused for %s', (names, says) => {
    expect(() => viewsOf({ hubs: names, files: [file('one.json', list)] }, hubs)).toThrow(says);
  });

  it('is the name of a file in a folder, and one that is not there has not answered', () => {
    const answers = mkdtempSync(join(folder, 'answers-'));
    writeFileSync(join(answers, 'tokyo.json'), '{"items":[]}');
    const { views, silent } = viewsOf({ hubs: [], files: [answers], expected: ['seoul', 'tokyo'] }, hubs);
    expect(views).toMatchObject([{ hub: 'tokyo', applications: [] }]);
    expect(silent).toEqual(['The hub seoul has not answered: there is no file of it.']);
    expect(silentMarkdown(silent)).toContain('- The hub seoul has not answered');
    expect(
      viewsOf({ hubs: [], files: [join(answers, 'tokyo.json')], expected: ['seoul'] }, hubs).silent,
    ).toEqual([]);
  });

  it('says of a file that is not there that it cannot be read', () => {
    expect(() => viewsOf({ hubs: [], files: [join(folder, 'none.json')] }, hubs)).toThrow(
      'none.json cannot be read',
    );
  });
});
