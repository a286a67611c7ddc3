import { DEFAULT_SCALAR_STYLE_RULES, type DumpOptions, dump, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';

/**
 * Strings that some reader takes for a number, a time or a date, in any of the grammars that are in use: YAML 1.1
 * and 1.2, Go's strconv (`0X1F`, `0O14`, `1_000`, hexadecimal floats), Python's (sexagesimal `12:30:45`) and npm's `yaml` (`E0`, `.`).
 * It is wider than each of them on purpose: a needless pair of quotes is harmless, a missing one changes a value.
 */
const NUMBER_LIKE =
  /^[-+]?(?:[._]+$|[._]*(?:e[-+]?[0-9_]+|[0-9][0-9_,]*(?::[0-9_]+)*\.?[0-9_]*(?:e[-+]?[0-9_]*)?|0[box]_*[0-9a-f_]*(?:\.[0-9a-f_]*)?(?:p[-+]?[0-9_]*)?))$/i;
const DATE_LIKE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;
/** js-yaml forgets that a key at the left margin may look like the start or the end of a document. */
const DOCUMENT_MARKER = /^(?:---|\.\.\.)/;
/** Words of YAML 1.1 and 1.2 in every case, so that no reader's own idea of a boolean or a null can differ. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.?(?:inf|infinity|nan))$/i;

function quoteWhatReadersDisagreeAbout(layout: ScalarLayout): void {
  if (layout.style !== SCALAR_STYLE.PLAIN || layout.node.tag !== 'tag:yaml.org,2002:str') return;
  const text = layout.node.value;
  if (NUMBER_LIKE.test(text) || DATE_LIKE.test(text) || DOCUMENT_MARKER.test(text) || WORD.test(text)) {
    layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  }
}

/** The options with which js-yaml writes exactly the text of {@link toYaml}; the tests compare the two. */
export const REFERENCE_OPTIONS: DumpOptions = {
  lineWidth: -1,
  noRefs: true,
  quoteStyle: 'double',
  scalarStyleRules: [quoteWhatReadersDisagreeAbout, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
};

/** What {@link toYaml} refuses, with the path of the value, such as `.spec.replicas`. */
class YamlError extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the document' : path} ${problem}`);
    this.name = 'YamlError';
    this.path = path;
  }
}

interface Options {
  /** Whether a null may stand in the document: in Helm values it deletes a default, in a manifest it is a mistake. */
  readonly nulls?: 'allowed' | 'refused';
}

/** No manifest is nested this deeply; a loop of references is. */
const DEEPEST = 100;

/**
 * The YAML text of an object, ending in a newline. Properties that are undefined are left out.
 * It equals js-yaml's under {@link REFERENCE_OPTIONS}, at about a tenth of the time: only strings that are neither
 * plain nor quoted at first sight are handed to js-yaml, once each.
 *
 * @throws YamlError for what YAML or JSON cannot hold (NaN, a Date, a function, a class, a loop) and, where
 * `nulls` are refused, for a null
 */
export function toYaml(document: Mapping, options: Options = {}): string {
  output = '';
  nullsAllowed = options.nulls !== 'refused';
  path.length = 0;
  if (!isMapping(document)) throw new YamlError('', `is ${describe(document)}`);
  if (writeMapping(document, '\n', true) === 0) output = '{}';
  const text = output;
  output = '';
  return ending(text);
}

/** A whole document. Only a block that keeps its trailing newlines ends in one; js-yaml closes the document behind it. */
export function ending(text: string): string {
  return text.endsWith('\n') ? `${text}\n...\n` : `${text}\n`;
}

// One document is written at a time, without await in between; module variables save an object per call.
let output = '';
let nullsAllowed = true;
const path: (string | number)[] = [];

type Mapping = Readonly<Record<string, unknown>>;

/** No class: a Date or a Map would lose its meaning. */
function isMapping(value: object): value is Mapping {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/** @param newline a line break and the indentation of this mapping's keys; @returns the number of keys */
function writeMapping(mapping: Mapping, newline: string, startsHere: boolean): number {
  if (path.length > DEEPEST)
    throw fail(`is nested more than ${DEEPEST} levels deep: does it contain itself?`);
  let written = 0;
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    if (value === undefined) continue;
    if (written > 0 || !startsHere) output += newline;
    written++;
    path.push(key);
    const text = keyText(key);
    if (text.startsWith('? ')) {
      output += `${text}${newline}:`;
      writeValue(value, newline, true);
    } else {
      output += `${text}:`;
      writeValue(value, newline, false);
    }
    path.pop();
  }
  return written;
}

function writeSequence(sequence: readonly unknown[], newline: string, startsHere: boolean): void {
  if (path.length > DEEPEST)
    throw fail(`is nested more than ${DEEPEST} levels deep: does it contain itself?`);
  for (let index = 0; index < sequence.length; index++) {
    if (index > 0 || !startsHere) output += newline;
    output += '-';
    path.push(index);
    writeValue(sequence[index], newline, true);
    path.pop();
  }
}

/** Writes what stands behind a `key:` or a `-`; a collection starts on that line where `sameLine` is set. */
function writeValue(value: unknown, newline: string, sameLine: boolean): void {
  switch (typeof value) {
    case 'string':
      output += stringText(value, newline);
      return;
    case 'number':
      output += ` ${numberText(value)}`;
      return;
    case 'boolean':
      output += value ? ' true' : ' false';
      return;
    case 'object':
      break;
    default:
      throw fail(`is ${describe(value)}`);
  }
  if (value === null) {
    if (!nullsAllowed) throw fail('is null: leave the field out, or give it a value');
    output += ' null';
    return;
  }
  const inner = `${newline}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) {
      output += ' []';
      return;
    }
    if (sameLine) output += ' ';
    writeSequence(value, inner, sameLine);
    return;
  }
  if (!isMapping(value)) throw fail(`is ${describe(value)}`);
  const before = output;
  if (sameLine) output += ' ';
  if (writeMapping(value, inner, sameLine) === 0) output = `${before} {}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw fail(`is ${value}, which JSON cannot hold`);
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  return dump(value, REFERENCE_OPTIONS).slice(0, -1);
}

/**
 * Plain in every reader, but for numbers, dates and reserved words: starts with a letter, a digit, a slash or a parenthesis, and
 * holds no blank, colon or number sign where they mean something.
 */
const PLAIN =
  /^[A-Za-z0-9/(](?:[-\w./@+=%*?,;~^$!&|<>'"()[\]{}\\`]|[: ](?=[-\w./@+=%*?,;~^$!&|<>'"()[\]{}\\`]))*$/;

/** Most strings are plain without a blank or a colon, and a regular expression tells so in half the time. */
const ONE_WORD = /^[A-DF-Za-df-z/(][-\w./@+=%*?,;~^$!&|<>'"()[\]{}\\`]*$/;

/** How numbers and dates start, of the plain ones. */
const NUMBER_START = /^[0-9eE]/;

function isPlain(text: string): boolean {
  if (!ONE_WORD.test(text)) {
    if (!PLAIN.test(text)) return false;
    if (NUMBER_START.test(text) && (NUMBER_LIKE.test(text) || DATE_LIKE.test(text))) return false;
  }
  return text.length >= 9 || !WORD.test(text);
}

/** A line in which nothing needs an escape that JSON has not, and which every reader would take for something else unless it is quoted. */
const QUOTED = /^(?:[&*{}[\]!|>'"%@`#][ -~]*|[ -~]*(?:: | #)[ -~]*)$/;

/** What js-yaml made of the other strings: they recur on every cluster and in every unit. */
const scalars = new Map<string, string>();
/** Every key as it is written. */
const keys = new Map<string, string>();
let remembered = 0;
/** In characters; beyond it both maps start anew, so that a fleet of any size renders in bounded memory. */
const REMEMBER_AT_MOST = 8_000_000;

/**
 * What stands behind a `key:` or a `-` for a string.
 *
 * @param newline a line break and the indentation of that line
 */
export function stringText(value: string, newline: string): string {
  if (isPlain(value)) return ` ${value}`;
  return QUOTED.test(value) ? ` ${JSON.stringify(value)}` : scalar(value, newline);
}

function scalar(value: string, newline: string): string {
  let text = scalars.get(value);
  if (text === undefined) {
    text = dump({ k: value }, REFERENCE_OPTIONS).slice('k:'.length);
    // The block that keeps its trailing newlines is followed by the end of the document.
    text =
      text.endsWith('\n...\n') && text.startsWith(' |')
        ? text.slice(0, -'\n...\n'.length)
        : text.slice(0, -1);
    remember(scalars, value, text);
  }
  // Blocks come indented by the two spaces of `k`; empty lines have no indentation.
  return text.startsWith(' |') && newline.length > 1 ? text.replace(/\n(?=[^\n])/g, newline) : text;
}

function keyText(key: string): string {
  let text = keys.get(key);
  if (text === undefined) {
    text = isPlain(key) && key.length < 1000 ? key : dumpedKey(key);
    remember(keys, key, text);
  }
  return text;
}

function dumpedKey(key: string): string {
  const line = dump({ [key]: 0 }, REFERENCE_OPTIONS);
  return line.slice(0, line.startsWith('? ') ? -'\n: 0\n'.length : -': 0\n'.length);
}

function remember(map: Map<string, string>, from: string, to: string): void {
  remembered += from.length + to.length;
  if (remembered > REMEMBER_AT_MOST) {
    scalars.clear();
    keys.clear();
    remembered = from.length + to.length;
  }
  map.set(from, to);
}

function fail(problem: string): YamlError {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : `.${step}`;
  return new YamlError(text.slice(0, 1) === '.' ? text.slice(1) : text, problem);
}

function describe(value: unknown): string {
  const what =
    typeof value === 'object' && value !== null
      ? `an object of class ${value.constructor?.name ?? '(unknown)'}`
      : value === undefined
        ? 'undefined'
        : `a ${typeof value}`;
  return `${what}, which YAML cannot hold: write plain objects, arrays, strings, finite numbers and booleans`;
}
