import { BlockList } from 'node:net';

/** Whether every address of a network, `10.1.0.0/16`, lies in another one. */
export function isNetworkWithin(narrow: string, wide: string): boolean {
  const [[network = '', size = ''], [address = '', ownSize = '']] = [wide.split('/'), narrow.split('/')];
  const family = network.includes(':') ? 'ipv6' : 'ipv4';
  if ((address.includes(':') ? 'ipv6' : 'ipv4') !== family || Number(ownSize) < Number(size)) return false;
  try {
    const list = new BlockList();
    list.addSubnet(network, Number(size), family);
    return list.check(address, family);
  } catch {
    return false;
  }
}
