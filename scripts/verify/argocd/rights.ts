import { developersOf, platformGroups, staffGroups } from '../../../platform/components/access/address.ts';

/** Somebody, by the groups that the identity provider names. */
export interface Person {
  readonly who: string;
  readonly groups: readonly string[];
  /** The product that this person builds. */
  readonly builds?: string;
}

/** What Argo CD is asked: whether a group may do something to something. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly object: string;
}

/** A question about a person, and the answer of docs/access.md. */
export interface Case extends Question {
  readonly person: Person;
  readonly allowed: boolean;
}

/** Actions on what belongs to a project, by who may: everybody of the staff, or who is on call and who builds it. */
const OF_APPLICATIONS = {
  staff: [
    ['get', 'applications'],
    ['get', 'applicationsets'],
  ],
  responsible: [
    ['sync', 'applications'],
    ['action/apps/Deployment/restart', 'applications'],
    ['action/apps/StatefulSet/restart', 'applications'],
    ['get', 'logs'],
  ],
  // What runs is decided in Git.
  nobody: [
    ['create', 'applications'],
    ['update', 'applications'],
    ['override', 'applications'],
    ['delete', 'applications'],
    ['delete/*/Pod/*', 'applications'],
    ['action/apps/Deployment/pause', 'applications'],
    ['create', 'applicationsets'],
    ['delete', 'applicationsets'],
    ['create', 'exec'],
  ],
} as const;

/** What belongs to no project. */
const OF_ARGOCD = {
  staff: [['get', 'projects']],
  nobody: [
    ['create', 'projects'],
    ['update', 'projects'],
    ['delete', 'projects'],
    ['create', 'clusters'],
    ['update', 'clusters'],
    ['delete', 'clusters'],
    ['create', 'repositories'],
    ['update', 'repositories'],
    ['update', 'accounts'],
  ],
} as const;

/** The kinds of people of docs/access.md: groups add up, so developers are readers too, engineers operators. */
export function people(products: readonly string[]): readonly Person[] {
  const { readers, operators } = staffGroups;
  return [
    { who: 'somebody without a group', groups: ['nobody-at-all'] },
    { who: 'staff', groups: [readers] },
    { who: 'on call', groups: [operators] },
    { who: 'the platform', groups: [platformGroups.engineers, operators] },
    ...products.map((product) => ({
      who: `who builds ${product}`,
      groups: [developersOf(product), readers],
      builds: product,
    })),
  ];
}

/** Everything that Argo CD is asked of people about projects. */
export function casesOf(projects: readonly string[], products: readonly string[]): readonly Case[] {
  return people(products).flatMap((person) => {
    const isStaff = Object.values(staffGroups).some((group) => person.groups.includes(group));
    const isOnCall = person.groups.includes(staffGroups.operators);
    const ask = (
      questions: readonly (readonly [string, string])[],
      object: string,
      allowed: boolean,
    ): readonly Case[] =>
      questions.map(([action, resource]) => ({ person, action, resource, object, allowed }));
    return [
      ...projects.flatMap((project) => {
        const object = `${project}/an-application`;
        return [
          ...ask(OF_APPLICATIONS.staff, object, isStaff),
          ...ask(OF_APPLICATIONS.responsible, object, isOnCall || person.builds === project),
          ...ask(OF_APPLICATIONS.nobody, object, false),
        ];
      }),
      ...ask(OF_ARGOCD.staff, 'anything', isStaff),
      ...ask(OF_ARGOCD.nobody, 'anything', false),
    ];
  });
}
