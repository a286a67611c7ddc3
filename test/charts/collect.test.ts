import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChartPins } from '../../charts/pins.ts';
import { cachedChart } from '../../scripts/charts/cache.ts';
import { collectCharts } from '../../scripts/charts/collect.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const ARCHIVE = 'the bytes of an archive';
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const MANIFEST = JSON.stringify({ layers: [{ mediaType: LAYER, digest: digestOf(ARCHIVE) }] });
const FOLDER = join(import.meta.dirname, 'folder');

/** A repository with an index, and a registry that gives everybody a token. */
const answers: Record<string, string> = {
  '/index.yaml': `entries:
  tiny:
    - { version: 1.2.0, urls: [tiny-1.2.0.tgz], digest: ${digestOf(ARCHIVE).slice(7)} }
    - { version: 1.1.0, urls: [tiny-1.1.0.tgz], digest: ${digestOf('others').slice(7)} }
`,
  '/tiny-1.2.0.tgz': ARCHIVE,
  '/tiny-1.1.0.tgz': ARCHIVE,
  '/token?service=here&scope=pull': '{ "token": "everybody" }',
  '/v2/charts/tiny/manifests/1.2.0': MANIFEST,
  [`/v2/charts/tiny/blobs/${digestOf(ARCHIVE)}`]: ARCHIVE,
};

let server: Server;
let host: string;
let cache: string;
beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    const answer = answers[url];
    if (url.startsWith('/v2/') && headers.authorization !== 'Bearer everybody') {
      response.setHeader(
        'www-authenticate',
        `Bearer realm="http://${host}/token",service="here",scope="pull"`,
      );
      response.writeHead(401).end();
    } else if (answer === undefined) response.writeHead(404).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  host = `127.0.0.1:${address.port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  cache = temporaryFolder();
});

function pins(version: string, digest: string | undefined, repository = `http://${host}`): ChartPins {
  return new Map([
    ['tiny', { name: 'tiny', repository, versions: [{ version, ...(digest && { digest }) }] }],
  ]);
}

async function collected(pinned: ChartPins, from?: string) {
  const [found] = await collectCharts({ cache, ...(from !== undefined && { from }) }, pinned);
  if (found === undefined) throw new Error('Nothing was collected.');
  return found;
}

describe('the archive of a chart', () => {
  it('is fetched from its repository, and is the pinned one whenever it is read', async () => {
    const digest = digestOf(ARCHIVE);
    expect(await collected(pins('1.2.0', digest))).toMatchObject({ state: 'archive', notes: [] });
    const chart = cachedChart({ name: 'tiny', version: '1.2.0', digest }, cache);
    expect(chart?.origin).toBe('archive');
    writeFileSync(chart?.path ?? '', 'something else');
    expect(() => cachedChart({ name: 'tiny', version: '1.2.0', digest }, cache)).toThrow(
      /is not the archive of tiny 1\.2\.0 that charts\/pins\.yaml pins/,
    );
  });

  it('is fetched from a registry, whose manifest the digest is of', async () => {
    const digest = digestOf(MANIFEST);
    expect(await collected(pins('1.2.0', digest, `${host}/charts`))).toMatchObject({ state: 'archive' });
    const chart = cachedChart({ name: 'tiny', version: '1.2.0', digest }, cache);
    expect(readFileSync(chart?.path ?? '', 'utf8')).toBe(ARCHIVE);
    writeFileSync(chart?.path ?? '', 'something else');
    expect(() => cachedChart({ name: 'tiny', version: '1.2.0', digest }, cache)).toThrow(
      'is not the archive that the manifest of tiny 1.2.0 lists',
    );
  });

  it('with another digest than the pinned one is not kept', async () => {
    const wrong = digestOf('what we looked at');
    const found = await collected(pins('1.2.0', wrong));
    expect(found.state).toBe('missing');
    expect(found.notes.join()).toMatch(new RegExp(`pinned ${wrong}\\n {2}found {2}${digestOf(ARCHIVE)}`));
    expect(cachedChart({ name: 'tiny', version: '1.2.0', digest: wrong }, cache)).toBeUndefined();
  });

  it('with another digest than the index lists is not kept', async () => {
    const found = await collected(pins('1.1.0', undefined));
    expect(found.notes.join()).toContain(`the index of its repository lists ${digestOf('others')}`);
  });

  it('of a version that there is not is told, with those that there are', async () => {
    const found = await collected(pins('1.3.0', digestOf(ARCHIVE)));
    expect(found.notes.join()).toContain('has no tiny 1.3.0. Its newest are 1.2.0, 1.1.0.');
  });

  it('of which no digest is pinned is learned, for somebody to look at', async () => {
    expect((await collected(pins('1.2.0', undefined))).learned).toBe(digestOf(ARCHIVE));
  });

  it('that is nowhere to be reached is missing', async () => {
    const found = await collected(pins('1.2.0', digestOf(ARCHIVE), 'http://127.0.0.1:1'));
    expect(found).toMatchObject({ state: 'missing', notes: [expect.stringContaining("Can't reach")] });
  });
});

describe('a folder with charts', () => {
  it('gives the pinned archive, by its digest', async () => {
    const from = temporaryFolder();
    writeFileSync(join(from, 'tiny-1.2.0.tgz'), ARCHIVE);
    expect(await collected(pins('1.2.0', digestOf(ARCHIVE)), from)).toMatchObject({ state: 'archive' });
    rmSync(cache, { recursive: true });
    const found = await collected(pins('1.2.0', digestOf('another')), from);
    expect(found).toMatchObject({ state: 'missing', notes: [expect.stringContaining('It is not used')] });
  });

  it('gives a packaged chart of which no digest is pinned as what it is: not confirmed, and not learned', async () => {
    const from = temporaryFolder();
    writeFileSync(join(from, 'tiny-1.2.0.tgz'), ARCHIVE);
    const found = await collected(pins('1.2.0', undefined), from);
    expect(found).toMatchObject({ state: 'source', notes: ['no digest of this version is pinned'] });
    expect(found.learned).toBeUndefined();
  });

  it('gives sources, which are never taken for the archive', async () => {
    const digest = digestOf(ARCHIVE);
    const found = await collected(pins('1.2.0', digest), FOLDER);
    expect(found.state).toBe('source');
    const pin = { name: 'tiny', version: '1.2.0', digest };
    expect(cachedChart(pin, cache)?.origin).toBe('source');
    await collected(pins('1.2.0', digest));
    expect(cachedChart(pin, cache)?.origin).toBe('archive');
  });

  it('gives sources the version of their folder, and the sub-charts that lie beside', async () => {
    const found = await collected(pins('1.2.0', undefined), FOLDER);
    expect(found.notes).toEqual([
      'its source says 0.0.0, and got 1.2.0',
      `without absent, which ${FOLDER} does not have`,
    ]);
    const path = cachedChart({ name: 'tiny', version: '1.2.0' }, cache)?.path ?? '';
    const text = readFileSync(join(path, 'Chart.yaml'), 'utf8');
    expect(text).toMatch(/^version: 1\.2\.0$/m);
    expect(text).toMatch(/^appVersion: v1\.2\.0$/m);
    expect(text).not.toContain('absent');
    expect(readFileSync(join(path, 'charts/sub/Chart.yaml'), 'utf8')).toContain('version: 0.3.0');
  });

  it('gives the definitions that a release adds', async () => {
    const from = temporaryFolder();
    cpSync(FOLDER, from, { recursive: true });
    writeFileSync(join(from, 'tiny-1.2.0.crds.yaml'), 'kind: CustomResourceDefinition\n');
    await collected(pins('1.2.0', undefined), from);
    const path = cachedChart({ name: 'tiny', version: '1.2.0' }, cache)?.path ?? '';
    expect(readFileSync(join(path, 'crds/definitions.yaml'), 'utf8')).toContain('CustomResourceDefinition');
  });

  it('without the chart says what it would have to have', async () => {
    const from = temporaryFolder();
    mkdirSync(join(from, 'tiny-1.1.0'));
    const found = await collected(pins('1.2.0', undefined), from);
    expect(found.notes).toEqual([`${from} has neither tiny-1.2.0.tgz nor tiny-1.2.0/`]);
  });
});
