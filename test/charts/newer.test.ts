import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChartPins } from '../../charts/pins.ts';
import { sha256 } from '../../scripts/charts/cache.ts';
import { newerCharts } from '../../scripts/charts/newer.ts';
import { hasNews, newerMarkdown, newerText } from '../../scripts/charts/newer-report.ts';
import type { Release } from '../../scripts/charts/releases.ts';
import { tryNewer } from '../../scripts/charts/trial.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const good = gzipSync('an archive that renders');
const bad = gzipSync('an archive that wants another value');

/** A repository with an index, and a registry whose list has two pages. */
const answers: Readonly<Record<string, { readonly body: string | Buffer; readonly next?: string }>> = {
  '/index.yaml': {
    body: `entries:
  widget:
    - { version: 2.0.0, urls: [widget-2.0.0.tgz], digest: ${sha256(bad).slice(7)} }
    - { version: 1.4.0-rc.1, urls: [widget-1.4.0-rc.1.tgz] }
    - { version: 1.3.0, urls: [widget-1.3.0.tgz], digest: ${sha256(good).slice(7)} }
    - { version: 1.2.10, urls: [widget-1.2.10.tgz], digest: ${sha256(good).slice(7)} }
    - { version: 1.2.9, urls: [widget-1.2.9.tgz] }
    - { version: 1.2.3, urls: [widget-1.2.3.tgz], digest: ${sha256(good).slice(7)} }
    - { version: 1.1.9, urls: [widget-1.1.9.tgz] }
`,
  },
  '/widget-2.0.0.tgz': { body: bad },
  '/widget-1.3.0.tgz': { body: good },
  '/widget-1.2.10.tgz': { body: good },
  '/v2/charts/gadget/tags/list?n=1000': {
    body: '{"name":"charts/gadget","tags":["v1.0.0","latest","sha256-abc.sig"]}',
    next: '</v2/charts/gadget/tags/list?n=1000&last=latest>; rel="next"',
  },
  '/v2/charts/gadget/tags/list?n=1000&last=latest': {
    body: '{"name":"charts/gadget","tags":["v1.0.1_build"]}',
  },
};

let server: Server;
let host: string;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const answer = answers[url];
    if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, answer.next === undefined ? {} : { link: answer.next }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  host = `127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

function pins(name: string, version: string, digest?: string, repository = `http://${host}`): ChartPins {
  return new Map([[name, { name, repository, versions: [{ version, ...(digest && { digest }) }] }]]);
}

const widget = (version: string, digest?: string) => newerCharts(pins('widget', version, digest));

describe('what is newer than a pin', () => {
  it('is the newest patch, minor and major, by number and without what comes before a release', async () => {
    const [found] = await widget('1.2.3', sha256(good));
    expect(found?.newer).toEqual([
      { step: 'patch', version: '1.2.10' },
      { step: 'minor', version: '1.3.0' },
      { step: 'major', version: '2.0.0' },
    ]);
    expect(found?.warnings).toEqual([]);
  });

  it('is nothing for the newest', async () => {
    const charts = await widget('2.0.0', sha256(bad));
    expect(charts).toMatchObject([{ newer: [], warnings: [] }]);
    expect(hasNews({ charts, trials: [] })).toBe(false);
    expect(newerText({ charts, trials: [] })).toContain('Every pinned chart is the newest');
  });

  it('is read from every page of a registry', async () => {
    const [found] = await newerCharts(pins('gadget', 'v1.0.0', undefined, `${host}/charts`));
    expect(found?.newer).toEqual([{ step: 'patch', version: 'v1.0.1+build' }]);
  });

  it('is a pinned version that was withdrawn, or put out again with something else in it', async () => {
    const [withdrawn] = await widget('1.2.4');
    expect(withdrawn?.warnings).toEqual(['its repository does not list it any more']);
    const charts = await widget('2.0.0', sha256('something else'));
    expect(charts[0]?.warnings.join()).toContain(`another archive under this version: ${sha256(bad)}`);
    expect(hasNews({ charts, trials: [] })).toBe(true);
  });

  it('is not known where a repository does not answer, and the others are still looked at', async () => {
    const both = new Map([
      ...pins('widget', '1.3.0'),
      ...pins('gone', '1.0.0', undefined, `http://${host}/nowhere`),
    ]);
    const found = await newerCharts(both);
    expect(found.map(({ name, newer }) => [name, newer.length])).toEqual([
      ['widget', 1],
      ['gone', 0],
    ]);
    expect(found[1]?.unknown).toContain('404');
    expect((await newerCharts(both, ['widget'])).map(({ name }) => name)).toEqual(['widget']);
  });
});

describe('a trial', () => {
  /** Helm, which refuses what one of the archives asks for. */
  function helm(): string {
    const path = join(temporaryFolder(), 'helm');
    const script = `const { readFileSync } = require('node:fs');
const { gunzipSync } = require('node:zlib');
const chart = process.argv[3];
if (gunzipSync(readFileSync(chart)).includes('another value')) {
  process.stderr.write('Error: size is required');
  process.exit(1);
}
process.stdout.write('apiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: a }\\n');`;
    writeFileSync(path, `#!${process.execPath}\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  const release = (cluster: string, version: string): Release => ({
    cluster,
    unit: 'widget',
    release: 'widget',
    namespace: 'widget',
    chart: 'widget',
    version,
    kubernetes: '1.34',
    skipCrds: false,
    valuesFile: '/dev/null',
  });

  it('says of each newer version whether it takes the values of the releases that have the pinned one', async () => {
    const charts = await widget('1.2.3');
    const releases = [release('east', '1.2.3'), release('west', '1.2.3'), release('other', '1.1.9')];
    const trials = await tryNewer(charts, { releases, helm: helm(), cache: temporaryFolder() });
    expect(trials).toMatchObject([
      { version: '1.2.10', rendered: 2, failures: [] },
      { version: '1.3.0', rendered: 2, failures: [] },
      { version: '2.0.0', rendered: 0, failures: [expect.stringContaining('size is required')] },
    ]);
    const text = newerText({ charts, trials });
    expect(text).toContain('widget 1.2.3: patch 1.2.10, minor 1.3.0, major 2.0.0\n');
    expect(text).toContain('  1.3.0 renders with the values of 2 releases\n');
    expect(text).toMatch(/2\.0\.0 does not render[\s\S]*Error: size is required/);
    expect(newerMarkdown({ charts, trials })).toMatch(
      /^- widget 1\.2\.3: .*\n\n {2}```text\n[\s\S]*\n {2}```\n$/,
    );
  });

  it('says of a version that cannot be fetched why', async () => {
    const charts = [
      {
        name: 'widget',
        repository: `http://${host}`,
        pinned: '1.1.0',
        newer: [{ step: 'patch', version: '1.1.9' }],
        warnings: [],
      },
    ] as const;
    const [trial] = await tryNewer(charts, { releases: [], helm: 'none', cache: temporaryFolder() });
    expect(trial?.failures.join()).toContain('widget-1.1.9.tgz answered 404');
  });
});
