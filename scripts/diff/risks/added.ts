import { ENFORCEMENT } from '../../cluster-model/defaults/operators.ts';
import type { Item } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { at, listAt, textAt } from '../compare/value.ts';
import { fateOf } from './fate.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';

/** What comes anew and may stop others. */
export const added: Rule = (change) => {
  const { before, after } = change;
  if (before !== undefined || after === undefined) return [];
  const type = typeOf(after);
  if (/^admissionregistration\.k8s\.io\/(?:Validating|Mutating)WebhookConfiguration$/.test(type)) {
    return [
      judge(
        'outage',
        'a server is asked before objects are let in: while it is down, or wrong, the API server may refuse them',
      ),
    ];
  }
  if (
    /^admissionregistration\.k8s\.io\/ValidatingAdmissionPolicy(?:Binding)?$|^constraints\.gatekeeper\.sh\//.test(
      type,
    )
  ) {
    const refuses = mayRefuse(after);
    return [
      judge(
        refuses ? 'outage' : 'routine',
        refuses
          ? 'objects that do not meet this rule are refused from now on'
          : 'objects that do not meet this rule are told',
      ),
    ];
  }
  if (/^(?:networking\.istio\.io\/EnvoyFilter|extensions\.istio\.io\/WasmPlugin)$/.test(type))
    return [judge('outage', 'proxies are configured past Istio, which checks none of it')];
  if (type === 'scheduling.k8s.io/PriorityClass' && at(after.value, 'globalDefault') === true)
    return [judge('outage', 'new pods that name no class have its priority')];
  if (
    type === '/Secret' &&
    /^(?:kubernetes\.io\/service-account-token|bootstrap\.kubernetes\.io\/token)$/.test(
      textAt(after.value, 'type') ?? '',
    )
  )
    return [
      judge(
        'security',
        `a token that does not end by itself, for whoever reads this Secret (${textAt(after.value, 'type')})`,
      ),
    ];
  if (type === 'networking.istio.io/ServiceEntry')
    return [judge('security', `the mesh may call ${some(listAt(after.value, 'spec.hosts').map(String))}`)];
  if (type === 'security.istio.io/RequestAuthentication')
    return [judge('routine', 'tokens are verified from now on')];
  return [];
};

/** A policy of the API server does nothing before something binds it. */
function mayRefuse(item: Item): boolean {
  if (item.kind === 'ValidatingAdmissionPolicy') return false;
  if (item.kind === 'ValidatingAdmissionPolicyBinding')
    return listAt(item.value, 'spec.validationActions').includes('Deny');
  return (textAt(item.value, 'spec.enforcementAction') ?? ENFORCEMENT) === 'deny';
}

/** Another Application, another file, another name or namespace. */
export const moves: Rule = (change, trees) => {
  if (!isEdit(change) || change.action === 'changed')
    return change.action === 'changed' && change.fields.some(({ path }) => path === 'file')
      ? [
          judge(
            'routine',
            `it moved between files: ${said(change.before?.file)} → ${said(change.after?.file)}`,
          ),
        ]
      : [];
  const { before, after } = change;
  const type = typeOf(before);
  if (before.name !== after.name || before.namespace !== after.namespace) {
    const what =
      before.name === after.name
        ? `moved from namespace ${said(before.namespace)} to ${said(after.namespace)}`
        : `renamed from ${before.name} to ${after.name}`;
    if (type === 'argoproj.io/Application') return [judge('routine', what)];
    const fate = fateOf(before, trees);
    const text = `${what}: Kubernetes knows no such thing, so ${after.name} is made anew${fate.goes ? ` and ${before.name} is deleted` : `, and ${before.name} stays: ${fate.why}`}`;
    if (!fate.goes) return [judge('routine', text)];
    if (
      /^(?:apps\/StatefulSet|\/PersistentVolumeClaim|\/PersistentVolume|\/Namespace|apiextensions\.k8s\.io\/CustomResourceDefinition)$/.test(
        type,
      )
    ) {
      return [judge('data-loss', `${text}; the new one starts without its data`)];
    }
    if (/^(?:apps\/(?:Deployment|DaemonSet)|argoproj\.io\/Rollout|\/Pod|batch\/CronJob)$/.test(type))
      return [judge('replacement', `${text}, with all of its pods`)];
    if (/^(?:\/Service|networking\.k8s\.io\/Ingress|networking\.istio\.io\/Gateway)$/.test(type))
      return [judge('outage', `${text}, with its address`)];
    return [judge('routine', text)];
  }
  if (before.unit !== after.unit && before.source === 'object') {
    const isData =
      /^(?:apps\/StatefulSet|\/PersistentVolumeClaim|\/Namespace|apiextensions\.k8s\.io\/CustomResourceDefinition)$/.test(
        type,
      );
    const both = fateOf(before, trees);
    const hasApplications = trees.after.ofKinds(after.cluster, 'Application').length > 0;
    if (hasApplications && both.goes) {
      return [
        judge(
          isData ? 'data-loss' : 'outage',
          `moved from ${before.unit} to ${after.unit}: if the first Application syncs before the second, it prunes the object, which is then made anew`,
        ),
      ];
    }
    return [judge('routine', `moved from ${before.unit} to ${after.unit}; nothing changes in the cluster`)];
  }
  return [
    judge(
      'routine',
      `moved between files, from ${before.file} to ${after.file}; nothing changes in the cluster`,
    ),
  ];
};
