import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';

/** How to get the source map of each bundle, by its file, and those that were wanted. */
const sources = new Map();
const maps = new Map();

/**
 * Has stack traces name the lines of a bundle's sources. Node's own way (`setSourceMapsEnabled`) reads the whole map of each bundle
 * at its start, a fifth of the time of a short command; nearly none of them prints a trace.
 */
export function traceBack(file, map) {
  sources.set(file, map);
  maps.delete(file);
  Error.prepareStackTrace = (error, frames) => [headOf(error), ...frames.map(lineOf)].join('\n    at ');
}

function headOf(error) {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

function lineOf(frame) {
  const file = frame.getFileName();
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  if (entry?.originalSource === undefined) return String(frame);
  const source = resolve(dirname(file), entry.originalSource);
  const place = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  return String(frame).replace(`${file}:${line}:${column}`, () => place);
}

function mapOf(file) {
  if (!maps.has(file) && sources.has(file)) {
    try {
      maps.set(file, new SourceMap(JSON.parse(sources.get(file)())));
    } catch {
      // Of a map that is gone there is still the line in the bundle.
      maps.set(file, undefined);
    }
  }
  return maps.get(file);
}
