import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, commandsOf, documents } from './commands/documents.ts';
import { kubectlOf } from './commands/kubectl.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Verbs that leave a cluster as it is. */
const LOOKS =
  /^(?:auth.*|config.*|describe|diff|events|explain|get|logs|port-forward|rollout (?:history|status)|top.*|version|wait)$/;

/** What the other programs do that changes something. */
const CHANGES: Readonly<Record<string, RegExp>> = {
  argocd: /\bapp (?:sync|terminate-op|set|delete)\b|\baccount update/,
  aws: /^aws [\w-]+ (?!describe-|get-|list-|wait\b|update-kubeconfig\b)/,
  helm: /^helm (?:install|upgrade|uninstall|rollback)\b/,
  npm: /^npm run replay\b/,
  terraform: /^terraform (?:apply|destroy)\b/,
  velero: /\b(?:restore|backup) (?:create|delete)\b/,
};

/** Whether somebody who pastes it changes a cluster, AWS or a queue. */
function changesSomething(command: Command): boolean {
  if (!command.inBlock || /--dry-run/.test(command.text)) return false;
  const [program = ''] = command.words;
  if (program === 'kubectl') return !LOOKS.test(kubectlOf(command).verb);
  return CHANGES[program]?.test(command.words.join(' ')) ?? false;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Every section of a document in which something is changed, as a link from `docs/` leads to it. */
export function proceduresOf(file: string, markdown: string): readonly string[] {
  const sections = commandsOf(markdown)
    .filter(changesSomething)
    .map(({ section }) => section);
  const page = file.startsWith('docs/') ? file.slice('docs/'.length) : `../${file}`;
  return [...new Set(sections)].map((section) => `${page}#${anchorOf(section)}`);
}

/** Every section of every document of the repository in which something is changed. */
export function allProcedures(): readonly string[] {
  return documents.flatMap((file) => proceduresOf(file, readFileSync(`${root}/${file}`, 'utf8')));
}

/** A line of the table of drills. */
export interface Drill {
  /** Where its link leads. */
  readonly procedure: string;
  /** Commands of npm, files from the root on, and anchors of arguments. */
  readonly commands: readonly string[];
  readonly files: readonly string[];
  readonly arguments: readonly string[];
}

/** The table of a page of drills. */
export function drillsOf(markdown: string): readonly Drill[] {
  return [...markdown.matchAll(/^\| \[[^\]]+\]\(([^)]+)\) +\|(.*)\|$/gm)].map(
    ([, procedure = '', proof = '']) => ({
      procedure,
      commands: [...proof.matchAll(/`npm run ([\w:-]+)`/g)].map(([, name = '']) => name),
      files: [...proof.matchAll(/`([\w./-]+\.(?:ts|sh|go))`/g)].map(([, file = '']) => file),
      arguments: [...proof.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor),
    }),
  );
}

/** What an argument was read in: a project at a release, and files of it. */
export interface Evidence {
  readonly project: string;
  readonly release: string;
  readonly files: number;
}

/** The arguments of the page, by their anchors. */
export function argumentsOf(markdown: string): ReadonlyMap<string, readonly Evidence[]> {
  const sections = markdown.split(/^## /m).slice(1);
  return new Map(
    sections.flatMap((section): [string, readonly Evidence[]][] => {
      const read = /^Read at: ([\s\S]*?)\n\n/m.exec(section)?.[1];
      const heading = section.split('\n')[0] ?? '';
      return read === undefined ? [] : [[anchorOf(heading), evidenceOf(read)]];
    }),
  );
}

function evidenceOf(text: string): readonly Evidence[] {
  return [...text.matchAll(/`([a-z0-9-]+)` (v\d[\w.-]*)((?:[\s,]*(?:and )?`[^`]+\.\w+`)*)/g)].map(
    ([, project = '', release = '', files = '']) => ({
      project,
      release,
      files: files.match(/`[^`]+`/g)?.length ?? 0,
    }),
  );
}
