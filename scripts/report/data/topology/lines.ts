import type { NodeKind, TopologyNode } from './data.ts';
import type { Item } from './picture.ts';

/** What stands in an item, and how much room that takes. */
export interface Lines {
  readonly title: string;
  readonly subtitle: string;
  /** Networks that it uses. */
  readonly uses: string;
  readonly width: number;
  readonly height: number;
}

export const KINDS: Readonly<Record<NodeKind, string>> = {
  service: 'service',
  worker: 'worker',
  job: 'job',
  store: 'store',
  component: 'component',
  gateway: 'gateway',
  'load-balancer': 'load balancer',
  audience: 'who comes in',
  database: 'database',
  cache: 'cache',
  queue: 'queue',
  topic: 'topic',
  bucket: 'bucket',
  external: 'host outside',
  elsewhere: 'other cluster',
  network: 'network',
};

/** Letters of a line; the rest is among the details. */
const LONGEST = 40;
/** What a letter takes at the most, in the sizes of the style. */
const TITLE_LETTER = 8.4;
const SMALL_LETTER = 6.6;
const ICON = 38;

export function linesOf(item: Item): Lines {
  const title = item.type === 'box' ? shortened(item.box.name) : shortened(item.node.name);
  const subtitle =
    item.type === 'box'
      ? `${item.box.size} inside, open it`
      : shortened(aboutNode(item.node, item.isFramed), 46);
  const uses =
    item.type === 'node' && item.uses.length > 0 ? shortened(`uses ${item.uses.join(', ')}`, 40) : '';
  const widest = Math.max(
    title.length * TITLE_LETTER,
    subtitle.length * SMALL_LETTER,
    uses.length * SMALL_LETTER,
  );
  return {
    title,
    subtitle,
    uses,
    width: Math.round(Math.max(120, ICON + widest + 14)),
    height: uses === '' ? 46 : 62,
  };
}

function aboutNode({ kind, pods, group, name }: TopologyNode, isFramed: boolean): string {
  if (kind === 'elsewhere') return `on ${group}`;
  const [first] = pods;
  const replicas = first?.replicas;
  const many =
    replicas === undefined
      ? ''
      : replicas.min === replicas.max
        ? `, ${replicas.min} ${replicas.min === 1 ? 'pod' : 'pods'}`
        : `, ${replicas.min}–${replicas.max} pods`;
  // A frame around one node would say no more than its namespace does.
  const home = isFramed || pods.length === 0 || group === name ? '' : ` in ${group}`;
  return `${KINDS[kind]}${home}${many}`;
}

function shortened(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
