import type { ClusterState } from '../../state/cluster-state.ts';
import { productAt } from '../../state/presence.ts';
import { listAt, numberAt, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { selectedIn } from '../../state/selected.ts';
import type { Workload } from '../../state/workload.ts';

/** A port at which a Service is served. */
export interface ServicePort {
  /** Empty where it has none; undefined where nobody here knows it. */
  readonly name: string | undefined;
  readonly number: number;
}

/** The ports of a Service, whoever makes it; nothing where nobody here knows them. */
export function servicePorts(
  state: ClusterState,
  namespace: string,
  name: string,
): readonly ServicePort[] | undefined {
  const service = state.find('/Service', namespace, name);
  if (service !== undefined) {
    return textAt(service.value, 'spec', 'type') === 'ExternalName' ? undefined : portsOfService(service);
  }
  return productAt(state, { group: '', kind: 'Service', namespace, name })?.ports?.map((number) => ({
    name: undefined,
    number,
  }));
}

function portsOfService({ value }: Resource): readonly ServicePort[] {
  return listAt(value, 'spec', 'ports').flatMap((port): ServicePort[] => {
    const number = numberAt(port, 'port');
    return number === undefined ? [] : [{ name: textAt(port, 'name') ?? '', number }];
  });
}

/** `http (80), 9090`. */
export function portsText(ports: readonly ServicePort[]): string {
  return ports
    .map(({ name, number }) => ((name ?? '') === '' ? `${number}` : `${name} (${number})`))
    .join(', ');
}

/** Whether a Service has a port by number or, where names are known, by name. */
export function hasPort(ports: readonly ServicePort[], port: string | number): boolean {
  if (typeof port === 'number') return ports.some(({ number }) => number === port);
  return ports.some(({ name }) => name === port || name === undefined);
}

/** The workloads whose pods a Service sends to; none for one without a selector. */
export function workloadsBehind(state: ClusterState, { namespace, value }: Resource): readonly Workload[] {
  const selector = textsAt(value, 'spec', 'selector');
  if (Object.keys(selector).length === 0 || textAt(value, 'spec', 'type') === 'ExternalName') return [];
  return selectedIn(state, namespace, { matchLabels: selector });
}
