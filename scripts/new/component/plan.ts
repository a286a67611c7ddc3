import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { PINS, parsePins } from '../../../charts/pins.ts';
import { dnsLabel } from '../../../platform/kit/declaration/formats.ts';
import { bumped } from '../../charts/edit.ts';
import { Mistake } from '../../command-line/mistake.ts';
import type { Repository } from '../fleet.ts';
import type { Plan } from '../plan.ts';
import { elementInserted, importInserted, inserted } from '../source/insert.ts';
import { meant, namesIn, parseSource } from '../source/syntax.ts';
import { inKebabCase, variableOf } from '../workload/names.ts';
import { purposeMistakes, sentence } from '../workload/purpose.ts';
import type { FoundChart, WantedChart } from './chart.ts';
import { componentSource, strangeRegistry } from './source.ts';

/** A component that is wanted. */
export interface WantedComponent {
  readonly name: string;
  readonly purpose: string;
  /** Empty: its own name. */
  readonly namespace: string;
  readonly everyNode: boolean;
  readonly chart: WantedChart;
}

const LIST = 'platform/components/index.ts';

/** Why a new component cannot be called so. */
export function componentNameMistake(name: string, { root, units }: Repository): string | undefined {
  const form = dnsLabel('the name of a component').safeParse(name);
  if (!form.success) {
    const meantName = inKebabCase(name);
    const hint = meantName === name || meantName === '' ? '' : ` (did you mean ${meantName}?)`;
    return `NAME: found ${JSON.stringify(name)}, expected ${form.error.issues[0]?.message}${hint}`;
  }
  const taken = units.find((unit) => unit.name === name);
  if (taken !== undefined)
    return `NAME: found ${name}, which ${taken.project} has already. Choose another name.`;
  return existsSync(join(root, folderOf(name)))
    ? `NAME: ${folderOf(name)} is there already. Choose another name.`
    : undefined;
}

/** @throws Mistake for what is wrong before the chart is looked for */
export function assertComponent({ name, purpose, chart }: WantedComponent, repository: Repository): void {
  const pins = parsePins(readFileSync(join(repository.root, PINS), 'utf8'));
  const mistakes = [
    ...[componentNameMistake(name, repository) ?? []].flat(),
    ...purposeMistakes(purpose),
    ...(pins.has(chart.name) || chart.repository !== ''
      ? []
      : [
          `--repository: expected the address of ${chart.name}, which is not pinned yet: https://… or the path in an OCI registry.`,
        ]),
  ];
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
  // Before anything is fetched: what the pins would refuse.
  pinned(chart, chart.digest || STAND_IN, repository.root);
}

/** In the place of a digest that nobody knows yet. */
const STAND_IN = `sha256:${'0'.repeat(64)}`;

/** The text of the pins with the chart. */
function pinned({ name, version, repository }: WantedChart, digest: string, root: string): string {
  return bumped(readFileSync(join(root, PINS), 'utf8'), {
    name,
    version,
    digest,
    ...(repository !== '' && { repository }),
  });
}

/**
 * What a new component touches: its folder, one list, and the pins.
 *
 * @throws Mistake with what is wrong with the request
 */
export function planComponent(wanted: WantedComponent, found: FoundChart, { root }: Repository): Plan {
  const { name, chart, everyNode } = wanted;
  const text = readFileSync(join(root, LIST), 'utf8');
  const source = parseSource(LIST, text);
  const variable = variableOf(name, 'Component', namesIn(source));
  const file = `${folderOf(name)}/${name}.ts`;
  const pins = pinned(chart, found.digest, root);
  const declared = componentSource({
    name,
    variable,
    purpose: sentence(wanted.purpose),
    namespace: wanted.namespace || name,
    chart: chart.name,
    everyNode,
    values: found.values,
  });
  const strange = strangeRegistry(found.values);
  return {
    files: new Map([
      [file, declared],
      [LIST, listed(text, variable, `./${name}/${name}.ts`, everyNode ? 'agents' : 'controllers')],
      [PINS, pins],
    ]),
    next: [
      `Look through ${file}: what its pods connect to, their labels, the ports in metrics, and how much they ask for.`,
      ...(strange === undefined
        ? []
        : [
            `Its image comes from ${strange}, which has no pull-through rule: platform/kit/image-registry.ts.`,
          ]),
      ...(found.values === undefined
        ? [
            'The chart is not on this machine: say in values where its images come from (cached), and run npm run charts where it is in reach.',
          ]
        : ['Other images of the chart come from a cache too: dist/charts/<cluster>/ lists them all.']),
      'npx fleet import --charts gives its values their types.',
    ],
  };
}

function folderOf(name: string): string {
  return `platform/components/${name}`;
}

function listed(text: string, variable: string, from: string, list: string): string {
  const source = parseSource(LIST, text);
  const name = ts.factory.createIdentifier(list);
  const found = meant(name, source);
  if (found === undefined || !ts.isArrayLiteralExpression(found))
    throw new Mistake(
      `${LIST}: found no list ${list} that is written out. Add ${variable} by hand: README, Add a component.`,
    );
  return inserted(text, [
    importInserted(source, variable, from),
    ...elementInserted(source, found, variable),
  ]);
}
