import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../scripts/diff/report/groups.ts';
import { MARKER, markdownOf } from '../../scripts/diff/report/markdown.ts';
import { summaryOf } from '../../scripts/diff/report/summary.ts';
import { diffOfFiles, filesOf, objectsIn } from './changed.ts';

const NONE = { blocked: [], lines: [] };

/** A fleet whose clusters each have the same objects, and some that no other has. */
function fleet(clusters: number, objects: (cluster: number) => string): Readonly<Record<string, string>> {
  const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`);
  return Object.assign(
    { 'index.json': JSON.stringify({ clusters: names }) },
    ...names.map((name, index) => filesOf(objectsIn(objects(index)), `${name}/unit`)),
  );
}

const map = (name: string, value: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, namespace: shop}, data: {key: ${JSON.stringify(value)}}}`;
const store = (name: string) =>
  `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: ${name}, namespace: shop}, spec: {replicas: 3, template: {spec: {containers: []}}}}`;

/** Whether what was opened is closed, as a reader of Markdown sees it. */
function isWhole(text: string): boolean {
  let fence: string | undefined;
  let sections = 0;
  for (const line of text.split('\n')) {
    const [, mark] = /^ *(`{3,})/.exec(line) ?? [];
    if (mark !== undefined && (fence === undefined || mark === fence))
      fence = fence === undefined ? mark : undefined;
    if (fence !== undefined) continue;
    sections += (line.match(/<details>/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
  }
  return fence === undefined && sections === 0;
}

describe('a change of a hundred clusters, each in its own way', () => {
  const text = (cluster: number, round: string) =>
    [
      store('kept'),
      ...Array.from({ length: 12 }, (_, index) =>
        map(`map-${index}`, `${round} ${cluster} 設定${'値'.repeat(80)}\``),
      ),
    ].join('\n---\n');
  const before = fleet(100, (cluster) => `${text(cluster, 'one')}\n---\n${store('redis')}`);
  const after = fleet(100, (cluster) => text(cluster, 'two'));
  const diff = diffOfFiles(before, after);

  it.each([65_536, 20_000, 4_000])('fits %i bytes, with everything closed', (limit) => {
    const comment = markdownOf(diff, NONE, limit);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(limit);
    expect(comment.startsWith(MARKER)).toBe(true);
    expect(isWhole(comment)).toBe(true);
    // The worst is never what is left out.
    expect(comment).toContain('StatefulSet shop/redis');
    expect(comment).toContain('the full report is an artifact');
  });

  it('tells what is the same on all of them once', () => {
    const [first] = groupsOf(diff.changes);
    expect(first?.clusters).toHaveLength(100);
    expect(first?.first.risk).toBe('data-loss');
    expect(summaryOf(diff)[0]).toMatch(/on 100 clusters/);
  });
});

it('a cluster that differs stands out', () => {
  const before = fleet(3, () => map('settings', 'one'));
  const after = fleet(3, (cluster) => map('settings', cluster === 2 ? 'three' : 'two'));
  const groups = groupsOf(diffOfFiles(before, after).changes);
  expect(groups.map(({ clusters, differs }) => [clusters.length, differs]).sort()).toEqual([
    [1, true],
    [2, true],
  ]);
});

it('names and values are no markup, and call nobody', () => {
  const before = fleet(1, () => map('settings', 'one'));
  const after = fleet(1, () => map('settings', '@team <img src=x> ```\n</details> [a](https://b.c)'));
  const comment = markdownOf(diffOfFiles(before, after), NONE);
  expect(isWhole(comment)).toBe(true);
  const outside = comment.replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, '');
  expect(outside).not.toMatch(/@team|<img|\]\(http/);
});

it('what needs nothing says so', () => {
  const same = fleet(1, () => map('settings', 'one'));
  expect(markdownOf(diffOfFiles(same, same), NONE)).toContain('Nothing changes in a cluster');
});
