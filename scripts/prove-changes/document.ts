/** A fenced block of a Markdown document. */
export interface Snippet {
  /** The nearest heading above it, without its marks. */
  readonly heading: string;
  /** Such as `ts`, `yaml` or `sh`. */
  readonly language: string;
  /** Without the indentation of the list that it stands in. */
  readonly text: string;
  /** The text between the block before, or the heading, and this one. */
  readonly introduction: string;
}

/** Every fenced block of a Markdown text, in its order. */
export function snippetsOf(markdown: string): readonly Snippet[] {
  const found: Snippet[] = [];
  let heading = '';
  let introduction: string[] = [];
  let block: { indent: string; language: string; lines: string[] } | undefined;
  for (const line of markdown.split('\n')) {
    const [, indent = '', language] = /^( *)```(\S*)$/.exec(line) ?? [];
    if (block !== undefined) {
      if (language === '') {
        const { lines, language: of } = block;
        found.push({
          heading,
          language: of,
          text: `${lines.join('\n')}\n`,
          introduction: introduction.join('\n'),
        });
        block = undefined;
        introduction = [];
      } else block.lines.push(line.startsWith(block.indent) ? line.slice(block.indent.length) : line);
    } else if (language !== undefined) block = { indent, language, lines: [] };
    else if (/^#{1,6} /.test(line)) {
      heading = line.replace(/^#+ /, '');
      introduction = [];
    } else introduction.push(line);
  }
  return found;
}

/**
 * The one block of a language below a heading.
 *
 * @throws when there is none, or several
 */
export function snippet(markdown: string, heading: string, language: string): Snippet {
  const found = snippetsOf(markdown).filter((each) => each.heading === heading && each.language === language);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new Error(`"${heading}" has ${found.length} blocks of ${language}, and one is expected.`);
}

/**
 * The path that the text before a block names for it: the last one in backquotes with the ending of the language.
 *
 * @throws when it names none
 */
export function fileOf({ heading, introduction, language }: Snippet): string {
  const paths = [...introduction.matchAll(/`([\w./<>-]+)`/g)].map(([, path = '']) => path);
  const path = paths.findLast((each) => each.includes('/') && each.endsWith(`.${language}`));
  if (path === undefined) throw new Error(`"${heading}" names no file for its block of ${language}.`);
  return path;
}

const DIGEST = `sha256:${'5e'.repeat(32)}`;

/**
 * The command of a block of shell below a heading that begins so, in one line and with a whole digest for its dots.
 *
 * @throws when there is none
 */
export function commandOf(markdown: string, heading: string, beginning: string): string {
  const lines = snippet(markdown, heading, 'sh')
    .text.replaceAll(/ \\\n\s*/g, ' ')
    .split('\n');
  const command = lines.find((line) => line.startsWith(`${beginning} `));
  if (command === undefined) throw new Error(`"${heading}" has no command that begins with ${beginning}.`);
  return command.replaceAll('sha256:…', DIGEST);
}
