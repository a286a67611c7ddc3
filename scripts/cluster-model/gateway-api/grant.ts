import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { listOf, maybe, metadata } from '../objects/fields.ts';
import { GATEWAY_API } from './gateway.ts';
import type { ApiRoute, Backend } from './route.ts';

const shape = z.looseObject({
  metadata,
  spec: z.looseObject({
    from: listOf(z.looseObject({ kind: z.string(), namespace: z.string() })),
    to: listOf(z.looseObject({ kind: z.string(), name: maybe(z.string()) })),
  }),
});

/** Which Services routes of other namespaces may send to. */
export class Grants {
  readonly #grants: readonly {
    readonly namespace: string;
    readonly spec: z.output<typeof shape>['spec'];
  }[];

  constructor(objects: readonly Found[], problems: string[]) {
    const ofKind = { kind: 'ReferenceGrant', apis: [GATEWAY_API] };
    this.#grants = readEach(shape, ofKind, objects, problems).map(({ namespace, value: { spec } }) => ({
      namespace,
      spec,
    }));
  }

  admits(route: Pick<ApiRoute, 'kind' | 'namespace'>, backend: Backend): boolean {
    if (backend.namespace === route.namespace) return true;
    return this.#grants.some(
      ({ namespace, spec: { from, to } }) =>
        namespace === backend.namespace &&
        from.some((each) => each.kind === route.kind && each.namespace === route.namespace) &&
        to.some(({ kind, name }) => kind === 'Service' && (name === undefined || name === backend.name)),
    );
  }
}
