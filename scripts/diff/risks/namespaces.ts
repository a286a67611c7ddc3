import type { Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { textsAt } from '../compare/value.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

/** From the weakest on; a namespace that says nothing is privileged. */
const LEVELS = ['privileged', 'baseline', 'restricted'];
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const OTHERS = ['pod-security.kubernetes.io/warn', 'pod-security.kubernetes.io/audit'];

/** What Pod Security lets into a namespace. */
export const podSecurity: Rule = (change) => {
  const { after, before } = change;
  if (after === undefined || typeOf(after) !== '/Namespace') return [];
  const [old, now] = [before, after].map((item) => textsAt(item?.value, 'metadata.labels'));
  const [was, is] = [old, now].map((labels) => labels?.[ENFORCE] ?? 'privileged');
  if (!isEdit(change)) {
    return is === 'privileged' && now?.[ENFORCE] !== undefined
      ? [judge('security', 'its pods may do anything on a node (Pod Security: privileged)')]
      : [];
  }
  const [from, to] = [was, is].map((level) => LEVELS.indexOf(level ?? ''));
  const found: Judgement[] = [];
  if ((to ?? 0) < (from ?? 0))
    found.push(judge('security', `Pod Security lets in more: ${said(was)} → ${said(is)}`));
  if ((to ?? 0) > (from ?? 0))
    found.push(
      judge(
        'outage',
        `pods that do not meet Pod Security ${said(is)} are refused when they are made anew (was ${said(was)})`,
      ),
    );
  const told = OTHERS.filter((key) => old?.[key] !== now?.[key]);
  if (told.length > 0)
    found.push(judge('routine', 'Pod Security warns and records at another level; nothing is refused by it'));
  const exemptions = Object.keys({ ...old, ...now }).filter(
    (key) => EXEMPTION.test(key) && old?.[key] !== now?.[key],
  );
  for (const key of exemptions)
    found.push(judge('security', `an exemption by label: ${key} ${said(old?.[key])} → ${said(now?.[key])}`));
  return found;
};

/** Labels by which a namespace is passed over by what admits objects. */
const EXEMPTION =
  /^(?:admission\.gatekeeper\.sh\/ignore|.*\/(?:ignore|exempt|disable-validation)|policies?\..*\/exclude.*|cert-manager\.io\/disable-validation)$/;
