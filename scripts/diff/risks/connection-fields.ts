import { durationOf } from '../compare/duration.ts';
import { type FieldRule, judge, said } from './rule.ts';

/** In milliseconds; a handshake with a certificate, on a node that has much to do, takes tens of them. */
const SLOW_CONNECTION = 100;
const DESTINATION_RULE = /^networking\.istio\.io\/DestinationRule$/;

/** How many calls a callee gets at once, and what becomes of one that fails. */
export const connectionFields: readonly FieldRule[] = [
  {
    types: DESTINATION_RULE,
    shape: /\.connectionPool\.(?:tcp\.maxConnections|http\.(?:http1MaxPendingRequests|http2MaxRequests))$/,
    says: ({ path, before, after }) => {
      const [old, now] = [before, after].map((value) =>
        value === undefined ? Number.POSITIVE_INFINITY : Number(value),
      );
      const text = `${path} ${said(before)} → ${said(after)}`;
      return (now ?? 0) < (old ?? 0)
        ? judge(
            'outage',
            `each caller may have fewer calls under way, and those beyond fail at once: ${text}`,
          )
        : judge('routine', `each caller may have more calls under way: ${text}`);
    },
  },
  {
    types: DESTINATION_RULE,
    shape: /\.connectionPool\.tcp\.connectTimeout$/,
    says: ({ before, after }) => {
      // What Envoy takes where nothing is said.
      const [old, now] = [before, after].map((value) => durationOf(value ?? '10s'));
      if (old === undefined || now === undefined || now >= old || now >= SLOW_CONNECTION) return [];
      return judge(
        'outage',
        `connections have to stand after ${said(after)} instead of ${said(before ?? '10s')}: one to another zone, or to a busy pod, may take longer`,
      );
    },
  },
  {
    types: DESTINATION_RULE,
    shape: /\.outlierDetection\.(?:maxEjectionPercent|consecutive\w+Errors|consecutiveErrors)$/,
    says: ({ path, before, after }) => {
      const text = `${path} ${said(before)} → ${said(after)}`;
      if (after === 0)
        return judge('outage', `a pod that fails goes on getting its share of the calls: ${text}`);
      return path.endsWith('maxEjectionPercent') && Number(after) >= 100
        ? judge('outage', `every pod may be left out at once, and nobody is left to answer: ${text}`)
        : [];
    },
  },
  {
    types: DESTINATION_RULE,
    shape: /\.outlierDetection$/,
    says: ({ before, after }) => {
      if (after === undefined)
        return judge(
          'outage',
          'a pod that fails goes on getting its share of the calls (outlierDetection is gone)',
        );
      return before === undefined
        ? judge('routine', 'a pod that fails gets no calls for a while (outlierDetection)')
        : [];
    },
  },
];
