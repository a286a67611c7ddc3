import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../scripts/drift/report/json.ts';
import { markdownOf } from '../../scripts/drift/report/markdown.ts';
import { textOf } from '../../scripts/drift/report/text.ts';
import { changed, drifted, healthy, minutesAgo } from './fixture.ts';

const message = 'hook said ``` and <img src=x> @everyone';
const failed = changed('tokyo-shop', ({ status }) => {
  status.operationState = { phase: 'Failed', message, startedAt: minutesAgo(9), operation: {} };
});
const gone = drifted(healthy().filter(({ metadata }) => !metadata.name.startsWith('osaka-')));

describe('the report for people', () => {
  it('begins with the hub, the commit and how many are well', () => {
    const [title, sums] = textOf([failed]).split('\n');
    expect(title).toContain('Hub tokyo, with osaka: 6 Applications against main aaaaaaaa');
    expect(title).toContain('last compared 2026-03-01 02:59 UTC');
    expect(sums).toContain('5 as committed, 1 finding on 1');
  });

  it('has the command with the name of the Application in it, and the page that goes on', () => {
    const text = textOf([failed]);
    expect(text).toContain('$ argocd app sync tokyo-shop');
    expect(text).toContain('docs/runbooks.md#applicationsyncfailing');
  });

  it('names a cluster instead of all of its Applications', () => {
    expect(textOf([gone])).toContain('all 2 Applications of osaka: ');
  });
});

describe('the report for an issue', () => {
  it('lets no message of a cluster out of its block', () => {
    const text = markdownOf([failed]);
    const fences = [...text.matchAll(/^ *(`{3,})/gm)].map(([, fence]) => fence);
    expect(fences).toEqual(['````', '````']);
    const outside = text.replace(/^ *````[\s\S]*?^ *````$/gm, '');
    expect(outside).not.toMatch(/<img|@everyone/);
  });

  it('fits what GitHub takes, however much there is', () => {
    const many = Array.from({ length: 400 }, () => failed);
    const text = markdownOf(many);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toContain('more parts are in the artifact');
    expect([...text.matchAll(/^ *`{3,}/gm)].length % 2).toBe(0);
  });
});

it('is for programs too, the same findings', () => {
  const read: unknown = JSON.parse(jsonOf([failed]));
  expect(read).toMatchObject({
    hubs: [
      {
        hub: 'tokyo',
        comparedAt: minutesAgo(1).replace('Z', '.000Z'),
        findings: [
          { kind: 'sync-failed', severity: 'broken', cluster: 'tokyo', applications: ['tokyo-shop'] },
        ],
      },
    ],
  });
});
