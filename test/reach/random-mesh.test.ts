import fc from 'fast-check';
import { test } from 'vitest';
import { expectExplained } from './explained.ts';
import { MESH_PORTS, type RandomMesh, randomMesh } from './random-mesh.ts';
import { reachOfMesh } from './reach-of-mesh.ts';
import { passesMesh } from './reference/mesh.ts';

/** How many meshes are tried; REACH_RUNS=20000 tries more than a quick test has time for. */
const RUNS = Number(process.env.REACH_RUNS ?? 150);

test('every pair and port of a mesh is judged as the documentation says, on random policies', () => {
  fc.assert(
    fc.property(randomMesh, (random) => {
      const reach = reachOfMesh(random);
      const peer = ({ namespace: home, name }: RandomMesh['pods'][number]) => `${home}/Deployment/${name}`;
      const open = new Set(
        reach.connections().flatMap(({ from, to, ports }) => ports.map((port) => `${from} ${to} ${port}`)),
      );
      for (const from of random.pods) {
        for (const to of random.pods) {
          for (const port of MESH_PORTS) {
            const line = `${peer(from)} ${peer(to)} TCP/${port}`;
            const expected = passesMesh(random, from, to, port);
            if (open.has(line) !== expected) throw new Error(`${line}: expected ${expected}`);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test('what is listed of a mesh is what --explain calls open', () => {
  fc.assert(
    fc.property(randomMesh, (random) => expectExplained(reachOfMesh(random))),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});
