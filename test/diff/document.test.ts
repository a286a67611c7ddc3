import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPolicy } from '../../scripts/diff/acknowledgements.ts';
import { RISKS } from '../../scripts/diff/change.ts';
import { jsonParts } from '../../scripts/diff/report/json.ts';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';
import { diffOfObjects, objectsIn } from './changed.ts';

const page = readFileSync(new URL('../../docs/diff.md', import.meta.url), 'utf8');
const snippet = (heading: string) => snippetsOf(page).find((each) => each.heading === heading)?.text ?? '';

/** Names of fields, at every depth; a list counts as its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return '';
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
}

it('the output that the page shows has the fields of the output', () => {
  const map = (value: string) =>
    objectsIn(`{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {key: ${value}}}`);
  const printed: unknown = JSON.parse([...jsonParts(diffOfObjects(map('one'), map('other')))].join(''));
  const shown: unknown = JSON.parse(snippet('Output'));
  expect(shapeOf(printed)).toEqual(shapeOf(shown));
});

it('the entry that the page shows is one', () => {
  expect(readPolicy(snippet('Acknowledge a change'), 'docs/diff.md').acknowledged).toHaveLength(1);
});

it('the page names every risk, the worst first', () => {
  const named = [...page.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name]) => name);
  expect(named.filter((name) => RISKS.some((risk) => risk === name))).toEqual([...RISKS]);
});
