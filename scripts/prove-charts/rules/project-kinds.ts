import { groupOf, nameOf } from '../cluster-state.ts';
import type { Rule } from '../rule.ts';
import { definitionsOf, isClusterScoped } from '../scope.ts';

export const projectKinds: Rule = {
  name: 'project-kinds',
  proves: 'the AppProject of every unit admits the kinds and namespaces of its chart',
  judges: (state) => {
    const projects = new Map(state.projects.map((project) => [project.name, project]));
    const definitions = definitionsOf(state);
    return state.objects.flatMap(({ unit, object }) => {
      const application = state.applications.find((each) => each.unit === unit);
      // The root Application, which applies the unit of Applications, is an object of the hub's unit argocd.
      if (application === undefined) return [];
      const project = projects.get(application.project);
      const kind = `${groupOf(object)}/${object.kind}`;
      const about = { unit, object: nameOf(object) };
      if (project === undefined)
        return [
          {
            ...about,
            problem: `There is no AppProject ${application.project}.`,
            instead: 'Name a project that the hub has.',
          },
        ];
      const whole = isClusterScoped(object, definitions);
      const admitted = whole ? project.clusterKinds : project.namespacedKinds;
      const { namespace } = object.metadata;
      const there = project.destinations.some(
        (each) => each.name === state.cluster && each.namespace === namespace,
      );
      return [
        ...(admitted.has(kind)
          ? []
          : [
              {
                ...about,
                problem: `The AppProject ${project.name} does not admit ${kind} ${whole ? 'in a cluster' : 'in a namespace'}: the sync fails.`,
                instead: `Add ${object.kind} of the group '${groupOf(object)}' to \`kinds\` of the component (${whole ? 'cluster' : 'namespaced'}), or switch it off in the values.`,
              },
            ]),
        ...(whole || there
          ? []
          : [
              {
                ...about,
                problem: `The AppProject ${project.name} does not admit the namespace ${namespace}: the sync fails.`,
                instead:
                  'Set the namespace in the values, or add it to CHARTS_REACH of components/argocd/projects.ts.',
              },
            ]),
      ];
    });
  },
};
