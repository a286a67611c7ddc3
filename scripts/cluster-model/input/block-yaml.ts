import { load } from 'js-yaml';
import { MANIFEST_SCHEMA } from './scalars.ts';

/**
 * A document in the form in which programs write manifests: block mappings and sequences, scalars of one line, literal blocks.
 * It is what js-yaml makes of it, in a fraction of the time.
 *
 * @returns undefined where anything else stands in it, or anything that may be wrong: js-yaml decides then
 */
export function blockDocument(source: string): { readonly value: unknown } | undefined {
  if (BEYOND.test(source)) return undefined;
  text = source;
  end = -1;
  next();
  if (indent === NOTHING_LEFT) return undefined;
  const value = indent === 0 ? node(0) : UNKNOWN;
  const isWhole = value !== UNKNOWN && indent === NOTHING_LEFT;
  text = '';
  return isWhole ? { value } : undefined;
}

/** Characters that YAML refuses, or takes for the end of a line, or that are no text of one unit. */
const BEYOND = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** What this reader leaves to js-yaml. */
const UNKNOWN = Symbol('unknown');
const NOTHING_LEFT = -1;
/** No manifest is nested this deeply; whoever nests more finds the end of the stack. */
const DEEPEST = 400;
const [LINE_END, SPACE, QUOTE, NUMBER_SIGN, DASH] = [10, 32, 34, 35, 45];

// One document is read at a time, without await in between.
let text = '';
/** The line that is read: where its content starts and ends, and how far in; `NOTHING_LEFT` behind the last one. */
let start = 0;
let end = 0;
let indent = 0;

/** Goes to the next line with anything but a comment. */
function next(): void {
  while (end < text.length) {
    const from = end + 1;
    const found = text.indexOf('\n', from);
    end = found === -1 ? text.length : found;
    start = from;
    while (text.charCodeAt(start) === SPACE) start++;
    if (start < end && text.charCodeAt(start) !== NUMBER_SIGN) {
      indent = start - from;
      return;
    }
  }
  indent = NOTHING_LEFT;
}

/** The collection that starts on this line, whose items are this far in. */
function node(column: number): unknown {
  if (column > DEEPEST) return UNKNOWN;
  return isItem() ? sequence(column) : mapping(column);
}

function isItem(): boolean {
  return text.charCodeAt(start) === DASH && text.charCodeAt(start + 1) === SPACE;
}

function sequence(column: number): unknown {
  const items: unknown[] = [];
  while (indent === column && isItem()) {
    start += 2;
    const item = itemAt(column + 2);
    if (item === UNKNOWN) return UNKNOWN;
    items.push(item);
  }
  return indent > column ? UNKNOWN : items;
}

/** What stands behind a dash: a mapping whose first key is on the same line, or a scalar. */
function itemAt(column: number): unknown {
  const first = text.charCodeAt(start);
  // Another dash, or more than one blank.
  if (first === SPACE || isItem()) return UNKNOWN;
  if (keyEnd() !== -1) {
    indent = column;
    return mapping(column);
  }
  return scalar(start, column - 1);
}

function mapping(column: number): unknown {
  const found: Record<string, unknown> = {};
  while (indent === column) {
    const colon = keyEnd();
    if (colon === -1) return UNKNOWN;
    const isQuoted = text.charCodeAt(start) === QUOTE;
    const key = isQuoted ? text.slice(start + 1, colon - 1) : text.slice(start, colon);
    if ((!isQuoted && WORD.test(key)) || key === '__proto__' || Object.hasOwn(found, key)) return UNKNOWN;
    const value = colon + 1 === end ? below(column) : valueBehind(colon, column);
    if (value === UNKNOWN) return UNKNOWN;
    found[key] = value;
  }
  return indent > column ? UNKNOWN : found;
}

const KEY = /(?:[A-Za-z][-\w./]*|"[^"\\\n\t]*"):(?=[ \n]|$)/y;

/** Where the colon of the key stands that this line begins with; -1 where it begins with none. */
function keyEnd(): number {
  KEY.lastIndex = start;
  return KEY.test(text) ? KEY.lastIndex - 1 : -1;
}

/** What a key without a value on its line has below it. */
function below(column: number): unknown {
  next();
  if (indent > column) return node(indent);
  return indent === column && isItem() ? sequence(column) : null;
}

function valueBehind(colon: number, column: number): unknown {
  return text.charCodeAt(colon + 1) === SPACE ? scalar(colon + 2, column) : UNKNOWN;
}

/** A scalar from a place to the end of the line, or a literal block that starts there. */
function scalar(from: number, column: number): unknown {
  const written = text.slice(from, end);
  if (written === '|' || written === '|-') return literal(column, written === '|');
  const value = scalarOf(written);
  next();
  // What is further in goes on with the scalar, or is a mistake.
  return indent > column ? UNKNOWN : value;
}

/** Plain in every reader: it begins with a letter or a path, and has no blank, colon or number sign that means something. */
const PLAIN =
  /^(?:[A-Za-z/$(]|--?[A-Za-z]|_+[A-Za-z]|\.(?!(?:inf|nan)$)[A-Za-z/])(?:[-\w./@+=%*?,;~^$!&|<>'"()[\]{}\\`#\u00c0-\u1fff\u2010-\u2027]|[: ](?=[-\w./@+=%*?,;~^$!&|<>'"()[\]{}\\`:\u00c0-\u1fff\u2010-\u2027]))*$/i;
/** Words that stand for something else, to some reader. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const WHOLE = /^(?:0|-?[1-9][0-9]{0,14})$/;
/** Numbers, amounts, versions, addresses: only the schema knows what each of them is. */
const WITH_DIGIT = /^[-+]?\.?[0-9](?:[-\w./%+*,?@]|[: ](?=[-\w./%+*,?@]))*$/;
const QUOTED = /^"(?:[^"\\]|\\["\\n])*"$/;
const SINGLE_QUOTED = /^'[^']*'$/;

function scalarOf(written: string): unknown {
  if (PLAIN.test(written)) {
    if (written.length > 5 || !WORD.test(written)) return written;
    if (written === 'true') return true;
    if (written === 'false') return false;
    return written === 'null' ? null : UNKNOWN;
  }
  if (WHOLE.test(written)) return Number(written);
  if (WITH_DIGIT.test(written)) return ofSchema(written);
  if (QUOTED.test(written)) return unquoted(written);
  if (SINGLE_QUOTED.test(written)) return written.slice(1, -1);
  if (written === '[]') return [];
  return written === '{}' ? {} : UNKNOWN;
}

function unquoted(written: string): unknown {
  if (!written.includes('\\')) return written.slice(1, -1);
  return written.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

/** Scalars come back on every cluster. */
const known = new Map<string, unknown>();
const MOST_KNOWN = 20_000;

function ofSchema(written: string): unknown {
  if (known.has(written)) return known.get(written);
  const value: unknown = load(written, { schema: MANIFEST_SCHEMA });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(written, value);
  return value;
}

/** The lines of a block that is further in than its key. */
function literal(column: number, endsInLine: boolean): unknown {
  const first = end + 1;
  let inner = first;
  while (text.charCodeAt(inner) === SPACE) inner++;
  const width = inner - first;
  // Of one that begins with an empty line nobody sees how far in it is.
  if (width <= column || inner >= text.length || text.charCodeAt(inner) === LINE_END) return UNKNOWN;
  const lines: string[] = [];
  while (end < text.length) {
    const from = end + 1;
    let content = from;
    while (content - from < width && text.charCodeAt(content) === SPACE) content++;
    const isIn = content - from === width;
    const isEmpty = content >= text.length || text.charCodeAt(content) === LINE_END;
    if (!isIn && !isEmpty) break;
    const found = text.indexOf('\n', from);
    end = found === -1 ? text.length : found;
    lines.push(isIn ? text.slice(content, end) : '');
  }
  next();
  if (indent > column) return UNKNOWN;
  let last = lines.length;
  while (last > 0 && lines[last - 1] === '') last--;
  return lines.slice(0, last).join('\n') + (endsInLine ? '\n' : '');
}
