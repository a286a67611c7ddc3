import { readFileSync } from 'node:fs';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UnusableInput } from '../../cluster-model/input/unusable-input.ts';

const text = z.string().trim().min(1, 'found nothing, expected a text');

const exemption = z.strictObject({
  /** The rule whose finding is meant to be. */
  rule: text,
  /** As the text report names it, such as `Service shop/web`; `*` stands for any text. */
  object: text,
  /** Left out: wherever the object is. */
  clusters: z.array(text).min(1, 'expected at least one cluster').optional(),
  /** Why it is right, in a sentence. */
  reason: text,
  /** Who answers for it. */
  owner: text,
});

const document = z.strictObject({ exemptions: z.array(exemption) });

/** A finding that is meant to be, and where that is written. */
export interface Exemption extends z.output<typeof exemption> {
  readonly file: string;
  readonly line: number;
}

/** The exemptions of this fleet: they count where nobody names a folder or another list. */
export const OWN_EXEMPTIONS = 'clusters/check-exemptions.yaml';

/** @throws UnusableInput with every mistake in the file, each with its line */
export function readExemptions(file: string): readonly Exemption[] {
  const counter = new LineCounter();
  const parsed = parseDocument(textOf(file), { lineCounter: counter });
  const [broken] = parsed.errors;
  if (broken !== undefined) {
    throw new UnusableInput(`${file}:${counter.linePos(broken.pos[0]).line}: ${broken.message}`);
  }
  const lineOf = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = parsed.getIn(path.slice(0, length), true);
      if ((isMap(node) || isSeq(node) || isScalarNode(node)) && node.range) {
        return counter.linePos(node.range[0]).line;
      }
    }
    return 1;
  };
  const read = document.safeParse(parsed.toJS() ?? { exemptions: [] });
  if (!read.success) {
    const lines = read.error.issues.map(
      ({ path, message }) => `${file}:${lineOf(path)}: ${path.map(String).join('.')}: ${message}`,
    );
    throw new UnusableInput(lines.join('\n'));
  }
  return read.data.exemptions.map((each, index) => ({ ...each, file, line: lineOf(['exemptions', index]) }));
}

function isScalarNode(node: unknown): node is { readonly range?: readonly [number, number, number] | null } {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UnusableInput(`${file}: there is no such file. Name one with exemptions.`);
  }
}
