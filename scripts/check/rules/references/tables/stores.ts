import { fields, type Path, textAt } from '../../../state/read.ts';
import type { Resource } from '../../../state/resource.ts';
import type { Reference } from '../reference.ts';

/** What a store of External Secrets signs in with; each provider has its own fields, in the same few shapes. */
export function* referencesOfStore(resource: Resource): Generator<Reference> {
  yield* within(resource, fields(resource.value.spec).provider, ['spec', 'provider']);
}

const DEEPEST = 8;

function* within(resource: Resource, value: unknown, path: Path): Generator<Reference> {
  if (path.length > DEEPEST) return;
  for (const [field, holder] of Object.entries(fields(value))) {
    const here = [...path, field];
    const kind = kindOf(field, holder);
    const name = textAt(holder, 'name');
    if (kind === undefined || name === undefined) {
      yield* within(resource, holder, here);
      continue;
    }
    const namespace = textAt(holder, 'namespace') ?? resource.namespace;
    // One for the whole cluster that names no namespace looks in that of whoever asks.
    if (namespace === '') continue;
    const key = textAt(holder, 'key');
    yield {
      resource,
      path: [...here, 'name'],
      target: { group: '', kind, namespace, name },
      keys: key === undefined || kind === 'ServiceAccount' ? [] : [{ path: [...here, 'key'], key }],
      optional: false,
    };
  }
}

function kindOf(field: string, holder: unknown): string | undefined {
  if (/^serviceAccount(?:Ref)?$/.test(field)) return 'ServiceAccount';
  if (/secretRef$/i.test(field) || /^(?:clientId|clientSecret|bearerToken)$/.test(field)) return 'Secret';
  return field === 'caProvider' ? textAt(holder, 'type') : undefined;
}
