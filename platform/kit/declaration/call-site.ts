import { fileURLToPath } from 'node:url';

/** File and line of a declaration, such as `apps/streaming/search-service.ts:5`. Worked out when it is asked for. */
export type CallSite = () => string;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Folders at the top that hold code: what lies outside the root, as behind a link, is named from there on. */
const TOP = /\/((?:apps|platform|scripts|test)\/.+)$/;

/**
 * Where a function was called. One frame is kept, and becomes a text only if somebody has a mistake to report: no
 * declaration is rendered differently because of where it is.
 *
 * @param called the function whose caller is meant
 */
export function callSite(called: (...args: never[]) => unknown): CallSite {
  const frame: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(frame, called);
  Error.stackTraceLimit = limit;
  return () => placeIn(frame.stack ?? '');
}

/** The file from the root of the repository, so that a report is the same on every machine. */
function placeIn(stack: string): string {
  const found = /(?:file:\/\/|\(| at )(\/[^()\n]*?):(\d+)(?::\d+)?\)?$/m.exec(stack);
  if (found === null) return 'a declaration';
  const [, address = '', line = ''] = found;
  const path = decodeURIComponent(address);
  const inside = path.startsWith(ROOT) ? path.slice(ROOT.length) : (TOP.exec(path)?.[1] ?? path);
  return `${inside}:${line}`;
}
