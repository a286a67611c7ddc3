import type { NodeKind } from '../../data/topology/data.ts';

/** What each kind of node looks like, in a square of 20: the form tells it, and no colour has to. */
const PATHS: Readonly<Record<NodeKind | 'box', string>> = {
  service: 'M10 2 17 6V14L10 18 3 14V6Z',
  worker:
    'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v3M10 15v3M2 10h3M15 10h3M4.3 4.3l2.2 2.2M13.5 13.5l2.2 2.2M4.3 15.7l2.2-2.2M13.5 6.5l2.2-2.2',
  job: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 5.5V10l3 2',
  store: 'M3.5 5h13v4h-13ZM3.5 11h13v4h-13ZM6 7h.5M6 13h.5',
  component: 'M4 4h5v5H4ZM11 4h5v5h-5ZM4 11h5v5H4ZM11 11h5v5h-5Z',
  gateway: 'M3 17V7a7 7 0 0 1 14 0v10M7 17v-8a3 3 0 0 1 6 0v8',
  'load-balancer': 'M3 10h5M8 10l7-6M8 10h8M8 10l7 6',
  audience: 'M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3M3.5 17.5c0-4 3-6 6.5-6s6.5 2 6.5 6',
  database:
    'M3.5 5c0-1.5 3-2.5 6.5-2.5s6.5 1 6.5 2.5v10c0 1.500-3 2.500-6.500 2.500S3.500 16.500 3.500 15ZM3.500 5c0 1.500 3 2.500 6.500 2.500s6.500-1 6.500-2.500M3.500 10c0 1.500 3 2.500 6.500 2.500s6.500-1 6.500-2.500',
  cache: 'M11 2 4 11.500h5L8 18l8-10h-5.500Z',
  queue: 'M2.500 6h4v8h-4ZM8 6h4v8H8ZM13.500 6h4v8h-4Z',
  topic: 'M3 5h14M3 10h14M3 15h14M6 3.500v3M12 8.500v3M8 13.500v3',
  bucket:
    'M3 5c0-1.400 3.100-2.300 7-2.300s7 .9 7 2.300l-1.700 11c-.3 1-2.400 1.500-5.300 1.500S5 17 4.700 16ZM3 5c0 1.400 3.100 2.300 7 2.300S17 6.400 17 5',
  external:
    'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M2.500 10h15M10 2.500c-5 4.500-5 10.500 0 15M10 2.500c5 4.500 5 10.500 0 15',
  elsewhere: 'M2.500 4h9v9h-9ZM8.500 13v3.500h9v-9H11.500',
  network: 'M6 15.500a3.500 3.500 0 0 1-.5-7 5 5 0 0 1 9.600-.5 3.800 3.800 0 0 1 .4 7.500Z',
  box: 'M2.500 6h15v11h-15ZM5 3h10M10 9v5M7.500 11.500h5',
};

export function Icon({
  kind,
  x = 0,
  y = 0,
}: {
  readonly kind: NodeKind | 'box';
  readonly x?: number;
  readonly y?: number;
}) {
  return <path class="icon" d={PATHS[kind]} transform={`translate(${x} ${y})`} />;
}

/** The same among text. */
export function KindSign({ kind }: { readonly kind: NodeKind | 'box' }) {
  return (
    <svg class="kind-sign" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">
      <Icon kind={kind} />
    </svg>
  );
}
