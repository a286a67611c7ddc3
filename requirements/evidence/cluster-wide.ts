import { type Wherever, wherever } from '../model/evidence.ts';
import { every, type Matcher } from '../model/expected.ts';
import { query } from '../model/query.ts';

/** No right to everything: `*` is never a verb, and where it stands for resources, they are only read. */
export const narrowRights: Wherever = wherever(/\/(cluster)?role-[^/]*$/, 'each Role and ClusterRole', {
  rules: {
    says: 'names verbs one by one, and changes named resources only',
    holds: (rules) => Array.isArray(rules) && rules.length > 0 && rules.every(isNarrowRule),
  },
});

const READING: readonly unknown[] = ['get', 'list', 'watch'];

function isNarrowRule(rule: unknown): boolean {
  const verbs = query(rule, 'verbs');
  if (!Array.isArray(verbs) || verbs.length === 0 || verbs.includes('*')) return false;
  return verbs.every((verb) => READING.includes(verb)) || !JSON.stringify(rule).includes('"*"');
}

/**
 * A program is bound to the role of its own name; people are bound as a group, to a role that is rendered here. The rights
 * of an administrator are those of one group, which nobody is in from day to day.
 */
export const narrowBindings: Wherever = wherever(/\/(cluster)?rolebinding-[^/]*$/, 'each binding', {
  '': {
    says: 'binds a program to the role of its own name, or to one that Kubernetes made for the part, or a group of people to a role of the fleet',
    holds: (binding) => {
      const subjects = query(binding, 'subjects');
      if (!Array.isArray(subjects) || subjects.length === 0) return false;
      return subjects.every((subject) =>
        query(subject, 'kind') === 'Group' ? isOfPeople(binding, subject) : isOfProgram(binding, subject),
      );
    },
  },
});

function isOfProgram(binding: unknown, subject: unknown): boolean {
  const role = query(binding, 'roleRef.name');
  const own = role === query(binding, 'metadata.name');
  return (
    query(subject, 'kind') === 'ServiceAccount' &&
    (own || (typeof role === 'string' && role.startsWith('system:')))
  );
}

/** The name says whom it binds to what, since neither can be changed in an object that is there. */
function isOfPeople(binding: unknown, subject: unknown): boolean {
  const role = query(binding, 'roleRef.name');
  const group = query(subject, 'name');
  if (typeof role !== 'string' || typeof group !== 'string') return false;
  if (group.startsWith('system:') || query(binding, 'metadata.name') !== `${group}.${role}`) return false;
  return role === 'cluster-admin' ? group === 'fleet-break-glass' : role.startsWith('fleet-');
}

/** Each alert can fire, has a receiver, and leads to what is to be done. */
export const answeredAlerts: Wherever = wherever(/\/prometheusrule-[^/]*$/, 'each PrometheusRule', {
  'spec.groups': answered(),
});

function answered(): Matcher {
  return {
    says: 'has rules, and of each alert a condition, a severity, an owner and a runbook',
    holds: (groups) => {
      if (!Array.isArray(groups) || groups.length === 0) return false;
      const rules = groups.flatMap((group) => query(group, 'rules'));
      return rules.length > 0 && rules.every(isAnswered);
    },
  };
}

function isAnswered(rule: unknown): boolean {
  const expression = query(rule, 'expr');
  if (typeof expression !== 'string' || expression.trim() === '') return false;
  if (query(rule, 'record') !== undefined) return true;
  const severity = query(rule, 'labels.severity');
  return (
    typeof query(rule, 'alert') === 'string' &&
    /^(critical|warning|info|none)$/.test(String(severity)) &&
    typeof query(rule, 'labels.owner') === 'string' &&
    /^https:\/\//.test(String(query(rule, 'annotations.runbook_url')))
  );
}

/** What breaks a constraint is refused, not only noted; for charts, which are not ours, some things are only noted. */
export const enforced: Wherever = wherever(/^constraints\/(?!.*-of-charts\.yaml$)/, 'each constraint', {
  'spec.enforcementAction': 'deny',
  'spec.match.kinds': { says: 'names kinds', holds: (kinds) => Array.isArray(kinds) && kinds.length > 0 },
});

/** Each template has the rule by which it refuses. */
export const ruled: Wherever = wherever(/^constraint-templates\//, 'each ConstraintTemplate', {
  'spec.targets[*].target': ['admission.k8s.gatekeeper.sh'],
  'spec.targets[0]': {
    says: 'has a rule with a violation',
    holds: (target) => JSON.stringify(target ?? null).includes('violation'),
  },
});

/** Every image from the registry of the cluster's own region, none by a tag that moves. */
export const pinnedImages: Wherever = wherever(
  /\/(deployment|daemonset|statefulset)-[^/]*$/,
  'each workload and agent',
  {
    'spec.template.spec.containers[*].image': every({
      says: 'is from the own registry, by a digest or a whole version',
      holds: (image) =>
        typeof image === 'string' &&
        /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/[^:@]+(:v?\d[\w.-]*)?(@sha256:[0-9a-f]{64})?$/.test(
          image,
        ) &&
        /(:v?\d|@sha256:)/.test(image),
    }),
  },
);
