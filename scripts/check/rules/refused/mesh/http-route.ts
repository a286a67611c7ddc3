import { goDuration } from '../../../schema/formats.ts';
import { goPatternMistake } from '../../../schema/patterns.ts';
import { at, fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault } from '../topic.ts';

const RETRY_ON: ReadonlySet<string> = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'envoy-ratelimited',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

export function* weightFaults(routes: readonly unknown[], path: Path): Generator<Fault> {
  const weights = routes.map((route) => number(fields(route).weight) ?? 0);
  for (const [index, weight] of weights.entries())
    if (weight < 0)
      yield fault([...path, index, 'weight'], `${weight} is less than nothing`, 'write 0 or more');
  if (routes.length < 2) return;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) yield fault(path, 'no destination has a weight', 'write a weight for each');
  else if (sum !== 100 && sum > 50 && sum < 200)
    yield fault(
      path,
      `the weights make ${sum}, and not 100: each gets its share of ${sum}`,
      'write weights that make 100',
      'warning',
    );
  for (const [index, route] of routes.entries())
    if (typeof at(route, 'destination', 'host') !== 'string')
      yield fault([...path, index, 'destination', 'host'], 'it names no host', 'write the host');
}

function* matchFaults(match: unknown, path: Path): Generator<Fault> {
  if (!isFields(match)) return;
  const texts: (readonly [Path, unknown])[] = ['uri', 'scheme', 'method', 'authority'].map((field) => [
    [...path, field],
    match[field],
  ]);
  for (const field of ['headers', 'queryParams', 'withoutHeaders']) {
    for (const [name, own] of Object.entries(fields(match[field]))) texts.push([[...path, field, name], own]);
  }
  for (const [place, own] of texts) {
    const regex = text(fields(own).regex);
    const mistake = regex === undefined ? undefined : goPatternMistake(regex);
    if (mistake !== undefined)
      yield fault(
        [...place, 'regex'],
        `${JSON.stringify(regex)} is no regular expression of RE2: ${mistake}`,
        'write one without lookaround and back references',
      );
  }
  const exact = text(at(match, 'uri', 'exact')) ?? text(at(match, 'uri', 'prefix'));
  if (exact !== undefined && exact !== '' && !exact.startsWith('/') && exact !== '*')
    yield fault(
      [...path, 'uri'],
      `${JSON.stringify(exact)} does not start with /, so no path matches`,
      `write /${exact}`,
      'warning',
    );
}

function* retryFaults(rule: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const retries = rule.retries;
  if (!isFields(retries)) return;
  const attempts = number(retries.attempts) ?? 0;
  if (attempts < 0) yield fault([...path, 'retries', 'attempts'], 'is less than nothing', 'write 0 or more');
  if (
    attempts === 0 &&
    retries.attempts !== undefined &&
    (retries.perTryTimeout !== undefined || text(retries.retryOn))
  )
    yield fault(
      [...path, 'retries'],
      'without attempts there is nothing to set',
      'write attempts, or remove the rest',
    );
  for (const policy of (text(retries.retryOn) ?? '').split(',').map((one) => one.trim())) {
    if (policy !== '' && !RETRY_ON.has(policy) && !/^\d{3}$/.test(policy))
      yield fault(
        [...path, 'retries', 'retryOn'],
        `${JSON.stringify(policy)} is no reason to try again`,
        'write some of 5xx, gateway-error, reset, connect-failure, refused-stream, retriable-4xx',
      );
  }
  const timeouts: (readonly [string, Path])[] = [
    [text(retries.perTryTimeout) ?? '', [...path, 'retries', 'perTryTimeout']],
  ];
  for (const [duration, place] of timeouts) {
    const own = goDuration(duration);
    if (own !== undefined && own < 1 && duration !== '')
      yield fault(place, `${duration} is less than a millisecond`, 'write 1ms or more');
  }
}

export function* httpFaults(
  rule: Readonly<Record<string, unknown>>,
  path: Path,
  hasHosts: boolean,
): Generator<Fault> {
  const routes = list(rule.route);
  const own = ['redirect', 'directResponse', 'delegate'].filter((field) => isFields(rule[field]));
  if (routes.length > 0) own.unshift('route');
  if (own.length === 0)
    yield fault(path, 'it sends requests nowhere', 'write route, redirect or directResponse');
  if (own.length > 1) yield fault(path, `it has ${own.join(' and ')}`, 'keep one of them');
  if (own.includes('delegate') && !hasHosts)
    yield fault([...path, 'delegate'], 'a delegate does not delegate', 'write route');
  if (isFields(rule.redirect)) {
    for (const field of ['fault', 'rewrite', 'mirror', 'retries', 'timeout'])
      if (rule[field] !== undefined && (field === 'rewrite' || field === 'fault'))
        yield fault([...path, field], 'a redirect answers by itself', `remove ${field}`);
    const code = number(rule.redirect.redirectCode);
    if (code !== undefined && code !== 0 && (code < 300 || code > 399))
      yield fault(
        [...path, 'redirect', 'redirectCode'],
        `${code} is no redirect`,
        'write 301, 302, 303, 307 or 308',
      );
  }
  const status = number(at(rule, 'directResponse', 'status'));
  if (status !== undefined && (status < 100 || status > 599))
    yield fault([...path, 'directResponse', 'status'], `${status} is no status`, 'write one from 100 to 599');
  const rewrite = fields(rule.rewrite);
  if (isFields(rule.rewrite) && text(rewrite.uri) && isFields(rewrite.uriRegexRewrite))
    yield fault([...path, 'rewrite'], 'it has uri and uriRegexRewrite', 'keep one of them');
  yield* weightFaults(routes, [...path, 'route']);
  for (const [index, match] of list(rule.match).entries())
    yield* matchFaults(match, [...path, 'match', index]);
  yield* retryFaults(rule, path);
  for (const kind of ['abort', 'delay']) {
    const percent = number(at(rule, 'fault', kind, 'percentage', 'value'));
    if (percent !== undefined && (percent < 0 || percent > 100))
      yield fault(
        [...path, 'fault', kind, 'percentage', 'value'],
        `${percent} is no percentage`,
        'write 0 to 100',
      );
  }
  const abort = number(at(rule, 'fault', 'abort', 'httpStatus'));
  if (abort !== undefined && (abort < 200 || abort > 599))
    yield fault(
      [...path, 'fault', 'abort', 'httpStatus'],
      `${abort} is no status`,
      'write one from 200 to 599',
    );
  const mirrored = number(at(rule, 'mirrorPercentage', 'value'));
  if (mirrored !== undefined && (mirrored < 0 || mirrored > 100))
    yield fault([...path, 'mirrorPercentage', 'value'], `${mirrored} is no percentage`, 'write 0 to 100');
}

/** Without a match, or with one that leaves nothing out. */
export function takesEverything(rule: Readonly<Record<string, unknown>>): boolean {
  const matches = list(rule.match);
  if (matches.length === 0) return true;
  return matches.some((match) => {
    const own = fields(match);
    const keys = Object.keys(own).filter((key) => key !== 'name');
    return keys.length === 0 || (keys.length === 1 && at(own, 'uri', 'prefix') === '/');
  });
}
