import { loadAll, YAMLException } from 'js-yaml';
import { blockDocument } from './block-yaml.ts';
import { MANIFEST_SCHEMA } from './scalars.ts';

/** A document of a file, and the line at which it starts. */
export interface RawDocument {
  readonly value: unknown;
  readonly line: number;
}

/** What stands in the way of reading a document. */
export interface Unreadable {
  readonly line: number;
  readonly reason: string;
}

/** Braces that Helm would have filled in, the most frequent reason why a file is no YAML. */
const TEMPLATE = /\{\{/;

/** What stands in a text for bytes that are no character. */
const LOST = '\ufffd';
const NO_UTF_8 = 'its bytes are not UTF-8, and Kubernetes takes nothing else; save it as UTF-8';

/** The documents of a file. Each is parsed for itself, so that one that is broken hides no other. */
export function documentsOf(text: string): {
  readonly documents: readonly RawDocument[];
  readonly unreadable: readonly Unreadable[];
} {
  const documents: RawDocument[] = [];
  const unreadable: Unreadable[] = [];
  const lost = text.indexOf(LOST);
  if (lost !== -1) unreadable.push({ line: text.slice(0, lost).split('\n').length, reason: NO_UTF_8 });
  for (const { line, source } of split(text)) {
    try {
      const known = blockDocument(source);
      for (const value of known === undefined
        ? loadAll(source, { schema: MANIFEST_SCHEMA })
        : [known.value]) {
        if (value !== null && value !== undefined) documents.push({ value, line: firstLine(source, line) });
      }
    } catch (error) {
      unreadable.push(reasonOf(error, line, source));
    }
  }
  return { documents, unreadable };
}

function* split(text: string): Generator<{ readonly line: number; readonly source: string }> {
  // A directive counts for the document after its mark.
  if (!/^(?:---|\.\.\.)/m.test(text) || /^%/m.test(text)) {
    yield { line: 1, source: text };
    return;
  }
  const mark = /^(?:---(?=\s|$)|\.\.\.(?=\s|$))/gm;
  let [start, line] = [0, 1];
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const source = text.slice(start, found.index);
    yield { line, source };
    for (let at = start; at < found.index; at++) if (text.charCodeAt(at) === 10) line++;
    start = found.index + 3;
  }
  yield { line, source: text.slice(start) };
}

function firstLine(source: string, line: number): number {
  const skipped = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(source)?.[0] ?? '';
  return line + (skipped.match(/\n/g)?.length ?? 0);
}

function reasonOf(error: unknown, line: number, source: string): Unreadable {
  const template = TEMPLATE.exec(source);
  if (template !== null) {
    const before = source.slice(0, template.index).match(/\n/g)?.length ?? 0;
    return { line: line + before, reason: 'a template of Helm has to be rendered first' };
  }
  if (error instanceof YAMLException) {
    return { line: line + (error.mark?.line ?? 0), reason: error.reason };
  }
  return { line, reason: error instanceof Error ? error.message : 'it is no YAML' };
}
