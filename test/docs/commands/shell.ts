/** A simple command of a shell, as it is split into words. */
export interface ShellCommand {
  readonly text: string;
  /** Without their quotes; what a variable or `$(…)` stands for is not known. */
  readonly words: readonly string[];
  /** The words as they are written, with their quotes. */
  readonly written: readonly string[];
}

interface Word {
  value: string;
  written: string;
}

/** Words that stand before a command and run it, or lead into one. */
const LEADING: ReadonlySet<string> = new Set([
  '!',
  'do',
  'done',
  'else',
  'exec',
  'fi',
  'if',
  'sudo',
  'then',
  'time',
  'until',
  'while',
]);

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

/** The commands of a piece of shell text, those of `$(…)` included, in the order in which they are written. */
export function commandsOfShell(script: string): readonly ShellCommand[] {
  return new Reader(withoutHereDocuments(script.replaceAll(/\\\n\s*/g, ' '))).read();
}

/** The name that a word gives a value to, as in `NAME=value`. */
export function assignedBy(word: string): string | undefined {
  return ASSIGNMENT.test(word) ? word.slice(0, word.search(/\+?=/)) : undefined;
}

/** A command without what stands before it: keywords, and values of variables. */
export function bare({ text, words, written }: ShellCommand): ShellCommand {
  const start = words.findIndex((word) => !LEADING.has(word) && !ASSIGNMENT.test(word));
  return start < 0
    ? { text, words: [], written: [] }
    : { text, words: words.slice(start), written: written.slice(start) };
}

function withoutHereDocuments(script: string): string {
  return script.replaceAll(/<<-?\s*['"]?(\w+)['"]?([^\n]*)\n[\s\S]*?\n\s*\1(?=\n|$)/g, '$2');
}

class Reader {
  readonly #text: string;
  #at = 0;
  #start = 0;
  #words: Word[] = [];
  #word: Word | undefined;
  readonly #found: ShellCommand[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly ShellCommand[] {
    while (this.#at < this.#text.length) this.#step();
    this.#endCommand();
    return this.#found;
  }

  #step(): void {
    const rest = this.#text.slice(this.#at);
    const separator = /^(?:\n|;;?|&&|\|\|?|&(?!>))/.exec(rest);
    const redirection = /^\d?>>?&?\s*|^&>\s*|^<\s+/.exec(rest);
    if (separator !== null) {
      this.#endCommand();
      this.#at += separator[0].length;
      this.#start = this.#at;
    } else if (redirection !== null && this.#word === undefined) {
      this.#at += redirection[0].length;
      this.#skipWord();
    } else if (rest.startsWith('#') && this.#word === undefined) {
      this.#at += /^[^\n]*/.exec(rest)?.[0].length ?? 0;
    } else if (/^[ \t]/.test(rest)) {
      this.#endWord();
      this.#at += 1;
    } else this.#piece(rest);
  }

  /** Reads the file that a redirection names, which is no word of the command. */
  #skipWord(): void {
    this.#at += /^(?:"[^"]*"|'[^']*'|[^\s;|&])*/.exec(this.#text.slice(this.#at))?.[0].length ?? 0;
  }

  #piece(rest: string): void {
    const single = /^'([^']*)'/.exec(rest);
    const escaped = /^\\(.)/.exec(rest);
    const placeholder = /^<[\w. -]+>/.exec(rest);
    if (rest.startsWith('$(')) this.#substitution();
    else if (single !== null) this.#add(single[1] ?? '', single[0]);
    else if (rest.startsWith('"')) this.#double(rest);
    else if (escaped !== null) this.#add(escaped[1] ?? '', escaped[0]);
    else this.#add(placeholder?.[0] ?? rest.charAt(0), placeholder?.[0] ?? rest.charAt(0));
  }

  #double(rest: string): void {
    let end = 1;
    while (end < rest.length && rest.charAt(end) !== '"') {
      if (rest.startsWith('$(', end)) end = closing(rest, end + 1) + 1;
      else end += rest.charAt(end) === '\\' ? 2 : 1;
    }
    const inner = rest.slice(1, end);
    for (const match of inner.matchAll(/\$\(/g))
      this.#nested(inner.slice(match.index + 2, closing(inner, match.index + 1)));
    this.#add(
      inner.replaceAll(/\$\([^()]*\)/g, '$SUBSTITUTION').replaceAll(/\\(["\\$`])/g, '$1'),
      rest.slice(0, end + 1),
    );
  }

  #substitution(): void {
    const end = closing(this.#text, this.#at + 1);
    const written = this.#text.slice(this.#at, end + 1);
    this.#nested(written.slice(2, -1));
    this.#add('$SUBSTITUTION', written);
  }

  #nested(script: string): void {
    this.#found.push(...new Reader(script).read());
  }

  #add(value: string, written: string): void {
    this.#word ??= { value: '', written: '' };
    this.#word.value += value;
    this.#word.written += written;
    this.#at += written.length;
  }

  #endWord(): void {
    if (this.#word !== undefined) this.#words.push(this.#word);
    this.#word = undefined;
  }

  #endCommand(): void {
    this.#endWord();
    if (this.#words.length > 0) {
      this.#found.push({
        text: this.#text.slice(this.#start, this.#at).trim().replaceAll(/\s+/g, ' '),
        words: this.#words.map(({ value }) => value),
        written: this.#words.map(({ written }) => written),
      });
    }
    this.#words = [];
  }
}

/** Where the parenthesis that opens at an index is closed. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text.charAt(index) === '(') depth += 1;
    if (text.charAt(index) === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
