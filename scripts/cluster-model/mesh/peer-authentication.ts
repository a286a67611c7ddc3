import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { maybe, metadata } from '../objects/fields.ts';
import { workloadSelector } from './workload-selector.ts';

const mode = z.enum(['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'], {
  error: 'expected STRICT, PERMISSIVE, DISABLE or UNSET',
});
const mutualTls = z.strictObject({ mode: maybe(mode) });

const shape = z.object({
  metadata,
  spec: z
    .strictObject({
      selector: maybe(workloadSelector),
      mtls: maybe(mutualTls),
      portLevelMtls: z.record(z.string(), mutualTls).nullish(),
    })
    .nullish(),
});

export type Mode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** A PeerAuthentication of Istio; UNSET and nothing are the same. */
export interface PeerAuthentication {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly mode: Mode | undefined;
  /** By the port of the workload, which is that of the container. */
  readonly ports: ReadonlyMap<number, Mode | undefined>;
  readonly found: Found;
}

export function peerAuthenticationsOf(
  objects: readonly Found[],
  problems: string[],
): readonly PeerAuthentication[] {
  const read = readEach(
    shape,
    { kind: 'PeerAuthentication', apis: ['security.istio.io'] },
    objects,
    problems,
  );
  return read.map(({ found, value: { spec }, namespace }) => {
    const selector = spec?.selector?.matchLabels;
    return {
      namespace,
      selector: selector !== undefined && Object.keys(selector).length > 0 ? selector : undefined,
      mode: set(spec?.mtls?.mode),
      ports: new Map(
        Object.entries(spec?.portLevelMtls ?? {}).map(([port, given]) => [Number(port), set(given.mode)]),
      ),
      found,
    };
  });
}

function set(given: z.output<typeof mode> | undefined): Mode | undefined {
  return given === 'UNSET' ? undefined : given;
}
