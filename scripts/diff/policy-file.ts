import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { foundValue } from '../../clusters/found-value.ts';
import { expectedByDefault, toMistakes, valueAt } from '../../clusters/schema-mistakes.ts';
import { strictMap } from '../../clusters/strict-map.ts';
import { RISKS } from './change.ts';

const text = z.string({ error: 'a text' }).trim().min(1, { error: 'a text' });
const risk = z.enum(RISKS, { error: `one of the risks ${RISKS.join(', ')}` });

const acknowledgement = strictMap({
  /** The object, as a report names it: `StatefulSet shop/redis`. */
  object: text,
  risk,
  /** Left out: on all clusters. */
  clusters: z
    .array(text, { error: 'a list of clusters' })
    .min(1, { error: 'a cluster, or no clusters at all' })
    .optional(),
  reason: text,
  /** Who answers for it. */
  owner: text,
});

const schema = strictMap({
  /** Risks that nobody merges without an entry below. */
  blocks: z.array(risk, { error: 'a list of risks' }),
  acknowledged: z.array(acknowledgement, { error: 'a list of entries' }),
});

export type Policy = z.output<typeof schema>;

/** The policy in a text, or each mistake in it with its line. */
export function readPolicyText(
  content: string,
  name: string,
): { readonly policy?: Policy; readonly problems: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    return {
      problems: [`${name}:${lines.linePos(error.pos[0]).line}: not readable as YAML: ${error.message}`],
    };
  }
  const given: unknown = document.toJS();
  const read = schema.safeParse(given, { error: expectedByDefault });
  if (read.success) return { policy: read.data, problems: [] };
  const problems = read.error.issues.flatMap(toMistakes).map(({ path, expected, key }) => {
    const found = key === undefined ? foundValue(valueAt(given, path)) : `the key ${key}`;
    const place = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
    return `${name}:${lineOf(path)}: ${place}found ${found}, expected ${expected}`;
  });
  return { problems };

  /** Of the value, or of what it is missing from. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return Math.max(1, lines.linePos(node.range[0]).line);
    }
    return 1;
  }
}
