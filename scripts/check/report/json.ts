import type { Located } from '../finding.ts';

/** For programs: the findings and nothing else. */
export function* jsonOf(found: readonly Located[]): Generator<string> {
  yield '{"findings":[';
  for (const [index, { finding }] of found.entries())
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(finding)}`;
  yield `${found.length === 0 ? '' : '\n'}]}\n`;
}
