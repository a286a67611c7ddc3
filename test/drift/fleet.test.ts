import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { declaredHubs } from '../../scripts/drift/declared.ts';
import { driftOf } from '../../scripts/drift/drift.ts';
import type { History } from '../../scripts/drift/history.ts';
import { readHub } from '../../scripts/drift/hub.ts';
import { healthy, MAIN, NOW } from './fixture.ts';

const paths = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.yaml'),
);
const hubs = declaredHubs({
  paths,
  read: (wanted) => new Map(wanted.map((path) => [path, readFileSync(join('dist', path), 'utf8')])),
});
const { clusters, repository } = loadFleet();

describe('what dist/ declares', () => {
  it('has each cluster on its hub, and each Application once', () => {
    expect([...hubs.keys()].sort()).toEqual([...new Set(clusters.map(({ hub }) => hub))].sort());
    for (const { name, hub } of clusters) expect(hubs.get(hub)?.clusters, name).toContain(name);
    const declared = [...hubs.values()].flatMap(({ applications }) =>
      [...applications.values()].filter(({ root }) => root !== undefined).map(({ name }) => name),
    );
    const files = paths.map((path) => basename(path)).filter((name) => name.startsWith('application-'));
    expect(declared.map((name) => `application-${name}.yaml`).sort()).toEqual(files.sort());
  });

  it.each([...hubs.keys()])('is not called drift on %s where the controller has written it', (name) => {
    const hub = hubs.get(name);
    const printed = readHub(JSON.stringify(healthy(hub)), name);
    const history: History = {
      main: MAIN,
      placeOf: () => ({ at: 'main', behind: 0, since: undefined, changed: [] }),
    };
    const drift = driftOf({ hub: name, ...printed }, hubs, { history, repository, now: NOW });
    expect(drift.findings).toEqual([]);
    expect(drift.well).toBe(drift.declared);
  });
});
