import ts from 'typescript';
import type { Source } from './syntax.ts';

/** A text that comes into another one, before the character at this place. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** The text with all of them, none of which moves another. */
export function inserted(text: string, insertions: readonly Insertion[]): string {
  return [...insertions]
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((one, other) => other.at - one.at || other.order - one.order)
    .reduce((whole, { at, text: more }) => whole.slice(0, at) + more + whole.slice(at), text);
}

/** A list or an object: what stands between brackets, with commas. */
type Listed = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

/**
 * Adds an element: behind another one, or as the last. It stands as its neighbours do, on their line or one of its own,
 * and every comment stays with what it is about.
 *
 * @param behind the element that it comes after; left out: the last
 */
export function elementInserted(
  source: Source,
  list: Listed,
  element: string,
  behind?: ts.Node,
): readonly Insertion[] {
  const elements: ts.NodeArray<ts.Node> = ts.isArrayLiteralExpression(list) ? list.elements : list.properties;
  const { text } = source;
  const last = elements.at(-1);
  const before = behind ?? last;
  if (before === undefined) return intoEmpty(source, list, element);
  const isLast = before === last;
  const comma = isLast && !elements.hasTrailingComma ? undefined : commaAfter(text, before.end);
  const end = endOfLineComment(text, comma ?? before.end);
  const own = startsLine(source, before);
  // Behind a comment to the end of the line there is no place on that line.
  const needsLine = text.slice(comma ?? before.end, end).includes('//');
  const space = own ?? (needsLine ? newlineOf(text) : ' ');
  return [
    ...(comma === undefined ? [{ at: before.end, text: ',' }] : []),
    { at: end, text: `${space}${element}${isLast && !elements.hasTrailingComma ? '' : ','}` },
  ];
}

function intoEmpty(source: Source, list: Listed, element: string): readonly Insertion[] {
  const open = list.getStart(source.tree) + 1;
  const close = list.end - 1;
  const inside = source.text.slice(open, close);
  if (inside.trim() === '') return [{ at: open, text: element }];
  // Only comments: the element comes below them.
  const newline = newlineOf(source.text);
  return [{ at: close, text: `${/\n[ \t]*$/.test(inside) ? '' : newline}${element},${newline}` }];
}

/** The place behind the comma that follows an element, comments between them aside. */
function commaAfter(text: string, end: number): number {
  const comments = [
    ...(ts.getTrailingCommentRanges(text, end) ?? []),
    ...(ts.getLeadingCommentRanges(text, end) ?? []),
  ];
  let at = end;
  while (at < text.length && text[at] !== ',') {
    const comment = comments.find(({ pos }) => pos === at);
    at = comment === undefined ? at + 1 : comment.end;
  }
  return at + 1;
}

/** Behind the comments that stand on the rest of the line; one before something else on it belongs to that. */
function endOfLineComment(text: string, end: number): number {
  const last = ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end;
  return /^[ \t]*(?:\r?\n|$|[\]}])/.test(text.slice(last)) ? last : end;
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The line break and indentation before a node that is the first of its line. */
function startsLine({ text, tree }: Source, node: ts.Node): string | undefined {
  const start = node.getStart(tree);
  const [found] = /\r?\n[ \t]*$/.exec(text.slice(0, start)) ?? [];
  return found;
}

/** Adds an import of a file of this repository, beside those of its folder that come before it. */
export function importInserted(source: Source, name: string, from: string): Insertion {
  const newline = newlineOf(source.text);
  const line = `import { ${name} } from '${from}';`;
  const imports = source.tree.statements.filter(ts.isImportDeclaration);
  const specifier = ({ moduleSpecifier }: ts.ImportDeclaration) =>
    ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  const behind =
    imports.findLast((each) => specifier(each).startsWith('./') && specifier(each) < from) ??
    imports.findLast((each) => !specifier(each).startsWith('./'));
  if (behind !== undefined) {
    return { at: endOfLineComment(source.text, behind.end), text: `${newline}${line}` };
  }
  const [first] = imports.length > 0 ? imports : source.tree.statements;
  // A comment above the first import may be about the whole file, and stays the first.
  const at = first === undefined ? source.text.length : first.getStart(source.tree, imports.length === 0);
  return { at, text: `${line}${newline}${imports.length > 0 ? '' : newline}` };
}
