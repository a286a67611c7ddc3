import { canonical, covers, type Range, rangeOf } from '../cluster-model/objects/address.ts';

/** A network with exceptions, as policies write it. */
export interface Block {
  readonly cidr: string;
  readonly except: readonly string[];
}

/** Addresses that no policy tells apart: those of a network that are in no smaller network which a policy names. */
export interface Region {
  readonly peer: string;
  readonly range: Range;
}

/** Policies name the same networks again and again. */
const networks = new Map<string, Range>();

function range(cidr: string): Range {
  const known = networks.get(cidr);
  if (known !== undefined) return known;
  const found = rangeOf(cidr);
  if (found === undefined) throw new Error(`${cidr} is no network.`);
  networks.set(cidr, found);
  return found;
}

const WORLD = range('0.0.0.0/0');

/** Where pods and nodes stand if nobody says: private networks, and those that providers share. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].map(range);

/** The peers outside the cluster: `world`, and `ip:<cidr>` for each network that a policy names. */
export function regionsOf(blocks: Iterable<Block>): readonly Region[] {
  const named = new Map<string, Range>([['0.0.0.0/0', WORLD]]);
  for (const { cidr, except } of blocks) {
    for (const each of [cidr, ...except])
      if (canonical(each) !== '0.0.0.0/0') named.set(canonical(each), range(each));
  }
  const ranges = [...named].sort(([, one], [, other]) => order(one, other));
  return ranges
    .filter(([, whole]) => !isFilled(whole, ranges))
    .map(([cidr, whole]) => ({ peer: whole === WORLD ? 'world' : `ip:${cidr}`, range: whole }));
}

function order(one: Range, other: Range): number {
  if (one.family !== other.family) return one.family - other.family;
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  return one.last > other.last ? -1 : one.last < other.last ? 1 : 0;
}

/** Whether smaller networks take all addresses of one, so that none is left to it. */
function isFilled(whole: Range, all: readonly (readonly [string, Range])[]): boolean {
  let next = whole.first;
  for (const [, part] of all) {
    if (part === whole || !covers(whole, part) || part.first > next || part.last < next) continue;
    if (part.first === whole.first && part.last === whole.last) continue;
    next = part.last + 1n;
  }
  return next > whole.last;
}

/** Whether a block admits the addresses of a region; as regions are cut along blocks, it is all of them or none. */
export function admitsRegion({ cidr, except }: Block, region: Range): boolean {
  return covers(range(cidr), region) && !except.some((inner) => covers(range(inner), region));
}

/**
 * Whether a block admits pods, or nodes. Where addresses or networks of them are known, it has to have one of them. Where
 * none is, any private network may be theirs: the block admits them if it has the whole of one, without an exception in it.
 */
export function admitsCluster(block: Block, known: readonly string[]): boolean {
  const whole = range(block.cidr);
  const exceptions = block.except.map(range);
  if (known.length > 0) {
    return known
      .map(range)
      .some((own) => meet(whole, own) && !exceptions.some((exception) => covers(exception, own)));
  }
  return PRIVATE.some((own) => covers(whole, own) && !exceptions.some((exception) => meet(exception, own)));
}

function meet(one: Range, other: Range): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}
