import { fieldsAt, type Path } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

interface SecretText {
  readonly key: string;
  readonly path: Path;
  readonly content: string;
}

/** The texts in a ConfigMap or a Secret, those in base64 as well. */
export function secretTexts({ kind, value }: Resource): readonly SecretText[] {
  const plain = kind === 'Secret' ? 'stringData' : 'data';
  const texts = Object.entries(fieldsAt(value, plain)).flatMap(([key, content]) =>
    typeof content === 'string' ? [{ key, path: [plain, key], content }] : [],
  );
  if (kind !== 'Secret') return texts;
  const coded = Object.entries(fieldsAt(value, 'data')).flatMap(([key, content]) =>
    typeof content === 'string'
      ? [{ key, path: ['data', key], content: Buffer.from(content, 'base64').toString('utf8') }]
      : [],
  );
  return [...texts, ...coded];
}
