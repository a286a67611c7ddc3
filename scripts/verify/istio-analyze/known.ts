/** A message of the analyzers that is no fault, and why. */
interface Known {
  /** Of Istio's list of messages. */
  readonly code: string;
  /** What the message has besides; left out: every message of the code. */
  readonly has?: string;
  readonly reason: string;
}

export const known: readonly Known[] = [
  {
    code: 'IST0133',
    has: 'EnvoyFilter exposes internal implementation details',
    reason:
      'Istio has no other way to a local rate limit; mesh:prove asks its own code where the filter comes',
  },
  {
    code: 'IST0151',
    reason: 'the rate limit comes after the filters that check the caller, which are there; mesh:prove looks',
  },
  {
    code: 'IST0133',
    has: 'address is unset with network',
    reason: 'the gateway of the other network stands for the address, as mesh:prove shows',
  },
  {
    code: 'IST0134',
    reason: 'a database has no fixed address, and proxies know it by its port',
  },
  {
    code: 'IST0138',
    reason: 'the load balancer ends the connections of browsers and speaks HTTP/1.1 with the gateways',
  },
  {
    code: 'IST0161',
    reason: 'what is in the Secret only cert-manager knows; that somebody makes it is looked at',
  },
  {
    code: 'IST0158',
    reason: 'the configuration of the injector is not in the inventory, so that no image is the one it names',
  },
  {
    code: 'IST0127',
    has: 'allow-nothing',
    reason: 'a namespace without a workload is closed before its first one comes',
  },
];

/** Why a message is no fault; undefined where it is one. */
export function whyKnown({
  code,
  says,
}: {
  readonly code: string;
  readonly says: string;
}): string | undefined {
  return known.find((each) => each.code === code && says.includes(each.has ?? ''))?.reason;
}
