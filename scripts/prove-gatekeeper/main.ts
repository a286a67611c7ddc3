import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { programPath } from '../programs/program.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import { exempted, offender, withoutExemptions } from './exemptions.ts';
import { gatewaysOf } from './gateway-chart.ts';
import { gatorProgram, test, type Violation, verify } from './gator.ts';
import { injected, injectorOf } from './injector.ts';
import { SAMPLES, writeSuites } from './samples.ts';
import { objectsOf, offspringOf, type TreeObject } from './tree.ts';
import { gatekeeperProve } from './usage.ts';

const DIST = 'dist';

/**
 * Proves with Gatekeeper's own gator, on every cluster of `dist/`: each rule allows and denies what its samples say;
 * nothing that is rendered, nothing that controllers and Istio's injector make of it, and no gateway of Istio breaks a
 * rule; and each exempt workload would.
 */
export const main = implement(gatekeeperProve, async () => {
  const gator = await programPath(gatorProgram, (line) => process.stderr.write(`${line}\n`));
  const place = mkdtempSync(join(tmpdir(), 'gatekeeper-'));
  try {
    for (const cluster of renderedClusters(DIST)) {
      await proveCluster(gator, cluster, join(place, cluster));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

async function proveCluster(gator: string, cluster: string, place: string): Promise<void> {
  const rendered = objectsOf(join(DIST, cluster));
  const injector = injectorOf(rendered, DIST);
  const made = injected([...rendered, ...rendered.flatMap(offspringOf)], injector);
  const objects = [...made, ...gatewaysOf(rendered, injector, DIST)];
  const templates = rendered.filter(({ kind }) => kind === 'ConstraintTemplate');
  if (templates.length === 0) throw new Mistake(`${cluster} has no ConstraintTemplate.`);

  const cases = writeSuites(SAMPLES, templates, join(place, 'suites'));
  const { passed, report } = await verify(gator, join(place, 'suites'));
  if (!passed) fail(cluster, 'a rule does not do what its samples say', [report]);

  const broken = await test(gator, write(join(place, 'as-rendered'), objects));
  if (broken.length > 0) fail(cluster, 'a policy is broken', broken.map(shown));

  const listed = exempted(objects);
  const refused = await test(gator, write(join(place, 'no-exemptions'), withoutExemptions(objects)));
  const needed = new Set(refused.map(offender));
  const idle = [...listed].filter((exemption) => !needed.has(exemption));
  if (idle.length > 0) fail(cluster, 'an exemption is not needed any more: take it out', idle);
  // The same, seen from the other side: gator is not blind.
  const unlisted = [...needed].filter((found) => !listed.has(found));
  if (unlisted.length > 0) fail(cluster, 'a workload breaks a policy without being exempt', unlisted);

  if (!passed || broken.length + idle.length + unlisted.length > 0) return;
  process.stdout.write(
    `${cluster}: ${templates.length} rules, ${cases} samples; ${objects.length} objects pass; ` +
      `${listed.size} exemptions of workloads, all needed\n`,
  );
}

/** Puts all objects into one file of a folder. */
function write(directory: string, objects: readonly TreeObject[]): string {
  makeFolder(directory);
  writeFileSync(
    join(directory, 'objects.yaml'),
    objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  );
  return directory;
}

function shown({ msg, constraint, violatingObject: { kind, metadata } }: Violation): string {
  const name = [metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');
  return `${constraint.metadata.name}: ${kind} ${name}: ${msg}`;
}

function fail(cluster: string, what: string, lines: readonly string[]): void {
  process.stdout.write(`${cluster}: ${what}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}
