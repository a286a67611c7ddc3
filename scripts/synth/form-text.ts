import type { DeclaredObject } from '../../platform/kit/declared-object.ts';
import { ending, stringText, toYaml } from './yaml.ts';

/** The text of all objects of one form: what stands before, between and behind their own texts. */
interface FormText {
  readonly before: readonly Piece[];
  readonly end: string;
}

/** A piece that is the same in all of them, and the text of an object behind it. */
interface Piece {
  readonly fixed: string;
  readonly text: number;
  /** A line break and the indentation there, for texts of several lines. */
  readonly newline: string;
  /** The text of the last object, and the piece with it: most are the same in all objects of a form. */
  last: string | undefined;
  whole: string;
}

const known = new WeakMap<object, FormText>();

/**
 * The YAML text of an object; equal to that of its manifest by `toYaml`. Where objects of its form were written before it,
 * neither its manifest nor the layout of its text has to be made again, which is most of the work.
 */
export function objectText(object: DeclaredObject): string {
  const { formed } = object;
  if (formed === undefined) return toYaml(object.json, { nulls: 'refused' });
  const { form, texts } = formed;
  let layout = known.get(form);
  if (layout === undefined) {
    layout = layoutOf(object, texts.length);
    known.set(form, layout);
  }
  let output = '';
  for (const piece of layout.before) output += textOf(piece, texts[piece.text] ?? '');
  return ending(output + layout.end);
}

function textOf(piece: Piece, value: string): string {
  if (value !== piece.last) {
    piece.last = value;
    piece.whole = piece.fixed + stringText(value, piece.newline);
  }
  return piece.whole;
}

/** Stands for the text of a number; no field and no number looks like it. */
const mark = (index: number) => `TEXT/${index}/`;
const MARK = / TEXT\/(\d+)\//g;

/** What the text of an object is with marks in place of its texts. */
function layoutOf(object: DeclaredObject, texts: number): FormText {
  const marks = Array.from({ length: texts }, (_, index) => mark(index));
  const whole = toYaml(object.jsonWith(marks), { nulls: 'refused' });
  const before: Piece[] = [];
  let from = 0;
  for (const { 0: found, 1: text, index } of whole.matchAll(MARK)) {
    const fixed = whole.slice(from, index);
    const newline = newlineAt(whole, index);
    before.push({ fixed, text: Number(text), newline, last: undefined, whole: '' });
    from = index + found.length;
  }
  return { before, end: whole.slice(from, -1) };
}

/** The indentation of the key or of the dash before a value. */
function newlineAt(text: string, index: number): string {
  const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  const dashes = /^ *(?:- )*/.exec(line)?.[0].length ?? 0;
  return `\n${' '.repeat(dashes)}`;
}
