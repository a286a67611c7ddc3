import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../scripts/report/data/gather.ts';
import { dataFile, dataScript } from '../../scripts/report/data-file.ts';
import { writeReport } from '../../scripts/report/write.ts';
import { stateOf } from '../check/state-of.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const { tree } = stateOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: "web:1" }] } } }
`);
const report = () =>
  reportOf({ source: 'sample', trees: [tree], clusters: [], exemptions: [], links: { local: '.' } });

/** Every file of a folder with its content. */
function contents(folder: string, below = ''): Readonly<Record<string, string>> {
  const entries = readdirSync(join(folder, below)).map((name): [string, string][] => {
    const path = join(below, name);
    if (statSync(join(folder, path)).isDirectory()) return Object.entries(contents(folder, path));
    return [[path, readFileSync(join(folder, path), 'utf8')]];
  });
  return Object.fromEntries(entries.flat());
}

describe('the folder of the page', () => {
  it('is the same for the same manifests', async () => {
    const [one, other] = [join(temporaryFolder(), 'one'), join(temporaryFolder(), 'other')];
    await writeReport(report(), one);
    await writeReport(report(), other);
    expect(contents(other)).toEqual(contents(one));
  });

  it('loads nothing from elsewhere, and every file that it names is there', async () => {
    const folder = join(temporaryFolder(), 'page');
    await writeReport(report(), folder);
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    for (const address of named.filter((each) => !each.startsWith('data:'))) {
      expect(existsSync(join(folder, address)), address).toBe(true);
    }
    expect(readFileSync(join(folder, 'page.css'), 'utf8')).not.toMatch(/@import|url\(\s*["']?(?!data:)/);
  });

  it('holds no data of clusters that have gone since', async () => {
    const folder = join(temporaryFolder(), 'page');
    await writeReport({ ...report(), clusters: [{ name: 'gone', details: {}, objects: [] }] }, folder);
    await writeReport(report(), folder);
    expect(Object.keys(contents(folder)).filter((path) => path.includes('gone'))).toEqual([]);
  });

  it('is not written over files of somebody else, which stay', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'mine.txt'), 'mine');
    await expect(writeReport(report(), folder)).rejects.toThrow('holds other files');
    expect(contents(folder)).toEqual({ 'data/mine.txt': 'mine' });
  });
});

it('hands data over as it is, whatever texts hold', () => {
  const data = { text: `</script> "quoted" \\ \u2028 \n 日本 ${'$'}{not}`, list: [1, null, true] };
  const received: unknown[] = [];
  runInNewContext(dataScript('clusters/one', data), {
    receive: (name: unknown, value: unknown) => received.push(name, value),
  });
  expect(JSON.parse(JSON.stringify(received))).toEqual(['clusters/one', data]);
  expect(dataFile('clusters/one')).toBe('data/clusters/one.js');
});
