import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { DRIFT_GROUP } from '../../platform/components/access/address.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { revisionSide } from '../diff/sides/git-side.ts';
import { addToSummary, setVariable } from '../pipeline/hand-on.ts';
import { declaredHubs } from './declared.ts';
import { driftOf, hasDrifted } from './drift.ts';
import { historyOf } from './history.ts';
import { jsonOf } from './report/json.ts';
import { markdownOf, silentMarkdown } from './report/markdown.ts';
import { textOf } from './report/text.ts';
import { drift } from './usage.ts';
import { viewsOf } from './views.ts';
import { type Way, waysOf } from './ways.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(drift, ({ options, arguments: { hubs: names } }) => {
  const fleet = loadFleet();
  if (options.list) return list(waysOf(fleet), options.format, options.variable);
  if (options.variable !== undefined) throw new Mistake('--variable belongs to --list.');
  const { repository } = fleet;
  const revision = options.revision ?? `origin/${repository.revision}`;
  const now = timeOf(options.at);
  const history = historyOf(ROOT, revision);
  const side = revisionSide(ROOT, revision, `${history.main}:dist`);
  const hubs = declaredHubs({ paths: [...side.files.keys()], read: side.read });
  const { views, silent } = viewsOf(
    { hubs: names, files: options.applications, expected: waysOf(fleet).ways.map(({ hub }) => hub) },
    hubs,
  );
  const all = views.map((view) => driftOf(view, hubs, { history, repository, now }));
  const formats = { text: textOf, json: jsonOf, markdown: markdownOf };
  process.stdout.write(formats[options.format ?? 'text'](all));
  if (options.format === 'markdown') process.stdout.write(silentMarkdown(silent));
  addToSummary(markdownOf(all) + silentMarkdown(silent));
  if (silent.length > 0) {
    const hint =
      'The contexts of kubectl have the names of the clusters: docs/operations.md#before-you-begin.';
    throw new UnusableInput([...silent, hint].join('\n'));
  }
  return hasDrifted(all) ? 1 : 0;
});

function list(
  { ways, closed }: ReturnType<typeof waysOf>,
  format: string | undefined,
  variable: string | undefined,
): 0 {
  if (variable !== undefined) setVariable(variable, JSON.stringify(ways));
  for (const hub of closed) {
    const way = `access_groups of clusters/${hub}/terraform.json has no ${DRIFT_GROUP}`;
    process.stderr.write(`${hub} is not looked at: ${way} (docs/terraform.md).\n`);
  }
  const line = ({ hub, eks, region, role }: Way) => `${hub}: ${eks} in ${region}, as ${role}\n`;
  process.stdout.write(format === 'json' ? `${JSON.stringify(ways)}\n` : ways.map(line).join(''));
  return 0;
}

function timeOf(written: string | undefined): number {
  if (written === undefined) return Date.now();
  const time = Date.parse(written);
  if (!Number.isNaN(time)) return time;
  throw new UnusableInput(`--at: found ${written}, expected a time such as 2026-03-01T03:00:00Z`);
}
