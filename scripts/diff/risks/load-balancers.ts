import type { Judgement } from '../change.ts';
import { isNetworkWithin } from './networks.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

/** A load balancer of AWS is told by annotations. */
export const loadBalancers: Rule = (change): readonly Judgement[] => {
  if (!isEdit(change) || !['Ingress', 'Service', 'Gateway', 'HTTPRoute'].includes(change.after.kind))
    return [];
  return change.fields.flatMap(({ path, before, after }) => {
    const key = /^metadata\.annotations\["?([^"\]]+)"?\]$/.exec(path)?.[1];
    const name =
      key === undefined
        ? undefined
        : /(?:alb\.ingress\.kubernetes\.io\/|aws-load-balancer-|nginx\.ingress\.kubernetes\.io\/)(.+)$/.exec(
            key,
          )?.[1];
    if (key !== undefined && /^external-dns\.alpha\.kubernetes\.io\/(?:hostname|target)$/.test(key))
      return [
        before === undefined
          ? judge('security', `a name of the world leads to it: ${said(after)}`)
          : judge('outage', `names of the world lead elsewhere: ${said(before)} → ${said(after)}`),
      ];
    if (name === undefined) return [];
    if (/-snippet$|^cors-allow-origin$|^enable-cors$/.test(name))
      return [judge('security', `the proxy does what this says: ${name} ${said(before)} → ${said(after)}`)];
    if (/^limit-(?:rps|rpm|connections|rate)$/.test(name))
      return [
        judge(
          after === undefined ? 'security' : 'outage',
          `requests of a caller are bounded in another way: ${name} ${said(before)} → ${said(after)}`,
        ),
      ];
    const text = `${name} ${said(before)} → ${said(after)}`;
    if (name === 'scheme')
      return [
        judge(
          after === 'internet-facing' ? 'security' : 'outage',
          `its load balancer is made anew, ${after === 'internet-facing' ? 'open to the Internet' : 'for internal callers only'}: ${text}`,
        ),
      ];
    if (/^(?:load-balancer-)?attributes$/.test(name)) return ofAttributes(name, before, after);
    const known = ofLists(name, before, after);
    if (known !== undefined)
      return [judge(known, `${known === 'security' ? 'more may come in' : 'fewer may come in'}: ${text}`)];
    if (
      /^(?:wafv2-acl-arn|waf-acl-id|shield-advanced-protection|auth-.*|inbound-cidrs|security-groups|prefix-lists|ssl-policy|ssl-negotiation-policy|whitelist-source-range|mutual-authentication|ssl-redirect|force-ssl-redirect|actions\.ssl-redirect)$/.test(
        name,
      )
    )
      return [judge('security', `who gets in, or how safely, changes: ${text}`)];
    if (
      /^(?:certificate-arn|ssl-cert|group\.name|load-balancer-name|listen-ports|target-type|nlb-target-type|subnets|healthcheck.*|backend-protocol.*|conditions\..*|actions\..*|rewrite-target|success-codes)$/.test(
        name,
      )
    )
      return [judge('outage', `the load balancer listens, looks or sends in another way: ${text}`)];
    return [];
  });
};

/** What a load balancer refuses, or writes down, while it is on. */
const GUARDS =
  /^(?:routing\.http\.drop_invalid_header_fields|access_logs\.s3|connection_logs\.s3|waf\.fail_open)\.enabled$/;

/** `routing.http.drop_invalid_header_fields.enabled=true,…`; of the others it is enough that they are told as a change. */
function ofAttributes(name: string, before: unknown, after: unknown): readonly Judgement[] {
  const [old, now] = [before, after].map(
    (value) =>
      new Map(listOf(String(value ?? '')).map((each) => [each.split('=')[0] ?? '', each.split('=')[1]])),
  );
  const keys = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].filter((key) =>
    GUARDS.test(key),
  );
  return keys.flatMap((key) => {
    const [was, is] = [old, now].map((all) => (all?.get(key) === 'true') !== key.startsWith('waf.'));
    if (was === is) return [];
    const text = `${name} ${key} ${said(old?.get(key))} → ${said(now?.get(key))}`;
    return [
      was
        ? judge('security', `its load balancer refuses or writes down less: ${text}`)
        : judge('routine', `its load balancer refuses or writes down more: ${text}`),
    ];
  });
}

/** Lists of which one can say whether they let more in than before. */
function ofLists(name: string, before: unknown, after: unknown): 'security' | 'outage' | undefined {
  const [old, now] = [String(before ?? ''), String(after ?? '')];
  if (name === 'listen-ports') {
    const [was, is] = [old, now].map((text) => /"HTTP"/.test(text));
    return !was && is ? 'security' : undefined;
  }
  if (!/^(?:inbound-cidrs|source-ranges|whitelist-source-range)$/.test(name)) return undefined;
  // Without a list everybody comes in.
  if (after === undefined) return 'security';
  return before === undefined || isWithin(listOf(now), listOf(old)) ? 'outage' : 'security';
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((each) => each.trim());
}

/** Whether each network of a list lies in one of another list. */
function isWithin(some: readonly string[], others: readonly string[]): boolean {
  return some.every(
    (network) => others.includes(network) || others.some((other) => isNetworkWithin(network, other)),
  );
}
