import { at, textAt } from '../../../state/read.ts';
import { scaled } from './kinds.ts';
import { CONFIG_MAP, SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

function analysis(holder: unknown): string {
  return `argoproj.io/${at(holder, 'clusterScope') === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'}`;
}

function template(holder: unknown): string {
  return `argoproj.io/${at(holder, 'clusterScope') === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate'}`;
}

const scaleTarget: Row = { at: 'spec.scaleTargetRef', to: scaled };
const triggerAuthentication: Row = {
  at: 'spec.triggers[].authenticationRef',
  to: (holder) => `keda.sh/${textAt(holder, 'kind') ?? 'TriggerAuthentication'}`,
};
const templateSecrets = (from: string): readonly Row[] => [
  { at: `${from}.secretTargetRef[]`, to: SECRET, keys: ['key'] },
  { at: `${from}.configMapTargetRef[]`, to: CONFIG_MAP, keys: ['key'] },
];

/** Autoscalers, and what delivers workloads. */
export const DELIVERY_ROWS: RowsByKind = {
  'autoscaling/HorizontalPodAutoscaler': [
    scaleTarget,
    { at: 'spec.metrics[].object.describedObject', to: scaled },
  ],
  'autoscaling.k8s.io/VerticalPodAutoscaler': [{ at: 'spec.targetRef', to: scaled }],
  'keda.sh/ScaledObject': [scaleTarget, triggerAuthentication],
  'keda.sh/ScaledJob': [triggerAuthentication],
  'keda.sh/TriggerAuthentication': templateSecrets('spec'),
  'keda.sh/ClusterTriggerAuthentication': templateSecrets('spec').map((row) => ({
    ...row,
    namespace: () => 'keda',
  })),
  'argoproj.io/Rollout': [
    { at: 'spec.workloadRef', to: scaled },
    { at: 'spec.strategy.canary.canaryService', to: '/Service' },
    { at: 'spec.strategy.canary.stableService', to: '/Service' },
    { at: 'spec.strategy.blueGreen.activeService', to: '/Service' },
    { at: 'spec.strategy.blueGreen.previewService', to: '/Service' },
    {
      at: 'spec.strategy.canary.trafficRouting.istio.virtualService',
      to: 'networking.istio.io/VirtualService',
    },
    {
      at: 'spec.strategy.canary.trafficRouting.istio.virtualServices[]',
      to: 'networking.istio.io/VirtualService',
    },
    {
      at: 'spec.strategy.canary.trafficRouting.istio.destinationRule',
      to: 'networking.istio.io/DestinationRule',
    },
    { at: 'spec.strategy.canary.trafficRouting.nginx.stableIngress', to: 'networking.k8s.io/Ingress' },
    { at: 'spec.strategy.canary.trafficRouting.alb.ingress', to: 'networking.k8s.io/Ingress' },
    { at: 'spec.strategy.canary.analysis.templates[]', to: analysis, name: 'templateName' },
    { at: 'spec.strategy.canary.steps[].analysis.templates[]', to: analysis, name: 'templateName' },
    { at: 'spec.strategy.blueGreen.prePromotionAnalysis.templates[]', to: analysis, name: 'templateName' },
    { at: 'spec.strategy.blueGreen.postPromotionAnalysis.templates[]', to: analysis, name: 'templateName' },
  ],
  'argoproj.io/Application': [{ at: 'spec.project', to: 'argoproj.io/AppProject' }],
  'argoproj.io/ApplicationSet': [{ at: 'spec.template.spec.project', to: 'argoproj.io/AppProject' }],
  'argoproj.io/Workflow': [{ at: 'spec.workflowTemplateRef', to: template }],
  'argoproj.io/CronWorkflow': [{ at: 'spec.workflowSpec.workflowTemplateRef', to: template }],
};
