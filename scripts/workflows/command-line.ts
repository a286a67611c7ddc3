/** What a script of a step is made of, as far as it is a single command line. */
export interface CommandLine {
  /** Its words, without their quotes. */
  readonly words: readonly string[];
  /** Where its output goes, if not to the log. */
  readonly into: string | undefined;
}

/** What makes a script more than one command line, in words; undefined where nothing does. */
interface Refused {
  readonly why: string;
}

const PLAIN_VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/;

/**
 * Reads a script that is one command line: words, quotes, variables, and at most a file that takes the output. Whatever else
 * a shell understands is logic, and has its place in a command of ours, where it has types and tests.
 */
export function commandLineOf(script: string): CommandLine | Refused {
  const text = script.trim().replaceAll(/\\\n\s*/g, ' ');
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  let into: string | undefined;
  let takesFile = false;
  const end = () => {
    if (word === undefined) return;
    if (takesFile) into = word;
    else words.push(word);
    takesFile = false;
    word = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote === "'") {
      if (sign === "'") quote = undefined;
      else word = `${word ?? ''}${sign}`;
      continue;
    }
    if (sign === '$') {
      const variable = PLAIN_VARIABLE.exec(text.slice(at))?.[0];
      if (variable === undefined) return { why: `substitutes ${text.slice(at, at + 12)}…` };
      word = `${word ?? ''}${variable}`;
      at += variable.length - 1;
      continue;
    }
    if (sign === '`') return { why: 'substitutes the output of a command' };
    if (quote === '"') {
      if (sign === '"') quote = undefined;
      else if (sign === '\\') word = `${word ?? ''}${text.charAt(++at)}`;
      else word = `${word ?? ''}${sign}`;
      continue;
    }
    if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') word = `${word ?? ''}${text.charAt(++at)}`;
    else if (sign === '\n') return { why: 'has several lines' };
    else if (/\s/.test(sign)) end();
    else if (sign === '#' && word === undefined) {
      if (text.slice(at).includes('\n')) return { why: 'has several lines' };
      break;
    } else if (sign === '>' && word === undefined && into === undefined && text.charAt(at + 1) !== '>') {
      takesFile = true;
    } else if (/[;&|<>(){}!*?[\]]/.test(sign)) return { why: `has a ${sign} of the shell` };
    else word = `${word ?? ''}${sign}`;
  }
  end();
  if (quote !== undefined) return { why: 'has a quote that does not end' };
  return takesFile ? { why: 'writes into nothing' } : { words, into };
}
