import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { liveFleet } from '../../live-fleet.ts';
import { selects } from '../../manifest-reader.ts';
import { type Command, commandsOf } from '../commands/documents.ts';
import { type Kubectl, kubectlOf } from '../commands/kubectl.ts';
import { optionOf } from '../commands/options.ts';
import { drillsOf } from './drill.ts';
import { standbysOf } from './standbys.ts';

const page = readFileSync(new URL('../../../docs/failover.md', import.meta.url), 'utf8');

/** Kinds that decide by themselves how many pods of a workload run. */
const SCALERS = ['ScaledObject', 'ScaledJob', 'HorizontalPodAutoscaler'];

const HOLDS = /^autoscaling\.keda\.sh\/paused[a-z-]*=/;
const LETS_GO = /^autoscaling\.keda\.sh\/paused(?:-replicas)?-$/;

/** What a section does to all scalers of a side at once: those of a selector, in every namespace of a cluster. */
interface Stop {
  readonly section: string;
  readonly context: string;
  readonly selector: string;
  readonly kinds: ReadonlySet<string>;
}

/** Sides that a page stops, each with the kinds that its section reaches. */
function stopsOf(markdown: string, does: RegExp): readonly Stop[] {
  const found = new Map<string, { stop: Omit<Stop, 'kinds'>; kinds: Set<string> }>();
  for (const command of commandsOf(markdown)) {
    const given = kubectlOf(command);
    const { context = '', verb, plain, options, targets } = given;
    const annotates =
      verb === 'annotate' && options.has('--all-namespaces') && plain.some((word) => does.test(word));
    if (!annotates && listOf(command, given, '>') === undefined) continue;
    const selector = optionOf(given, '--selector') ?? '';
    const key = [command.section, context, selector].join(' ');
    const entry = found.get(key) ?? {
      stop: { section: command.section, context, selector },
      kinds: new Set(),
    };
    for (const { kind } of targets) entry.kinds.add(kind);
    found.set(key, entry);
  }
  return [...found.values()].map(({ stop, kinds }) => ({ ...stop, kinds }));
}

/** The file in which a command keeps the Deployments with an autoscaler, or from which it takes them. */
function listOf(
  { around, text }: Command,
  { verb, targets, context }: Kubectl,
  direction: '<' | '>',
): string | undefined {
  if (direction === '>') {
    if (verb !== 'get' || targets[0]?.kind !== 'horizontalpodautoscaler') return undefined;
    return / > (\S+)/.exec(text)?.[1];
  }
  if (verb !== 'patch' || !/"replicas":\d/.test(text)) return undefined;
  const line = around
    .split('\n')
    .find((one) => one.includes(`--context ${context}`) && one.includes(text.trim()));
  return /done < (\S+)/.exec(line ?? '')?.[1];
}

const stopped = stopsOf(page, HOLDS);
const someStandBy = standbysOf(liveFleet.fleet).length > 0;

describe('a side is stopped but for one kind of scaler, whose pods write on', () => {
  test('a page stops some, where a cluster stands by for another', () => {
    expect(stopped.length > 0).toBe(someStandBy);
  });

  test.each(stopped)('$section: $context, whatever is added to it', ({ context, selector, kinds }) => {
    const [key = '', value = ''] = selector.split('=');
    for (const { cluster, kind, name, json } of liveFleet.rendered()) {
      if (cluster !== context || !SCALERS.includes(kind)) continue;
      if (!selects({ [key]: value }, json.metadata.labels)) continue;
      expect([...kinds], `${kind} ${name}`).toContain(kind.toLowerCase());
    }
    expect([...kinds].sort()).toEqual(SCALERS.map((kind) => kind.toLowerCase()).sort());
  });

  test('a section that leaves out one kind is found', () => {
    const [only] = stopsOf(
      '## A\n\n```sh\nkubectl --context a annotate scaledobjects --all-namespaces --selector b=c autoscaling.keda.sh/paused-replicas=0\n```\n',
      HOLDS,
    );
    expect([...(only?.kinds ?? [])]).toEqual(['scaledobject']);
  });
});

describe('a side is let go by the list of the other one', () => {
  const commands = commandsOf(page).map((command) => ({ command, given: kubectlOf(command) }));
  const files = (direction: '<' | '>') =>
    commands.flatMap(({ command, given }) => {
      const file = listOf(command, given, direction);
      return file === undefined ? [] : [{ file, context: given.context, section: command.section }];
    });

  test('each list is written by one side, and read for that side alone', () => {
    const written = files('>');
    expect([written.length > 0, files('<').length > 0]).toEqual([someStandBy, someStandBy]);
    const sides = new Map(written.map(({ file, context }) => [file, context]));
    for (const { file, context, section } of [...written, ...files('<')])
      expect(sides.get(file), `${section}: ${file}`).toBe(context);
  });

  test('every scaler that a page holds is let go on the same page', () => {
    const held = (ends: RegExp) =>
      commands.flatMap(({ given: { context, targets, verb, plain } }) => {
        const pauses = plain.find((word) => ends.test(word));
        if (verb !== 'annotate' || pauses === undefined) return [];
        const annotation = pauses.replace(/[-=].*$/, '');
        return targets.map(({ kind, name }) => `${context} ${kind} ${name ?? ''} ${annotation}`);
      });
    const begun = held(HOLDS);
    expect(begun.length > 0).toBe(someStandBy);
    const ended = new Set(held(LETS_GO));
    expect(begun.filter((one) => !ended.has(one))).toEqual([]);
  });

  test('names move once pods are there, and once the database takes writes', () => {
    for (const { heading, steps } of drillsOf(page)) {
      const [move] = steps.filter(({ label }) => label === 'Move the names');
      if (move === undefined) continue;
      const before = new Set(move.after);
      for (const { number, after } of [...steps].reverse())
        if (before.has(number)) for (const earlier of after) before.add(earlier);
      const labels = steps.filter(({ number }) => before.has(number)).map(({ label }) => label);
      expect(
        labels.some((label) => /^(?:Pods for the load|Start what was held)$/.test(label)),
        heading,
      ).toBe(true);
      expect(labels, heading).toContain('Promote');
    }
  });
});
