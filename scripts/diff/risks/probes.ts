import type { Judgement } from '../change.ts';
import { podPathOf } from '../compare/pod-path.ts';
import { isMapping } from '../compare/value.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

const PROBE = /containers\[\]\.((?:liveness|readiness|startup)Probe)(?:\.(.+))?$/i;
/** A smaller number gives up sooner. */
const PATIENCE = /^(?:failureThreshold|periodSeconds|timeoutSeconds|initialDelaySeconds)$/;

const EFFECT: Readonly<Record<string, string>> = {
  livenessProbe: 'a container that fails it is killed',
  readinessProbe: 'pods that fail it get no traffic',
  startupProbe: 'a container that fails it is killed before it has started',
};

const LATER: Readonly<Record<string, string>> = {
  livenessProbe: 'a container that hangs is killed later',
  readinessProbe: 'pods that fail it get traffic for longer',
  startupProbe: 'a container that does not start is killed later',
};

/** Probes that come, go, look elsewhere or give up sooner. */
export const probes: Rule = (change) => {
  if (!isEdit(change)) return [];
  const pod = podPathOf(change.after.apiVersion, change.after.kind);
  if (pod === undefined) return [];
  return change.fields.flatMap(({ shape, path, before, after }): readonly Judgement[] => {
    const [, probe, field] = PROBE.exec(shape) ?? [];
    if (probe === undefined) return preStop(shape, before, after);
    const where = path.slice(pod.length + 1);
    if (field === undefined) {
      if (after === undefined) return [judge('outage', `${where} is gone: ${gone(probe)}`)];
      if (before === undefined) return [judge('outage', `${where} is new: ${EFFECT[probe]}`)];
    }
    if (field !== undefined && PATIENCE.test(field)) {
      const sooner = Number(after) < Number(before);
      return sooner
        ? [judge('outage', `${where} gives up sooner: ${said(before)} → ${said(after)}; ${EFFECT[probe]}`)]
        : [judge('restart', `${where} waits longer: ${said(before)} → ${said(after)}; ${LATER[probe]}`)];
    }
    return [judge('outage', `${where} looks elsewhere: ${said(before)} → ${said(after)}; ${EFFECT[probe]}`)];
  });
};

function gone(probe: string): string {
  if (probe === 'readinessProbe') return 'pods get traffic before they can answer';
  if (probe === 'livenessProbe') return 'a container that hangs is not restarted';
  return 'a container that starts slowly may be killed by its liveness probe';
}

/** What a pod does before it stops. */
function preStop(shape: string, before: unknown, after: unknown): readonly Judgement[] {
  if (!/containers\[\]\.lifecycle(?:\.preStop\b.*)?$/.test(shape)) return [];
  const had = isMapping(before) && ('preStop' in before || !shape.endsWith('lifecycle'));
  return had && after === undefined
    ? [judge('outage', 'preStop is gone: requests are lost each time a pod stops')]
    : [];
}
