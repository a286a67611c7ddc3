import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { allProcedures, argumentsOf, drillsOf, proceduresOf } from './drills.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/drills.md'), 'utf8');
const drills = drillsOf(page);
const read = argumentsOf(page);

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The releases whose definitions are imported, by repository. */
const imported = z
  .looseObject({
    bundles: z.record(z.string(), z.looseObject({ repository: z.string(), release: z.string() })),
  })
  .transform(({ bundles }) => Object.values(bundles));

describe('nobody learns in an incident that a procedure does not do what it says', () => {
  it('each section that changes something has its line', () => {
    const missing = allProcedures().filter(
      (procedure) => !drills.some((drill) => drill.procedure === procedure),
    );
    expect(missing, 'add a line with its proof to docs/drills.md').toEqual([]);
  });

  it('each has one line, with a proof', () => {
    const names = drills.map(({ procedure }) => procedure);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(
      drills.filter((drill) =>
        [drill.commands, drill.files, drill.arguments].every(({ length }) => length === 0),
      ),
    ).toEqual([]);
  });

  it('each proof is there: the command, the file, the argument', () => {
    const gone = drills.flatMap(({ procedure, ...proof }) => [
      ...proof.commands.filter((name) => !(name in scripts)).map((name) => `${procedure}: npm run ${name}`),
      ...proof.files.filter((file) => !existsSync(join(root, file))).map((file) => `${procedure}: ${file}`),
      ...proof.arguments.filter((anchor) => !read.has(anchor)).map((anchor) => `${procedure}: #${anchor}`),
    ]);
    expect(gone).toEqual([]);
  });

  it('no argument is left that no drill needs', () => {
    const used = new Set(drills.flatMap((drill) => drill.arguments));
    expect([...read.keys()].filter((anchor) => !used.has(anchor))).toEqual([]);
  });

  it('each argument names the release that is installed, and files of it', () => {
    const sources = imported.parse(parse(readFileSync(join(root, 'imports/sources.yaml'), 'utf8')));
    const wrong = [...read].flatMap(([anchor, evidence]) => {
      if (evidence.length === 0) return [`${anchor} names no release`];
      return evidence.flatMap(({ project, release, files }) => {
        const pinned =
          ofChart(project) ?? sources.find(({ repository }) => repository.endsWith(`/${project}`))?.release;
        if (files === 0) return [`${anchor}: no file of ${project}`];
        return pinned === release
          ? []
          : [`${anchor}: ${project} ${release}, and ${pinned} is installed: read again`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

/** The release of an image that a chart is rendered with: its definitions may be pinned at another one. */
function ofChart(project: string): string | undefined {
  if (project !== 'argo-cd') return undefined;
  const files = readdirSync(join(root, 'dist/charts'), { recursive: true, encoding: 'utf8' });
  const file = files.find((path) => path.endsWith('/argocd.json'));
  return (
    file && /argoproj\/argocd:(v[\d.]+)"/.exec(readFileSync(join(root, 'dist/charts', file), 'utf8'))?.[1]
  );
}

describe('what counts as a procedure', () => {
  const section = (commands: string) => `# Page\n\n## Do it\n\n\`\`\`sh\n${commands}\n\`\`\`\n`;

  it.each([
    'kubectl --context a cordon node-1',
    'kubectl --context a --namespace b annotate externalsecret/c force-sync=1 --overwrite',
    'kubectl --context a --namespace b exec c -- redis-cli cluster failover takeover',
    'velero --kubecontext a restore create r --from-backup b',
    'aws rds promote-read-replica --db-instance-identifier r',
    'terraform apply',
    'argocd app sync a-b',
  ])('%s', (command) => {
    expect(proceduresOf('docs/page.md', section(command))).toEqual(['page.md#do-it']);
  });

  it.each([
    'kubectl --context a get pods',
    'kubectl --context a apply --dry-run=server -f dist/a',
    'kubectl --context a --namespace b rollout status deployment/c',
    'velero --kubecontext a backup get',
    'aws rds describe-events --duration 60',
    'terraform output -json',
    'argocd app diff a-b',
  ])('but not %s', (command) => {
    expect(proceduresOf('docs/page.md', section(command))).toEqual([]);
  });

  it('and a line without a proof is seen', () => {
    const [drill] = drillsOf('| [Do it](page.md#do-it) | by hope |\n');
    expect(drill).toMatchObject({ commands: [], files: [], arguments: [] });
  });
});
