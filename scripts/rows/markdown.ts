import { basename, dirname, relative } from 'node:path';
import type { Each, Evidence } from '../../requirements/model/evidence.ts';
import { code, type Expected, says } from '../../requirements/model/expected.ts';
import type { Retired } from '../../requirements/model/retired.ts';
import {
  type Pitfall,
  ROW_CLASSES,
  type Row,
  type RowList,
  type Section,
  type State,
} from '../../requirements/model/row.ts';
import { table } from '../../requirements/model/table.ts';
import { distPath, type Tree } from '../../requirements/model/tree.ts';
import { retiredEntries } from './mistakes.ts';

/** A Markdown link to a file of the repository. */
type Link = (file: string, text?: string) => string;

/** What an entry of a list becomes. */
interface Told {
  readonly where: (evidence: Evidence) => string;
  readonly retired: ReadonlyMap<string, Retired>;
}

/** The document of a list, as it has to stand in the repository. */
export function markdown(list: RowList, tree: Tree): string {
  const retired = retiredEntries(list, tree);
  const rows = list.rows.sections.flatMap(({ entries }) => entries);
  const pitfalls = list.pitfalls?.sections.flatMap(({ entries }) => entries) ?? [];
  const toldOn = ({ clusters: [first] = list.clusters }: Section<Row | Pitfall>): Told => ({
    where: (evidence) => described(evidence, list.document, first, tree),
    retired,
  });
  return [
    `# ${list.title}`,
    '<!-- Written by npm run rows. Edit the lists that it comes from. -->',
    list.introduction.trim(),
    '## Counts',
    counts(rows, pitfalls),
    ...openOnes([...rows, ...pitfalls]),
    // Figures are those of the first cluster, if it is still there.
    ...(list.figures === undefined || tree.context(list.clusters[0]) === undefined
      ? []
      : [list.figures(tree).trim()]),
    '## Rows',
    ...list.rows.sections.map((section) => entryList(section, toldOn(section))),
    ...(list.pitfalls === undefined ? [] : ['## Pitfalls']),
    ...(list.pitfalls?.sections ?? []).map((section) => entryList(section, toldOn(section))),
  ]
    .join('\n\n')
    .concat('\n');
}

function counts(rows: readonly Row[], pitfalls: readonly Pitfall[]): string {
  const line = (name: string, entries: readonly { readonly state: State }[]): readonly string[] => {
    const of = (kind: State['kind']): string =>
      String(entries.filter(({ state }) => state.kind === kind).length);
    return [name, String(entries.length), of('done'), of('otherwise'), of('outside'), `**${of('open')}**`];
  };
  const byClass = ROW_CLASSES.map((name) => {
    const entries = rows.filter((row) => row.class === name);
    return line(`of these ${name}`, entries);
  });
  return table(
    ['', 'all', 'as asked', 'decided otherwise', 'not visible in YAML', '**open**'],
    [line('rows', rows), ...byClass, ...(pitfalls.length === 0 ? [] : [line('pitfalls', pitfalls)])],
  );
}

function openOnes(entries: readonly (Row | Pitfall)[]): readonly string[] {
  const lines = entries.flatMap(({ id, state }) =>
    state.kind === 'open' ? [`- ${id}: ${state.reason}`] : [],
  );
  return lines.length === 0 ? [] : ['### Open', lines.join('\n')];
}

function entryList({ title, entries }: Section<Row | Pitfall>, told: Told): string {
  return `### ${title}\n\n${entries.map((entry) => item(entry, told)).join('\n')}`;
}

/** An entry with its answers below. Lists, not tables: a change of one answer is a change of one line. */
function item(entry: Row | Pitfall, { where, retired }: Told): string {
  const { id, statement, state, evidence } = entry;
  const rowClass = 'class' in entry ? ` ${entry.class}:` : '';
  const left = retired.get(id);
  const told = answers(state, [...new Set(evidence.map(where))]);
  const gone = left === undefined ? [] : [`**Retired**, the ${left.kind} ${left.name}: ${left.reason}`];
  return [`- **${id}**${rowClass} ${statement}`, ...[...gone, ...told].map((answer) => `  - ${answer}`)].join(
    '\n',
  );
}

function answers(state: State, where: readonly string[]): readonly string[] {
  switch (state.kind) {
    case 'done':
      return where;
    case 'otherwise':
      return [`**Otherwise:** ${state.instead}`, ...where];
    case 'outside':
      return [`**Not visible in YAML:** ${state.where}`, ...where];
    case 'open':
      return [`**Open:** ${state.reason}`];
  }
}

/** @param first the cluster that links lead to, unless the evidence is of others only */
function described(evidence: Evidence, document: string, first: string, tree: Tree): string {
  // What was removed for good is named, and leads nowhere.
  const link: Link = (file, text = file) =>
    tree.text(file) === undefined ? text : `[${text}](${relative(dirname(document), file)})`;
  switch (evidence.kind) {
    case 'shown': {
      const cluster = evidence.clusters?.[0] ?? first;
      const file = distPath(cluster, tree.fill(cluster, evidence.file));
      return `${link(file, shortName(file))}${only(evidence.clusters)}: ${values(evidence.values)}`;
    }
    case 'output': {
      const told = Object.keys(evidence.values).length === 0 ? '' : `: ${values(evidence.values)}`;
      return `output ${link(`clusters/${first}/terraform.json`, `\`${evidence.name}\``)}${only(evidence.clusters)}${told}`;
    }
    case 'nothing':
    case 'something':
    case 'only':
      return `${evidence.says}${only(evidence.clusters)}`;
    case 'wherever':
      return `${evidence.says}${only(evidence.clusters)}: ${values(evidence.values)}`;
    case 'each':
      return eachDescribed(evidence, document, first, tree);
    case 'heading':
      return `${link(evidence.file)}, “${evidence.heading}”`;
    case 'file':
      return link(evidence.file);
    case 'test':
      return `${link(evidence.file, basename(evidence.file, '.test.ts'))}: “${evidence.name}”`;
  }
}

/** Told for the first of them. */
function eachDescribed(each: Each, document: string, first: string, tree: Tree): string {
  for (const cluster of each.clusters ?? [first]) {
    const context = tree.context(cluster);
    const [member] = context === undefined ? [] : each.of.members(context);
    if (context === undefined || member === undefined) continue;
    const told = each.evidence(member, context).map((one) => described(one, document, cluster, tree));
    return `${each.of.says}${only(each.clusters)}, such as ${told.join('; ')}`;
  }
  return `${each.of.says}${only(each.clusters)}`;
}

function values(asked: Readonly<Record<string, Expected>>): string {
  return Object.entries(asked)
    .map(([path, expected]) => (path === '' ? says(expected) : `${code(path)} ${says(expected)}`))
    .join(', ');
}

function only(clusters: readonly string[] | undefined): string {
  return clusters === undefined ? '' : ` (${clusters.join(', ')} only)`;
}

/** `deployment-triptrip-api` for an object, `istiod/values` for the values of a chart. */
function shortName(file: string): string {
  const name = basename(file, '.yaml');
  return name === 'values' ? `${basename(dirname(file))}/values` : name;
}
