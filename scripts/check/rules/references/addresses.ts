/** A host in a text, and the port that is written with it. */
export interface Address {
  readonly host: string;
  readonly port: number | undefined;
  /** Written before it, such as `http`; empty where nothing is. */
  readonly scheme: string;
}

/** Ports that a scheme means where none is written. */
const OF_SCHEMES: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  redis: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27_017,
  amqp: 5672,
  nats: 4222,
};

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
/** What may stand before a host: nothing that makes it the rest of something else. */
const BEFORE = '(?<![\\w.*)}$%>\\]/@-])';
const URL = new RegExp(
  `\\b([a-z][a-z0-9+.-]{1,20})://(?:[^\\s/@"'<>]*@)?(${LABEL}(?:\\.${LABEL})*)\\.?(?::(\\d{1,5}))?(?=[/?#\\s"',;)\\]}|<]|$)`,
  'g',
);
const SERVICE = new RegExp(
  `(?:${BEFORE}|(?<=@))(${LABEL}(?:\\.${LABEL})+\\.svc(?:\\.${LABEL}(?:\\.${LABEL})*)?)\\.?(?::(\\d{1,5}))?(?![\\w-]|\\.[a-z0-9*])`,
  'g',
);

/** Schemes after which a host of the network stands, and not a name of some other order. */
const OF_NETWORKS =
  /^(?:(?:jdbc:)?[a-z]*sql(?:\+[a-z0-9]+)?|postgres(?:\+[a-z0-9]+)?|https?|wss?|grpcs?|tcp|tls|udp|rediss?(?:\+[a-z]+)?|mongodb|amqps?|nats|kafka|memcached?|ldaps?|smtps?|ftp|mqtts?|otlp|etcd|zookeeper|clickhouse|cassandra|opensearch|elasticsearch|temporal|s3|syslog|fluentd?|statsd|thrift)$/;

/** Every URL in a text, and every name of a Service with its namespace. */
export function addressesIn(text: string): readonly Address[] {
  const found: Address[] = [];
  if (text.includes('://')) {
    for (const [, scheme = '', host = '', port] of text.matchAll(URL)) {
      if (!OF_NETWORKS.test(scheme)) continue;
      found.push({ host, scheme, port: port === undefined ? OF_SCHEMES[schemeOf(scheme)] : Number(port) });
    }
  }
  if (text.includes('.svc')) {
    for (const match of text.matchAll(SERVICE)) {
      const [, host = '', port] = match;
      const before = text.slice(Math.max(0, match.index - 3), match.index);
      // A URL was read above.
      if (before === '://' || before.endsWith('@')) continue;
      found.push({ host, scheme: '', port: port === undefined ? undefined : Number(port) });
    }
  }
  return found;
}

/** `jdbc:postgresql` and `postgresql+asyncpg` speak as `postgresql` does. */
function schemeOf(scheme: string): string {
  return scheme.split('+')[0] ?? '';
}

/** A whole text that is `host` or `host:port`, or several with commas. */
export function plainAddresses(text: string): readonly Address[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const found = parts.map((part) => PLAIN.exec(part));
  return found.every((match) => match !== null)
    ? found.map((match) => ({
        host: match?.[1] ?? '',
        scheme: '',
        port: match?.[2] === undefined ? undefined : Number(match[2]),
      }))
    : undefined;
}

const PLAIN = new RegExp(`^(?=[^:]*[a-z])(${LABEL}(?:\\.${LABEL})*)(?::(\\d{1,5}))?$`);

/** The Service that a host names from within a namespace; nothing for a host that is outside the cluster. */
export function serviceNamed(
  host: string,
  from: string,
  namespaces: { has(name: string): boolean },
): Named | undefined {
  const labels = host.split('.');
  const svc = labels.indexOf('svc');
  if (svc >= 2)
    return { name: labels[svc - 2] ?? '', namespace: labels[svc - 1] ?? '', isShort: false, isSure: true };
  const [name = '', namespace] = labels;
  if (svc >= 0) return undefined;
  if (namespace === undefined) return { name, namespace: from, isShort: true, isSure: false };
  if (labels.length === 2 && (namespaces.has(namespace) || namespaces.has(name))) {
    return { name, namespace, isShort: false, isSure: false };
  }
  return undefined;
}

export interface Named {
  readonly name: string;
  readonly namespace: string;
  /** Only the name was written. */
  readonly isShort: boolean;
  /** It cannot mean anything but a Service. */
  readonly isSure: boolean;
}
