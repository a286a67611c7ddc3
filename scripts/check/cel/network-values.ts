import { BlockList, isIP, isIPv4 } from 'node:net';

/** An address, as CEL's `ip()` makes it. */
export class IpValue {
  constructor(readonly address: string) {
    // An address with a zone or of IPv4 in IPv6 is none.
    if (isIP(address) === 0 || /%|^::ffff:\d+\.\d/i.test(address))
      throw new Error(`${address} is no IP address`);
  }

  get family(): 4 | 6 {
    return isIPv4(this.address) ? 4 : 6;
  }

  inside(block: string, length: number): boolean {
    const list = new BlockList();
    list.addSubnet(block, length, isIPv4(block) ? 'ipv4' : 'ipv6');
    return list.check(this.address, this.family === 4 ? 'ipv4' : 'ipv6');
  }
}

/** A block of addresses, as CEL's `cidr()` makes it. */
export class CidrValue {
  readonly ip: IpValue;
  readonly length: number;

  constructor(text: string) {
    const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
    if (!match) throw new Error(`${text} is no CIDR`);
    this.ip = new IpValue(match[1] ?? '');
    this.length = Number(match[2]);
    if (this.length > (this.ip.family === 4 ? 32 : 128)) throw new Error(`${text} is no CIDR`);
  }

  containsIp(ip: IpValue): boolean {
    return ip.family === this.ip.family && ip.inside(this.ip.address, this.length);
  }

  containsCidr(other: CidrValue): boolean {
    return this.containsIp(other.ip) && other.length >= this.length;
  }
}

/** Whether a text makes a value. */
export function makes(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
