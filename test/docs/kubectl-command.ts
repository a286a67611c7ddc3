/** One kubectl command of a document, as far as it names objects. */
export interface KubectlCommand {
  readonly text: string;
  /** Not in a block to be pasted; the page says which cluster is meant. */
  readonly inSentence: boolean;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly verb: string;
  /** What it names: kinds with the name of an object, or without one. */
  readonly targets: readonly Target[];
}

/** A kind, with the name of an object or without. */
export interface Target {
  readonly kind: string;
  readonly name: string | undefined;
}

/** Flags that take no value; each other one that is written without `=` takes the next word. */
const SWITCHES: ReadonlySet<string> = new Set([
  '--all',
  '--all-containers',
  '--all-namespaces',
  '--follow',
  '--force-conflicts',
  '--ignore-daemonsets',
  '--list',
  '--overwrite',
  '--previous',
  '--recursive',
  '--server-side',
  '--show-labels',
  '--watch',
  '-A',
  '-R',
  '-f',
  '-i',
  '-it',
  '-t',
  '-w',
]);

const VERBS_OF_TWO_WORDS: ReadonlySet<string> = new Set(['rollout', 'set', 'auth']);

/** The kubectl commands of a Markdown document: those of its shell blocks, and those that stand in a sentence. */
export function kubectlCommands(markdown: string): readonly KubectlCommand[] {
  const sentences = [...markdown.matchAll(/(?<!`)`(kubectl [^`]+)`(?!`)/g)].map(([, line = '']) =>
    line.replaceAll(/\s+/g, ' '),
  );
  return [
    ...commandsOf(shellLines(markdown)).map((command) => ({ ...command, inSentence: false })),
    ...commandsOf(sentences).map((command) => ({ ...command, inSentence: true })),
  ];
}

function commandsOf(lines: readonly string[]): readonly Omit<KubectlCommand, 'inSentence'>[] {
  return lines.flatMap((line) =>
    line
      .split(/\s(?:\||&&|;)\s/)
      .map((part) => part.trim().replace(/^.*\$\((?=kubectl )/, ''))
      .filter((part) => part.startsWith('kubectl '))
      .map(parsed),
  );
}

/** Every line of the blocks marked as `sh`, without comments; continued lines count as one. */
export function shellLines(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
}

function parsed(text: string): Omit<KubectlCommand, 'inSentence'> {
  const words = wordsOf(text).slice(1);
  const flags = new Map<string, string>();
  const plain: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-')) plain.push(word);
    else if (word.includes('='))
      flags.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else if (!SWITCHES.has(word)) {
      index += 1;
      flags.set(word, words[index] ?? '');
    }
  }
  const verb = plain[0] ?? '';
  return {
    text,
    context: flags.get('--context'),
    namespace: flags.get('--namespace') ?? flags.get('-n'),
    verb,
    targets: targetsOf(verb, plain.slice(VERBS_OF_TWO_WORDS.has(verb) ? 2 : 1)),
  };
}

function targetsOf(verb: string, words: readonly string[]): readonly Target[] {
  const [first, ...names] = words;
  if (
    first === undefined ||
    verb === 'apply' ||
    verb === 'diff' ||
    verb === 'create' ||
    verb === 'cordon' ||
    verb === 'uncordon'
  )
    return [];
  if (verb === 'exec' || verb === 'logs' || verb === 'port-forward') return [pathTarget(first, 'pod')];
  if (verb === 'drain' || verb === 'top') return [];
  const resources = words.filter((word) => word.includes('/'));
  if (resources.length > 0) return resources.map((word) => pathTarget(word, 'pod'));
  const listed = names.filter((word) => !/[=$]|-$/.test(word) || word.startsWith('$'));
  const named: readonly (string | undefined)[] = listed.length === 0 ? [undefined] : listed;
  return first.split(',').flatMap((kind) => named.map((name) => ({ kind, name })));
}

function pathTarget(word: string, bareKind: string): Target {
  const slash = word.indexOf('/');
  return slash < 0
    ? { kind: bareKind, name: word }
    : { kind: word.slice(0, slash), name: word.slice(slash + 1) };
}

/** Splits as a shell does, as far as these documents go: quotes hold words together. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replaceAll(/['"]/g, ''));
}
